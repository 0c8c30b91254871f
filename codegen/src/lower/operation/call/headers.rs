//! Responses of an operation in, a struct of their headers out.

use indexmap::IndexSet;
use rustc_hash::FxHashMap;

use crate::ir::{
    Doc, Field, Header, Headers, ObjectDef, Operation, Presence, Response, Style, Traits, Type,
    TypeDef, TypeId, TypeKind, Value,
};
use crate::lower::ctx::Ctx;
use crate::lower::naming::members::{self, Member, Scope};
use crate::lower::operation::header;
use crate::name::{ModuleName, TypeName};
use crate::names::{HEADERS, Item, part_reference};
use crate::pointer::Address;

use super::{TakenNames, is_same_type};

/// Collects the response components that name the type of their headers. One with the name of an
/// operation or of another one does not, for the result must not depend on an order.
pub(super) fn collect_owners(operations: &[Operation]) -> Owners {
    let responses = operations.iter().flat_map(|it| &it.responses);
    let components: IndexSet<&Address> = responses
        .filter(|it| !it.headers.is_empty())
        .filter_map(|it| it.component.as_ref())
        .collect();
    let name = |address: &Address| Some(TypeName::from_spelling(&address.pointer.last()?));
    let mut rivals: FxHashMap<TypeName, usize> = FxHashMap::default();
    let names = components.iter().copied().filter_map(name);
    for name in names.chain(operations.iter().map(|it| it.name.clone())) {
        *rivals.entry(name).or_default() += 1;
    }
    let owner = |address: &Address| Some((address.clone(), name(address)?));
    let owners = components.iter().copied().filter_map(owner);
    owners.filter(|(_, name)| rivals[name] == 1).collect()
}

/// Response components and their names.
pub(super) type Owners = FxHashMap<Address, TypeName>;

/// Lowers the headers of successful responses to a struct, which is added to the types. A header is
/// required if every success requires it. If a component is the only success, the struct belongs to
/// it and is shared.
pub(super) fn lower_response_headers(
    ctx: &mut Ctx<'_>,
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    owners: &Owners,
    operation: &Operation,
) -> Option<Headers> {
    let statuses = || operation.responses.iter().map(|it| it.status.as_str());
    let successes = operation.responses.iter();
    let successes = successes.filter(|it| header::is_success(&it.status, statuses()));
    let successes: Vec<&Response> = successes.collect();
    let lists: Vec<&[Header]> = successes.iter().map(|it| &it.headers[..]).collect();
    let headers = merge_headers(types, &lists);
    if headers.is_empty() {
        return None;
    }
    let styles = headers.iter().filter(|it| it.style != Style::Simple);
    let styles = styles.map(|it| (it.wire.clone(), it.style)).collect();
    let owner = match &successes[..] {
        [only] => only
            .component
            .as_ref()
            .and_then(|it| owners.get_key_value(it)),
        _ => None,
    };
    let (place, name, whose) = match owner {
        Some((component, name)) => {
            let key = component.pointer.last().unwrap_or_default();
            (component.clone(), name, format!("the response `{key}`"))
        }
        None => {
            let name = &operation.name;
            let place = operation.address.join("responses");
            (place, name, format!("a response to `{name}`"))
        }
    };
    let known = types
        .iter()
        .position(|it| owner.is_some() && it.address == place);
    let ty = known.unwrap_or_else(|| {
        let reference = part_reference(&place, HEADERS);
        let recorded = taken.recall(types, &reference);
        let name = recorded.unwrap_or_else(|| taken.name(types, name.join("Headers"), "Reply"));
        types.push(headers_type(ctx, headers, place, name, &whose));
        types.len() - 1
    });
    let ty = TypeId(ty);
    Some(Headers { ty, styles })
}

/// Makes a struct of headers; `place` is their address.
fn headers_type(
    ctx: &mut Ctx<'_>,
    headers: Vec<Header>,
    place: Address,
    name: TypeName,
    whose: &str,
) -> TypeDef {
    let spellings: Vec<&str> = headers.iter().map(|it| it.wire.as_str()).collect();
    let mut members = Member::list(&spellings, spellings.iter().map(|_| place.clone()));
    let (reference, lock) = (part_reference(&place, HEADERS), ctx.naming.lock);
    let owner = lock.text(&Item::Part(&reference));
    if let Some(owner) = owner {
        Member::recall(&mut members, lock, |wire| Item::Field(owner, wire));
    }
    let scope = Scope::of_place(ctx, &place);
    let names = members::name_fields(ctx, &scope, &members);
    let fields = headers.into_iter().zip(names).map(|(header, name)| Field {
        name,
        value: header.value,
        required: header.required,
        argument: owner.and_then(|owner| lock.argument(&Item::Field(owner, &header.wire))),
        initial: None,
        direction: None,
        wire: header.wire,
        doc: header.doc,
        deprecated: header.deprecated,
        default: None,
    });
    let object = ObjectDef {
        fields: fields.collect(),
        ..ObjectDef::default()
    };
    TypeDef {
        file: ModuleName::from_spelling(name.as_str()),
        doc: Doc {
            text: Some(format!("The headers of {whose}.")),
            facts: Vec::new(),
        },
        name,
        address: place,
        parts: Vec::new(),
        origins: Vec::new(),
        is_named: false,
        deprecated: false,
        presence: Presence::Always,
        kind: TypeKind::Object(object),
        rules: Vec::new(),
        traits: Traits::default(),
        derives: Vec::new(),
    }
}

/// Merges the headers of all successful responses, in the order of their first occurrence.
fn merge_headers(types: &[TypeDef], lists: &[&[Header]]) -> Vec<Header> {
    let mut found: Vec<Header> = Vec::new();
    let same = |one: &Header, other: &Header| one.wire.eq_ignore_ascii_case(&other.wire);
    for header in lists.iter().flat_map(|list| list.iter()) {
        match found.iter_mut().find(|known| same(known, header)) {
            Some(known) => {
                // The spelling that is kept does not depend on the order of responses.
                if header.wire < known.wire {
                    known.wire.clone_from(&header.wire);
                }
                let is_equal = known.style == header.style
                    && known.value.rules == header.value.rules
                    && is_same_type(types, &known.value.ty, &header.value.ty);
                if !is_equal {
                    // They have only the text in common.
                    known.value = Value::of(Type::String);
                    known.style = Style::Simple;
                }
            }
            None => found.push(header.clone()),
        }
    }
    for header in &mut found {
        let mut lists = lists.iter();
        header.required = lists.all(|list| {
            list.iter()
                .any(|other| other.required && same(header, other))
        });
    }
    found
}
