//! A [`Document`] in, an [`Api`] out: everything resolved, named and given its Rust shape.
//!
//! Each folder is a wing. A wing imports files beside the folders and wings before it in this order:
//! `naming`, `schema`, `operation`, `webhook`, `pass`. [`Ctx`] holds the state of a wing from its
//! `state` file, and knows nothing else of it.

mod client;
mod ctx;
mod draft;
mod error;
mod extension;
mod integer_format;
mod limit;
mod media_type;
mod member;
mod naming;
mod operation;
mod pass;
mod rule_words;
mod schema;
mod users;
mod webhook;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::schema::Schemas;
use crate::ir::{Api, Doc, Security, Variables};
use crate::name::ModuleName;
use crate::pointer::{Address, Pointer};

use ctx::Ctx;
use draft::{Drafts, Hint};
use naming::external;
use naming::shared_types::{self, Relocation};
use operation::{call, extensions, security, server};
use pass::{depth, direction, feature, recursion, traits};
use schema::rule_codes::RuleCodes;
use schema::{binary, constant_tag, event_data, inheritance, residual, unsatisfiable, untyped};
use users::Users;
use webhook::event;

pub use schema::shown_null;

/// Makes an API of a document. Problems are reported; what could be made is returned.
#[must_use]
pub fn api(document: Document, module: &str, diagnostics: &mut Diagnostics) -> Api {
    limit::deep(|| all(document, module, diagnostics))
}

fn all(mut document: Document, module: &str, diagnostics: &mut Diagnostics) -> Api {
    let schemas = std::mem::take(&mut document.schemas);
    let mut ctx = context(&document, schemas, diagnostics);
    let mut api = named(&document, module);
    shapes(&mut ctx);
    surface(&mut ctx, &mut api);
    let relocation = types(&mut ctx, &mut api);
    calls(&mut ctx, &mut api);
    traits::decide(&mut api.types);
    api.depth = depth::of(&api.types);
    errors(&mut ctx, &mut api, &relocation);
    feature::decide(&mut ctx, &mut api);
    api
}

/// The context before anything is lowered; `schemas` are those of the document.
fn context<'a>(
    document: &'a Document,
    schemas: Schemas,
    diagnostics: &'a mut Diagnostics,
) -> Ctx<'a> {
    let root = Address::new(document.file, Pointer::root());
    let codes = RuleCodes::read(&document.tree, &root, diagnostics);
    let children = inheritance::children(&schemas);
    let component_names = external::component_names(document, &schemas);
    Ctx {
        document,
        schemas,
        diagnostics,
        drafts: Drafts::default(),
        lowered: FxHashMap::default(),
        is_exhausted: false,
        schema: schema::state::State::new(codes, children),
        naming: naming::state::State::new(component_names),
    }
}

/// An API of which nothing is known but what it is called.
fn named(document: &Document, module: &str) -> Api {
    let info = &document.frame.info;
    let text = info.description.clone();
    Api {
        module: ModuleName::from_spelling(module),
        title: info.title.clone(),
        doc: Doc {
            text: text.filter(|text| !text.trim().is_empty()),
            facts: Vec::new(),
        },
        source: Address::new(document.file, Pointer::root()),
        servers: Vec::new(),
        schemes: security::schemes(document),
        security: Security::Undeclared,
        variables: Variables::default(),
        features: Vec::new(),
        types: Vec::new(),
        depth: 0,
        components: IndexMap::new(),
        operations: Vec::new(),
        webhooks: Vec::new(),
        events: None,
        errors: Vec::new(),
        error_body: None,
        untyped: Vec::new(),
    }
}

/// Finds out what every component is in Rust, and with it whatever they lead to.
fn shapes(ctx: &mut Ctx<'_>) {
    shown_null::repair(ctx);
    extension::check_texts(ctx);
    binary::find_files(ctx);
    event_data::settle(ctx);
    for (name, id) in ctx.schemas.components.clone() {
        schema::lower::value(ctx, id, &Hint::Own(name));
    }
    unsatisfiable::report(ctx);
}

/// Reads what the API offers. Types have no names yet.
fn surface(ctx: &mut Ctx<'_>, api: &mut Api) {
    let document = ctx.document;
    api.operations = operation::lower::all(ctx, document);
    let place = api.source.join("servers");
    api.servers = server::all(ctx, document, &document.frame.servers, &place);
    server::drop_repeated(&api.servers, &mut api.operations);
    api.security = security::settle(ctx, document, &mut api.schemes, &mut api.operations);
    (api.webhooks, api.events) = event::all(ctx, document);
    extensions::check_expected_events(ctx, &api.operations, api.events.as_ref());
    api.untyped = untyped::all(ctx);
}

/// Names the types, and makes them what they can be in Rust; returns where their users find them.
fn types(ctx: &mut Ctx<'_>, api: &mut Api) -> Relocation {
    residual::keep_members(ctx);
    constant_tag::mark(ctx);
    let mut relocation = shared_types::same_names(ctx);
    let mut users = Users {
        operations: &mut api.operations,
        webhooks: &mut api.webhooks,
        events: &mut api.events,
    };
    api.types = naming::types::types(ctx, &mut relocation, &mut users);
    let components = ctx.schemas.components.iter();
    let used = components.filter_map(|(name, id)| {
        let mut ty = ctx.lowered.get(id)?.ty.clone();
        relocation.apply(&mut ty);
        Some((name.clone(), ty))
    });
    api.components = used.collect();
    direction::relax(&mut api.types, &mut users);
    recursion::break_cycles(&mut api.types, ctx.diagnostics);
    relocation
}

/// Decides how the API is called, and what is read of what comes from it.
fn calls(ctx: &mut Ctx<'_>, api: &mut Api) {
    let (types, operations) = (&mut api.types, &mut api.operations);
    call::decide(ctx, types, operations, api.events.as_ref());
    api.variables = client::variables(ctx, ctx.document);
    if let Some(events) = &mut api.events {
        event::states(ctx, events, types, &api.source);
    }
}

/// Finds the body of all errors, and those that the document shows.
fn errors(ctx: &mut Ctx<'_>, api: &mut Api, relocation: &Relocation) {
    if let Some(paths) = error::paths(ctx) {
        api.error_body = error::body(ctx, &paths, &api.types, relocation);
        api.errors = error::named_errors(ctx, &paths, ctx.document);
    }
}
