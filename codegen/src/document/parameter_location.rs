//! A parameter in, the validity of its name and location out.

use crate::diagnostic::catalogue::{ENVELOPE, REPAIRED};
use crate::pointer::{Address, Pointer};
use crate::tree::{Object, Tree};

use super::context::Context;
use super::reference::whole_reference;

/// Locations of OpenAPI 2, which are a request body in OpenAPI 3.
const LEGACY: [&str; 2] = ["body", "formData"];

/// The valid locations.
const PLACES: [&str; 4] = ["query", "header", "path", "cookie"];

/// The validity of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParameterLocation {
    /// A parameter of OpenAPI 3.
    Legal,
    /// A parameter with a location of OpenAPI 2.
    Legacy,
    /// A parameter without a name or a valid location.
    Illegal,
}

/// Checks the name and the location in the copy of a parameter. Missing ones are reported, unless
/// that was done while it was copied.
pub(super) fn check_location(
    context: &mut Context<'_>,
    written: &Object,
    copy: &Tree,
    at: &Address,
) -> ParameterLocation {
    let place = copy.get("in").and_then(Tree::as_str);
    if let Some(place) = place.filter(|place| LEGACY.contains(place)) {
        let message = format!(
            "`{place}` is not a location of parameters; operations that use it are left out"
        );
        let warnings = &mut context.warnings;
        if let Some(help) = warnings.add(&REPAIRED, at.join("in"), message) {
            let text = "OpenAPI 3 has a `requestBody` instead, which an overlay can add";
            *help = Some(text.to_owned());
        }
        return ParameterLocation::Legacy;
    }
    let mut location = ParameterLocation::Legal;
    for key in ["name", "in"] {
        let fault = match copy.get(key).and_then(Tree::as_str) {
            Some(place) if key == "in" && !PLACES.contains(&place) => Some((
                at.join(key),
                format!("`{place}` is not a location of parameters"),
            )),
            Some(_) => continue,
            None if written.contains_key(key) => None,
            None => Some((at.clone(), format!("a parameter lacks `{key}`"))),
        };
        location = ParameterLocation::Illegal;
        if let Some((at, message)) = fault {
            let report = context.diagnostics.report(&ENVELOPE, at, message);
            report
                .help("a parameter has a `name` and is `in` `query`, `header`, `path` or `cookie`");
        }
    }
    location
}

/// Whether the parameters of an operation or a path item refer to one of OpenAPI 2 in `components`.
pub(super) fn refers_to_legacy(context: &Context<'_>, object: &Object) -> bool {
    let main = context.files.main();
    let is_legacy = |parameter: &Tree| {
        let pointer = whole_reference(parameter).and_then(|text| text.strip_prefix('#'));
        let pointer = pointer.and_then(Pointer::from_fragment);
        let target = pointer.map(|pointer| Address::new(main, pointer));
        let target = target.and_then(|target| context.files.node(&target));
        let place = target.and_then(|target| target.get("in")?.as_str());
        place.is_some_and(|place| LEGACY.contains(&place))
    };
    let listed = object.get("parameters").and_then(Tree::as_array);
    listed.unwrap_or_default().iter().any(is_legacy)
}
