//! Tags of operations in, cargo features out.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use crate::ir::{Api, Feature, FeatureId, Presence, Type, TypeId};
use crate::layout;
use crate::lower::ctx::Ctx;
use crate::lower::naming::members::{self, Member, Scope};
use crate::names::Item;
use crate::pointer::Address;

/// An item that more tags need is always present: such items are few, and the list would help
/// nobody.
const MAX_FEATURES: usize = 8;

/// Names the tags of operations.
pub(in crate::lower) fn name_tags(ctx: &mut Ctx<'_>, api: &Api) -> Vec<Feature> {
    let mut tags: IndexMap<&str, (usize, Address)> = IndexMap::new();
    for operation in &api.operations {
        for tag in &operation.tags {
            let first = || (0, operation.address.join("tags"));
            tags.entry(tag).or_insert_with(first).0 += 1;
        }
    }
    if tags.is_empty() {
        return Vec::new();
    }
    let spellings: Vec<&str> = tags.keys().copied().collect();
    let places = tags.values().map(|(_, place)| place.clone());
    let mut members = Member::list(&spellings, places);
    Member::recall(&mut members, ctx.naming.lock, Item::Feature);
    let scope = Scope::of_place(ctx, &api.source);
    let names = members::name_features(ctx, &scope, &members);
    let features = tags
        .iter()
        .zip(names)
        .map(|((tag, (operations, _)), name)| Feature {
            name,
            tag: (*tag).to_owned(),
            operations: *operations,
        });
    features.collect()
}

/// Gives an API a feature for each tag, if there are several, and each item a [`Presence`].
///
/// An operation is present with any of its tags, and always without tags. A type is present with
/// whatever uses it, and always if a webhook does. All items of one file have the same presence.
pub(in crate::lower) fn assign_features(api: &mut Api, mut features: Vec<Feature>) {
    if features.len() < 2 {
        return;
    }
    features.sort_by(|left, right| left.name.cmp(&right.name));
    api.features = features;
    BindingFiles::of(api).assign_presence(api);
}

/// A file of the bindings. All its items have one presence.
#[derive(Debug, Default)]
struct BindingFile {
    /// The types that it uses.
    needs: Vec<TypeId>,
    /// The features that it is present with, as far as they are known.
    features: BTreeSet<FeatureId>,
    is_always_there: bool,
}

/// The files of an API.
struct BindingFiles {
    list: Vec<BindingFile>,
    /// The file of each type.
    of_types: Vec<usize>,
    /// The file of each operation.
    of_operations: Vec<usize>,
}

impl BindingFiles {
    fn of(api: &Api) -> Self {
        let types = layout::type_files(api);
        let operations = layout::operation_files(api, &types);
        let mut files = Self {
            list: Vec::new(),
            of_types: vec![0; api.types.len()],
            of_operations: vec![0; api.operations.len()],
        };
        for file in &types {
            let mut needs = Vec::new();
            for id in &file.types {
                files.of_types[id.0] = files.list.len();
                let parts = api.type_def(*id).kind.types();
                needs.extend(parts.into_iter().filter_map(Type::named));
            }
            files.list.push(BindingFile {
                needs,
                ..BindingFile::default()
            });
        }
        for file in &operations {
            let mut needs = Vec::new();
            for index in &file.operations {
                files.of_operations[*index] = files.list.len();
                needs.extend(api.operations[*index].named_types());
            }
            files.list.push(BindingFile {
                needs,
                ..BindingFile::default()
            });
        }
        files
    }

    fn assign_presence(mut self, api: &mut Api) {
        let all = api.features.len();
        let features = (0..).map(FeatureId).zip(&api.features);
        let features = features.map(|(id, feature)| (feature.tag.as_str(), id));
        let features: FxHashMap<&str, FeatureId> = features.collect();
        for (operation, &file) in api.operations.iter().zip(&self.of_operations.clone()) {
            if operation.tags.is_empty() {
                self.add_feature(file, None, all);
            }
            for tag in &operation.tags {
                self.add_feature(file, Some(features[tag.as_str()]), all);
            }
        }
        let events = api.events.iter().flat_map(|events| &events.variants);
        let events = events.flat_map(|event| [&event.ty, &event.declared]);
        let webhooks = api
            .webhooks
            .iter()
            .filter_map(|webhook| webhook.ty.as_ref());
        let roots = events.chain(webhooks).filter_map(Type::named);
        let roots: Vec<TypeId> = roots
            .chain(api.error_body.iter().map(|body| body.ty))
            .collect();
        for id in roots {
            self.add_feature(self.of_types[id.0], None, all);
        }
        for (def, &file) in api.types.iter_mut().zip(&self.of_types) {
            def.presence = self.list[file].presence();
        }
        for (operation, &file) in api.operations.iter_mut().zip(&self.of_operations) {
            operation.presence = self.list[file].presence();
        }
    }

    /// Marks a file, and whatever it uses, as present with a feature, or always. Each file is
    /// visited a few times only, for it is always present before it has many features.
    fn add_feature(&mut self, file: usize, feature: Option<FeatureId>, all: usize) {
        let mut open = vec![(file, feature)];
        while let Some((index, feature)) = open.pop() {
            let file = &mut self.list[index];
            if file.is_always_there {
                continue;
            }
            let is_new = feature.is_none_or(|feature| file.features.insert(feature));
            file.is_always_there = feature.is_none()
                || file.features.len() > MAX_FEATURES
                || file.features.len() == all;
            let feature = feature.filter(|_| !file.is_always_there);
            if is_new {
                open.extend(file.needs.iter().map(|id| (self.of_types[id.0], feature)));
            }
        }
    }
}

impl BindingFile {
    fn presence(&self) -> Presence {
        if self.is_always_there {
            Presence::Always
        } else if self.features.is_empty() {
            Presence::WithAll
        } else {
            Presence::WithAny(self.features.iter().copied().collect())
        }
    }
}
