//! Names that were made up in, the overlay lines that would set them out.

use indexmap::IndexSet;

use crate::diagnostic::{MOST_RELATED, Place};
use crate::document::Document;
use crate::lower::ctx::Ctx;
use crate::pointer::Address;
use crate::tree::{QuerySegment, Tree};

/// The line that adds `member` to the object at an address, as a target and update of an overlay if
/// the object is in the main file, which is the only one that overlays change.
pub(super) fn suggest_member(ctx: &Ctx<'_>, address: &Address, member: &str) -> String {
    suggest_members(ctx.document, &[(address.clone(), member.to_owned())])
}

/// Returns the overlay lines that add members to objects.
#[must_use]
pub fn suggest_members(document: &Document, lines: &[(Address, String)]) -> String {
    let lines = lines.iter().take(MOST_RELATED);
    let lines = lines.map(|(address, member)| (written_address(document, address), member));
    let (main, others): (Vec<_>, Vec<_>) =
        lines.partition(|(address, _)| address.file == document.file);
    let main = main.into_iter().map(|(address, member)| {
        let target = json_path(&document.tree, &address);
        format!("`{member}` at `{target}`")
    });
    // An object that several refer to needs one line.
    let main: IndexSet<String> = main.collect();
    let main: Vec<String> = main.into_iter().collect();
    let main = (!main.is_empty()).then(|| format!("resolve it in an overlay: {}", main.join(", ")));
    let others = others.into_iter();
    let others = others.map(|(_, member)| format!("`{member}` there resolves it"));
    main.into_iter()
        .chain(others)
        .collect::<Vec<_>>()
        .join("; ")
}

/// The place where an object is written, if a `$ref` leads from `place` to it.
pub(super) fn written_place(document: &Document, place: &Place) -> Place {
    match place {
        Place::Node(address) => Place::Node(written_address(document, address)),
        Place::Key(address) => Place::Key(written_address(document, address)),
        Place::File(_) | Place::Position { .. } => place.clone(),
    }
}

fn written_address(document: &Document, address: &Address) -> Address {
    if address.file == document.file {
        document.origin(&address.pointer)
    } else {
        address.clone()
    }
}

/// An address as a normalized `JSONPath` (RFC 9535 §2.7), with a dot before plain names.
fn json_path(tree: &Tree, address: &Address) -> String {
    let mut path = "$".to_owned();
    for segment in QuerySegment::split(&address.pointer, tree) {
        segment.push_to(&mut path);
    }
    path
}

#[cfg(test)]
mod tests {
    use crate::pointer::{FileId, Pointer};

    use super::*;

    #[test]
    fn targets_are_paths_of_json_path() {
        let item = Tree::Array(vec![Tree::Null]);
        let tree = Tree::Object(Box::new([("oneOf".to_owned(), item)].into_iter().collect()));
        let check = |pointer, expected: &str| {
            let pointer = Pointer::parse(pointer).expect("it starts with a slash");
            assert_eq!(
                json_path(&tree, &Address::new(FileId(0), pointer)),
                expected
            );
        };
        check("/oneOf/0", "$.oneOf[0]");
        check("/paths/~1a~1{id}/get", "$.paths['/a/{id}'].get");
        check("/200/it's\n\\", r"$['200']['it\'s\u000a\\']");
        check("/größe/", "$['größe']['']");
    }
}
