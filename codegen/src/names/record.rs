//! An API in, a [`Lock`] with all its names out.

use crate::ir::{Api, Operation, TypeDef};

use super::digest::digest_type;
use super::escape::{ABSENT, escape};
use super::item::Item;
use super::lock::Lock;

/// Records the names of an API.
#[must_use]
pub fn record(api: &Api) -> Lock {
    let mut lock = Lock::default();
    for def in &api.types {
        record_type(&mut lock, def);
    }
    for operation in &api.operations {
        record_operation(&mut lock, operation);
    }
    lock
}

fn record_type(lock: &mut Lock, def: &TypeDef) {
    for origin in &def.origins {
        let values = vec![def.name.to_string(), digest_type(def)];
        lock.insert(&Item::Type(origin), values);
    }
}

fn record_operation(lock: &mut Lock, operation: &Operation) {
    let item = Item::Operation(&operation.method, &operation.path);
    let id = operation.id.as_deref().map_or(ABSENT.to_owned(), escape);
    lock.insert(&item, vec![operation.name.to_string(), id]);
}
