//! Schemas with `$dynamicRef` in, schemas with plain references out.
//!
//! A `$dynamicRef` leads to the anchor of the outermost schema on the way to it (JSON Schema Core
//! 2020-12 §8.2.3.2). So what a template means depends on who refers to it: here it is copied for each
//! binding of its anchors. Each component, and each schema with an `$id`, binds the anchors in it.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::arena::SchemaArena;
use super::schema::{Schema, SchemaId};
use crate::diagnostic::catalogue::{KEYWORD_IGNORED, LIMIT};
use crate::pointer::Address;

/// The maximum number of copies.
const MOST_COPIES: usize = 10_000;

/// The schemas that anchors are bound to, by name.
type Bindings = BTreeMap<String, SchemaId>;

/// The schemas that replace others.
type Replaced = IndexMap<SchemaId, SchemaId, FxBuildHasher>;

/// A schema with the bindings of the anchors that matter to it.
type Bound = (SchemaId, Bindings);

/// Replaces all `$dynamicRef`s by plain references.
pub(super) fn bind_anchors(arena: &mut SchemaArena<'_>) {
    if arena.dynamic_references.is_empty() {
        return;
    }
    let defaults = find_defaults(arena);
    let mut binder = Binder::new(arena, defaults);
    let originals: Vec<SchemaId> = binder.needed.keys().copied().collect();
    let mut bound = Vec::new();
    for &id in &originals {
        let bindings = binder.enter(&Bindings::new(), id);
        let schema = binder.bind(id, &bindings);
        bound.push((id, schema));
    }
    while let Some((id, source, bindings)) = binder.next_copy() {
        let mut schema = binder.bind(source, &bindings);
        // They are those of all bindings.
        schema.examples.clear();
        bound.push((id, schema));
    }
    let sources: Vec<SchemaId> = binder.copies.iter().map(|(source, _)| *source).collect();
    let first = binder.first;
    arena.schemas.copies = first..first + sources.len();
    let sources = |id: SchemaId| {
        let copy = (id.0 as usize).checked_sub(first);
        copy.map_or(id, |index| sources[index])
    };
    let mut replaced = merge_equal(&bound, &sources);
    let owners = find_owners(arena, &mut bound, &replaced);
    for class in replaced.values_mut() {
        *class = owners.get(class).copied().unwrap_or(*class);
    }
    replaced.extend(&owners);
    for (_, schema) in &mut bound {
        let target = schema.reference;
        for part in schema.parts_mut() {
            *part = replaced.get(part).copied().unwrap_or(*part);
        }
        if schema.is_instance {
            schema.reference = target;
        }
    }
    let copies = arena.schemas.copies.len();
    let list = &mut arena.schemas.list;
    list.resize_with(list.len() + copies, Box::default);
    for index in 0..copies {
        let source = sources(SchemaId::new(first + index));
        let address = arena.schemas.address(source).clone();
        arena.schemas.addresses.push(address);
    }
    for (id, schema) in bound {
        arena.fill(id, schema);
    }
    place_copies(arena, &owners);
}

/// Returns the schema that each `$dynamicRef` leads to where nothing else is bound to its anchor.
///
/// If several schemas of a document have the anchor, and none in the same component, it is nothing:
/// JSON Schema leaves it undefined.
fn find_defaults(arena: &mut SchemaArena<'_>) -> FxHashMap<SchemaId, Option<SchemaId>> {
    let mut defaults = FxHashMap::default();
    let mut unclear = Vec::new();
    for (&id, anchor) in &arena.dynamic_references {
        let Some(target) = arena.schemas[id].reference else {
            continue;
        };
        let file = arena.address(target).file;
        let near = arena.resource(arena.address(target));
        let others = arena.anchored(file, anchor).iter().copied();
        let mut others = others.filter(|it| arena.resource(arena.address(*it)) == near);
        let is_own = arena.root(id) == arena.root(target);
        let is_clear = is_own || others.all(|it| it == target);
        defaults.insert(id, is_clear.then_some(target));
        if !is_clear {
            unclear.push((id, anchor.clone(), file, near));
        }
    }
    for (id, anchor, file, near) in unclear {
        let others = arena.anchored(file, &anchor).to_vec();
        let message =
            format!("several schemas have the anchor `{anchor}`; any value where none is bound");
        let place = arena.address(id).join("$dynamicRef");
        let others = others.into_iter().map(|it| arena.address(it).clone());
        let others = others.filter(|it| arena.resource(it) == near);
        let others: Vec<_> = others.collect();
        let diagnostics = &mut *arena.context.diagnostics;
        let report = diagnostics.report(&KEYWORD_IGNORED, place, message);
        for other in others {
            report.related(other, "one of them");
        }
        report.help(
            "a schema in `$defs` of the same component with this `$dynamicAnchor` is the default",
        );
    }
    defaults
}

struct Binder<'r, 'a> {
    arena: &'r mut SchemaArena<'a>,
    /// The targets of `$dynamicRef`s to anchors that are not bound.
    defaults: FxHashMap<SchemaId, Option<SchemaId>>,
    /// The component, or the schema with an `$id`, that contains each schema.
    roots: FxHashMap<SchemaId, SchemaId>,
    /// The anchors within each root.
    anchors: FxHashMap<SchemaId, Bindings>,
    /// The anchors that `$dynamicRef`s below each schema name, and the schemas that they lead to.
    needed: IndexMap<SchemaId, FxHashSet<String>, FxBuildHasher>,
    /// The copies; their ids follow `first`.
    copies: IndexSet<Bound>,
    first: usize,
    /// The number of copies that were returned by `next_copy`.
    bound: usize,
    /// The anchors that were reported.
    reported: FxHashSet<SchemaId>,
}

impl<'r, 'a> Binder<'r, 'a> {
    fn new(
        arena: &'r mut SchemaArena<'a>,
        defaults: FxHashMap<SchemaId, Option<SchemaId>>,
    ) -> Self {
        let mut anchors: FxHashMap<SchemaId, Bindings> = FxHashMap::default();
        for (name, id) in &arena.dynamic_anchors {
            let of_root = anchors.entry(arena.root(*id)).or_default();
            let target = follow_plain(arena, *id);
            of_root.entry(name.clone()).or_insert(target);
        }
        let needed = find_needed(arena);
        Self {
            first: arena.schemas.list.len(),
            arena,
            defaults,
            roots: FxHashMap::default(),
            anchors,
            needed,
            copies: IndexSet::new(),
            bound: 0,
            reported: FxHashSet::default(),
        }
    }

    fn root(&mut self, id: SchemaId) -> SchemaId {
        let arena = &*self.arena;
        *self.roots.entry(id).or_insert_with(|| arena.root(id))
    }

    /// Returns the bindings within a schema, given those around it: the outer ones win.
    fn enter(&mut self, around: &Bindings, id: SchemaId) -> Bindings {
        let mut bindings = around.clone();
        let root = self.root(id);
        for (name, target) in self.anchors.get(&root).into_iter().flatten() {
            bindings.entry(name.clone()).or_insert(*target);
        }
        if let Some(needed) = self.needed.get(&id) {
            bindings.retain(|name, _| needed.contains(name));
        } else {
            bindings.clear();
        }
        bindings
    }

    /// Returns a schema whose parts are those for the bindings.
    fn bind(&mut self, id: SchemaId, bindings: &Bindings) -> Schema {
        let mut schema = self.arena.schemas[id].clone();
        if let Some(anchor) = self.arena.dynamic_references.get(&id)
            && let Some(&default) = self.defaults.get(&id)
        {
            schema.reference = bindings.get(anchor).copied().or(default);
        }
        for part in schema.parts_mut() {
            self.report_shadowed(id, *part, bindings);
            *part = self.bound_part(*part, bindings);
        }
        schema
    }

    /// Returns the part of a schema for the bindings around it: itself, if it means the same alone.
    fn bound_part(&mut self, part: SchemaId, around: &Bindings) -> SchemaId {
        if !self.needed.contains_key(&part) {
            return part;
        }
        let bindings = self.enter(around, part);
        if bindings == self.enter(&Bindings::new(), part) {
            return part;
        }
        if self.copies.len() == MOST_COPIES && !self.copies.contains(&(part, bindings.clone())) {
            return part;
        }
        let (index, is_new) = self.copies.insert_full((part, bindings));
        if is_new && index + 1 == MOST_COPIES {
            let place = self.arena.address(part).clone();
            let message = format!("`$dynamicRef`s need more than {MOST_COPIES} copies of schemas");
            self.arena
                .context
                .diagnostics
                .report(&LIMIT, place, message);
        }
        SchemaId::new(self.first + index)
    }

    /// Returns a copy that is not bound yet, with its source and bindings.
    fn next_copy(&mut self) -> Option<(SchemaId, SchemaId, Bindings)> {
        let (source, bindings) = self.copies.get_index(self.bound)?.clone();
        let id = SchemaId::new(self.first + self.bound);
        self.bound += 1;
        Some((id, source, bindings))
    }

    /// Warns if a part binds an anchor that is bound around it to something else, unless it is what
    /// the schema itself extends.
    fn report_shadowed(&mut self, around: SchemaId, part: SchemaId, bindings: &Bindings) {
        let (outer, inner) = (self.root(around), self.root(part));
        if outer == inner || !self.needed.contains_key(&part) {
            return;
        }
        let own = self.anchors.get(&inner).cloned().unwrap_or_default();
        for (name, target) in own {
            let Some(wins) = bindings.get(&name).filter(|it| **it != target) else {
                continue;
            };
            let is_extended = self.anchors.get(&outer).and_then(|it| it.get(&name)) == Some(wins);
            let is_needed = self.needed[&part].contains(&name);
            if is_extended || !is_needed || self.is_template(inner, &name) {
                continue;
            }
            if self.reported.insert(target) {
                let place = self.arena.address(part).clone();
                let wins = self.arena.address(*wins).clone();
                let message = format!(
                    "the anchor `{name}` is bound here, but also by a schema around it, which wins"
                );
                let diagnostics = &mut *self.arena.context.diagnostics;
                diagnostics
                    .report(&KEYWORD_IGNORED, place, message)
                    .related(wins, "what it is bound to")
                    .help("anchors with different names do not affect one another");
            }
        }
    }

    /// Whether a `$dynamicRef` directly within a root names an anchor.
    fn is_template(&mut self, root: SchemaId, anchor: &str) -> bool {
        let references = self.arena.dynamic_references.iter();
        let named = references.filter(|(_, name)| *name == anchor);
        let named: Vec<SchemaId> = named.map(|(id, _)| *id).collect();
        named.into_iter().any(|id| self.root(id) == root)
    }
}

/// Returns the schema behind plain references.
fn follow_plain(arena: &SchemaArena<'_>, mut id: SchemaId) -> SchemaId {
    let mut passed = FxHashSet::default();
    while let Some(next) = arena.schemas[id].plain_reference()
        && !arena.dynamic_references.contains_key(&id)
        && passed.insert(id)
    {
        id = next;
    }
    id
}

/// Returns the anchors that matter to each schema, for schemas to which any does.
fn find_needed(arena: &SchemaArena<'_>) -> IndexMap<SchemaId, FxHashSet<String>, FxBuildHasher> {
    let mut users: FxHashMap<SchemaId, Vec<SchemaId>> = FxHashMap::default();
    for (id, schema) in arena.schemas.iter() {
        for part in schema.parts() {
            users.entry(part).or_default().push(id);
        }
    }
    let references = arena.dynamic_references.iter();
    for (name, target) in &arena.dynamic_anchors {
        let named = references.clone().filter(|(_, anchor)| *anchor == name);
        users
            .entry(*target)
            .or_default()
            .extend(named.map(|(id, _)| *id));
    }
    let mut needed: FxHashMap<SchemaId, FxHashSet<String>> = FxHashMap::default();
    let mut open: Vec<(SchemaId, &String)> = references.map(|(id, name)| (*id, name)).collect();
    while let Some((id, name)) = open.pop() {
        if needed.entry(id).or_default().insert(name.clone()) {
            let users = users.get(&id).into_iter().flatten();
            open.extend(users.map(|user| (*user, name)));
        }
    }
    let all = arena.schemas.iter();
    let all = all.filter_map(|(id, _)| Some((id, needed.remove(&id)?)));
    all.collect()
}

/// Finds copies that mean the same as another copy or as their source. Returns what replaces each.
fn merge_equal(bound: &[(SchemaId, Schema)], source: &impl Fn(SchemaId) -> SchemaId) -> Replaced {
    let parts: Vec<(bool, Vec<SchemaId>)> = bound
        .iter()
        .map(|(_, schema)| (schema.reference.is_some(), schema.parts()))
        .collect();
    // First all copies of a schema are taken for equal. Then those with different parts are told apart.
    let mut classes: Replaced = bound.iter().map(|(id, _)| (*id, source(*id))).collect();
    let mut count = 0;
    loop {
        let class = |id: &SchemaId| classes.get(id).copied().unwrap_or(*id);
        let mut firsts: FxHashMap<_, SchemaId> = FxHashMap::default();
        let mut next = Replaced::default();
        for ((id, _), (refers, parts)) in bound.iter().zip(&parts) {
            let parts: Vec<SchemaId> = parts.iter().map(class).collect();
            let signature = (source(*id), *refers, parts);
            // Sources come first.
            next.insert(*id, *firsts.entry(signature).or_insert(*id));
        }
        classes = next;
        if firsts.len() == count {
            break;
        }
        count = firsts.len();
    }
    classes.retain(|id, class| id != class);
    classes
}

/// Finds a schema that only refers to each copy, a component if there is one, and makes it the one with
/// the type of the copy. Of several, it is the first by pointer, whatever the order of the document is.
fn find_owners(
    arena: &SchemaArena<'_>,
    bound: &mut [(SchemaId, Schema)],
    replaced: &Replaced,
) -> Replaced {
    let components: FxHashSet<SchemaId> = arena.schemas.components.values().copied().collect();
    let mut owners = Replaced::default();
    let is_copy = |id: SchemaId| arena.schemas.is_copy(id);
    let candidates = bound.iter_mut().filter(|(id, _)| !is_copy(*id));
    let mut candidates: Vec<&mut (SchemaId, Schema)> = candidates.collect();
    candidates.sort_by_cached_key(|(id, _)| arena.schemas.address(*id).clone());
    for wants_component in [true, false] {
        for (id, schema) in &mut candidates {
            if components.contains(id) != wants_component {
                continue;
            }
            let target = schema.plain_reference();
            let target = target.map(|it| replaced.get(&it).copied().unwrap_or(it));
            if let Some(target) = target.filter(|it| is_copy(*it))
                && !owners.contains_key(&target)
            {
                owners.insert(target, *id);
                schema.reference = Some(target);
                schema.all_of.clear();
                schema.is_instance = true;
            }
        }
    }
    owners
}

/// Records the places of copies that have an owner, and of those within them, as if the template were
/// written in the owner.
fn place_copies(arena: &mut SchemaArena<'_>, owners: &IndexMap<SchemaId, SchemaId, FxBuildHasher>) {
    let schemas = &arena.schemas;
    let mut instances: FxHashMap<SchemaId, Address> = FxHashMap::default();
    for (copy, owner) in owners {
        let mut open = vec![(*copy, schemas.address(*owner).clone())];
        while let Some((copy, place)) = open.pop() {
            let Entry::Vacant(entry) = instances.entry(copy) else {
                continue;
            };
            entry.insert(place.clone());
            let template = schemas.address(copy);
            let depth = template.pointer.segments().count();
            for part in schemas[copy].parts() {
                let written = schemas.address(part);
                if schemas.is_copy(part) && written.ancestors().skip(1).any(|it| it == *template) {
                    let below = written.pointer.segments().skip(depth);
                    let place = below.fold(place.clone(), |place, key| place.join(&key));
                    open.push((part, place));
                }
            }
        }
    }
    arena.schemas.instances = instances;
}
