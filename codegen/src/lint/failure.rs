//! Operations that declare no failure.

use super::Document;
use crate::diagnostic::catalogue::NO_FAILURE;
use crate::diagnostic::{Diagnostics, MOST_RELATED};
use crate::pointer::Pointer;
use crate::tree::Tree;
use crate::walk::{self, PathOperation};

/// Reports the operations whose responses are all successful ones, together.
pub(super) fn check_operations(document: Document<'_>, diagnostics: &mut Diagnostics) {
    let paths = document.tree.get("paths").and_then(Tree::as_object);
    let mut count = 0;
    let mut silent: Vec<(Pointer, String)> = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        let at = Pointer::root().join_all(["paths", path]);
        for it in walk::list_operations(item) {
            let PathOperation {
                method,
                place,
                operation,
            } = it;
            count += 1;
            let responses = operation.get("responses").and_then(Tree::as_object);
            let mut codes = responses.into_iter().flat_map(|it| it.keys());
            let is_failure = |code: &String| code == "default" || code.starts_with(['4', '5']);
            if !codes.any(is_failure) {
                let place = at.join_pointer(&place).join("responses");
                silent.push((place, format!("{method} {path}")));
            }
        }
    }
    let Some(((first, name), others)) = silent.split_first() else {
        return;
    };
    let message = match others.len() {
        0 => format!("`{name}` declares no failure"),
        _ => format!("{} of {count} operations declare no failure", silent.len()),
    };
    let place = document.provenance.origin(first);
    let diagnostic = diagnostics.report(&NO_FAILURE, place, message);
    for (pointer, name) in others.iter().take(MOST_RELATED) {
        diagnostic.related(document.provenance.origin(pointer), format!("`{name}`"));
    }
    diagnostic.help("add a response for `default`, `4XX` or `5XX`, so that errors have a type");
}
