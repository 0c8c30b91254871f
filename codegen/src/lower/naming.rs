//! Types on the way in, named types out; what nobody refers to is left behind.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::diagnostic::MOST_RELATED;
use crate::diagnostic::catalogue::NAME_CLASH;
use crate::ir::{Kind, Presence, Type, TypeDef, TypeId};
use crate::name::{self, Claim, ModuleName, TypeName};
use crate::pointer::Address;

use super::draft::{Draft, Hint};
use super::merge::{Relocation, each_named, each_type};
use super::{Ctx, Users, doc, settle};

/// The word for an operation that gives way to a type.
const OPERATION: &str = "Operation";

/// Names every type, operation and the enum of events; they share the module's namespace.
pub(super) fn types(
    ctx: &mut Ctx<'_>,
    relocation: &mut Relocation,
    users: &mut Users<'_>,
) -> Vec<TypeDef> {
    for draft in &mut ctx.drafts.list {
        if let Some(kind) = &mut draft.kind {
            each_type(kind, &mut |ty| relocation.apply(ty));
        }
    }
    each_use(users, &mut |ty| relocation.apply(ty));

    let kept = reachable(ctx, relocation, users);
    let mut moved = vec![TypeId(0); ctx.drafts.list.len()];
    for (new, old) in kept.iter().enumerate() {
        moved[old.0] = TypeId(new);
    }
    let provisional = provisional_names(&ctx.drafts.list, relocation);
    relocation.then(|id| moved[id.0]);
    each_use(users, &mut |ty| {
        each_named(ty, &mut |id| *id = moved[id.0]);
    });

    let claimants = claimants(ctx, &kept, &provisional, users);
    let claims: Vec<Claim<'_, _>> = claimants
        .iter()
        .map(|claimant| Claim {
            name: claimant.name.clone(),
            spelling: &claimant.spelling,
        })
        .collect();
    let resolution = name::resolve(&claims, &[]);
    report_words(ctx, &claimants, &resolution.names);
    for clash in &resolution.clashes {
        report(ctx, clash, &claimants, &resolution.names);
    }
    let roots = roots(&ctx.drafts.list, &kept, relocation);
    let file = |root: &usize| ModuleName::from_spelling(resolution.names[*root].as_str());
    let files: Vec<ModuleName> = roots.iter().map(file).collect();
    let mut names = resolution.names.into_iter();
    let mut types: Vec<TypeDef> = Vec::with_capacity(kept.len());
    for ((old, file), name) in kept.iter().zip(files).zip(names.by_ref()) {
        let draft = &mut ctx.drafts.list[old.0];
        let mut kind = draft
            .kind
            .take()
            .expect("every schema that was begun was finished");
        let facts = &mut draft.doc.facts;
        if let Kind::Object(object) = &kind {
            facts.extend(object.rules.iter().map(doc::member_rule));
        }
        facts.extend(doc::whole(&draft.rules));
        facts.push(format!("schema `#{}`", draft.address.pointer));
        each_type(&mut kind, &mut |ty| {
            each_named(ty, &mut |id| *id = moved[id.0]);
        });
        types.push(TypeDef {
            name,
            address: draft.address.clone(),
            file,
            doc: std::mem::take(&mut draft.doc),
            deprecated: draft.deprecated,
            presence: Presence::Always,
            kind,
            rules: std::mem::take(&mut draft.rules),
        });
    }
    for (operation, name) in users.operations.iter_mut().zip(names.by_ref()) {
        operation.name = name;
    }
    if let (Some(events), Some(name)) = (users.events.as_mut(), names.next()) {
        events.name = name;
    }
    types
}

/// Something that wants a name of the module.
struct Claimant {
    /// What it would be called if it were alone.
    wanted: TypeName,
    /// The type that has that name, where it gives way to a type.
    rival: Option<Address>,
    /// Whether it is a type or an operation, which can be given another name.
    is_nameable: bool,
    /// What it claims.
    name: TypeName,
    spelling: String,
    address: Address,
}

/// Who wants which name: the kept types, then the operations, then the enum of events.
fn claimants(
    ctx: &Ctx<'_>,
    kept: &[TypeId],
    provisional: &[TypeName],
    users: &Users<'_>,
) -> Vec<Claimant> {
    let mut claimants = Vec::new();
    for id in kept {
        let draft = &ctx.drafts.list[id.0];
        let name = provisional[id.0].clone();
        let spelling = match &draft.hint {
            Hint::Own(spelling) | Hint::Fixed(spelling) => spelling.clone(),
            Hint::Child(parent, part) => format!("{} {part}", provisional[parent.0].as_str()),
        };
        claimants.push(Claimant {
            wanted: name.clone(),
            rival: None,
            is_nameable: true,
            name,
            spelling,
            address: draft.address.clone(),
        });
    }
    // Types go before what stands beside them: that gets a word for what it is.
    let types: FxHashMap<TypeName, Address> = claimants
        .iter()
        .map(|it| (it.name.clone(), it.address.clone()))
        .collect();
    let beside = |wanted: &TypeName, word: &str, address: &Address, spelling: &str| {
        let rival = types.get(wanted).cloned();
        let name = match rival {
            Some(_) => wanted.join(word),
            None => wanted.clone(),
        };
        Claimant {
            wanted: wanted.clone(),
            rival,
            is_nameable: word == OPERATION,
            name,
            spelling: spelling.to_owned(),
            address: address.clone(),
        }
    };
    for (operation, spelling) in users.operations.iter().zip(&ctx.operation_spellings) {
        let spelling = format!("{spelling} as {OPERATION}");
        let (name, address) = (&operation.name, &operation.address);
        claimants.push(beside(name, OPERATION, address, &spelling));
    }
    if let Some(events) = &*users.events {
        let (name, address) = (&events.name, &events.variants[0].address);
        claimants.push(beside(name, "Webhook", address, "Event as Webhook"));
    }
    // Two claims of one spelling cannot be told apart by it: the kinds of their places can.
    let mut seen: FxHashMap<String, Address> = FxHashMap::default();
    for claimant in &mut claimants {
        let address = claimant.address.clone();
        match seen.entry(claimant.spelling.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(address);
                continue;
            }
            Entry::Occupied(entry) => claimant.rival = Some(entry.get().clone()),
        }
        let word = place_word(&claimant.address);
        claimant.name = claimant.name.join(word);
        claimant.spelling = format!("{} {word}", claimant.spelling);
        if seen.insert(claimant.spelling.clone(), address).is_some() {
            claimant.spelling = format!("{} {}", claimant.spelling, claimant.address.pointer);
        }
    }
    claimants
}

/// What stands at an address, in a word for a name.
fn place_word(address: &Address) -> &'static str {
    let mut segments = address.pointer.segments();
    match (segments.next().as_deref(), segments.next().as_deref()) {
        (Some("components"), Some("parameters")) => "Parameter",
        (Some("components"), Some("headers")) => "Header",
        (Some("components"), Some("requestBodies")) => "Body",
        (Some("components"), Some("responses")) => "Response",
        (Some("webhooks"), _) => "Webhook",
        _ => "Inline",
    }
}

/// The name each type would have if it were alone.
fn provisional_names(drafts: &[Draft], relocation: &Relocation) -> Vec<TypeName> {
    let mut names: Vec<Option<TypeName>> = vec![None; drafts.len()];
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
    let settled = names.into_iter();
    settled.map(|name| name.expect("each got one")).collect()
}

/// For each kept type, where in `kept` the one stands that it shares a file with.
fn roots(drafts: &[Draft], kept: &[TypeId], relocation: &Relocation) -> Vec<usize> {
    let root = |index: usize| {
        let mut root = index;
        // No chain of parents is longer than there are types.
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

/// The types that a component, an operation or an event leads to, in the order they were begun.
fn reachable(ctx: &mut Ctx<'_>, relocation: &Relocation, users: &mut Users<'_>) -> Vec<TypeId> {
    let mut seen = vec![false; ctx.drafts.list.len()];
    let mut open: Vec<TypeId> = Vec::new();
    for (index, draft) in ctx.drafts.list.iter().enumerate() {
        if ctx.component_names.contains_key(&draft.schema) {
            open.push(relocation.of(TypeId(index)));
        }
    }
    each_use(users, &mut |ty| {
        each_named(ty, &mut |id| open.push(*id));
    });
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut seen[id.0], true) {
            continue;
        }
        let draft = &mut ctx.drafts.list[id.0];
        // An inline type has its file from its parent, and often its name.
        if let Some(parent) = draft.parent {
            open.push(relocation.of(parent));
        }
        let kind = draft
            .kind
            .as_mut()
            .expect("every schema that was begun was finished");
        each_type(kind, &mut |ty| each_named(ty, &mut |id| open.push(*id)));
    }
    (0..seen.len())
        .filter(|index| seen[*index])
        .map(TypeId)
        .collect()
}

/// Calls `visit` with every type that an operation, a webhook or an event mentions.
fn each_use(users: &mut Users<'_>, visit: &mut dyn FnMut(&mut Type)) {
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

/// Says who got a word more because something else has the name.
fn report_words(ctx: &mut Ctx<'_>, claimants: &[Claimant], names: &[TypeName]) {
    if ctx.diagnostics.has_errors() {
        // Schemas of one name and two shapes are an error already, and would be said again here.
        return;
    }
    let all = claimants.iter().zip(names);
    for (claimant, given) in all.filter(|(it, _)| it.wanted != it.name) {
        let wanted = &claimant.wanted;
        let message = format!("the name `{wanted}` is taken by a type: this becomes `{given}`");
        let help = help(ctx, claimant, given);
        let place = &claimant.address;
        let diagnostic = ctx.diagnostics.report(&NAME_CLASH, place, message);
        if let Some(rival) = &claimant.rival {
            diagnostic.related(rival, format!("this is `{wanted}`"));
        }
        diagnostic.help(help);
    }
}

fn report(
    ctx: &mut Ctx<'_>,
    clash: &name::Clash<name::Type>,
    claimants: &[Claimant],
    names: &[TypeName],
) {
    let wanted = &clash.wanted;
    let place = |index: usize| &claimants[index].address;
    let is_renamed = |index: &usize| names[*index] != *wanted;
    for index in clash.claims.iter().copied().filter(is_renamed) {
        let given = &names[index];
        let message = format!("the name `{wanted}` is taken: this becomes `{given}`");
        let help = help(ctx, &claimants[index], given);
        let diagnostic = ctx.diagnostics.report(&NAME_CLASH, place(index), message);
        let others = clash.claims.iter().copied().filter(|other| *other != index);
        for other in others.take(MOST_RELATED) {
            diagnostic.related(place(other), format!("this is `{}`", names[other]));
        }
        diagnostic.help(help);
    }
}

/// What settles that something got the name `given` instead of what it wanted.
fn help(ctx: &Ctx<'_>, claimant: &Claimant, given: &TypeName) -> String {
    match &claimant.rival {
        // The enum of events has its name from nobody, so the type gives way.
        Some(rival) if !claimant.is_nameable => settle::help(ctx, rival, "x-rust-name: …"),
        _ => settle::help(ctx, &claimant.address, &format!("x-rust-name: {given}")),
    }
}
