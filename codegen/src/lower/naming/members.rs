//! Spellings of things that stand side by side in, distinct names out: the members of an object,
//! the values of an enum, the parameters of an operation, tags.

use indexmap::IndexMap;

use crate::diagnostic::catalogue::{EXTENSION_VALUE, NAME_CLASH};
use crate::diagnostic::{Diagnostic, Place};
use crate::document::schema::SchemaId;
use crate::extension::RUST_NAMES;
use crate::lower::ctx::Ctx;
use crate::name::{
    self, ConstName, FeatureName, FieldName, Name, NameKind, NameRequest, VariantName,
};
use crate::pointer::Address;
use crate::tree::Tree;

use super::suggestion;

/// The extension that gives a spelling its name.
const CHOSEN: &str = RUST_NAMES.key;

/// What the members belong to: their names are distinct within it.
pub(in crate::lower) struct Scope {
    address: Address,
    /// The values of [`CHOSEN`], and where they stand. The first one speaks of these members only.
    chosen: Vec<(Address, Tree)>,
}

impl Scope {
    /// A schema at an address, and the schemas that it is merged of.
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

    /// Anything else, by its place in the envelope: what it says is said where that is written.
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

/// A thing among others.
pub(in crate::lower) struct Member<'s> {
    /// How the document spells it. No two members are spelled alike.
    pub(super) spelling: &'s str,
    /// Where it stands.
    pub(super) place: Place,
}

impl<'s> Member<'s> {
    /// Siblings in the order of their spellings.
    pub(in crate::lower) fn list(
        spellings: &[&'s str],
        places: impl IntoIterator<Item = impl Into<Place>>,
    ) -> Vec<Self> {
        let members = spellings.iter().zip(places);
        members
            .map(|(spelling, place)| Self {
                spelling,
                place: place.into(),
            })
            .collect()
    }
}

/// The names of fields.
pub(in crate::lower) fn name_fields(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
) -> Vec<FieldName> {
    // The setter has the field's name, so the field keeps clear of the methods.
    name_members(ctx, scope, members, &[], Name::setter)
}

/// The names of the fields of an operation, beside that of its body.
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

/// The names of variants, beside the one for what is not in the document.
pub(in crate::lower) fn name_variants(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
) -> Vec<VariantName> {
    let other = VariantName::from_spelling("Other");
    name_members(ctx, scope, members, &[other], Clone::clone)
}

/// The names of constants, beside the one for all of them.
pub(in crate::lower) fn name_constants(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
) -> Vec<ConstName> {
    let all = ConstName::from_spelling("ALL");
    name_members(ctx, scope, members, &[all], Clone::clone)
}

/// The names of the features for tags.
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

/// The names of members that want those of `wanted`, in their order.
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

/// The names that no member may have.
struct Reserved<'n, K: NameKind> {
    taken: &'n [Name<K>],
    /// Makes a name that may be used of any, and leaves alone those that may.
    clear: fn(&Name<K>) -> Name<K>,
}

/// Distinct names for members that want those of `wanted`, in their order; a collision is reported.
fn distinct_names<K: NameKind>(
    ctx: &mut Ctx<'_>,
    scope: &Scope,
    members: &[Member<'_>],
    wanted: Vec<Name<K>>,
    reserved: &Reserved<'_, K>,
) -> Vec<Name<K>> {
    let chosen = read_chosen_names(ctx, scope, members, reserved);
    let mut open: Vec<usize> = Vec::new();
    let mut claims: Vec<NameRequest<'_, K>> = Vec::new();
    for (index, (member, name)) in members.iter().zip(wanted).enumerate() {
        if !chosen.contains_key(member.spelling) {
            let spelling = member.spelling;
            claims.push(NameRequest { name, spelling });
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

/// Says who wanted one name, and which they have now.
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
    let message = format!("several want the name `{wanted}`: {}", list.join(", "));
    let place = |member: &Member<'_>| suggestion::written_place(ctx.document, &member.place);
    let place_of_first = place(claims[first].0);
    // What several operations refer to is said once, with the first of them.
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

/// The names that a person gave; what is wrong with them is reported.
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
                // A part may speak of more than is left of it.
                if index == 0 && *address == scope.address.join(CHOSEN) {
                    let message = format!("nothing here is called `{spelling}`");
                    ctx.diagnostics
                        .report(&EXTENSION_VALUE, Place::Key(place), message);
                }
                continue;
            }
            let name = value.as_str().and_then(Name::from_rust);
            let Some(name) = name.filter(|name| (reserved.clear)(name) == *name) else {
                let message = format!("{} cannot be the name of `{spelling}`", value.to_json());
                ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
                continue;
            };
            let other = chosen
                .iter()
                .find(|(other, it)| **it == name && *other != spelling);
            if reserved.taken.contains(&name) || other.is_some() {
                let message = format!("the name `{name}` is taken");
                ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
                continue;
            }
            chosen.entry(spelling.clone()).or_insert(name);
        }
    }
    chosen
}
