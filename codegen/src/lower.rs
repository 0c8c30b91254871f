//! A [`Document`] in, an [`Api`] out: every reference is resolved, every item is named, and every
//! schema has its Rust type.
//!
//! Each folder is a wing. A wing imports the files beside the folders, and the wings before it in
//! this order: `naming`, `schema`, `operation`, `webhook`, `pass`. `Ctx` holds the state of
//! `naming` and of `schema`, which their `state` files define, and imports nothing else of them.

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
mod options;
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
use crate::ir::{Api, Doc, ForeignTypes, Security, Variables};
use crate::name::ModuleName;
use crate::names::Lock;
use crate::pointer::{Address, Pointer};

use ctx::Ctx;
use draft::{Drafts, Hint};
use naming::external;
use naming::relocation::Relocation;
use naming::shared_types;
use operation::{call, extensions, security, server};
use pass::{client_method, depth, derive, direction, feature, recursion, traits};
use schema::format_table::FormatTable;
use schema::rule_codes::RuleCodes;
use schema::{
    binary, checked_format, constant_tag, event_data, foreign, inheritance, residual, undeclared,
    unsatisfiable, untyped,
};
use users::Users;
use webhook::event;

pub use naming::suggestion::suggest_members;
pub use options::{CHECKED_FORMATS, Options};
pub use schema::shown_null;

/// Lowers a document to an API whose items keep the names that `lock` has for them. Problems are
/// reported to `diagnostics`; the API has all that could be lowered.
#[must_use]
pub fn api(
    document: Document,
    module: &str,
    options: &Options,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> Api {
    limit::with_deep_stack(|| lower_document(document, module, options, lock, diagnostics))
}

fn lower_document(
    mut document: Document,
    module: &str,
    options: &Options,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> Api {
    let schemas = std::mem::take(&mut document.schemas);
    let mut ctx = new_context(&document, schemas, options, lock, diagnostics);
    let mut api = empty_api(&document, module);
    api.checks_formats = checked_format::mark_checked_formats(&mut ctx);
    lower_components(&mut ctx);
    lower_operations(&mut ctx, &mut api);
    let relocation = name_types(&mut ctx, &mut api);
    lower_calls(&mut ctx, &mut api);
    derive::assign_derives(&mut ctx, &mut api.types);
    api.foreign = foreign::finish_foreign_types(&mut ctx);
    traits::derive_traits(&mut api.types);
    api.depth = depth::measure_depth(&api.types);
    lower_errors(&mut ctx, &mut api, &relocation);
    let tags = feature::name_tags(&mut ctx, &api);
    client_method::name_methods(&ctx, &mut api, &tags);
    feature::assign_features(&mut api, tags);
    api
}

/// Creates the context; `schemas` are those of the document.
fn new_context<'a>(
    document: &'a Document,
    schemas: Schemas,
    options: &Options,
    lock: &'a Lock,
    diagnostics: &'a mut Diagnostics,
) -> Ctx<'a> {
    let root = Address::new(document.file, Pointer::root());
    let codes = RuleCodes::read(&document.tree, &root, diagnostics);
    let options = options.extend(&document.tree, &root, diagnostics);
    let formats = FormatTable::read((&document.tree, &options.formats), &root, diagnostics);
    let children = inheritance::collect_children(&schemas);
    let component_names = external::component_names(document, &schemas);
    Ctx {
        document,
        schemas,
        diagnostics,
        drafts: Drafts::default(),
        lowered: FxHashMap::default(),
        is_exhausted: false,
        schema: schema::state::State::new(codes, options, formats, children),
        naming: naming::state::State::new(lock, component_names),
    }
}

/// An API without items, for the rest of this file to fill.
fn empty_api(document: &Document, module: &str) -> Api {
    let info = &document.envelope.info;
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
        schemes: security::collect_schemes(document),
        security: Security::Undeclared,
        variables: Variables::default(),
        features: Vec::new(),
        groups: Vec::new(),
        types: Vec::new(),
        depth: 0,
        components: IndexMap::new(),
        operations: Vec::new(),
        webhooks: Vec::new(),
        events: None,
        errors: Vec::new(),
        error_body: None,
        additions: Vec::new(),
        checks_formats: false,
        untyped: Vec::new(),
        foreign: ForeignTypes::default(),
    }
}

/// Lowers every component schema, and every schema that one of them refers to.
fn lower_components(ctx: &mut Ctx<'_>) {
    shown_null::admit_shown_nulls(ctx);
    extension::check_extensions(ctx);
    foreign::read_rust_types(ctx);
    binary::find_files(ctx);
    event_data::type_event_data(ctx);
    for (name, id) in ctx.schemas.components.clone() {
        schema::lower::lower_schema(ctx, id, &Hint::Own(name));
    }
    unsatisfiable::report_invalid_examples(ctx);
}

/// Lowers operations, servers, security and webhooks. Types have no names yet.
fn lower_operations(ctx: &mut Ctx<'_>, api: &mut Api) {
    let document = ctx.document;
    api.operations = operation::lower::lower_operations(ctx);
    let place = api.source.join("servers");
    api.servers = server::lower_servers(ctx, &document.envelope.servers, &place);
    server::drop_repeated(&api.servers, &mut api.operations);
    api.security = security::lower_security(ctx, &mut api.schemes, &mut api.operations);
    (api.webhooks, api.events) = event::lower_webhooks(ctx);
    extensions::check_expected_events(ctx, &api.operations, api.events.as_ref());
    api.untyped = untyped::collect_untyped(ctx);
}

/// Names the types and runs the passes that change their shape. Returns which type stands for
/// which.
fn name_types(ctx: &mut Ctx<'_>, api: &mut Api) -> Relocation {
    residual::keep_members(ctx);
    undeclared::keep_undeclared(ctx);
    constant_tag::mark_constant_tags(ctx);
    constant_tag::mark_single_values(ctx);
    let mut relocation = shared_types::merge_same_names(ctx);
    let mut users = Users {
        operations: &mut api.operations,
        webhooks: &mut api.webhooks,
        events: &mut api.events,
    };
    api.types = naming::types::name_types(ctx, &mut relocation, &mut users);
    let components = ctx.schemas.components.iter();
    let used = components.filter_map(|(name, id)| {
        let mut ty = ctx.lowered.get(id)?.ty.clone();
        relocation.apply(&mut ty);
        Some((name.clone(), ty))
    });
    api.components = used.collect();
    direction::relax_one_way_fields(&mut api.types, &mut users);
    recursion::break_cycles(&mut api.types, ctx.diagnostics);
    relocation
}

/// Lowers the calls of operations, and finds the client state of events.
fn lower_calls(ctx: &mut Ctx<'_>, api: &mut Api) {
    let (types, operations) = (&mut api.types, &mut api.operations);
    call::lower_calls(ctx, types, operations, api.events.as_ref());
    api.variables = client::read_client_variables(ctx);
    if let Some(events) = &mut api.events {
        event::find_states(ctx, events, types, &api.source);
    }
}

/// Finds the type of error bodies, and the errors that examples name.
fn lower_errors(ctx: &mut Ctx<'_>, api: &mut Api, relocation: &Relocation) {
    if let Some(paths) = error::read_error_paths(ctx) {
        api.error_body = error::find_error_body(ctx, &paths, &api.types, relocation);
        api.errors = error::collect_named_errors(ctx, &paths, ctx.document);
    }
}
