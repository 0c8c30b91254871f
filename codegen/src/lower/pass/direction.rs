//! `readOnly` and `writeOnly` in, what must be there in both directions out.

use crate::ir::{Direction, Kind, Type, TypeDef, TypeId};
use crate::lower::naming::shared_types::{each_named, each_type};
use crate::lower::users::Users;

/// Makes members optional that need not be there in a direction in which their type goes: what is
/// `readOnly` in a request, what is `writeOnly` in a reply or a webhook.
///
/// A type that goes in the other direction only keeps them as they are, and so does one that no
/// operation mentions.
pub(in crate::lower) fn relax(types: &mut [TypeDef], users: &mut Users<'_>) {
    let [sent, received] = reach(types, users);
    for (index, def) in types.iter_mut().enumerate() {
        let Kind::Object(object) = &mut def.kind else {
            continue;
        };
        for field in object.fields.iter_mut().filter(|field| field.required) {
            let (absent, note) = match field.direction {
                Some(Direction::Received) => (sent[index], "always there in a reply"),
                Some(Direction::Sent) => (received[index], "always there in a request"),
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
fn reach(types: &mut [TypeDef], users: &mut Users<'_>) -> [Vec<bool>; 2] {
    let Users {
        operations,
        webhooks,
        events,
    } = users;
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    let add = |ty: &mut Type, to: &mut Vec<TypeId>| each_named(ty, &mut |id| to.push(*id));
    for operation in operations.iter_mut() {
        for parameter in &mut operation.parameters {
            add(&mut parameter.value.ty, &mut sent);
        }
        for value in operation.body.iter_mut().filter_map(|it| it.value.as_mut()) {
            add(&mut value.ty, &mut sent);
        }
        for ty in operation.callbacks.iter_mut().flat_map(|it| &mut it.ty) {
            add(ty, &mut received);
        }
        let headers = operation.responses.iter_mut();
        for header in headers.flat_map(|it| &mut it.headers) {
            add(&mut header.value.ty, &mut received);
        }
        let replies = operation
            .responses
            .iter_mut()
            .flat_map(|it| &mut it.content);
        for value in replies.filter_map(|it| it.value.as_mut()) {
            add(&mut value.ty, &mut received);
        }
    }
    for ty in webhooks.iter_mut().flat_map(|it| &mut it.ty) {
        add(ty, &mut received);
    }
    for event in events.iter_mut().flat_map(|events| &mut events.variants) {
        add(&mut event.ty, &mut received);
        add(&mut event.declared, &mut received);
    }
    [sent, received].map(|roots| closure(types, roots))
}

/// The types that these lead to, themselves included.
fn closure(types: &mut [TypeDef], mut open: Vec<TypeId>) -> Vec<bool> {
    let mut seen = vec![false; types.len()];
    while let Some(TypeId(index)) = open.pop() {
        if !std::mem::replace(&mut seen[index], true) {
            each_type(&mut types[index].kind, &mut |ty| {
                each_named(ty, &mut |id| open.push(*id));
            });
        }
    }
    seen
}
