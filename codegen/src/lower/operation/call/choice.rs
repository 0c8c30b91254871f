//! Types of response bodies in, an enum that status or content type select out.

use crate::ir::{
    Alternative, Case, CaseWhen, Choice, Doc, Operation, Presence, StatusPattern, Traits, Type,
    TypeDef, TypeId, TypeKind, Value,
};
use crate::name::{ModuleName, TypeName};

use super::{TakenNames, alternative};

/// A type, and the responses that have it.
pub(super) struct TypedResponse<'r> {
    pub(super) status: StatusPattern,
    pub(super) when: CaseWhen,
    /// `None` if it is any of the types.
    pub(super) ty: Option<&'r Type>,
}

/// The distinct types.
pub(super) fn distinct_types<'r>(held: &[TypedResponse<'r>]) -> Vec<&'r Type> {
    let mut types: Vec<&Type> = Vec::new();
    for ty in held.iter().filter_map(|it| it.ty) {
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    types
}

/// Lowers the choice among several types, or among the content types of a single one. `suffix` is
/// for the name of the enum if that is taken.
pub(super) fn lower_choice(
    held: &[TypedResponse<'_>],
    suffix: &str,
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> Choice {
    let ty = match &distinct_types(held)[..] {
        [only] => (*only).clone(),
        several => Type::Named(union_type(several, suffix, types, taken, operation)),
    };
    let alternatives = match &ty {
        Type::Named(TypeId(id)) if distinct_types(held).len() > 1 => match &types[*id].kind {
            TypeKind::Union(alternatives) => &alternatives[..],
            _ => unreachable!("it was made as a union"),
        },
        _ => &[],
    };
    let cases = held.iter().map(|held| {
        let mut alternatives = alternatives.iter();
        let alternative = alternatives.find(|it| Some(&it.value.ty) == held.ty);
        Case {
            status: held.status,
            when: held.when.clone(),
            variant: alternative.map(|it| (it.name.clone(), it.value.ty.clone())),
        }
    });
    let mut cases: Vec<Case> = cases.collect();
    // Specific responses come first.
    cases.sort_by_key(|case| (case.status, !case.when.is_guarded()));
    // A case without a condition is the fallback anyway; it is needed only before a range.
    let is_said = |(index, case): (usize, &Case)| {
        let is_rest = case.variant.is_none() && case.when == CaseWhen::Json(Vec::new());
        !is_rest
            || cases[index + 1..]
                .iter()
                .any(|it| it.status.is_wider(case.status))
    };
    let is_said: Vec<bool> = cases.iter().enumerate().map(is_said).collect();
    let mut is_said = is_said.into_iter();
    cases.retain(|_| is_said.next() == Some(true));
    Choice {
        ty,
        cases,
        optional: false,
    }
}

/// The maximal number of types in the name of an enum. A longer name would be hard to read, and
/// would change with each further status.
const MAX_NAMED_TYPES: usize = 2;

/// The enum of these types. Named after its types, it is shared by all operations with the same
/// types, and no other operation renames it. With too many types, it is named after the operation
/// and not shared.
fn union_type(
    of: &[&Type],
    suffix: &str,
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> TypeId {
    let address = operation.address.join("responses");
    let is_named = of.len() <= MAX_NAMED_TYPES;
    let alternatives = of.iter().zip(alternative::name_alternatives(types, of));
    let alternatives = alternatives.map(|(ty, name)| Alternative {
        name,
        value: Value::of((*ty).clone()),
    });
    let alternatives: Vec<Alternative> = alternatives.collect();
    let is_same =
        |def: &TypeDef| matches!(&def.kind, TypeKind::Union(known) if *known == alternatives);
    let is_shared = |def: &TypeDef| is_named || def.address == address;
    if let Some(known) = types
        .iter()
        .position(|def| is_same(def) && def.rules.is_empty() && is_shared(def))
    {
        return TypeId(known);
    }
    let name = if is_named {
        let words: Vec<String> = of
            .iter()
            .map(|ty| alternative::type_words(types, ty))
            .collect();
        TypeName::from_spelling(&words.join(" or "))
    } else {
        operation.name.join(suffix)
    };
    let name = taken.name(types, name, suffix);
    types.push(TypeDef {
        file: ModuleName::from_spelling(name.as_str()),
        name,
        address,
        parts: Vec::new(),
        origins: Vec::new(),
        is_named: false,
        doc: Doc {
            text: Some("A response body, told by its status or content type.".to_owned()),
            facts: Vec::new(),
        },
        deprecated: false,
        presence: Presence::Always,
        kind: TypeKind::Union(alternatives),
        rules: Vec::new(),
        traits: Traits::default(),
    });
    TypeId(types.len() - 1)
}
