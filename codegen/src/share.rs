//! The APIs of a crate in, the items that they share out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use crate::check::Checked;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::NAME_CLASH;
use crate::extension::RUST_NAMES;
use crate::ir::{
    Api, Event, Events, Shared, SharedEvent, SharedEvents, SharedType, Signature, Type, TypeDef,
    TypeId, TypeKind, Value,
};
use crate::name::{self, NameRequest, TypeName, VariantName};

/// The APIs of a crate, in the order of their documents, with what they share.
#[derive(Debug, Default)]
pub struct ApiSet {
    apis: Vec<Checked<Api>>,
    shared: Shared,
}

impl ApiSet {
    /// Finds what the APIs share, and reports what they should share and cannot.
    #[must_use]
    pub fn new(apis: Vec<Checked<Api>>, diagnostics: &mut Diagnostics) -> Self {
        let shared = find_shared(&apis, diagnostics);
        Self { apis, shared }
    }

    /// Returns what the APIs share.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Returns an API with the environment variables of all clients. There is none if no API that has
    /// operations names a key, or two of them differ.
    #[must_use]
    pub fn api_with_variables(&self) -> Option<&Api> {
        let has_key =
            |api: &&Checked<Api>| !api.operations.is_empty() && api.variables.key.is_some();
        let mut named = self.apis.iter().filter(has_key);
        let first = named.next()?;
        let agree = named.all(|api| api.variables == first.variables);
        agree.then_some(&**first)
    }
}

impl Deref for ApiSet {
    type Target = [Checked<Api>];

    fn deref(&self) -> &[Checked<Api>] {
        &self.apis
    }
}

impl From<Checked<Api>> for ApiSet {
    /// An API alone shares nothing.
    fn from(api: Checked<Api>) -> Self {
        Self {
            apis: vec![api],
            shared: Shared::default(),
        }
    }
}

/// Finds what the APIs of a crate share: strings, and the enum of all webhooks.
fn find_shared(apis: &[Checked<Api>], diagnostics: &mut Diagnostics) -> Shared {
    Shared {
        types: find_types(apis, diagnostics),
        events: find_events(apis, diagnostics),
    }
}

/// Finds the strings to which `x-rust-name` gives the same name in several documents. If their rules differ,
/// each document keeps its own type, which is reported.
fn find_types(apis: &[Checked<Api>], diagnostics: &mut Diagnostics) -> Vec<SharedType> {
    let mut groups: BTreeMap<&TypeName, Vec<(usize, TypeId)>> = BTreeMap::new();
    for (index, api) in apis.iter().enumerate() {
        for (id, def) in api.types.iter().enumerate() {
            if def.is_named && named_string(def).is_some() {
                groups
                    .entry(&def.name)
                    .or_default()
                    .push((index, TypeId(id)));
            }
        }
    }
    let def = |&(index, id): &(usize, TypeId)| apis[index].type_def(id);
    let mut types = Vec::new();
    for (name, mut members) in groups {
        let first = def(&members[0]);
        let is_alike = |it: &&(usize, TypeId)| {
            named_string(def(it)) == named_string(first)
                && def(it).deprecated == first.deprecated
                && def(it).derives == first.derives
        };
        if let Some(other) = members.iter().find(|it| !is_alike(it)) {
            report_difference(def(other), first, diagnostics);
        } else if members.len() > 1 {
            members.sort_by_key(|it| def(it).doc.text.is_none());
            let name = name.clone();
            types.push(SharedType { name, members });
        }
    }
    types
}

/// Returns the string with its rules, if the type is a newtype over a string.
pub(crate) fn named_string(def: &TypeDef) -> Option<&Value> {
    match &def.kind {
        TypeKind::Newtype(value) if value.ty == Type::String => Some(value),
        _ => None,
    }
}

fn report_difference(here: &TypeDef, there: &TypeDef, diagnostics: &mut Diagnostics) {
    let name = &here.name;
    let part = if here.derives != there.derives {
        "have different derive macros"
    } else if here.deprecated == there.deprecated {
        "have different rules"
    } else {
        "are not both deprecated"
    };
    let message =
        format!("strings named `{name}` in two documents {part}: each module has its own type");
    let diagnostic = diagnostics.report(&NAME_CLASH, &here.address, message);
    diagnostic.related(&there.address, "also defined here");
    diagnostic.help(format!(
        "make them equal, or give one of them another `{}`",
        crate::extension::RUST_NAME.key
    ));
}

/// Makes one enum of the webhooks of all APIs, if several have some. The first API that has a name for a
/// variant keeps it, and other names begin with the module, which is reported.
fn find_events(apis: &[Checked<Api>], diagnostics: &mut Diagnostics) -> Option<SharedEvents> {
    let with_events = apis.iter().enumerate();
    let with_events = with_events.filter_map(|(index, api)| Some((index, api.events.as_ref()?)));
    let with_events: Vec<_> = with_events.collect();
    if with_events.len() < 2 {
        return None;
    }
    let all = with_events
        .iter()
        .flat_map(|(api, events)| events.variants.iter().map(|event| (*api, event)));
    let all: Vec<(usize, &Event)> = all.collect();
    let names = name_events(apis, &all);
    report_clashes(&all, &names, diagnostics);
    let variants = all
        .iter()
        .zip(names)
        .map(|(&(api, _), name)| SharedEvent { name, api });
    Some(SharedEvents {
        variants: variants.collect(),
        schemes: group_schemes(&with_events),
    })
}

/// Returns the APIs that sign their webhooks alike, by index.
fn group_schemes(with_events: &[(usize, &Events)]) -> Vec<Vec<usize>> {
    let mut schemes: Vec<(&Signature, Vec<usize>)> = Vec::new();
    for (index, events) in with_events {
        let Some(signature) = &events.signature else {
            continue;
        };
        match schemes.iter_mut().find(|(it, _)| *it == signature) {
            Some((_, scheme)) => scheme.push(*index),
            None => schemes.push((signature, vec![*index])),
        }
    }
    schemes.into_iter().map(|(_, scheme)| scheme).collect()
}

/// Names the variants.
fn name_events(apis: &[Checked<Api>], all: &[(usize, &Event)]) -> Vec<VariantName> {
    let mut taken = BTreeSet::new();
    let spellings = all.iter().map(|(api, event)| {
        if taken.insert(&event.name) {
            event.name.to_string()
        } else {
            format!("{} {}", apis[*api].module, event.name)
        }
    });
    let spellings: Vec<String> = spellings.collect();
    let requests = spellings
        .iter()
        .zip(all)
        .map(|(spelling, (_, event))| NameRequest {
            name: if *spelling == event.name.to_string() {
                event.name.clone()
            } else {
                VariantName::from_spelling(spelling)
            },
            spelling,
            is_recorded: false,
        });
    let requests: Vec<_> = requests.collect();
    name::resolve_collisions(&requests, &[]).names
}

/// Reports the events whose variants have other names than in their own module.
fn report_clashes(all: &[(usize, &Event)], names: &[VariantName], diagnostics: &mut Diagnostics) {
    for ((_, event), name) in all
        .iter()
        .zip(names)
        .filter(|(it, name)| it.1.name != **name)
    {
        let wanted = &event.name;
        let first = all.iter().map(|it| it.1).find(|it| it.name == *wanted);
        let is_same = first.is_some_and(|it| it.selectors == event.selectors);
        let end = if is_same {
            ", and nothing tells them apart"
        } else {
            ""
        };
        let message = format!(
            "two documents have events named `{wanted}`; in the enum of all webhooks, this becomes `{name}`{end}"
        );
        let diagnostic = diagnostics.report(&NAME_CLASH, &event.address, message);
        if let Some(first) = first {
            diagnostic.related(&first.address, format!("this is `{wanted}`"));
        }
        let segments = event.address.pointer.segments().next();
        let section = match segments.as_deref() {
            None | Some("webhooks") => "$.webhooks".to_owned(),
            Some(other) => format!("$['{other}']"),
        };
        diagnostic.help(format!(
            "resolve it in an overlay: `{}: {{ {}: {name} }}` at `{section}`",
            RUST_NAMES.key, event.value
        ));
    }
}
