//! Spellings in, distinct names out: of fields, enum values, parameters and tags.

use indexmap::IndexMap;

use crate::diagnostic::catalogue::{EXTENSION_VALUE, NAME_CLASH};
use crate::diagnostic::{Diagnostic, Place};
use crate::document::schema::SchemaId;
use crate::extension::RUST_NAMES;
use crate::lower::ctx::Ctx;
use crate::name::{
    self, ConstName, FeatureName, FieldName, Name, NameKind, NameRequest, VariantName,
};
use crate::names::{Item, Lock};
use crate::pointer::Address;
use crate::tree::Tree;

use super::suggestion;

/// The extension that gives a spelling its name.
const CHOSEN: &str = RUST_NAMES.key;

/// A schema or object whose members have distinct names.
pub(in crate::lower) struct Scope {
    address: Address,
    /// The values of [`CHOSEN`], with their addresses. The first is about these members only.
    chosen: Vec<(Address, Tree)>,
}

impl Scope {
    /// The scope of a schema at an address; `nodes` are the schemas merged into it.
    pub(in crate::lower) fn of_schema(
        ctx: &Ctx<'_>,
        address: &Address,
        nodes: &[SchemaId],
    ) -> Self {
        let chosen = nodes.iter().filter_map(|&node| {
            let names = ctx.schemas[node].extensions.get(CHOSEN)?;
            Some((ctx.schemas.address(node).join(CHOSEN), names.clone()))
        });
        Self {
            address: address.clone(),
            chosen: chosen.collect(),
        }
    }

    /// The scope of another object, given its place in the envelope.
    pub(in crate::lower) fn of_place(ctx: &Ctx<'_>, place: &Address) -> Self {
        let address = ctx.document.origin(&place.pointer);
        let names = ctx.document.node(&address).and_then(|it| it.get(CHOSEN));
        let chosen = names.map(|names| (address.join(CHOSEN), names.clone()));
        Self {
            chosen: chosen.into_iter().collect(),
            address,
        }
    }
}

/// An item of a scope that needs a name.
pub(in crate::lower) struct Member<'s> {
    /// The spelling in the document, distinct within the scope.
    pub(in crate::lower) spelling: &'s str,
    /// Where it is reported.
    pub(super) place: Place,
    /// The name that it had.
    pub(in crate::lower) recorded: Option<&'s str>,
}

impl<'s> Member<'s> {
    /// Members in the order of their spellings.
    pub(in crate::lower) fn list(
        spellings: &[&'s str],
        places: impl IntoIterator<Item = impl Into<Place>>,
    ) -> Vec<Self> {
        let members = spellings.iter().zip(places);
        members
            .map(|(spelling, place)| Self {
                spelling,
                place: place.into(),
                recorded: None,
            })
            .collect()
    }

    /// Looks up the name that each member had.
    pub(in crate::lower) fn recall(
        members: &mut [Self],
        lock: &'s Lock,
        item: impl Fn(&'s str) -> Item<'s>,
    ) {
        for member in members {
            member.recorded = lock.text(&item(member.spelling));
        }
    }
}

/// Names fields.
pub(in crate::lower) fn name_fields(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
) -> Vec<FieldName> {
    // The setter has the name of the field, which therefore avoids those of methods.
    name_members(ctx, scope, members, &[], Name::setter)
}

/// Names the parameters of an operation, beside the field of its body.
pub(in crate::lower) fn name_parameters(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
    has_body: bool,
) -> Vec<FieldName> {
    let body = has_body.then(|| FieldName::from_spelling("body"));
    name_members(ctx, scope, members, body.as_slice(), |name| {
        name.call_setter()
    })
}

/// Names variants, beside `Other`.
pub(in crate::lower) fn name_variants(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
) -> Vec<VariantName> {
    let other = VariantName::from_spelling("Other");
    name_members(ctx, scope, members, &[other], Clone::clone)
}

/// Names constants, beside `ALL`.
pub(in crate::lower) fn name_constants(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
) -> Vec<ConstName> {
    let all = ConstName::from_spelling("ALL");
    name_members(ctx, scope, members, &[all], Clone::clone)
}

/// Names the features of tags.
pub(in crate::lower) fn name_features(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
) -> Vec<FeatureName> {
    name_members(ctx, scope, members, &[], Clone::clone)
}

fn name_members<K: NameKind>(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
    taken: &[Name<K>],
    clear: fn(&Name<K>) -> Name<K>,
) -> Vec<Name<K>> {
    let claim = |member: &Member<'_>| clear(&Name::from_spelling(member.spelling));
    let wanted: Vec<Name<K>> = members.iter().map(claim).collect();
    let reserved = Reserved { taken, clear };
    distinct_names(ctx, scope, members, wanted, &reserved)
}

/// Names members that ask for the names of `wanted`, in the same order.
pub(in crate::lower) fn name_as_wanted<K: NameKind>(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
    wanted: Vec<Name<K>>,
) -> Vec<Name<K>> {
    let reserved = Reserved {
        taken: &[],
        clear: Clone::clone,
    };
    distinct_names(ctx, scope, members, wanted, &reserved)
}

/// Names that no member can have.
struct Reserved<'n, K: NameKind> {
    taken: &'n [Name<K>],
    /// Turns a name into one that can be used; returns it as it is if it can.
    clear: fn(&Name<K>) -> Name<K>,
}

impl<K: NameKind> Reserved<'_, K> {
    /// Whether a member can have a name.
    fn allows(&self, name: &Name<K>) -> bool {
        (self.clear)(name) == *name && !self.taken.contains(name)
    }
}

/// Resolves distinct names for members, in the order of `wanted`. Collisions are reported.
fn distinct_names<K: NameKind>(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
    wanted: Vec<Name<K>>,
    reserved: &Reserved<'_, K>,
) -> Vec<Name<K>> {
    let chosen = read_chosen_names(ctx, scope, members, reserved);
    let is_chosen = |name: &Name<K>| chosen.values().any(|chosen| chosen == name);
    let mut open: Vec<usize> = Vec::new();
    let mut claims: Vec<NameRequest<'_, K>> = Vec::new();
    for (index, (member, wanted)) in members.iter().zip(wanted).enumerate() {
        if !chosen.contains_key(member.spelling) {
            let recorded = member.recorded.and_then(Name::from_recorded);
            let recorded = recorded.filter(|name| reserved.allows(name) && !is_chosen(name));
            claims.push(NameRequest {
                is_recorded: recorded.is_some(),
                name: recorded.unwrap_or(wanted),
                spelling: member.spelling,
            });
            open.push(index);
        }
    }
    let taken = reserved.taken.iter();
    let taken: Vec<Name<K>> = taken.chain(chosen.values()).cloned().collect();
    let resolution = name::resolve_collisions(&claims, &taken);
    for clash in &resolution.collisions {
        let of = |index: &usize| (&members[open[*index]], &resolution.names[*index]);
        report_collision(
            ctx,
            scope,
            &clash.wanted,
            &clash.requests.iter().map(of).collect::<Vec<_>>(),
        );
    }
    let mut names = resolution.names.into_iter();
    let name = |member: &Member<'_>| match chosen.get(member.spelling) {
        Some(name) => name.clone(),
        None => names.next().expect("a name was asked for"),
    };
    members.iter().map(name).collect()
}

/// Reports one collision, with the name that each member has now.
fn report_collision<K: NameKind>(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    wanted: &Name<K>,
    claims: &[(&Member<'_>, &Name<K>)],
) {
    let is_renamed = |(_, name): &(&Member<'_>, &Name<K>)| *name != wanted;
    let becomes = |claim: &(&Member<'_>, &Name<K>)| {
        let (Member { spelling, .. }, name) = claim;
        if is_renamed(claim) {
            format!("`{spelling}` becomes `{name}`")
        } else {
            format!("`{spelling}` keeps it")
        }
    };
    let Some(first) = claims.iter().position(is_renamed) else {
        return;
    };
    let list: Vec<String> = claims.iter().map(becomes).collect();
    let renamed = claims.iter().filter(|claim| is_renamed(claim));
    let renamed = renamed.map(|(member, name)| {
        let spelling = Tree::String(member.spelling.to_owned()).to_json();
        format!("{spelling}: {}", name.as_str())
    });
    let renamed: Vec<String> = renamed.collect();
    let line = format!("{CHOSEN}: {{ {} }}", renamed.join(", "));
    let help = suggestion::suggest_member(ctx, &scope.address, &line);
    let message = format!(
        "several items would be named `{wanted}`: {}",
        list.join(", ")
    );
    let place = |member: &Member<'_>| suggestion::written_place(ctx.document, &member.place);
    let place_of_first = place(claims[first].0);
    // An object that several operations refer to is reported once.
    let is_it = |it: &Diagnostic| it.place == place_of_first && it.message == message;
    if ctx.diagnostics.iter().any(is_it) {
        return;
    }
    let diagnostic = ctx.diagnostics.report(&NAME_CLASH, place_of_first, message);
    for (index, claim) in claims.iter().enumerate() {
        if index != first {
            diagnostic.related(place(claim.0), becomes(claim));
        }
    }
    diagnostic.help(help);
}

/// Reads the names that `x-rust-names` gives. Those that cannot be used are reported.
fn read_chosen_names<K: NameKind>(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
    reserved: &Reserved<'_, K>,
) -> IndexMap<String, Name<K>> {
    let mut chosen: IndexMap<String, Name<K>> = IndexMap::new();
    for (index, (address, names)) in scope.chosen.iter().enumerate() {
        let Some(names) = names.as_object() else {
            let message = format!("`{CHOSEN}` is {}, not an object", names.kind());
            ctx.diagnostics.report(&EXTENSION_VALUE, address, message);
            continue;
        };
        for (spelling, value) in names {
            let place = address.join(spelling);
            if members.iter().all(|it| it.spelling != spelling) {
                // A part of an `allOf` may name members that the whole does not have.
                if index == 0 && *address == scope.address.join(CHOSEN) {
                    let message = format!("there is no `{spelling}` here");
                    ctx.diagnostics
                        .report(&EXTENSION_VALUE, Place::Key(place), message);
                }
                continue;
            }
            let name = value.as_str().and_then(Name::from_rust);
            let Some(name) = name.filter(|name| (reserved.clear)(name) == *name) else {
                let message = format!("{} is not a valid name for `{spelling}`", value.to_json());
                ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
                continue;
            };
            let other = chosen
                .iter()
                .find(|(other, it)| **it == name && *other != spelling);
            if reserved.taken.contains(&name) || other.is_some() {
                let message = format!("the name `{name}` is already used");
                ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
                continue;
            }
            chosen.entry(spelling.clone()).or_insert(name);
        }
    }
    chosen
}
