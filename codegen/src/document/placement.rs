//! A parameter in, whether it has the name and the place that each must have out.

use crate::diagnostic::catalogue::ENVELOPE;
use crate::pointer::Address;
use crate::tree::{Object, Tree};

use super::frame::Frame;

/// Where a parameter may stand.
const PLACES: [&str; 4] = ["query", "header", "path", "cookie"];

/// Looks for both, in the copy of what the document has. What it lacks is reported, unless that was
/// done while it was copied.
pub(super) fn check(
    frame: &mut Frame<'_, '_>,
    written: &Object,
    copy: &Tree,
    at: &Address,
) -> bool {
    let mut is_legal = true;
    for key in ["name", "in"] {
        let fault = match copy.get(key).and_then(Tree::as_str) {
            Some(place) if key == "in" && !PLACES.contains(&place) => {
                Some((at.join(key), format!("no parameter is in `{place}`")))
            }
            Some(_) => continue,
            None if written.contains_key(key) => None,
            None => Some((at.clone(), format!("a parameter lacks `{key}`"))),
        };
        is_legal = false;
        if let Some((at, message)) = fault {
            let diagnostics = &mut *frame.lift.context.diagnostics;
            let report = diagnostics.report(&ENVELOPE, at, message);
            report
                .help("a parameter has a `name` and is `in` `query`, `header`, `path` or `cookie`");
        }
    }
    is_legal
}
