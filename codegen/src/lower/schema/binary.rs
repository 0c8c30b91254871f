//! Multipart bodies in, schemas of files out.

use openapiv3::ReferenceOr;
use rustc_hash::FxHashSet;

use crate::diagnostic::catalogue::NOT_ENFORCED;
use crate::document::Document;
use crate::document::keyword::Keyword;
use crate::document::schema::{Schema, SchemaId, Type as JsonType};
use crate::ir::{Type, Value};
use crate::lower::ctx::Ctx;
use crate::lower::media_type;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::merged::MergedSchema;

/// Finds the schemas of files: strings of raw bytes that are members of a multipart body, or items
/// of one, in either direction. In JSON, a string stays a string whatever its format is.
///
/// A schema that is used in both is a file in both.
pub(in crate::lower) fn find_files(ctx: &mut Ctx<'_>) {
    let document = ctx.document;
    let mut search = FileSearch {
        ctx,
        seen: FxHashSet::default(),
        found: FxHashSet::default(),
    };
    let root = Address::new(document.file, Pointer::root());
    for (path, item) in document.envelope.paths.iter() {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        for it in document.operations(item, &root.join_all(["paths", path])) {
            search.operation(it.operation, &it.address);
        }
    }
    for webhook in &document.webhooks {
        for it in document.operations(&webhook.item, &webhook.address) {
            search.operation(it.operation, &it.address);
        }
    }
    ctx.schema.files = search.found;
}

/// Lists the bodies that an operation sends and receives, each with its address.
fn list_bodies<'d>(
    document: &'d Document,
    operation: &'d openapiv3::Operation,
    address: &Address,
) -> Vec<(&'d openapiv3::Content, Address)> {
    let body = operation.request_body.as_ref();
    let body = body.and_then(|body| document.request_body(body));
    let sent = body.map(|(body, component)| {
        let address = match component {
            Some(key) => {
                let root = Address::new(address.file, Pointer::root());
                root.join_all(["components", "requestBodies", key])
            }
            None => address.join("requestBody"),
        };
        (&body.content, address)
    });
    let responses = document.responses(operation, address).into_iter();
    let received = responses.map(|it| (&it.response.content, it.address));
    sent.into_iter().chain(received).collect()
}

/// Whether a schema, or one that it is merged of, is that of a file.
pub(in crate::lower) fn is_file(ctx: &Ctx<'_>, id: SchemaId) -> bool {
    if ctx.schema.files.is_empty() {
        return false;
    }
    let parts = ctx.schemas.conjuncts(id);
    parts.iter().any(|part| ctx.schema.files.contains(part))
}

/// Whether a schema describes bytes, or bytes or null: a whole body of it is not JSON.
pub(in crate::lower) fn is_octets(ctx: &Ctx<'_>, id: SchemaId) -> bool {
    fn look(ctx: &Ctx<'_>, id: SchemaId, depth: usize) -> Option<bool> {
        let parts = ctx.schemas.conjuncts(id);
        if parts.iter().any(|it| holds_bytes(&ctx.schemas[*it], false)) {
            return Some(true);
        }
        let schema = &ctx.schemas[id];
        if schema.types.as_deref() == Some(&[JsonType::Null]) {
            return None;
        }
        let alternatives = schema.any_of.iter().chain(&schema.one_of).flatten();
        let mut alternatives = alternatives.filter_map(|it| match depth {
            0 => Some(false),
            _ => look(ctx, *it, depth - 1),
        });
        Some(alternatives.next() == Some(true) && alternatives.all(|it| it))
    }
    look(ctx, id, 4) == Some(true)
}

/// The type of a file. String rules do not apply to it.
pub(super) fn file_value(ctx: &mut Ctx<'_>, merged: &MergedSchema) -> Value {
    if !merged.string_rules.is_empty() {
        let message = "rules for strings are not checked for files";
        ctx.diagnostics
            .report(&NOT_ENFORCED, &merged.address, message);
    }
    Value::of(Type::File)
}

struct FileSearch<'s> {
    ctx: &'s Ctx<'s>,
    /// The schemas visited so far, and whether each was a member.
    seen: FxHashSet<(SchemaId, bool)>,
    found: FxHashSet<SchemaId>,
}

impl FileSearch<'_> {
    /// Visits the bodies of an operation and of its callbacks.
    fn operation(&mut self, operation: &openapiv3::Operation, address: &Address) {
        let document = self.ctx.document;
        for (content, address) in list_bodies(document, operation, address) {
            for (media_type, declared) in content {
                if !media_type::is_multipart(media_type) {
                    continue;
                }
                let schema = declared.schema.as_ref();
                let place = address.join_all(["content", media_type]);
                let node = document.written(&place);
                let item = document.origin(&place.pointer).join("itemSchema");
                if let Some(item) = self.ctx.schemas.find(&item) {
                    self.positions(&[], Some(item), node);
                }
                if let Some(id) = schema.and_then(|it| self.ctx.resolve_schema(it)) {
                    self.body(id, node);
                }
            }
        }
        for (key, callback) in &operation.callbacks {
            for (url, item) in callback {
                let address = address.join_all(["callbacks", key, url]);
                for it in document.operations(item, &address) {
                    self.operation(it.operation, &it.address);
                }
            }
        }
    }

    /// Visits the members of a body; `node` is its Media Type Object.
    fn body(&mut self, id: SchemaId, node: Option<&Tree>) {
        if !self.seen.insert((id, false)) {
            return;
        }
        let schema = &self.ctx.schemas[id];
        for (name, member) in &schema.properties {
            let encoding = node.and_then(|it| it.get("encoding")?.get(name));
            let content_type = encoding.and_then(|it| it.get("contentType")?.as_str());
            self.member(*member, content_type.is_some_and(media_type::is_binary));
        }
        self.positions(&schema.prefix_items, schema.items, node);
        for part in list_parts(schema) {
            self.body(part, node);
        }
    }

    /// Visits the items of a body that is a list. An item without a type is a file, unless its
    /// content type is another one.
    fn positions(&mut self, prefix: &[SchemaId], rest: Option<SchemaId>, node: Option<&Tree>) {
        let encoding = |key| node.and_then(|it| it.get(key));
        let prefix_encoding = encoding("prefixEncoding").and_then(Tree::as_array);
        let prefix_encoding = prefix_encoding.unwrap_or_default();
        let prefix = prefix.iter().enumerate();
        let prefix = prefix.map(|(index, id)| (*id, prefix_encoding.get(index)));
        let rest = rest.map(|id| (id, encoding("itemEncoding")));
        for (id, encoding) in prefix.chain(rest) {
            let content_type = encoding.and_then(|it| it.get("contentType")?.as_str());
            let is_binary = content_type.is_some_and(media_type::is_binary);
            let schema = &self.ctx.schemas[id];
            let says_nothing = schema.boolean.is_none() && schema.has_only(Keyword::is_annotation);
            if says_nothing && content_type.is_none_or(media_type::is_binary) {
                self.found.insert(id);
            }
            self.member(id, is_binary);
        }
    }

    /// Visits a member, or an item of one.
    fn member(&mut self, id: SchemaId, binary: bool) {
        if !self.seen.insert((id, true)) {
            return;
        }
        let schema = &self.ctx.schemas[id];
        if holds_bytes(schema, binary) {
            self.found.insert(id);
        }
        for part in list_parts(schema).chain(schema.items) {
            self.member(part, binary);
        }
    }
}

fn list_parts(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    let unions = schema.any_of.iter().chain(&schema.one_of).flatten();
    let all = schema.reference.iter().chain(&schema.all_of);
    all.chain(unions).copied()
}

/// Whether a schema is a string of raw bytes; `binary` is whether its part has a binary content
/// type.
fn holds_bytes(schema: &Schema, binary: bool) -> bool {
    let types = schema.types.as_deref();
    let is_string = types.is_some_and(|types| types.contains(&JsonType::String));
    let media_type = schema.content_media_type.as_deref();
    let is_declared = match schema.format.as_deref() {
        Some("binary") => true,
        Some(_) => false,
        None => media_type.is_some_and(media_type::is_binary) || binary && is_string,
    };
    let is_text = schema.enumeration.is_some() || schema.constant.is_some();
    is_declared && (is_string || types.is_none()) && schema.content_encoding.is_none() && !is_text
}
