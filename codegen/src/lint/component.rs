//! Components that nothing refers to.

use rustc_hash::FxHashSet;

use super::Document;
use crate::diagnostic::catalogue::COMPONENT_UNUSED;
use crate::diagnostic::{Diagnostics, MOST_RELATED};
use crate::pointer::Pointer;
use crate::tree::Tree;

/// Reports the unused components of each kind, together.
pub(super) fn check_components(document: Document<'_>, diagnostics: &mut Diagnostics) {
    let Some(components) = document.tree.get("components").and_then(Tree::as_object) else {
        return;
    };
    let mut uses = Uses::default();
    uses.collect(document.tree, &mut Vec::new());
    for (kind, list) in components
        .iter()
        .filter(|(kind, _)| !kind.starts_with("x-"))
    {
        let names = list.as_object().into_iter().flat_map(|it| it.keys());
        let unused: Vec<&String> = names
            .filter(|name| !uses.found.contains(&(kind.clone(), (*name).clone())))
            .collect();
        let Some((first, others)) = unused.split_first() else {
            continue;
        };
        let at = |name: &str| {
            let pointer = Pointer::root().join_all(["components", kind, name]);
            document.provenance.origin(&pointer)
        };
        let message = match others.len() {
            0 => format!("nothing refers to `{first}`"),
            1 => format!("nothing refers to `{first}` and `{}`", others[0]),
            more => format!("nothing refers to `{first}` and {more} other components of `{kind}`"),
        };
        let diagnostic = diagnostics.report(&COMPONENT_UNUSED, at(first), message);
        for name in others.iter().take(MOST_RELATED) {
            diagnostic.related(at(name), format!("`{name}`"));
        }
        diagnostic.help("remove them, or refer to them where they were meant to be used");
    }
}

/// The components that something outside of them refers to, by kind and name.
#[derive(Default)]
struct Uses {
    found: FxHashSet<(String, String)>,
}

impl Uses {
    /// Collects the references below a node, whose path is `at`.
    fn collect<'t>(&mut self, node: &'t Tree, at: &mut Vec<&'t str>) {
        match node {
            Tree::Object(members) => {
                for (key, member) in members.iter() {
                    match (key.as_str(), member) {
                        ("$ref", Tree::String(text)) => self.add_reference(text, at),
                        ("mapping", Tree::Object(targets)) => {
                            for target in targets.values().filter_map(Tree::as_str) {
                                self.add_reference(target, at);
                                self.add("schemas", target, at);
                            }
                        }
                        ("security", Tree::Array(requirements)) => {
                            let schemes = requirements.iter().filter_map(Tree::as_object);
                            for scheme in schemes.flat_map(|it| it.keys()) {
                                self.add("securitySchemes", scheme, at);
                            }
                        }
                        _ => {}
                    }
                    if at.len() < 3 {
                        at.push(key);
                        self.collect(member, at);
                        at.pop();
                    } else {
                        self.collect(member, at);
                    }
                }
            }
            Tree::Array(items) => items.iter().for_each(|item| self.collect(item, at)),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
        }
    }

    fn add_reference(&mut self, text: &str, at: &[&str]) {
        let pointer = text.strip_prefix('#').and_then(Pointer::from_fragment);
        let Some(pointer) = pointer else { return };
        let segments: Vec<_> = pointer.segments().take(3).collect();
        if let [first, kind, name] = &segments[..]
            && first == "components"
        {
            self.add(kind, name, at);
        }
    }

    /// Adds a use, unless it is within the component itself.
    fn add(&mut self, kind: &str, name: &str, at: &[&str]) {
        if at != ["components", kind, name] {
            self.found.insert((kind.to_owned(), name.to_owned()));
        }
    }
}
