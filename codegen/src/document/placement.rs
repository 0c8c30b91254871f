//! A parameter in, whether it has the name and the place that each must have out.

use crate::diagnostic::catalogue::ENVELOPE;
use crate::pointer::Address;
use crate::tree::Tree;

use super::frame::Frame;

/// Where a parameter may stand.
const PLACES: [&str; 4] = ["query", "header", "path", "cookie"];

/// Looks for both, in the copy of what the document has. What it lacks is reported, unless that was
/// done while it was copied.
pub(super) fn check(frame: &mut Frame<'_, '_>, written: &Tree, copy: &Tree, at: &Address) -> bool {
    let (mut is_legal, mut is_reported) = (true, false);
    let mut refuse = |at: Address, message: String| {
        let report = frame
            .lift
            .context
            .diagnostics
            .report(&ENVELOPE, at, message);
        report.help("a parameter has a `name` and is `in` `query`, `header`, `path` or `cookie`");
        is_legal = false;
    };
    for key in ["name", "in"] {
        match copy.get(key).and_then(Tree::as_str) {
            Some(place) if key == "in" && !PLACES.contains(&place) => {
                refuse(at.join(key), format!("no parameter is in `{place}`"));
            }
            Some(_) => {}
            None if written.get(key).is_some() => is_reported = true,
            None => refuse(at.clone(), format!("a parameter lacks `{key}`")),
        }
    }
    is_legal && !is_reported
}
