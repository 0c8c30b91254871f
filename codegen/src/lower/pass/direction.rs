//! `readOnly` and `writeOnly` in, fields that are required in both directions out.

use crate::ir::{Direction, Type, TypeDef, TypeId, TypeKind};
use crate::lower::users::Users;

/// Makes fields optional that may be absent in a direction in which their type is used: `readOnly`
/// in a request, `writeOnly` in a reply or a webhook.
///
/// A type that is used only in the other direction keeps them required, and so does one that no
/// operation uses.
pub(in crate::lower) fn relax_one_way_fields(types: &mut [TypeDef], users: &mut Users<'_>) {
    let [sent, received] = used_directions(types, users);
    for (index, def) in types.iter_mut().enumerate() {
        let TypeKind::Object(object) = &mut def.kind else {
            continue;
        };
        for field in object.fields.iter_mut().filter(|field| field.required) {
            let (absent, note) = match field.direction {
                Some(Direction::Received) => (sent[index], "always present in responses"),
                Some(Direction::Sent) => (received[index], "always present in requests"),
                None => continue,
            };
            if absent {
                field.required = false;
                field.doc.facts.push(note.to_owned());
            }
        }
    }
}

/// For each type, whether it is part of what is sent, and of what is received.
fn used_directions(types: &[TypeDef], users: &Users<'_>) -> [Vec<bool>; 2] {
    let Users {
        operations,
        webhooks,
        events,
    } = users;
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    let add = |ty: &Type, to: &mut Vec<TypeId>| to.extend(ty.named());
    for operation in operations.iter() {
        for parameter in &operation.parameters {
            add(&parameter.value.ty, &mut sent);
        }
        for value in operation.body.iter().filter_map(|it| it.value.as_ref()) {
            add(&value.ty, &mut sent);
        }
        for ty in operation.callbacks.iter().flat_map(|it| &it.ty) {
            add(ty, &mut received);
        }
        let headers = operation.responses.iter();
        for header in headers.flat_map(|it| &it.headers) {
            add(&header.value.ty, &mut received);
        }
        let replies = operation.responses.iter().flat_map(|it| &it.content);
        for value in replies.filter_map(|it| it.value.as_ref()) {
            add(&value.ty, &mut received);
        }
    }
    for ty in webhooks.iter().flat_map(|it| &it.ty) {
        add(ty, &mut received);
    }
    for event in events.iter().flat_map(|events| &events.variants) {
        add(&event.ty, &mut received);
        add(&event.declared, &mut received);
    }
    [sent, received].map(|roots| reachable_types(types, roots))
}

/// The types reachable from these, themselves included.
fn reachable_types(types: &[TypeDef], mut open: Vec<TypeId>) -> Vec<bool> {
    let mut seen = vec![false; types.len()];
    while let Some(TypeId(index)) = open.pop() {
        if !std::mem::replace(&mut seen[index], true) {
            let parts = types[index].kind.types().into_iter();
            open.extend(parts.filter_map(Type::named));
        }
    }
    seen
}
