//! A [`Document`] in, an [`Api`] out: everything resolved, named and given its Rust shape.

mod call;
mod callback;
mod client;
mod conform;
mod conjunction;
mod constant_tag;
mod content;
mod contradiction;
mod direction;
mod doc;
mod draft;
mod error;
mod event;
mod extension;
mod facts;
mod family;
mod feature;
mod file;
mod format;
mod header;
mod media;
mod member;
mod merge;
mod naming;
mod object;
mod operation;
mod owner;
mod parameter;
mod part;
mod policy;
mod recursion;
mod rules;
mod security;
mod server;
mod settle;
mod shape;
mod sibling;
mod signature;
mod string_enum;
mod union;
mod untyped;
mod webhook;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::schema::{Schema, SchemaId, Schemas};
use crate::ir::{Api, Doc, Events, Operation, SchemeKind, Value, Webhook};
use crate::name::ModuleName;
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::Tree;

use conform::Watched;
use conjunction::Conjunctions;
use draft::{Draft, Drafts, Hint};
use facts::Facts;
use rules::Codes;

/// What the steps of lowering share.
struct Ctx<'a> {
    /// The main file, and what is in it.
    file: FileId,
    tree: &'a Tree,
    schemas: Schemas,
    diagnostics: &'a mut Diagnostics,
    codes: Codes,
    drafts: Drafts,
    /// What each schema became, as far as it is known.
    lowered: FxHashMap<SchemaId, Value>,
    conjunctions: Conjunctions,
    component_names: FxHashMap<SchemaId, String>,
    /// How well the hints fit that the schemas were lowered with.
    ranks: FxHashMap<SchemaId, owner::Rank>,
    /// The schemas that have their hints from another's, and what their hints add to it.
    handed_on: FxHashMap<SchemaId, Vec<(SchemaId, String)>>,
    /// The schemas that are being looked at, the innermost last.
    visits: Vec<(SchemaId, Hint)>,
    /// The operation that is being looked at.
    visitor: Option<Pointer>,
    /// The security schemes that are defined, by name.
    schemes: FxHashMap<String, SchemeKind>,
    /// How the document spells each operation, in their order.
    operation_spellings: Vec<String>,
    /// The children that parents with a discriminator have by `allOf`.
    children: FxHashMap<SchemaId, Vec<SchemaId>>,
    /// Components whose own schema is being looked at.
    open_components: FxHashSet<SchemaId>,
    /// Other schemas that are, the innermost last.
    open: Vec<SchemaId>,
    /// What rules look at that judge what a value encodes to.
    watched: Vec<Watched>,
    /// The schemas of files.
    files: FxHashSet<SchemaId>,
}

/// What uses types, beside each other.
struct Users<'a> {
    operations: &'a mut [Operation],
    webhooks: &'a mut [Webhook],
    events: &'a mut Option<Events>,
}

/// Makes an API of a document. Problems are reported; what could be made is returned.
#[must_use]
pub fn api(mut document: Document, module: &str, diagnostics: &mut Diagnostics) -> Api {
    let root = Address::new(document.file, Pointer::root());
    let codes = Codes::read(&document.tree, &root, diagnostics);
    let schemas = std::mem::take(&mut document.schemas);
    let components = schemas.components.clone();
    let mut security_schemes = security::schemes(&document);
    let mut ctx = Ctx {
        file: document.file,
        tree: &document.tree,
        schemes: security_schemes
            .iter()
            .map(|it| (it.name.clone(), it.kind.clone()))
            .collect(),
        component_names: components
            .iter()
            .map(|(name, &id)| (id, name.clone()))
            .collect(),
        operation_spellings: Vec::new(),
        children: family::children(&schemas),
        schemas,
        diagnostics,
        codes,
        drafts: Drafts::default(),
        ranks: FxHashMap::default(),
        handed_on: FxHashMap::default(),
        visits: Vec::new(),
        visitor: None,
        lowered: FxHashMap::default(),
        conjunctions: Conjunctions::default(),
        open_components: FxHashSet::default(),
        open: Vec::new(),
        watched: Vec::new(),
        files: FxHashSet::default(),
    };
    extension::check_texts(&mut ctx);
    ctx.files = file::find(&ctx, &document);
    for (name, &id) in &components {
        shape::value(&mut ctx, id, &Hint::Own(name.clone()));
    }
    contradiction::report(&mut ctx);
    let mut operations = operation::all(&mut ctx, &document);
    let servers = server::all(
        &mut ctx,
        &document,
        &document.frame.servers,
        &root.join("servers"),
    );
    server::drop_repeated(&servers, &mut operations);
    let security = security::settle(&mut ctx, &document, &mut security_schemes, &mut operations);
    let (mut webhooks, mut events) = event::all(&mut ctx, &document);
    policy::check_expected_events(&mut ctx, &operations, events.as_ref());
    let untyped = untyped::all(&ctx);
    conform::keep_members(&mut ctx);
    constant_tag::mark(&mut ctx);
    let mut relocation = merge::same_names(&mut ctx);
    let mut users = Users {
        operations: &mut operations,
        webhooks: &mut webhooks,
        events: &mut events,
    };
    let mut types = naming::types(&mut ctx, &mut relocation, &mut users);
    let used = |(name, id): (&String, &SchemaId)| {
        let mut ty = ctx.lowered.get(id)?.ty.clone();
        relocation.apply(&mut ty);
        Some((name.clone(), ty))
    };
    let components = components.iter().filter_map(used).collect();
    direction::relax(&mut types, &mut users);
    recursion::break_cycles(&mut types, ctx.diagnostics);
    call::decide(&mut ctx, &mut types, &mut operations, events.as_ref());
    let variables = client::variables(&mut ctx, &document);
    if let Some(events) = &mut events {
        event::states(&mut ctx, events, &types, &root);
    }
    let paths = error::paths(&mut ctx);
    let (error_body, errors) = match &paths {
        Some(paths) => (
            error::body(&mut ctx, paths, &types, &relocation),
            error::named_errors(&mut ctx, paths, &document),
        ),
        None => (None, Vec::new()),
    };
    let info = &document.frame.info;
    let description = info
        .description
        .clone()
        .filter(|text| !text.trim().is_empty());
    let mut api = Api {
        module: ModuleName::from_spelling(module),
        title: info.title.clone(),
        doc: Doc {
            text: description,
            facts: Vec::new(),
        },
        source: root,
        servers,
        schemes: security_schemes,
        security,
        variables,
        features: Vec::new(),
        types,
        components,
        operations,
        webhooks,
        events,
        errors,
        error_body,
        untyped,
    };
    feature::decide(&mut ctx, &mut api);
    api
}

impl Ctx<'_> {
    /// Adds a schema that stands nowhere in the document by itself.
    fn add(&mut self, schema: Schema, address: Address) -> SchemaId {
        self.schemas.add(schema, address)
    }

    /// A type to be made from a schema.
    fn draft(&mut self, id: SchemaId, hint: &Hint) -> Draft {
        let schema = &self.schemas[id];
        let (doc, deprecated) = (doc::of_schema(schema), schema.deprecated);
        let parent = match hint {
            Hint::Child(parent, _) => Some(*parent),
            Hint::Own(_) | Hint::Fixed(_) => None,
        };
        let hint = extension::rust_name(self, id).map_or_else(|| hint.clone(), Hint::Fixed);
        let address = self.schemas.address(id).clone();
        Draft {
            schema: id,
            address,
            hint,
            parent,
            doc,
            deprecated,
            kind: None,
            rules: Vec::new(),
        }
    }

    /// The same, with what the schema's parts say where it is silent.
    fn draft_of(&mut self, id: SchemaId, facts: &Facts, hint: &Hint) -> Draft {
        let deprecated = facts.deprecated;
        Draft {
            doc: facts.doc.clone(),
            deprecated,
            ..self.draft(id, hint)
        }
    }
}
