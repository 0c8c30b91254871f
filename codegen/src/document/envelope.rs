//! The root of a document in, the envelope as `openapiv3` types out.
//!
//! Every object is deserialized by itself, so that an invalid one can be named.

use indexmap::{IndexMap, IndexSet};
use openapiv3::ReferenceOr;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::cycle;
use super::envelope_reader::EnvelopeReader;
use super::error_locator::locate_error;
use super::files::SELF;
use super::grammar::{ObjectKind, Shape};
use super::model::{Webhook, origin};
use super::reference::{reference_text, whole_reference};
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{ENVELOPE, KEYWORD_IGNORED, REF_CYCLE, UNKNOWN_KEYWORD};
use crate::extension::{ExtendedObject, WEBHOOKS};
use crate::pointer::{Address, Pointer};
use crate::tree::{Object, Tree};

/// The webhooks of OpenAPI 3.0 documents, which are an extension.
const X_WEBHOOKS: &str = WEBHOOKS.key;

/// The envelope, and what later versions of OpenAPI added to it.
pub(super) struct Envelope {
    pub(super) openapi: openapiv3::OpenAPI,
    pub(super) webhooks: Vec<Webhook>,
    pub(super) path_items: IndexMap<String, openapiv3::PathItem>,
    /// The security schemes of type `mutualTLS`, by name.
    pub(super) certificates: IndexSet<String>,
}

/// Reads the envelope of the main document; problems are reported.
pub(super) fn read_envelope(root: &Object, reader: &mut EnvelopeReader<'_, '_>) -> Envelope {
    let mut envelope = Envelope {
        openapi: openapiv3::OpenAPI::default(),
        webhooks: Vec::new(),
        path_items: IndexMap::new(),
        certificates: IndexSet::new(),
    };
    let at = Address::new(reader.arena.context.files.main(), Pointer::root());
    if !root.contains_key("info") {
        reader
            .arena
            .context
            .repaired(Place::File(at.file), "the document has no `info`");
    }
    // Component schemas come first among the schemas.
    if let Some(components) = root.get("components") {
        let place = at.join("components");
        let components = read_components(reader, components, &place, &mut envelope);
        envelope.openapi.components = Some(components);
    }
    let openapi = &mut envelope.openapi;
    for (key, value) in root {
        match key.as_str() {
            "openapi" => {
                openapi.openapi = match value {
                    Tree::Number(number) => number.as_str().to_owned(),
                    value => value.as_str().unwrap_or_default().to_owned(),
                };
            }
            "info" => {
                let info = reader.read(Shape::One(ObjectKind::Info), key, value, &at);
                openapi.info = info.unwrap_or_default();
            }
            "servers" => {
                let servers = reader.read(Shape::List(ObjectKind::Server), key, value, &at);
                openapi.servers = servers.unwrap_or_default();
            }
            "tags" => {
                let tags = reader.read(Shape::List(ObjectKind::Tag), key, value, &at);
                openapi.tags = tags.unwrap_or_default();
                check_tags(reader, value, &at.join(key));
            }
            "security" => openapi.security = reader.read(Shape::Security, key, value, &at),
            "paths" => openapi.paths = read_paths(reader, value, &at.join(key)),
            "webhooks" | X_WEBHOOKS => {
                let webhooks = read_webhooks(reader, value, &at.join(key), &envelope.webhooks);
                envelope.webhooks.extend(webhooks);
            }
            SELF => check_self(reader, value, at.join(key)),
            "components" | "externalDocs" => {}
            "jsonSchemaDialect" => check_dialect(reader, value, &at.join(key)),
            _ if key.starts_with("x-") => {
                let context = &mut reader.arena.context;
                context.check_extension(Some(ExtendedObject::Document), key, value, &at);
                openapi.extensions.extend(extension(key, value));
            }
            _ => unknown(reader, "the document", key, &at),
        }
    }
    envelope
}

/// Checks the URI of the document, by which the files have resolved references.
fn check_self(reader: &mut EnvelopeReader<'_, '_>, value: &Tree, at: Address) {
    reader.arena.report_early("`$self`", at.clone());
    match value.as_str() {
        None => reader.wrong(at, "`$self`", "a string", value),
        Some(uri) if uri.contains('#') => {
            let message = "`$self` must not have a fragment; left out";
            reader.arena.context.repaired(at, message);
        }
        Some(_) => {}
    }
}

/// Schemas are read as JSON Schema 2020-12 whatever `jsonSchemaDialect` says.
fn check_dialect(reader: &mut EnvelopeReader<'_, '_>, value: &Tree, at: &Address) {
    let known = [
        "//spec.openapis.org/oas/3.",
        "//json-schema.org/draft/2020-12/",
    ];
    if !value
        .as_str()
        .is_some_and(|uri| known.iter().any(|known| uri.contains(known)))
    {
        let message = "`jsonSchemaDialect` is ignored: schemas are read as JSON Schema 2020-12";
        reader
            .arena
            .context
            .warnings
            .add(&KEYWORD_IGNORED, at, message);
    }
}

/// Reports tags of one name, and parents of tags that are not tags, or that are below the tag itself.
fn check_tags(reader: &mut EnvelopeReader<'_, '_>, tags: &Tree, at: &Address) {
    let tags = tags.as_array().unwrap_or_default();
    let text = |tag: &Tree, key| tag.get(key).and_then(Tree::as_str).map(str::to_owned);
    let names: Vec<Option<String>> = tags.iter().map(|tag| text(tag, "name")).collect();
    let mut next: Vec<Option<usize>> = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        let earlier = names[..index].iter().position(|it| *it == names[index]);
        if let (Some(name), Some(earlier)) = (&names[index], earlier) {
            let place = |index: usize| at.join_all([&*index.to_string(), "name"]);
            let message = format!("two tags are named `{name}`");
            let diagnostics = &mut *reader.arena.context.diagnostics;
            diagnostics
                .report(&KEYWORD_IGNORED, place(index), message)
                .related(Place::Node(place(earlier)), "first here");
        }
        let parent = text(tag, "parent");
        let found = names.iter().position(|it| it.is_some() && *it == parent);
        if let (Some(parent), None) = (parent, found) {
            let place = at.join_all([&*index.to_string(), "parent"]);
            let message = format!("no tag is named `{parent}`");
            let context = &mut reader.arena.context;
            let help = context.guess(&parent, names.iter().flatten().map(String::as_str));
            let help = help.map(|name| format!("did you mean `{name}`?"));
            let diagnostics = &mut *context.diagnostics;
            diagnostics.report(&KEYWORD_IGNORED, place, message).help = help;
        }
        next.push(found);
    }
    for circle in cycle::find_cycles(&next) {
        let place = at.join_all([&*circle[0].to_string(), "parent"]);
        let message = "the tag is its own parent, or that of one of its parents";
        let diagnostics = &mut *reader.arena.context.diagnostics;
        diagnostics.report(&KEYWORD_IGNORED, place, message);
    }
}

fn read_paths(reader: &mut EnvelopeReader<'_, '_>, value: &Tree, at: &Address) -> openapiv3::Paths {
    let read = |reader: &mut EnvelopeReader<'_, '_>, members: &Object, at: &Address| {
        let mut paths = openapiv3::Paths {
            // A path item has several kilobytes.
            paths: IndexMap::with_capacity(members.len()),
            ..openapiv3::Paths::default()
        };
        for (key, value) in members {
            read_path(reader, key, value, at, &mut paths);
        }
        paths
    };
    reader.section(value, at, read).unwrap_or_default()
}

fn read_path(
    reader: &mut EnvelopeReader<'_, '_>,
    key: &str,
    value: &Tree,
    at: &Address,
    paths: &mut openapiv3::Paths,
) {
    if key.starts_with("x-") {
        paths.extensions.extend(extension(key, value));
        return;
    }
    // `parameters` for all paths, and other things that are no path and no object.
    if !key.starts_with('/') && !matches!(value, Tree::Object(_)) {
        unknown(reader, "`paths`", key, at);
        return;
    }
    let Some(item) = reader.read(Shape::One(ObjectKind::PathItem), key, value, at) else {
        return;
    };
    let path = if key.starts_with('/') {
        key.to_owned()
    } else {
        reader
            .arena
            .context
            .repaired(at.join(key), "a path does not start with `/`");
        let path = format!("/{key}");
        let place = at.pointer.join(&path);
        if let Some(operations) = reader.operations.remove(&at.pointer.join(key)) {
            reader.operations.insert(place.clone(), operations);
        }
        reader.written.insert(place, at.join(key));
        path
    };
    paths.paths.insert(path, ReferenceOr::Item(item));
}

fn read_path_items(
    reader: &mut EnvelopeReader<'_, '_>,
    value: &Tree,
    at: &Address,
) -> IndexMap<String, openapiv3::PathItem> {
    let read = |reader: &mut EnvelopeReader<'_, '_>, members: &Object, at: &Address| {
        let mut items = IndexMap::with_capacity(members.len());
        for (key, value) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
            let item = reader.read(Shape::One(ObjectKind::PathItem), key, value, at);
            items.extend(item.map(|item| (key.clone(), item)));
        }
        items
    };
    reader.section(value, at, read).unwrap_or_default()
}

/// Reads the webhooks of a section, except those whose keys are known.
fn read_webhooks(
    reader: &mut EnvelopeReader<'_, '_>,
    value: &Tree,
    at: &Address,
    known: &[Webhook],
) -> Vec<Webhook> {
    let members = value.as_object().into_iter().flatten();
    for (name, value) in members.filter(|(name, _)| name.starts_with("x-")) {
        let context = &mut reader.arena.context;
        context.check_extension(Some(ExtendedObject::Webhooks), name, value, at);
    }
    let items = read_path_items(reader, value, at).into_iter();
    let items = items.filter(|(key, _)| known.iter().all(|it| it.key != *key));
    let webhooks = items.map(|(key, item)| Webhook {
        address: at.join(&key),
        key,
        item,
    });
    webhooks.collect()
}

fn read_components(
    reader: &mut EnvelopeReader<'_, '_>,
    value: &Tree,
    at: &Address,
    envelope: &mut Envelope,
) -> openapiv3::Components {
    let read = |reader: &mut EnvelopeReader<'_, '_>, sections: &Object, at: &Address| {
        read_sections(reader, sections, at, envelope)
    };
    reader.section(value, at, read).unwrap_or_default()
}

fn read_sections(
    reader: &mut EnvelopeReader<'_, '_>,
    sections: &Object,
    at: &Address,
    envelope: &mut Envelope,
) -> openapiv3::Components {
    let mut components = openapiv3::Components::default();
    if let Some(schemas) = sections.get("schemas") {
        components.schemas = read_schemas(reader, schemas, &at.join("schemas"));
    }
    for (key, value) in sections {
        let place = at.join(key);
        match key.as_str() {
            "schemas" | "links" => {}
            "responses" => components.responses = reader.named(ObjectKind::Response, value, &place),
            "parameters" => {
                components.parameters = reader.named(ObjectKind::Parameter, value, &place);
            }
            "examples" => components.examples = reader.named(ObjectKind::Example, value, &place),
            "headers" => components.headers = reader.named(ObjectKind::Header, value, &place),
            "callbacks" => components.callbacks = reader.named(ObjectKind::Callback, value, &place),
            "requestBodies" => {
                components.request_bodies = reader.named(ObjectKind::RequestBody, value, &place);
            }
            "securitySchemes" => {
                let mut copies = reader.copies(ObjectKind::SecurityScheme, value, &place);
                envelope.certificates = take_certificates(&mut copies);
                leave_unknown_schemes(reader, &mut copies, &place);
                components.security_schemes =
                    reader.typed(ObjectKind::SecurityScheme, &copies, &place);
            }
            "pathItems" => envelope.path_items = read_path_items(reader, value, &place),
            // They are copied to where they are referred to; here only their schemas matter.
            "mediaTypes" => {
                reader
                    .arena
                    .report_early("`mediaTypes` of components", at.join(key));
                reader.member(Shape::Map(ObjectKind::MediaType), key, value, at);
            }
            _ if key.starts_with("x-") => {
                let context = &mut reader.arena.context;
                context.check_extension(Some(ExtendedObject::Components), key, value, at);
                components.extensions.extend(extension(key, value));
            }
            _ => unknown(reader, "components", key, at),
        }
    }
    components
}

fn read_schemas(
    reader: &mut EnvelopeReader<'_, '_>,
    value: &Tree,
    at: &Address,
) -> IndexMap<String, ReferenceOr<openapiv3::Schema>> {
    let read = |reader: &mut EnvelopeReader<'_, '_>, members: &Object, at: &Address| {
        let mut references = IndexMap::with_capacity(members.len());
        for name in members.keys() {
            let place = at.join(name);
            let reference = reference_text(&place, reader.arena.context.files.main());
            reader.arena.place_component(name, place);
            references.insert(name.clone(), ReferenceOr::Reference { reference });
        }
        references
    };
    reader.section(value, at, read).unwrap_or_default()
}

/// Removes the security schemes of type `mutualTLS`, which `openapiv3` does not know, and
/// references to them. Returns their names.
fn take_certificates(schemes: &mut IndexMap<String, Tree>) -> IndexSet<String> {
    let mut certificates = IndexSet::new();
    loop {
        let is_certificate = |scheme: &Tree| match component(scheme) {
            Some(name) => certificates.contains(&name),
            None => scheme.get("type").and_then(Tree::as_str) == Some("mutualTLS"),
        };
        let found: Vec<String> = schemes
            .iter()
            .filter(|(_, scheme)| is_certificate(scheme))
            .map(|(name, _)| name.clone())
            .collect();
        if found.is_empty() {
            return certificates;
        }
        schemes.retain(|name, _| !found.contains(name));
        certificates.extend(found);
    }
}

/// Returns the key of the component that a copy refers to.
fn component(copy: &Tree) -> Option<String> {
    let reference = copy.get("$ref").and_then(Tree::as_str)?;
    let pointer = Pointer::from_fragment(reference.strip_prefix('#')?)?;
    pointer.last().map(Into::into)
}

/// Removes the security schemes that neither `openapiv3` nor bindings support.
fn leave_unknown_schemes(
    reader: &mut EnvelopeReader<'_, '_>,
    schemes: &mut IndexMap<String, Tree>,
    at: &Address,
) {
    let known = ["apiKey", "http", "oauth2", "openIdConnect"];
    schemes.retain(|name, scheme| {
        let type_ = scheme.get("type").and_then(Tree::as_str);
        let Some(type_) = type_.filter(|type_| !known.contains(type_)) else {
            return true;
        };
        let message = format!("security schemes of type `{type_}` are not supported; left out");
        reader.arena.context.repaired(at.join(name), message);
        false
    });
}

fn unknown(reader: &mut EnvelopeReader<'_, '_>, parent: &str, key: &str, at: &Address) {
    let message = format!("unknown key `{key}` of {parent} is ignored");
    reader
        .arena
        .context
        .warnings
        .add(&UNKNOWN_KEYWORD, Place::Key(at.join(key)), message);
}

fn extension(key: &str, value: &Tree) -> Option<(String, serde_json::Value)> {
    Some((key.to_owned(), serde_json::Value::deserialize(value).ok()?))
}

impl EnvelopeReader<'_, '_> {
    /// Reads the members of a section with `read`; `None` if the section is null, or is not an
    /// object, which is reported. A whole reference is followed.
    fn section<T>(
        &mut self,
        value: &Tree,
        at: &Address,
        read: impl FnOnce(&mut Self, &Object, &Address) -> T,
    ) -> Option<T> {
        let key = at.pointer.last().unwrap_or_default();
        if let Some(text) = whole_reference(value) {
            let read = |reader: &mut Self, node: &Tree, at: &Address| match node {
                Tree::Object(members) => Some(read(reader, members, at)),
                other => {
                    reader.wrong(at.clone(), &format!("`{key}`"), "an object", other);
                    None
                }
            };
            return self.follow_whole(&format!("`{key}`"), text, at, read);
        }
        match value {
            Tree::Object(members) => return Some(read(self, members, at)),
            Tree::Null => self
                .arena
                .context
                .repaired(at, format!("`{key}` is null; left out")),
            other => self.wrong(at.clone(), &format!("`{key}`"), "an object", other),
        }
        None
    }

    /// Reads the members of a section of `components`.
    fn named<T: DeserializeOwned>(
        &mut self,
        kind: ObjectKind,
        value: &Tree,
        at: &Address,
    ) -> IndexMap<String, ReferenceOr<T>> {
        let copies = self.copies(kind, value, at);
        self.typed(kind, &copies, at)
    }

    /// Copies the members of a section of `components`.
    fn copies(&mut self, kind: ObjectKind, value: &Tree, at: &Address) -> IndexMap<String, Tree> {
        let read = |reader: &mut Self, members: &Object, at: &Address| {
            let mut copies = IndexMap::new();
            for (name, value) in members {
                let copy = reader.object(kind, value, &at.join(name));
                copies.extend(copy.map(|copy| (name.clone(), copy)));
            }
            copies
        };
        self.section(value, at, read).unwrap_or_default()
    }

    /// Deserializes the copied members of a section of `components`.
    fn typed<T: DeserializeOwned>(
        &mut self,
        kind: ObjectKind,
        copies: &IndexMap<String, Tree>,
        at: &Address,
    ) -> IndexMap<String, ReferenceOr<T>> {
        let mut named = IndexMap::with_capacity(copies.len());
        for (name, copy) in copies {
            if let Some(reference) = copy.get("$ref").and_then(Tree::as_str) {
                let reference = reference.to_owned();
                named.insert(name.clone(), ReferenceOr::Reference { reference });
            } else {
                let item = self.deserialize(Shape::One(kind), copy, &at.join(name));
                named.extend(item.map(|item| (name.clone(), ReferenceOr::Item(item))));
            }
        }
        self.check_circles(&named, at);
        named
    }

    /// Reports the members of a section that only refer to each other.
    fn check_circles<T>(&mut self, named: &IndexMap<String, ReferenceOr<T>>, at: &Address) {
        let next = named.values().map(|item| match item {
            ReferenceOr::Item(_) => None,
            ReferenceOr::Reference { reference } => {
                let pointer = Pointer::from_fragment(reference.strip_prefix('#')?)?;
                named.get_index_of(&*pointer.last()?)
            }
        });
        let place = |index| named.get_index(index).map(|(name, _)| at.join(name));
        for circle in cycle::find_cycles(&next.collect::<Vec<_>>()) {
            let mut places = circle.into_iter().filter_map(place);
            let Some(first) = places.next() else { continue };
            let message = "the `$ref` refers back to itself";
            let context = &mut self.arena.context;
            let report = context.diagnostics.report(&REF_CYCLE, first, message);
            for place in places {
                report.related(place, "through this");
            }
        }
    }

    /// Reads the member `key` of the object at `at`.
    fn read<T: DeserializeOwned>(
        &mut self,
        shape: Shape,
        key: &str,
        value: &Tree,
        at: &Address,
    ) -> Option<T> {
        let copy = self.member(shape, key, value, at)?;
        self.deserialize(shape, &copy, &at.join(key))
    }

    pub(super) fn deserialize<T: DeserializeOwned>(
        &mut self,
        shape: Shape,
        copy: &Tree,
        at: &Address,
    ) -> Option<T> {
        match T::deserialize(copy) {
            Ok(value) => Some(value),
            Err(error) => {
                let refused = locate_error(shape, copy, &at.pointer);
                let (noun, pointer, message) = refused
                    .unwrap_or_else(|| ("this", at.pointer.clone(), error.message().to_owned()));
                let message = format!("{noun} is invalid: {message}");
                let place = origin(&self.written, at.file, &pointer);
                self.arena
                    .context
                    .diagnostics
                    .report(&ENVELOPE, place, message);
                None
            }
        }
    }
}
