//! Components that nothing refers to.

use rustc_hash::FxHashSet;

use super::Document;
use crate::diagnostic::catalogue::COMPONENT_UNUSED;
use crate::diagnostic::{Diagnostics, MOST_RELATED};
use crate::pointer::Pointer;
use crate::tree::Tree;
use crate::walk::Targets;

/// Reports the unused components of each kind, together.
pub(super) fn check_components(document: Document<'_>, diagnostics: &mut Diagnostics) {
    let Some(components) = document.tree.get("components").and_then(Tree::as_object) else {
        return;
    };
    let uses = collect_uses(document);
    for (kind, list) in components
        .iter()
        .filter(|(kind, _)| !kind.starts_with("x-"))
    {
        let names = list.as_object().into_iter().flat_map(|it| it.keys());
        let unused: Vec<&String> = names
            .filter(|name| !uses.contains(&(kind.clone(), (*name).clone())))
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

/// A component by kind and name.
type Component = (String, String);

/// Collects the components that something outside of them refers to.
fn collect_uses(document: Document<'_>) -> FxHashSet<Component> {
    let targets = Targets::new(document.tree, document.name);
    let mut found = FxHashSet::default();
    let mut add = |target: &Pointer, own: Option<(&str, &str)>| {
        let segments: Vec<_> = target.segments().take(3).collect();
        if let [first, kind, name] = &segments[..]
            && first == "components"
            && own != Some((kind, name))
        {
            found.insert((kind.to_string(), name.to_string()));
        }
    };
    let Some(root) = document.tree.as_object() else {
        return found;
    };
    targets.visit_own_targets(&[root], &mut |target| add(&target, None));
    for (key, member) in root {
        if key != "components" {
            targets.visit_targets(member, &mut |target| add(&target, None));
            continue;
        }
        for (kind, components) in member.as_object().into_iter().flatten() {
            for (name, component) in components.as_object().into_iter().flatten() {
                targets.visit_targets(component, &mut |target| add(&target, Some((kind, name))));
            }
        }
    }
    found
}
