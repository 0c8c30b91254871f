//! An item in, the operations and webhooks that send or receive it out.

use rustc_hash::FxHashSet;

use crate::ir::{Api, Direction, NamedError, Operation, Type, TypeId};

use super::entry::Entry;
use super::item::Item;

/// Describes who uses an item, and in which direction.
pub(super) fn describe_usage(api: &Api, entry: &Entry<'_>) -> Vec<String> {
    match &entry.item {
        Item::Parameter(operation, _) | Item::Body(operation, _) => {
            vec![format!("sent by {}", spell_operation(operation))]
        }
        Item::BodyEnum(operation, _, part) => {
            let verb = if *part == "responses" {
                "received"
            } else {
                "sent"
            };
            vec![format!("{verb} by {}", spell_operation(operation))]
        }
        Item::Error(error) => list_users("received by", &error_users(api, error)),
        item => match item.user() {
            Some(id) => describe_type_usage(api, id, field_direction(item)),
            None => Vec::new(),
        },
    }
}

fn field_direction(item: &Item<'_>) -> Option<Direction> {
    match item {
        Item::Field(_, _, field) => field.direction,
        _ => None,
    }
}

fn describe_type_usage(api: &Api, id: TypeId, only: Option<Direction>) -> Vec<String> {
    let around = types_around(api, id);
    let has_type = |types: Vec<&Type>| {
        let mut named = types.into_iter().filter_map(Type::named);
        named.any(|it| around.contains(&it))
    };
    let spell_users = |types: &dyn Fn(&Operation) -> Vec<TypeId>| -> Vec<String> {
        let operations = api.operations.iter();
        let found = operations.filter(|it| types(it).iter().any(|id| around.contains(id)));
        found.map(spell_operation).collect()
    };
    let named = |types: Vec<&Type>| types.into_iter().filter_map(Type::named).collect();
    let mut text = Vec::new();
    if only != Some(Direction::Received) {
        text.extend(list_users(
            "sent by",
            &spell_users(&|it| named(it.sent_types())),
        ));
    }
    if only != Some(Direction::Sent) {
        text.extend(list_users(
            "received by",
            &spell_users(&|it| named(it.received_types())),
        ));
        let webhooks = api.webhooks.iter();
        let webhooks = webhooks.filter(|it| has_type(it.ty.iter().collect()));
        let webhooks = webhooks.map(|it| it.key.clone());
        text.extend(list_users(
            "received in webhooks",
            &webhooks.collect::<Vec<_>>(),
        ));
    }
    if text.is_empty() {
        text.push("by no operation or webhook".to_owned());
    }
    text
}

/// A type and all types that lead to it.
fn types_around(api: &Api, id: TypeId) -> FxHashSet<TypeId> {
    let mut users: Vec<Vec<TypeId>> = vec![Vec::new(); api.types.len()];
    for (index, def) in api.types.iter().enumerate() {
        for part in def.kind.types().into_iter().filter_map(Type::named) {
            users[part.0].push(TypeId(index));
        }
    }
    let mut found = FxHashSet::default();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(&users[id.0]);
        }
    }
    found
}

/// The operations with a response that has an error as an example.
fn error_users(api: &Api, error: &NamedError) -> Vec<String> {
    let gives = |operation: &&Operation| {
        let mut responses = operation.responses.iter();
        responses.any(|response| {
            let own = || operation.address.join("responses").join(&response.status);
            let place = response.component.clone().unwrap_or_else(own);
            let rest = error
                .address
                .pointer
                .as_str()
                .strip_prefix(place.pointer.as_str());
            error.address.file == place.file && rest.is_some_and(|it| it.starts_with('/'))
        })
    };
    api.operations
        .iter()
        .filter(gives)
        .map(spell_operation)
        .collect()
}

fn spell_operation(operation: &Operation) -> String {
    let Operation {
        name, method, path, ..
    } = operation;
    format!("{name} ({method} {path})")
}

fn list_users(verb: &str, users: &[String]) -> Vec<String> {
    match users {
        [] => Vec::new(),
        [only] => vec![format!("{verb} {only}")],
        several => {
            let several = several.iter().map(|it| format!("  {it}"));
            [format!("{verb}:")].into_iter().chain(several).collect()
        }
    }
}
