//! Drafts in, named types out. Types that nothing uses are dropped.

use crate::ir::{Presence, Traits, Type, TypeDef, TypeId, TypeKind};
use crate::lower::ctx::Ctx;
use crate::lower::draft::{Draft, Hint};
use crate::lower::rule_words::{describe_member_rule, describe_rules};
use crate::lower::users::Users;
use crate::name::{ModuleName, TypeName};
use crate::pointer::Address;

use super::candidate;
use super::relocation::Relocation;

/// Names every type, every operation and the event enum, which share the scope of the module.
pub(in crate::lower) fn name_types(
    ctx: &mut Ctx<'_>,
    relocation: &mut Relocation,
    users: &mut Users<'_>,
) -> Vec<TypeDef> {
    relocate_users(ctx, relocation, users);
    let kept = reachable_types(ctx, relocation, users);
    let mut moved = vec![TypeId(0); ctx.drafts.list.len()];
    for (new, old) in kept.iter().enumerate() {
        moved[old.0] = TypeId(new);
    }
    let provisional = provisional_names(&ctx.drafts.list, &ctx.naming.recorded, relocation);
    let mut origins = collect_origins(ctx, &kept, relocation);
    relocation.then(|id| moved[id.0]);
    visit_used_types(users, &mut |ty| {
        if let Some(id) = ty.named_mut() {
            *id = moved[id.0];
        }
    });

    let candidates = candidate::collect_candidates(ctx, &kept, &provisional, users);
    let names = candidate::resolve_names(ctx, &candidates);
    let roots = file_roots(&ctx.drafts.list, &kept, relocation);
    let file = |root: &usize| ModuleName::from_spelling(names[*root].as_str());
    let files: Vec<ModuleName> = roots.iter().map(file).collect();
    let mut names = names.into_iter();
    let drafts = kept.iter().zip(files).zip(names.by_ref());
    let types = drafts
        .map(|((old, file), name)| {
            let origins = std::mem::take(&mut origins[old.0]);
            finish_type(ctx, *old, (name, origins), file, &moved)
        })
        .collect();
    for (operation, name) in users.operations.iter_mut().zip(names.by_ref()) {
        operation.name = name;
    }
    if let (Some(events), Some(name)) = (users.events.as_mut(), names.next()) {
        events.name = name;
    }
    types
}

/// Replaces types by those they were merged into, in all users.
fn relocate_users(ctx: &mut Ctx<'_>, relocation: &Relocation, users: &mut Users<'_>) {
    for draft in &mut ctx.drafts.list {
        if let Some(kind) = &mut draft.kind {
            for ty in kind.types_mut() {
                relocation.apply(ty);
            }
        }
    }
    visit_used_types(users, &mut |ty| relocation.apply(ty));
}

/// Makes a type of a draft, given its name and origins; `moved` has the new id of each type.
fn finish_type(
    ctx: &mut Ctx<'_>,
    old: TypeId,
    (name, origins): (TypeName, Vec<String>),
    file: ModuleName,
    moved: &[TypeId],
) -> TypeDef {
    let parts = part_addresses(ctx, old);
    let draft = &mut ctx.drafts.list[old.0];
    let mut kind = draft
        .kind
        .take()
        .expect("every schema that was begun was finished");
    let facts = &mut draft.doc.facts;
    match &kind {
        TypeKind::Object(object) => facts.extend(object.rules.iter().map(describe_member_rule)),
        TypeKind::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                let rules = describe_rules(&item.value.rules);
                facts.extend(
                    (!rules.is_empty()).then(|| format!("item {index}: {}", rules.join(", "))),
                );
            }
        }
        TypeKind::Newtype(value) => facts.extend(describe_rules(&value.rules)),
        _ => {}
    }
    facts.extend(describe_rules(&draft.rules));
    let reference = ctx.document.reference(&draft.address);
    facts.push(format!("schema `{reference}`"));
    for id in kind.types_mut().into_iter().filter_map(Type::named_mut) {
        *id = moved[id.0];
    }
    TypeDef {
        name,
        address: draft.address.clone(),
        parts,
        origins,
        file,
        is_named: matches!(draft.hint, Hint::Fixed(_)),
        doc: std::mem::take(&mut draft.doc),
        deprecated: draft.deprecated,
        presence: Presence::Always,
        kind,
        rules: std::mem::take(&mut draft.rules),
        traits: Traits::default(),
        derives: Vec::new(),
    }
}

/// The addresses of the schemas that were merged into that of a type, each once.
fn part_addresses(ctx: &Ctx<'_>, id: TypeId) -> Vec<Address> {
    let draft = &ctx.drafts.list[id.0];
    let mut addresses = Vec::new();
    for part in &draft.parts {
        let address = ctx.schemas.address(*part);
        if *address != draft.address && !addresses.contains(address) {
            addresses.push(address.clone());
        }
    }
    addresses
}

/// For each type, the references to the schemas it was made of, sorted.
fn collect_origins(
    ctx: &mut Ctx<'_>,
    kept: &[TypeId],
    relocation: &Relocation,
) -> Vec<Vec<String>> {
    let all = std::mem::take(&mut ctx.naming.origins);
    let mut origins = vec![Vec::new(); all.len()];
    for (index, origin) in all.into_iter().enumerate() {
        origins[relocation.of(TypeId(index)).0].push(origin);
    }
    for id in kept {
        origins[id.0].sort_unstable();
    }
    origins
}

/// The name that each type has had, or would have if nothing else wanted it.
fn provisional_names(
    drafts: &[Draft],
    recorded: &[Option<TypeName>],
    relocation: &Relocation,
) -> Vec<TypeName> {
    let mut names: Vec<Option<TypeName>> = recorded.to_vec();
    let parent = |index: usize| match &drafts[index].hint {
        Hint::Child(parent, _) => Some(relocation.of(*parent).0),
        Hint::Own(_) | Hint::Fixed(_) => None,
    };
    for index in 0..drafts.len() {
        let mut open = vec![index];
        while let Some(next) = open.last().copied().and_then(parent)
            && names[next].is_none()
            && !open.contains(&next)
        {
            open.push(next);
        }
        for index in open.into_iter().rev() {
            let name = match &drafts[index].hint {
                Hint::Own(spelling) => TypeName::from_spelling(spelling),
                Hint::Fixed(name) => {
                    TypeName::from_rust(name).expect("`x-rust-name` was checked when it was read")
                }
                Hint::Child(parent, part) => match &names[relocation.of(*parent).0] {
                    Some(name) => name.join(part),
                    None => TypeName::from_spelling(part),
                },
            };
            names[index].get_or_insert(name);
        }
    }
    let names = names.into_iter();
    names.map(|name| name.expect("each got one")).collect()
}

/// For each kept type, the index of the type whose file it is in.
fn file_roots(drafts: &[Draft], kept: &[TypeId], relocation: &Relocation) -> Vec<usize> {
    let root = |index: usize| {
        let mut root = index;
        // No chain of parents has more links than there are types.
        for _ in kept {
            let Some(parent) = drafts[kept[root].0].parent else {
                break;
            };
            root = relocation.of(parent).0;
        }
        root
    };
    (0..kept.len()).map(root).collect()
}

/// The types that a component, an operation or an event uses, in the order of their drafts.
fn reachable_types(
    ctx: &mut Ctx<'_>,
    relocation: &Relocation,
    users: &mut Users<'_>,
) -> Vec<TypeId> {
    let mut seen = vec![false; ctx.drafts.list.len()];
    let mut open: Vec<TypeId> = Vec::new();
    for (index, draft) in ctx.drafts.list.iter().enumerate() {
        if ctx.naming.component_names.contains_key(&draft.schema) {
            open.push(relocation.of(TypeId(index)));
        }
    }
    visit_used_types(users, &mut |ty| {
        open.extend(ty.named());
    });
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut seen[id.0], true) {
            continue;
        }
        let draft = &mut ctx.drafts.list[id.0];
        // An inline type shares the file of its parent, and often derives its name from it.
        if let Some(parent) = draft.parent {
            open.push(relocation.of(parent));
        }
        let kind = draft
            .kind
            .as_mut()
            .expect("every schema that was begun was finished");
        open.extend(kind.types().into_iter().filter_map(Type::named));
    }
    (0..seen.len())
        .filter(|index| seen[*index])
        .map(TypeId)
        .collect()
}

/// Visits every type that an operation, a webhook or an event uses.
fn visit_used_types(users: &mut Users<'_>, visit: &mut dyn FnMut(&mut Type)) {
    let Users {
        operations,
        webhooks,
        events,
    } = users;
    for operation in operations.iter_mut() {
        for parameter in &mut operation.parameters {
            visit(&mut parameter.value.ty);
        }
        for callback in &mut operation.callbacks {
            callback.ty.iter_mut().for_each(&mut *visit);
        }
        let headers = operation.responses.iter_mut();
        for header in headers.flat_map(|response| &mut response.headers) {
            visit(&mut header.value.ty);
        }
        let bodies = operation
            .responses
            .iter_mut()
            .flat_map(|response| &mut response.content);
        for content in operation.body.iter_mut().chain(bodies) {
            if let Some(value) = &mut content.value {
                visit(&mut value.ty);
            }
        }
    }
    for ty in webhooks.iter_mut().flat_map(|webhook| &mut webhook.ty) {
        visit(ty);
    }
    for event in events.iter_mut().flat_map(|events| &mut events.variants) {
        visit(&mut event.ty);
        visit(&mut event.declared);
    }
}
