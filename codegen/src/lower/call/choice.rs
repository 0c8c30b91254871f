//! Types that replies hold in, the union that their status or content type tells apart out.

use crate::ir::{
    Alternative, Case, Choice, Doc, Kind, Presence, StatusPattern, Type, TypeDef, TypeId, Value,
};
use crate::name::{ModuleName, TypeName};
use crate::pointer::Address;

use super::{Taken, alternative};

/// A type, and the replies that hold it.
pub(super) struct Held<'r> {
    pub(super) status: StatusPattern,
    /// Their content type, where others of the same statuses hold something else.
    pub(super) content_type: Option<String>,
    pub(super) ty: &'r Type,
}

/// The types, each once.
pub(super) fn distinct<'r>(held: &[Held<'r>]) -> Vec<&'r Type> {
    let mut types: Vec<&Type> = Vec::new();
    for Held { ty, .. } in held {
        if !types.contains(ty) {
            types.push(ty);
        }
    }
    types
}

/// The choice among several types. Where the union would be called as another type is, it has the
/// suffix.
pub(super) fn of(
    held: &[Held<'_>],
    suffix: &str,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    address: &Address,
) -> Choice {
    let union = union(&distinct(held), suffix, types, taken, address);
    let Kind::Union(alternatives) = &types[union.0].kind else {
        unreachable!("it was made as a union")
    };
    let cases = held.iter().filter_map(|held| {
        let alternative = alternatives.iter().find(|it| it.value.ty == *held.ty)?;
        Some(Case {
            status: held.status,
            content_type: held.content_type.clone(),
            variant: alternative.name.clone(),
            ty: held.ty.clone(),
        })
    });
    let mut cases: Vec<Case> = cases.collect();
    // What holds for fewer replies comes first.
    cases.sort_by_key(|case| (case.status, case.content_type.is_none()));
    Choice {
        union,
        cases,
        optional: false,
    }
}

/// The union of these types. It is called after them, so it is the same for all operations that
/// get the same, and no other operation renames it.
fn union(
    of: &[&Type],
    suffix: &str,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    address: &Address,
) -> TypeId {
    let alternatives = of.iter().zip(alternative::names(types, of));
    let alternatives = alternatives.map(|(ty, name)| Alternative {
        name,
        value: Value::of((*ty).clone()),
    });
    let kind = Kind::Union(alternatives.collect());
    if let Some(known) = types
        .iter()
        .position(|def| def.kind == kind && def.rules.is_empty())
    {
        return TypeId(known);
    }
    let words: Vec<String> = of.iter().map(|ty| alternative::words(types, ty)).collect();
    let name = TypeName::from_spelling(&words.join(" or "));
    let name = taken.name(types, name, suffix);
    types.push(TypeDef {
        file: ModuleName::from_spelling(name.as_str()),
        name,
        address: address.join("responses"),
        doc: Doc {
            text: Some("What replies hold; their status or content type tells which.".to_owned()),
            facts: Vec::new(),
        },
        deprecated: false,
        presence: Presence::Always,
        kind,
        rules: Vec::new(),
    });
    TypeId(types.len() - 1)
}
