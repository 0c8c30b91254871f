//! A parameter in, the validity of its name and location out; also what it says that `openapiv3`
//! has no field for.

use crate::diagnostic::catalogue::{ENVELOPE, KEYWORD_IGNORED, REPAIRED};
use crate::pointer::{Address, Pointer};
use crate::tree::{Object, Tree, Truth};

use super::arena::SchemaArena;
use super::context::Context;
use super::model::Document;
use super::reference::whole_reference;
use super::version::Version;

/// Locations of OpenAPI 2, which are a request body in OpenAPI 3.
const LEGACY: [&str; 2] = ["body", "formData"];

/// The valid locations.
const PLACES: [&str; 5] = ["query", QUERY_STRING, "header", "path", "cookie"];

/// The location of a parameter that is the whole query.
const QUERY_STRING: &str = "querystring";

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
                .help("a parameter has a `name` and is `in` `query`, `querystring`, `header`, `path` or `cookie`");
        }
    }
    location
}

/// Folds the copy of a valid parameter into what `openapiv3` knows: a whole query becomes a query
/// parameter, and the style `cookie` the default. Returns whether anything is left of it.
pub(super) fn fold_parameter(arena: &mut SchemaArena<'_>, copy: &mut Object, at: &Address) -> bool {
    let text = |copy: &Object, key| copy.get(key).and_then(Tree::as_str).map(str::to_owned);
    if text(copy, "style").as_deref() == Some("cookie") {
        arena.report_early("`style: cookie`", at.join("style"));
        copy.shift_remove("style");
    }
    if text(copy, "in").as_deref() != Some(QUERY_STRING) {
        return true;
    }
    arena.report_early("`in: querystring`", at.join("in"));
    copy.insert("in".to_owned(), Tree::String("query".to_owned()));
    for key in ["explode", "allowReserved"] {
        if copy.shift_remove(key).is_some() {
            let message = format!("`{key}` has no effect on a parameter in `querystring`");
            arena
                .context
                .diagnostics
                .report(&KEYWORD_IGNORED, at.join(key), message);
        }
    }
    let content = copy.get("content").and_then(Tree::as_object);
    let has_content = content.is_some_and(|it| !it.is_empty());
    if !has_content {
        let message = "a parameter in `querystring` has no `content`";
        arena
            .context
            .diagnostics
            .report(&ENVELOPE, at, message)
            .help("its `content` says how the query is written, such as `application/x-www-form-urlencoded`");
    }
    has_content
}

/// What a parameter says that `openapiv3` has no field for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParameterTraits {
    /// Whether it is the whole query: `in: querystring`.
    pub is_query_string: bool,
    /// Whether its value is sent as it is: `style: cookie`.
    pub is_verbatim: bool,
    /// `allowReserved`, if it has an effect.
    pub allows_reserved: bool,
}

impl Document {
    /// Returns what the parameter at an address says that `openapiv3` has no field for.
    #[must_use]
    pub fn parameter_traits(&self, address: &Address) -> ParameterTraits {
        let Some(node) = self.written(address) else {
            return ParameterTraits::default();
        };
        let text = |key| node.get(key).and_then(Tree::as_str);
        let allows_reserved = match node.get("allowReserved") {
            Some(Tree::Bool(allowed)) => allowed.is_true(),
            Some(Tree::String(text)) => Truth::parse(text).is_some_and(Truth::is_true),
            _ => false,
        };
        let is_verbatim = text("style") == Some("cookie") && text("in") == Some("cookie");
        ParameterTraits {
            is_query_string: text("in") == Some(QUERY_STRING),
            is_verbatim,
            // Before OpenAPI 3.2, it has an effect on query parameters only.
            allows_reserved: allows_reserved
                && !is_verbatim
                && match text("in") {
                    Some("query") => true,
                    Some("path" | "cookie") => self.version >= Version::V32,
                    _ => false,
                },
        }
    }
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
