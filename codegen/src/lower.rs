//! A [`Document`] in, an [`Api`] out: everything resolved, named and given its Rust shape.

mod client;
mod ctx;
mod draft;
mod error;
mod extension;
mod limit;
mod media_type;
mod member;
mod naming {
    //! The names of types, operations, members and values.

    pub(in crate::lower) mod candidate;
    pub(in crate::lower) mod external;
    pub(in crate::lower) mod hint;
    pub(in crate::lower) mod members;
    pub(in crate::lower) mod shared_types;
    pub(in crate::lower) mod suggestion;
    pub(in crate::lower) mod types;
}
mod schema {
    //! What a schema is in Rust.

    pub(in crate::lower) mod binary;
    pub(in crate::lower) mod constant_tag;
    pub(in crate::lower) mod doc;
    pub(in crate::lower) mod event_data;
    pub(in crate::lower) mod format;
    pub(in crate::lower) mod inheritance;
    pub(in crate::lower) mod intersection;
    pub(in crate::lower) mod lower;
    pub(in crate::lower) mod merged;
    pub(in crate::lower) mod object;
    pub(in crate::lower) mod reference;
    pub(in crate::lower) mod residual;
    pub(in crate::lower) mod rules;
    pub mod shown_null;
    pub(in crate::lower) mod string_enum;
    pub(in crate::lower) mod tuple;
    pub(in crate::lower) mod union;
    pub(in crate::lower) mod unsatisfiable;
    pub(in crate::lower) mod untyped;
}
mod operation {
    //! What operations send and receive, and how they are called.

    pub(in crate::lower) mod call;
    pub(in crate::lower) mod callback;
    pub(in crate::lower) mod content;
    pub(in crate::lower) mod encoding;
    pub(in crate::lower) mod extensions;
    pub(in crate::lower) mod header;
    pub(in crate::lower) mod lower;
    pub(in crate::lower) mod parameter;
    pub(in crate::lower) mod path_template;
    pub(in crate::lower) mod received;
    pub(in crate::lower) mod security;
    pub(in crate::lower) mod server;
}
mod webhook {
    //! What a server sends by itself: webhooks, and the events that they carry.

    pub(in crate::lower) mod declared;
    pub(in crate::lower) mod event;
    pub(in crate::lower) mod event_tag;
    pub(in crate::lower) mod signature;
}
mod pass {
    //! What is decided of finished types.

    pub(in crate::lower) mod depth;
    pub(in crate::lower) mod direction;
    pub(in crate::lower) mod feature;
    pub(in crate::lower) mod recursion;
    pub(in crate::lower) mod traits;
}
mod users;

use indexmap::IndexMap;
use naming::shared_types::Relocation;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::ir::{Api, Doc, Security, Variables};
use crate::name::ModuleName;
use crate::pointer::{Address, Pointer};

use ctx::Ctx;
use draft::Hint;
use users::Users;

pub(crate) use operation::call::content_kind;
pub use schema::shown_null;

/// Makes an API of a document. Problems are reported; what could be made is returned.
#[must_use]
pub fn api(document: Document, module: &str, diagnostics: &mut Diagnostics) -> Api {
    limit::deep(|| all(document, module, diagnostics))
}

fn all(mut document: Document, module: &str, diagnostics: &mut Diagnostics) -> Api {
    let schemas = std::mem::take(&mut document.schemas);
    let mut ctx = Ctx::new(&document, schemas, diagnostics);
    let mut api = named(&document, module);
    shapes(&mut ctx);
    surface(&mut ctx, &mut api);
    let relocation = types(&mut ctx, &mut api);
    calls(&mut ctx, &mut api);
    pass::traits::decide(&mut api.types);
    api.depth = pass::depth::of(&api.types);
    errors(&mut ctx, &mut api, &relocation);
    pass::feature::decide(&mut ctx, &mut api);
    api
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
        schemes: operation::security::schemes(document),
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
    schema::shown_null::repair(ctx);
    extension::check_texts(ctx);
    ctx.files = schema::binary::find(ctx, ctx.document);
    schema::event_data::settle(ctx);
    for (name, id) in ctx.schemas.components.clone() {
        schema::lower::value(ctx, id, &Hint::Own(name));
    }
    schema::unsatisfiable::report(ctx);
}

/// Reads what the API offers. Types have no names yet.
fn surface(ctx: &mut Ctx<'_>, api: &mut Api) {
    let document = ctx.document;
    let schemes = api.schemes.iter();
    ctx.schemes = schemes
        .map(|it| (it.name.clone(), it.kind.clone()))
        .collect();
    api.operations = operation::lower::all(ctx, document);
    let place = api.source.join("servers");
    api.servers = operation::server::all(ctx, document, &document.frame.servers, &place);
    operation::server::drop_repeated(&api.servers, &mut api.operations);
    api.security =
        operation::security::settle(ctx, document, &mut api.schemes, &mut api.operations);
    (api.webhooks, api.events) = webhook::event::all(ctx, document);
    operation::extensions::check_expected_events(ctx, &api.operations, api.events.as_ref());
    api.untyped = schema::untyped::all(ctx);
}

/// Names the types, and makes them what they can be in Rust; returns where their users find them.
fn types(ctx: &mut Ctx<'_>, api: &mut Api) -> Relocation {
    schema::residual::keep_members(ctx);
    schema::constant_tag::mark(ctx);
    let mut relocation = naming::shared_types::same_names(ctx);
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
    pass::direction::relax(&mut api.types, &mut users);
    pass::recursion::break_cycles(&mut api.types, ctx.diagnostics);
    relocation
}

/// Decides how the API is called, and what is read of what comes from it.
fn calls(ctx: &mut Ctx<'_>, api: &mut Api) {
    let (types, operations) = (&mut api.types, &mut api.operations);
    operation::call::decide(ctx, types, operations, api.events.as_ref());
    api.variables = client::variables(ctx, ctx.document);
    if let Some(events) = &mut api.events {
        webhook::event::states(ctx, events, types, &api.source);
    }
}

/// Finds the body of all errors, and those that the document shows.
fn errors(ctx: &mut Ctx<'_>, api: &mut Api, relocation: &Relocation) {
    if let Some(paths) = error::paths(ctx) {
        api.error_body = error::body(ctx, &paths, &api.types, relocation);
        api.errors = error::named_errors(ctx, &paths, ctx.document);
    }
}
