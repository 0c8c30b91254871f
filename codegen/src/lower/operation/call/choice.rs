//! Types of response bodies in, an enum that status or content type select out.

use crate::ir::{
    Alternative, Case, CaseWhen, Choice, Doc, Operation, Presence, StatusPattern, Traits, Type,
    TypeDef, TypeId, TypeKind, Value,
};
use crate::name::{ModuleName, TypeName};
use crate::names::{FAILURE, Item, SUCCESS, part_reference};

use super::{TakenNames, alternative};

/// A type, and the responses that have it.
pub(super) struct TypedResponse<'r> {
    pub(super) status: StatusPattern,
    pub(super) when: CaseWhen,
    /// `None` if it is any of the types.
    pub(super) ty: Option<&'r Type>,
}

/// The responses whose bodies are one of several types.
#[derive(Clone, Copy)]
pub(super) enum ChoiceOf {
    Successes,
    Failures,
}

impl ChoiceOf {
    /// The word that the name of the enum ends with if it is named after the operation, or that is taken.
    fn suffix(self) -> &'static str {
        match self {
            Self::Successes => "Response",
            Self::Failures => "Error",
        }
    }

    /// What a lock file calls these responses of an operation.
    fn part(self) -> &'static str {
        match self {
            Self::Successes => SUCCESS,
            Self::Failures => FAILURE,
        }
    }
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

/// Lowers the choice among several types, or among the content types of a single one.
pub(super) fn lower_choice(
    held: &[TypedResponse<'_>],
    of: ChoiceOf,
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> Choice {
    let ty = match &distinct_types(held)[..] {
        [only] => (*only).clone(),
        several => Type::Named(union_type(several, of, types, taken, operation)),
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
/// and not shared. It keeps the name that is recorded for the operation, whatever its types are now.
fn union_type(
    held: &[&Type],
    of: ChoiceOf,
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> TypeId {
    let address = operation.address.join("responses");
    let reference = part_reference(&operation.address, of.part());
    let recorded = taken.lock.text(&Item::Part(&reference));
    let is_named = held.len() <= MAX_NAMED_TYPES;
    let natural = named_after_types(types, held);
    let owner = recorded.unwrap_or(natural.as_str());
    let names = alternative::name_alternatives(types, held, (taken.lock, owner));
    let alternatives = held.iter().zip(names);
    let alternatives = alternatives.map(|(ty, name)| Alternative {
        name,
        value: Value::of((*ty).clone()),
    });
    let alternatives: Vec<Alternative> = alternatives.collect();
    let is_same =
        |def: &TypeDef| matches!(&def.kind, TypeKind::Union(known) if *known == alternatives);
    let is_shared =
        |def: &TypeDef| is_named || def.address == address || recorded == Some(def.name.as_str());
    if let Some(known) = types
        .iter()
        .position(|def| is_same(def) && def.rules.is_empty() && is_shared(def))
    {
        return TypeId(known);
    }
    let name = taken.recall(types, &reference).unwrap_or_else(|| {
        let wanted = if is_named {
            natural
        } else {
            operation.name.join(of.suffix())
        };
        taken.name(types, wanted, of.suffix())
    });
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
        derives: Vec::new(),
    });
    TypeId(types.len() - 1)
}

/// The name of the enum of these types.
fn named_after_types(types: &[TypeDef], held: &[&Type]) -> TypeName {
    let words = held.iter().map(|ty| alternative::type_words(types, ty));
    TypeName::from_spelling(&words.collect::<Vec<_>>().join(" or "))
}
