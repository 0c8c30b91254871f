//! Types, operations and the event enum in, distinct names out.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::MOST_RELATED;
use crate::diagnostic::catalogue::{NAME_CLASH, NAME_SHAPES};
use crate::extension::{RUST_NAME, WEBHOOKS};
use crate::ir::{Operation, TypeId};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::users::Users;
use crate::name::{self, NameRequest, TypeName};
use crate::names::{BODY, FAILURE, HEADERS, Item, RESPONSES, SUCCESS, part_reference};
use crate::pointer::Address;

use super::{recorded, suggestion};

/// The webhooks of an OpenAPI 3.0 document.
const X_WEBHOOKS: &str = WEBHOOKS.key;

/// The suffix of an operation whose name a type has.
const OPERATION: &str = "Operation";

/// An item that needs a name in the module.
pub(super) struct Candidate {
    /// The name it would have if nothing else wanted it.
    wanted: TypeName,
    /// The type that has that name, if the candidate yields to one.
    rival: Option<Address>,
    /// Whether `x-rust-name` can give it another name: types and operations.
    is_nameable: bool,
    /// The name it asks for.
    name: TypeName,
    /// Whether that is the name it had.
    is_recorded: bool,
    spelling: String,
    address: Address,
}

/// Collects the candidates: the types, then the operations, then the event enum, then what only reserves
/// a recorded name.
pub(super) fn collect_candidates(
    ctx: &Ctx<'_>,
    kept: &[TypeId],
    provisional: &[TypeName],
    users: &Users<'_>,
) -> Vec<Candidate> {
    let types = kept.iter().map(|id| type_candidate(ctx, *id, provisional));
    let mut candidates: Vec<Candidate> = types.collect();
    let rivals = candidates.iter().map(|it| (&it.name, &it.address));
    let rivals: FxHashMap<TypeName, Address> = rivals
        .map(|(name, address)| (name.clone(), address.clone()))
        .collect();
    let is_exact = |it: &&Candidate| it.spelling == it.name.as_str();
    let exact = candidates.iter().filter(is_exact).map(|it| it.name.clone());
    let exact: FxHashSet<TypeName> = exact.collect();
    for (operation, spelling) in users.operations.iter().zip(&ctx.naming.operation_spellings) {
        let (name, address) = (&operation.name, &operation.address);
        if recorded::is_recorded(ctx, operation) {
            let spelling = format!("{spelling} as {OPERATION}");
            candidates.push(recorded_candidate(name, address, spelling));
            continue;
        }
        // An operation that is spelled exactly like its Rust name keeps it.
        let keeps = spelling == name.as_str() && rivals.contains_key(name) && !exact.contains(name);
        candidates.push(if keeps {
            unopposed(name, address, spelling.clone())
        } else {
            let spelling = format!("{spelling} as {OPERATION}");
            yielding(&rivals, name, OPERATION, address, spelling)
        });
    }
    if let Some(events) = &*users.events {
        let (name, address) = (&events.name, &events.variants[0].address);
        let spelling = "Event as Webhook".to_owned();
        candidates.push(match ctx.naming.lock.name(&Item::Events) {
            Some(recorded) => recorded_candidate(&recorded, address, spelling),
            None => yielding(&rivals, name, "Webhook", address, spelling),
        });
    }
    // Several operations may share a union.
    let mut reserved: FxHashSet<TypeName> = FxHashSet::default();
    for operation in users.operations.iter() {
        let parts = recorded_parts(ctx, operation).into_iter();
        candidates.extend(parts.filter(|it| reserved.insert(it.name.clone())));
    }
    disambiguate(&mut candidates);
    candidates
}

fn type_candidate(ctx: &Ctx<'_>, id: TypeId, provisional: &[TypeName]) -> Candidate {
    let draft = &ctx.drafts.list[id.0];
    let name = provisional[id.0].clone();
    let spelling = match &draft.hint {
        Hint::Own(spelling) | Hint::Fixed(spelling) => spelling.clone(),
        Hint::Child(parent, part) => format!("{} {part}", provisional[parent.0].as_str()),
    };
    Candidate {
        is_recorded: ctx.naming.recorded[id.0].is_some(),
        ..unopposed(&name, &draft.address, spelling)
    }
}

/// The types that an operation had for its parts, which get their names later. Nothing else gets them
/// before.
fn recorded_parts(ctx: &Ctx<'_>, operation: &Operation) -> Vec<Candidate> {
    let address = &operation.address;
    let headers = address.join(RESPONSES);
    let parts = [
        (address, BODY),
        (address, RESPONSES),
        (address, SUCCESS),
        (address, FAILURE),
        (&headers, HEADERS),
    ];
    let recorded = parts.iter().filter_map(|(address, part)| {
        let name: TypeName = ctx
            .naming
            .lock
            .name(&Item::Part(&part_reference(address, part)))?;
        let spelling = format!("{name} as {part}");
        Some(recorded_candidate(&name, address, spelling))
    });
    recorded.collect()
}

/// A candidate that keeps the name it had.
fn recorded_candidate(name: &TypeName, address: &Address, spelling: String) -> Candidate {
    Candidate {
        is_recorded: true,
        ..unopposed(name, address, spelling)
    }
}

/// A candidate that asks for its name as it is.
fn unopposed(name: &TypeName, address: &Address, spelling: String) -> Candidate {
    Candidate {
        wanted: name.clone(),
        rival: None,
        is_nameable: true,
        name: name.clone(),
        is_recorded: false,
        spelling,
        address: address.clone(),
    }
}

/// A candidate that yields to a type of its name, and then has a suffix.
fn yielding(
    types: &FxHashMap<TypeName, Address>,
    wanted: &TypeName,
    word: &str,
    address: &Address,
    spelling: String,
) -> Candidate {
    let rival = types.get(wanted).cloned();
    let name = match rival {
        Some(_) => wanted.join(word),
        None => wanted.clone(),
    };
    Candidate {
        wanted: wanted.clone(),
        rival,
        is_nameable: word == OPERATION,
        name,
        is_recorded: false,
        spelling,
        address: address.clone(),
    }
}

/// Distinguishes candidates of one spelling by the kinds of their places.
fn disambiguate(candidates: &mut [Candidate]) {
    let mut seen: FxHashMap<String, Address> = FxHashMap::default();
    for candidate in candidates {
        let address = candidate.address.clone();
        match seen.entry(candidate.spelling.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(address);
                continue;
            }
            Entry::Occupied(entry) if !candidate.is_recorded => {
                candidate.rival = Some(entry.get().clone());
            }
            Entry::Occupied(_) => {}
        }
        let word = place_word(&candidate.address);
        if !candidate.is_recorded {
            candidate.name = candidate.name.join(word);
        }
        candidate.spelling = format!("{} {word}", candidate.spelling);
        if seen.insert(candidate.spelling.clone(), address).is_some() {
            candidate.spelling = format!("{} {}", candidate.spelling, candidate.address.pointer);
        }
    }
}

/// The kind of an address, as a word of a name.
fn place_word(address: &Address) -> &'static str {
    let mut segments = address.pointer.segments();
    match (segments.next().as_deref(), segments.next().as_deref()) {
        (Some("components"), Some("parameters")) => "Parameter",
        (Some("components"), Some("headers")) => "Header",
        (Some("components"), Some("requestBodies")) => "Body",
        (Some("components"), Some("responses")) => "Response",
        (Some("webhooks" | X_WEBHOOKS), _) => "Webhook",
        _ => "Inline",
    }
}

/// Resolves the name of each candidate. Collisions are reported.
pub(super) fn resolve_names(ctx: &mut Ctx<'_>, candidates: &[Candidate]) -> Vec<TypeName> {
    let claims: Vec<NameRequest<'_, _>> = candidates
        .iter()
        .map(|candidate| NameRequest {
            name: candidate.name.clone(),
            spelling: &candidate.spelling,
            is_recorded: candidate.is_recorded,
        })
        .collect();
    let resolution = name::resolve_collisions(&claims, &[]);
    // Types of one name and different shapes are an error already.
    let is_said = ctx.diagnostics.iter().any(|it| it.code == &NAME_SHAPES);
    if !is_said {
        report_suffixes(ctx, candidates, &resolution.names);
        for clash in &resolution.collisions {
            report_collision(ctx, clash, candidates, &resolution.names);
        }
    }
    resolution.names
}

/// Reports the candidates that have a suffix because something else has their name.
fn report_suffixes(ctx: &mut Ctx<'_>, candidates: &[Candidate], names: &[TypeName]) {
    let all = candidates.iter().zip(names);
    for (candidate, given) in all.filter(|(it, _)| it.wanted != it.name) {
        let wanted = &candidate.wanted;
        let message =
            format!("the name `{wanted}` is already used by a type; this becomes `{given}`");
        let help = suggestion::suggest_members(ctx.document, &[suggest_name(candidate, given)]);
        let place = &candidate.address;
        let diagnostic = ctx.diagnostics.report(&NAME_CLASH, place, message);
        if let Some(rival) = &candidate.rival {
            let mut others = candidates.iter().zip(names);
            let known = others.find(|(it, _)| it.address == *rival && it.wanted == *wanted);
            let name = known.map_or(wanted, |(_, name)| name);
            diagnostic.related(rival, format!("this is `{name}`"));
        }
        diagnostic.help(help);
    }
}

/// Reports one collision, with the name that each of its candidates has now.
fn report_collision(
    ctx: &mut Ctx<'_>,
    clash: &name::Collision<name::Type>,
    candidates: &[Candidate],
    names: &[TypeName],
) {
    let wanted = &clash.wanted;
    let is_renamed = |index: &usize| names[*index] != *wanted;
    let renamed: Vec<usize> = clash.requests.iter().copied().filter(is_renamed).collect();
    let Some(&first) = renamed.first() else {
        return;
    };
    let message = match clash.requests.len() {
        2 => format!(
            "the name `{wanted}` is already used; this becomes `{}`",
            names[first]
        ),
        all => format!(
            "{all} items would be named `{wanted}`; this one becomes `{}`",
            names[first]
        ),
    };
    let lines = renamed
        .iter()
        .map(|&it| suggest_name(&candidates[it], &names[it]));
    let help = suggestion::suggest_members(ctx.document, &lines.collect::<Vec<_>>());
    let place = |index: usize| &candidates[index].address;
    let diagnostic = ctx.diagnostics.report(&NAME_CLASH, place(first), message);
    let others = clash
        .requests
        .iter()
        .copied()
        .filter(|other| *other != first);
    for other in others.take(MOST_RELATED) {
        let word = if is_renamed(&other) { "becomes" } else { "is" };
        diagnostic.related(place(other), format!("this {word} `{}`", names[other]));
    }
    diagnostic.help(help);
}

/// The line that would give a candidate the name `given`, and its place.
fn suggest_name(candidate: &Candidate, given: &TypeName) -> (Address, String) {
    match &candidate.rival {
        // The name of the event enum is fixed, so the type needs another.
        Some(rival) if !candidate.is_nameable => (rival.clone(), format!("{}: …", RUST_NAME.key)),
        _ => (
            candidate.address.clone(),
            format!("{}: {given}", RUST_NAME.key),
        ),
    }
}
