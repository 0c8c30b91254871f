//! All that wants a name of the module in, the name of each out.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::MOST_RELATED;
use crate::diagnostic::catalogue::{NAME_CLASH, NAME_SHAPES};
use crate::ir::TypeId;
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::users::Users;
use crate::name::{self, Claim, TypeName};
use crate::pointer::Address;

use super::suggestion;

/// The word for an operation that gives way to a type.
const OPERATION: &str = "Operation";

/// Something that wants a name of the module.
pub(super) struct Claimant {
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
pub(super) fn all(
    ctx: &Ctx<'_>,
    kept: &[TypeId],
    provisional: &[TypeName],
    users: &Users<'_>,
) -> Vec<Claimant> {
    let types = kept.iter().map(|id| of_type(ctx, *id, provisional));
    let mut claimants: Vec<Claimant> = types.collect();
    let rivals = claimants.iter().map(|it| (&it.name, &it.address));
    let rivals: FxHashMap<TypeName, Address> = rivals
        .map(|(name, address)| (name.clone(), address.clone()))
        .collect();
    let is_exact = |it: &&Claimant| it.spelling == it.name.as_str();
    let exact = claimants.iter().filter(is_exact).map(|it| it.name.clone());
    let exact: FxHashSet<TypeName> = exact.collect();
    for (operation, spelling) in users.operations.iter().zip(&ctx.naming.operation_spellings) {
        let (name, address) = (&operation.name, &operation.address);
        // What is spelled as the name is in Rust keeps it, be it a type or not.
        let keeps = spelling == name.as_str() && rivals.contains_key(name) && !exact.contains(name);
        claimants.push(if keeps {
            alone(name, address, spelling.clone())
        } else {
            let spelling = format!("{spelling} as {OPERATION}");
            beside(&rivals, name, OPERATION, address, spelling)
        });
    }
    if let Some(events) = &*users.events {
        let (name, address) = (&events.name, &events.variants[0].address);
        let spelling = "Event as Webhook".to_owned();
        claimants.push(beside(&rivals, name, "Webhook", address, spelling));
    }
    tell_apart(&mut claimants);
    claimants
}

fn of_type(ctx: &Ctx<'_>, id: TypeId, provisional: &[TypeName]) -> Claimant {
    let draft = &ctx.drafts.list[id.0];
    let name = provisional[id.0].clone();
    let spelling = match &draft.hint {
        Hint::Own(spelling) | Hint::Fixed(spelling) => spelling.clone(),
        Hint::Child(parent, part) => format!("{} {part}", provisional[parent.0].as_str()),
    };
    alone(&name, &draft.address, spelling)
}

/// Something that wants its name and no other.
fn alone(name: &TypeName, address: &Address, spelling: String) -> Claimant {
    Claimant {
        wanted: name.clone(),
        rival: None,
        is_nameable: true,
        name: name.clone(),
        spelling,
        address: address.clone(),
    }
}

/// Something that stands beside the types, which go before it: where one has its name, it gets a
/// word for what it is.
fn beside(
    types: &FxHashMap<TypeName, Address>,
    wanted: &TypeName,
    word: &str,
    address: &Address,
    spelling: String,
) -> Claimant {
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
        spelling,
        address: address.clone(),
    }
}

/// Two claims of one spelling cannot be told apart by it: the kinds of their places can.
fn tell_apart(claimants: &mut [Claimant]) {
    let mut seen: FxHashMap<String, Address> = FxHashMap::default();
    for claimant in claimants {
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
}

/// What stands at an address, in a word for a name.
fn place_word(address: &Address) -> &'static str {
    let mut segments = address.pointer.segments();
    match (segments.next().as_deref(), segments.next().as_deref()) {
        (Some("components"), Some("parameters")) => "Parameter",
        (Some("components"), Some("headers")) => "Header",
        (Some("components"), Some("requestBodies")) => "Body",
        (Some("components"), Some("responses")) => "Response",
        (Some("webhooks" | "x-webhooks"), _) => "Webhook",
        _ => "Inline",
    }
}

/// The name of each claimant; who gave way is reported.
pub(super) fn resolve(ctx: &mut Ctx<'_>, claimants: &[Claimant]) -> Vec<TypeName> {
    let claims: Vec<Claim<'_, _>> = claimants
        .iter()
        .map(|claimant| Claim {
            name: claimant.name.clone(),
            spelling: &claimant.spelling,
        })
        .collect();
    let resolution = name::resolve(&claims, &[]);
    // Schemas of one name and two shapes are an error already, and would be said again here.
    let is_said = ctx.diagnostics.iter().any(|it| it.code == &NAME_SHAPES);
    if !is_said {
        report_words(ctx, claimants, &resolution.names);
        for clash in &resolution.clashes {
            report(ctx, clash, claimants, &resolution.names);
        }
    }
    resolution.names
}

/// Says who got a word more because something else has the name.
fn report_words(ctx: &mut Ctx<'_>, claimants: &[Claimant], names: &[TypeName]) {
    let all = claimants.iter().zip(names);
    for (claimant, given) in all.filter(|(it, _)| it.wanted != it.name) {
        let wanted = &claimant.wanted;
        let message = format!("the name `{wanted}` is taken by a type: this becomes `{given}`");
        let help = suggestion::help_each(ctx, &[settling(claimant, given)]);
        let place = &claimant.address;
        let diagnostic = ctx.diagnostics.report(&NAME_CLASH, place, message);
        if let Some(rival) = &claimant.rival {
            let mut others = claimants.iter().zip(names);
            let known = others.find(|(it, _)| it.address == *rival && it.wanted == *wanted);
            let name = known.map_or(wanted, |(_, name)| name);
            diagnostic.related(rival, format!("this is `{name}`"));
        }
        diagnostic.help(help);
    }
}

/// Says once who wants a name, and what each is called now.
fn report(
    ctx: &mut Ctx<'_>,
    clash: &name::Clash<name::Type>,
    claimants: &[Claimant],
    names: &[TypeName],
) {
    let wanted = &clash.wanted;
    let is_renamed = |index: &usize| names[*index] != *wanted;
    let renamed: Vec<usize> = clash.claims.iter().copied().filter(is_renamed).collect();
    let Some(&first) = renamed.first() else {
        return;
    };
    let message = match clash.claims.len() {
        2 => format!(
            "the name `{wanted}` is taken: this becomes `{}`",
            names[first]
        ),
        all => format!(
            "the name `{wanted}` is wanted {all} times: this becomes `{}`",
            names[first]
        ),
    };
    let lines = renamed
        .iter()
        .map(|&it| settling(&claimants[it], &names[it]));
    let help = suggestion::help_each(ctx, &lines.collect::<Vec<_>>());
    let place = |index: usize| &claimants[index].address;
    let diagnostic = ctx.diagnostics.report(&NAME_CLASH, place(first), message);
    let others = clash.claims.iter().copied().filter(|other| *other != first);
    for other in others.take(MOST_RELATED) {
        let word = if is_renamed(&other) { "becomes" } else { "is" };
        diagnostic.related(place(other), format!("this {word} `{}`", names[other]));
    }
    diagnostic.help(help);
}

/// What settles that something got the name `given` instead of what it wanted, and where it does.
fn settling(claimant: &Claimant, given: &TypeName) -> (Address, String) {
    match &claimant.rival {
        // The enum of events has its name from nobody, so the type gives way.
        Some(rival) if !claimant.is_nameable => (rival.clone(), "x-rust-name: …".to_owned()),
        _ => (claimant.address.clone(), format!("x-rust-name: {given}")),
    }
}
