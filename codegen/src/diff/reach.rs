//! An API in; for each type the directions in which it goes and the operations that use it out.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::ir::{Api, Type, TypeId};

use super::shift::Directions;

/// Where the types of an API are used.
pub(super) struct Reach<'a> {
    directions: Vec<Directions>,
    /// The operations and webhooks that use each type themselves.
    users: Vec<BTreeSet<&'a str>>,
    /// The types that lead to each type directly.
    parents: Vec<Vec<TypeId>>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut reach = Self {
            directions: vec![Directions::default(); api.types.len()],
            users: vec![BTreeSet::new(); api.types.len()],
            parents: vec![Vec::new(); api.types.len()],
        };
        for (index, def) in api.types.iter().enumerate() {
            for part in def.kind.types().into_iter().filter_map(Type::named) {
                reach.parents[part.0].push(TypeId(index));
            }
        }
        let (mut sent, mut received) = (Vec::new(), Vec::new());
        for operation in &api.operations {
            let name = operation.name.as_str();
            reach.add_user(name, operation.sent_types(), &mut sent);
            reach.add_user(name, operation.received_types(), &mut received);
        }
        for webhook in &api.webhooks {
            let types = webhook.ty.iter().collect();
            reach.add_user(&webhook.key, types, &mut received);
        }
        for id in reachable(api, sent) {
            reach.directions[id.0].sent = true;
        }
        for id in reachable(api, received) {
            reach.directions[id.0].received = true;
        }
        reach
    }

    fn add_user(&mut self, user: &'a str, types: Vec<&Type>, roots: &mut Vec<TypeId>) {
        for id in types.into_iter().filter_map(Type::named) {
            self.users[id.0].insert(user);
            roots.push(id);
        }
    }

    pub(super) fn directions(&self, id: TypeId) -> Directions {
        self.directions[id.0]
    }

    /// Returns the operations and webhooks whose types lead to a type.
    pub(super) fn users(&self, id: TypeId) -> BTreeSet<&'a str> {
        let mut users = BTreeSet::new();
        let mut open = vec![id];
        let mut seen = FxHashSet::default();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                users.extend(&self.users[id.0]);
                open.extend(&self.parents[id.0]);
            }
        }
        users
    }
}

/// Returns these types and all that they lead to.
fn reachable(api: &Api, mut open: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let parts = api.type_def(id).kind.types().into_iter();
            open.extend(parts.filter_map(Type::named));
        }
    }
    seen
}
