//! The APIs of a crate in, the items that they share out.

use std::collections::BTreeMap;

use crate::check::Checked;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::NAME_CLASH;
use crate::ir::{Api, Shared, SharedType, Type, TypeDef, TypeId, TypeKind, Value};
use crate::name::TypeName;

/// Finds what the APIs of a crate share: the strings to which `x-rust-name` gives the same name in several
/// documents. If their rules differ, each document keeps its own type, which is reported.
#[must_use]
pub fn find_shared(apis: &[Checked<Api>], diagnostics: &mut Diagnostics) -> Shared {
    let mut groups: BTreeMap<&TypeName, Vec<(usize, TypeId)>> = BTreeMap::new();
    for (index, api) in apis.iter().enumerate() {
        for (id, def) in api.types.iter().enumerate() {
            if def.is_named && named_string(def).is_some() {
                groups
                    .entry(&def.name)
                    .or_default()
                    .push((index, TypeId(id)));
            }
        }
    }
    let def = |&(index, id): &(usize, TypeId)| apis[index].type_def(id);
    let mut types = Vec::new();
    for (name, mut members) in groups {
        let first = def(&members[0]);
        let is_alike = |it: &&(usize, TypeId)| {
            named_string(def(it)) == named_string(first) && def(it).deprecated == first.deprecated
        };
        if let Some(other) = members.iter().find(|it| !is_alike(it)) {
            report_difference(def(other), first, diagnostics);
        } else if members.len() > 1 {
            members.sort_by_key(|it| def(it).doc.text.is_none());
            let name = name.clone();
            types.push(SharedType { name, members });
        }
    }
    Shared { types }
}

/// The string with its rules, if the type is a newtype over a string.
fn named_string(def: &TypeDef) -> Option<&Value> {
    match &def.kind {
        TypeKind::Newtype(value) if value.ty == Type::String => Some(value),
        _ => None,
    }
}

fn report_difference(here: &TypeDef, there: &TypeDef, diagnostics: &mut Diagnostics) {
    let name = &here.name;
    let part = if here.deprecated == there.deprecated {
        "have different rules"
    } else {
        "are not both deprecated"
    };
    let message =
        format!("strings named `{name}` in two documents {part}: each module has its own type");
    let diagnostic = diagnostics.report(&NAME_CLASH, &here.address, message);
    diagnostic.related(&there.address, "also defined here");
    diagnostic.help(format!(
        "make them equal, or give one of them another `{}`",
        crate::extension::RUST_NAME.key
    ));
}
