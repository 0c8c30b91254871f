//! The text of a `$ref` in, its target out.

use super::context::Context;
use super::files::Refusal;
use super::schema::component_pointer;
use crate::diagnostic::catalogue::{DANGLING_REF, MISSING_FILE};
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::{Object, Tree};

/// The maximum number of whole references on the way to a node, which may form a cycle.
const MOST_AROUND: usize = 32;

/// Returns the text of a whole reference: a `$ref` in place of another value, such as an array or
/// the members of an object, where a member `$ref` would not be a string.
pub(super) fn whole_reference(node: &Tree) -> Option<&str> {
    node.get("$ref").and_then(Tree::as_str)
}

/// The target of a `$ref`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An address, which may not exist.
    Node(Address),
    /// The `$anchor` of a schema in a file.
    Anchor(FileId, String),
}

/// Returns the text of a `$ref` to a pointer in the same file.
pub(super) fn fragment(pointer: &Pointer) -> String {
    format!("#{}", pointer.as_str().replace('%', "%25"))
}

/// Returns the text of a reference in the envelope to the schema at an address.
pub(super) fn reference_text(address: &Address, main: FileId) -> String {
    if address.file == main {
        format!("#{}", address.pointer)
    } else {
        format!("{}#{}", address.file.0, address.pointer)
    }
}

/// Returns a `$ref` object.
pub(super) fn reference_to(text: String) -> Tree {
    Tree::Object(Box::new(
        [("$ref".to_owned(), Tree::String(text))]
            .into_iter()
            .collect(),
    ))
}

impl Context<'_> {
    /// Resolves `text`, the value of the `$ref` at `place`. Opens the file if it is another one;
    /// problems are reported.
    pub(super) fn resolve(&mut self, text: &str, place: &Address) -> Option<Target> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let file = match self.files.open(place.file, path, self.diagnostics) {
            Ok(file) => file,
            Err(refusal) => {
                self.refuse(text, place, &refusal);
                return None;
            }
        };
        // Percent signs that decode to nothing are taken literally.
        let pointer = Pointer::from_fragment(fragment).or_else(|| Pointer::parse(fragment));
        if let Some(pointer) = pointer {
            let target = Address::new(file, pointer);
            // Those on the way count as well, for they may lead to one another in many ways.
            let outer = self.around;
            let around = self.around(&target).unwrap_or(target);
            if outer == 0 {
                self.around = 0;
            }
            return Some(Target::Node(around));
        }
        Some(Target::Anchor(file, fragment.to_owned()))
    }

    /// Returns the address of the node at `target` if the way to it leads through whole references,
    /// such as that of `schemas`; otherwise `None`.
    fn around(&mut self, target: &Address) -> Option<Address> {
        if self.files.node(target).is_some() || self.around == MOST_AROUND {
            return None;
        }
        let mut above = target.pointer.parent();
        while let Some(pointer) = above {
            let at = Address::new(target.file, pointer);
            let Some(node) = self.files.node(&at) else {
                above = at.pointer.parent();
                continue;
            };
            let text = whole_reference(node)?.to_owned();
            self.around += 1;
            let Target::Node(instead) = self.resolve(&text, &at.join("$ref"))? else {
                return None;
            };
            let below = target.pointer.segments();
            let below = below.skip(at.pointer.segments().count());
            let found = below.fold(instead, |address, segment| address.join(&segment));
            return match self.files.node(&found) {
                Some(_) => Some(found),
                None => self.around(&found),
            };
        }
        None
    }

    /// Resolves a reference between objects of the envelope, which have no anchors, to an address
    /// that exists.
    pub(super) fn follow(&mut self, text: &str, place: &Address) -> Option<Address> {
        match self.resolve(text, place)? {
            Target::Node(target) if self.files.node(&target).is_some() => Some(target),
            Target::Node(target) => {
                self.dangling(text, place, &target);
                None
            }
            Target::Anchor(..) => {
                self.diagnostics
                    .report(&DANGLING_REF, place, format!("`{text}` points to nothing"))
                    .help("anchors name schemas only; a JSON Pointer starts with `#/`");
                None
            }
        }
    }

    fn refuse(&mut self, text: &str, place: &Address, refusal: &Refusal) {
        let (code, message, help) = match refusal {
            Refusal::Remote => (
                &DANGLING_REF,
                format!("`{text}` is on another host; files are never fetched"),
                "`--map URL=DIR` names a folder with copies of the files below a URL",
            ),
            Refusal::Outside => (
                &DANGLING_REF,
                format!("`{text}` points outside the root folder"),
                "`--root-folder DIR` allows references to all files below a folder",
            ),
            Refusal::Missing(path) => (
                &MISSING_FILE,
                format!("the file `{path}` does not exist"),
                "paths are relative to the file that contains the reference",
            ),
            Refusal::Broken => return,
        };
        self.diagnostics.report(code, place, message).help(help);
    }

    /// Reports that nothing is at `target`, with a suggestion.
    pub(super) fn dangling(&mut self, text: &str, place: &Address, target: &Address) {
        let help = self.meant(target, text);
        self.diagnostics
            .report(&DANGLING_REF, place, format!("`{text}` points to nothing"))
            .help(help);
    }

    /// Returns a suggestion for `text`, whose `target` does not exist.
    pub(super) fn meant(&mut self, target: &Address, text: &str) -> String {
        let path = text.split_once('#').map_or(text, |(path, _)| path);
        let tree = self.files.tree(target.file);
        let mut parent = Pointer::root();
        let mut segments = target.pointer.segments();
        let missing = segments.find(|segment| {
            let here = parent.join(segment);
            let there = tree.at(&here).is_some();
            if there {
                parent = here;
            }
            !there
        });
        let missing = missing.unwrap_or_default();
        let names = tree.at(&parent).and_then(Tree::as_object);
        let names = names.into_iter().flat_map(Object::keys);
        let sibling = self.guess(&missing, names.map(String::as_str));
        let component = component_pointer(&target.pointer.last().unwrap_or_default());
        match sibling.map(|name| parent.join(name)) {
            Some(pointer) => format!("did you mean `{path}#{pointer}`?"),
            None if tree.at(&component).is_some() => format!("did you mean `{path}#{component}`?"),
            None => format!("`{path}#{parent}` has no `{missing}`"),
        }
    }
}
