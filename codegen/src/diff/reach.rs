//! An API in; for each type the directions in which it goes and the operations that use it out.

use std::collections::BTreeSet;

use crate::ir::{Api, Type, TypeId};

use super::shift::Directions;

/// Where the types of an API are used.
pub(super) struct Reach<'a> {
    directions: Vec<Directions>,
    users: Vec<BTreeSet<&'a str>>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut reach = Self {
            directions: vec![Directions::default(); api.types.len()],
            users: vec![BTreeSet::new(); api.types.len()],
        };
        for operation in &api.operations {
            let name = operation.name.as_str();
            reach.mark(api, operation.sent_types(), name, Directions::SENT);
            reach.mark(api, operation.received_types(), name, Directions::RECEIVED);
        }
        for webhook in &api.webhooks {
            let types = webhook.ty.iter().collect();
            reach.mark(api, types, &webhook.key, Directions::RECEIVED);
        }
        reach
    }

    /// Marks all types that these lead to.
    fn mark(&mut self, api: &Api, roots: Vec<&Type>, user: &'a str, directions: Directions) {
        let mut open: Vec<TypeId> = roots.into_iter().filter_map(Type::named).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let known = &mut self.directions[id.0];
            known.sent |= directions.sent;
            known.received |= directions.received;
            self.users[id.0].insert(user);
            let parts = api.type_def(id).kind.types().into_iter();
            open.extend(parts.filter_map(Type::named));
        }
    }

    pub(super) fn directions(&self, id: TypeId) -> Directions {
        self.directions[id.0]
    }

    pub(super) fn users(&self, id: TypeId) -> &BTreeSet<&'a str> {
        &self.users[id.0]
    }
}
