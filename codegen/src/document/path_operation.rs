//! Path items in, the operations of all methods out, including those that `openapiv3` has no member
//! for.

use openapiv3::PathItem;

use super::envelope_reader::EnvelopeReader;
use super::grammar::{ADDITIONAL_OPERATIONS, ObjectKind, QUERY, Shape};
use super::model::{Document, OtherOperation, PathOperation};
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::ENVELOPE;
use crate::pointer::Address;
use crate::tree::{Object, Tree};

impl Document {
    /// Returns the operations of the path item at an address: those of `openapiv3`, then those of
    /// other methods in document order.
    #[must_use]
    pub fn operations<'d>(
        &'d self,
        item: &'d PathItem,
        address: &Address,
    ) -> Vec<PathOperation<'d>> {
        let known = item.iter().map(|(key, operation)| PathOperation {
            method: key.to_uppercase(),
            address: address.join(key),
            operation,
        });
        let others = self.operations.get(&address.pointer).into_iter().flatten();
        let others = others.map(|OtherOperation { method, operation }| PathOperation {
            method: method.clone(),
            address: place_operation(address, method),
            operation,
        });
        known.chain(others).collect()
    }
}

impl EnvelopeReader<'_, '_> {
    /// Moves the operations that `openapiv3` has no member for out of the copy of a path item.
    pub(super) fn take_operations(&mut self, copy: &mut Object, at: &Address) {
        let mut found = Vec::new();
        let others = copy.shift_remove(ADDITIONAL_OPERATIONS);
        for (method, operation) in others.into_iter().filter_map(into_object).flatten() {
            let place = at.join_all([ADDITIONAL_OPERATIONS, &method]);
            let member = method.to_lowercase();
            if ObjectKind::PathItem.member(&member) == Some(Shape::One(ObjectKind::Operation)) {
                self.move_operation(copy, &member, operation, place);
            } else if is_token(&method) {
                found.push((method, operation));
            } else {
                let message = format!("`{method}` is not an HTTP method");
                let diagnostics = &mut *self.arena.context.diagnostics;
                diagnostics
                    .report(&ENVELOPE, Place::Key(place), message)
                    .help("a method consists of letters, digits and `!#$%&'*+-.^_`|~`");
            }
        }
        let query = copy.shift_remove(QUERY);
        found.extend(query.map(|query| ("QUERY".to_owned(), query)));
        let place = self.place(at);
        let main = self.arena.context.files.main();
        for (method, operation) in found {
            let at = place_operation(&Address::new(main, place.clone()), &method);
            let operation = self.deserialize(Shape::One(ObjectKind::Operation), &operation, &at);
            if let Some(operation) = operation {
                let known = self.operations.entry(place.clone()).or_default();
                known.retain(|it| it.method != method);
                known.push(OtherOperation { method, operation });
            }
        }
    }

    /// Moves an additional operation to the member for its method, unless that is taken.
    fn move_operation(&mut self, copy: &mut Object, member: &str, operation: Tree, at: Address) {
        let method = member.to_uppercase();
        if copy.contains_key(member) {
            let message = format!("the path item has another operation of the method {method}");
            let diagnostics = &mut *self.arena.context.diagnostics;
            diagnostics
                .report(&ENVELOPE, Place::Key(at), message)
                .help(format!("`{ADDITIONAL_OPERATIONS}` has only methods without a member; leave out one of the two"));
            return;
        }
        let message = format!(
            "an operation of the method {method} is the member `{member}` of a path item; read as that"
        );
        let context = &mut self.arena.context;
        context.repaired(Place::Key(at.clone()), message);
        let place = at.pointer.parent().and_then(|it| it.parent());
        let item = Address::new(at.file, place.unwrap_or_default());
        self.written.insert(self.place(&item).join(member), at);
        copy.insert(member.to_owned(), operation);
    }
}

/// Returns the address of an operation that `openapiv3` has no member for.
fn place_operation(item: &Address, method: &str) -> Address {
    match method {
        "QUERY" => item.join(QUERY),
        _ => item.join_all([ADDITIONAL_OPERATIONS, method]),
    }
}

fn into_object(tree: Tree) -> Option<Object> {
    match tree {
        Tree::Object(members) => Some(*members),
        _ => None,
    }
}

/// Whether a text is a token (RFC 9110 §5.6.2), as methods are.
fn is_token(text: &str) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_legal)
}
