//! The text of a `$ref` in, the address it names out.

use super::context::Context;
use super::files::Refusal;
use super::schema::component_pointer;
use crate::diagnostic::catalogue::{DANGLING_REF, MISSING_FILE};
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::{Object, Tree};

/// How many references as a whole lie on the way to a node, at most: they may lead in a circle.
const MOST_AROUND: usize = 32;

/// The text of a reference that stands where something else does, such as a list or the members of an
/// object. What is called `$ref` there is no string.
pub(super) fn whole_reference(node: &Tree) -> Option<&str> {
    node.get("$ref").and_then(Tree::as_str)
}

/// What a `$ref` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A place in a file, by pointer. Whether there is anything is another question.
    Node(Address),
    /// A schema's `$anchor` in a file.
    Anchor(FileId, String),
}

/// The text of a `$ref` to a pointer in the same file.
pub(super) fn fragment(pointer: &Pointer) -> String {
    format!("#{}", pointer.as_str().replace('%', "%25"))
}

/// The text by which the envelope names the schema at an address.
pub(super) fn reference_text(address: &Address, main: FileId) -> String {
    if address.file == main {
        format!("#{}", address.pointer)
    } else {
        format!("{}#{}", address.file.0, address.pointer)
    }
}

/// A `$ref` object.
pub(super) fn reference_to(text: String) -> Tree {
    Tree::Object(Box::new(
        [("$ref".to_owned(), Tree::String(text))]
            .into_iter()
            .collect(),
    ))
}

impl Context<'_> {
    /// What `text` names, the value of the `$ref` at `place`. Opens the file if it is another;
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

    /// Where the node at `target` stands whose way there leads through objects that are references as a
    /// whole, such as `schemas`; `None` where it does not.
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

    /// The same for references between the objects of the envelope, which have no anchors: the
    /// place, which is there.
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

    /// Reports that there is nothing at `target`, with what may have been meant.
    pub(super) fn dangling(&mut self, text: &str, place: &Address, target: &Address) {
        let help = self.meant(target, text);
        self.diagnostics
            .report(&DANGLING_REF, place, format!("`{text}` points to nothing"))
            .help(help);
    }

    /// What may have been meant by `text`, whose `target` is not there.
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
