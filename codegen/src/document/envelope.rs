//! The root of a document in, `openapiv3`'s reading of its frame out.
//!
//! Every object is handed over by itself, so that what is refused can be named.

use indexmap::{IndexMap, IndexSet};
use openapiv3::ReferenceOr;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::cycle;
use super::frame::{Frame, reference_text};
use super::grammar::{Kind, Shape};
use super::narrow::narrow;
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{ENVELOPE, KEYWORD_IGNORED, REF_CYCLE, UNKNOWN_KEYWORD};
use crate::pointer::{Address, Pointer};
use crate::tree::{Object, Tree};

/// The frame, and what OpenAPI 3.1 added to it.
pub(super) struct Envelope {
    pub(super) openapi: openapiv3::OpenAPI,
    pub(super) webhooks: IndexMap<String, openapiv3::PathItem>,
    pub(super) path_items: IndexMap<String, openapiv3::PathItem>,
    /// The security schemes of type `mutualTLS`, by name.
    pub(super) certificates: IndexSet<String>,
}

/// Reads the frame of the main document; problems are reported.
pub(super) fn read(root: &Object, frame: &mut Frame<'_, '_>) -> Envelope {
    let mut envelope = Envelope {
        openapi: openapiv3::OpenAPI::default(),
        webhooks: IndexMap::new(),
        path_items: IndexMap::new(),
        certificates: IndexSet::new(),
    };
    let openapi = &mut envelope.openapi;
    let at = Address::new(frame.lift.context.files.main(), Pointer::root());
    if !root.contains_key("info") {
        frame
            .lift
            .context
            .repaired(Place::File(at.file), "the document has no `info`");
    }
    // Component schemas come first among the schemas.
    if let Some(components) = root.get("components") {
        envelope.certificates = certificates(components);
        let (components, path_items) = read_components(frame, components, &at.join("components"));
        openapi.components = Some(components);
        envelope.path_items = path_items;
    }
    for (key, value) in root {
        match key.as_str() {
            "openapi" => {
                openapi.openapi = match value {
                    Tree::Number(number) => number.as_str().to_owned(),
                    value => value.as_str().unwrap_or_default().to_owned(),
                };
            }
            "info" => {
                let info = frame.read(Shape::One(Kind::Info), key, value, &at);
                openapi.info = info.unwrap_or_default();
            }
            "servers" => {
                let servers = frame.read(Shape::List(Kind::Server), key, value, &at);
                openapi.servers = servers.unwrap_or_default();
            }
            "tags" => {
                let tags = frame.read(Shape::List(Kind::Tag), key, value, &at);
                openapi.tags = tags.unwrap_or_default();
            }
            "security" => openapi.security = frame.read(Shape::Security, key, value, &at),
            "paths" => openapi.paths = read_paths(frame, value, &at.join(key)),
            "webhooks" => envelope.webhooks = read_path_items(frame, value, &at.join(key)),
            "components" | "externalDocs" | "$self" => {}
            "jsonSchemaDialect" => check_dialect(frame, value, &at.join(key)),
            _ if key.starts_with("x-") => {
                openapi.extensions.extend(extension(key, value));
            }
            _ => unknown(frame, "the document", key, &at),
        }
    }
    envelope
}

/// Schemas are read as JSON Schema 2020-12 whatever `jsonSchemaDialect` says.
fn check_dialect(frame: &mut Frame<'_, '_>, value: &Tree, at: &Address) {
    let known = [
        "//spec.openapis.org/oas/3.",
        "//json-schema.org/draft/2020-12/",
    ];
    if !value
        .as_str()
        .is_some_and(|uri| known.iter().any(|known| uri.contains(known)))
    {
        let message = "`jsonSchemaDialect` is ignored: schemas are read as JSON Schema 2020-12";
        frame
            .lift
            .context
            .remarks
            .add(&KEYWORD_IGNORED, at, message);
    }
}

fn read_paths(frame: &mut Frame<'_, '_>, value: &Tree, at: &Address) -> openapiv3::Paths {
    let mut paths = openapiv3::Paths::default();
    for (key, value) in frame.section(value, at).into_iter().flatten() {
        if key.starts_with("x-") {
            paths.extensions.extend(extension(key, value));
            continue;
        }
        // `parameters` for all paths, and other things that are no path and no object.
        if !key.starts_with('/') && !matches!(value, Tree::Object(_)) {
            unknown(frame, "`paths`", key, at);
            continue;
        }
        let Some(item) = frame.read(Shape::One(Kind::PathItem), key, value, at) else {
            continue;
        };
        let path = if key.starts_with('/') {
            key.clone()
        } else {
            frame
                .lift
                .context
                .repaired(at.join(key), "a path does not start with `/`");
            let path = format!("/{key}");
            frame.written.insert(at.pointer.join(&path), at.join(key));
            path
        };
        paths.paths.insert(path, ReferenceOr::Item(item));
    }
    paths
}

fn read_path_items(
    frame: &mut Frame<'_, '_>,
    value: &Tree,
    at: &Address,
) -> IndexMap<String, openapiv3::PathItem> {
    let mut items = IndexMap::new();
    for (key, value) in frame.section(value, at).into_iter().flatten() {
        if !key.starts_with("x-") {
            let item = frame.read(Shape::One(Kind::PathItem), key, value, at);
            items.extend(item.map(|item| (key.clone(), item)));
        }
    }
    items
}

fn read_components(
    frame: &mut Frame<'_, '_>,
    value: &Tree,
    at: &Address,
) -> (openapiv3::Components, IndexMap<String, openapiv3::PathItem>) {
    let mut components = openapiv3::Components::default();
    let mut path_items = IndexMap::new();
    let Some(sections) = frame.section(value, at) else {
        return (components, path_items);
    };
    if let Some(schemas) = sections.get("schemas") {
        components.schemas = read_schemas(frame, schemas, &at.join("schemas"));
    }
    for (key, value) in sections {
        let place = at.join(key);
        match key.as_str() {
            "schemas" | "links" => {}
            "responses" => components.responses = frame.named(Kind::Response, value, &place),
            "parameters" => components.parameters = frame.named(Kind::Parameter, value, &place),
            "examples" => components.examples = frame.named(Kind::Example, value, &place),
            "headers" => components.headers = frame.named(Kind::Header, value, &place),
            "callbacks" => components.callbacks = frame.named(Kind::Callback, value, &place),
            "requestBodies" => {
                components.request_bodies = frame.named(Kind::RequestBody, value, &place);
            }
            "securitySchemes" => {
                let value = known_schemes(frame, value, &place);
                components.security_schemes = frame.named(Kind::SecurityScheme, &value, &place);
            }
            "pathItems" => path_items = read_path_items(frame, value, &place),
            // They are copied to where they are referred to; here only their schemas matter.
            "mediaTypes" => {
                frame.member(Shape::Map(Kind::MediaType), key, value, at);
            }
            _ if key.starts_with("x-") => components.extensions.extend(extension(key, value)),
            _ => unknown(frame, "components", key, at),
        }
    }
    (components, path_items)
}

fn read_schemas(
    frame: &mut Frame<'_, '_>,
    value: &Tree,
    at: &Address,
) -> IndexMap<String, ReferenceOr<openapiv3::Schema>> {
    let mut references = IndexMap::new();
    for name in frame.section(value, at).into_iter().flat_map(Object::keys) {
        let place = at.join(name);
        let reference = reference_text(&place, at.file);
        frame.lift.place_component(name, place);
        references.insert(name.clone(), ReferenceOr::Reference { reference });
    }
    references
}

/// The names of the security schemes that ask for a client certificate, which `openapiv3` does not
/// know.
fn certificates(components: &Tree) -> IndexSet<String> {
    let schemes = components.get("securitySchemes").and_then(Tree::as_object);
    let schemes = schemes.into_iter().flatten();
    let certificates = schemes.filter(|(_, scheme)| is_certificate(scheme));
    certificates.map(|(name, _)| name.clone()).collect()
}

fn is_certificate(scheme: &Tree) -> bool {
    scheme.get("type").and_then(Tree::as_str) == Some("mutualTLS")
}

/// The security schemes that `openapiv3` knows, and bindings can do something with.
fn known_schemes(frame: &mut Frame<'_, '_>, value: &Tree, at: &Address) -> Tree {
    let mut known = value.clone();
    if let Some(schemes) = known.as_object_mut() {
        schemes.retain(|name, scheme| {
            let type_ = scheme.get("type").and_then(Tree::as_str);
            let keep = type_.is_none_or(|type_| {
                ["apiKey", "http", "oauth2", "openIdConnect", "basic"].contains(&type_)
            });
            if !keep && !is_certificate(scheme) {
                let type_ = type_.unwrap_or_default();
                let message = format!("security schemes of type `{type_}` are left out");
                frame.lift.context.repaired(at.join(name), message);
            }
            keep
        });
    }
    known
}

fn unknown(frame: &mut Frame<'_, '_>, parent: &str, key: &str, at: &Address) {
    let message = format!("`{key}` is not part of {parent}, and has no effect");
    frame
        .lift
        .context
        .remarks
        .add(&UNKNOWN_KEYWORD, Place::Key(at.join(key)), message);
}

fn extension(key: &str, value: &Tree) -> Option<(String, serde_json::Value)> {
    Some((key.to_owned(), serde_json::Value::deserialize(value).ok()?))
}

impl Frame<'_, '_> {
    /// The members of a section: none if it is null, or no object, which is reported.
    fn section<'t>(&mut self, value: &'t Tree, at: &Address) -> Option<&'t Object> {
        let key = at.pointer.last().unwrap_or_default();
        match value {
            Tree::Object(members) => return Some(members),
            Tree::Null => self
                .lift
                .context
                .repaired(at, format!("`{key}` is null; left out")),
            other => self.wrong(at.clone(), &format!("`{key}`"), "an object", other),
        }
        None
    }

    /// The members of a section of `components`.
    fn named<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        value: &Tree,
        at: &Address,
    ) -> IndexMap<String, ReferenceOr<T>> {
        let mut named = IndexMap::new();
        for (name, value) in self.section(value, at).into_iter().flatten() {
            let place = at.join(name);
            let Some(copy) = self.object(kind, value, &place) else {
                continue;
            };
            if let Some(reference) = copy.get("$ref").and_then(Tree::as_str) {
                let reference = reference.to_owned();
                named.insert(name.clone(), ReferenceOr::Reference { reference });
            } else {
                let item = self.deserialize(Shape::One(kind), &copy, &place);
                named.extend(item.map(|item| (name.clone(), ReferenceOr::Item(item))));
            }
        }
        self.check_circles(&named, at);
        named
    }

    /// Reports the members of a section that are references to each other and nothing else.
    fn check_circles<T>(&mut self, named: &IndexMap<String, ReferenceOr<T>>, at: &Address) {
        let next = named.values().map(|item| match item {
            ReferenceOr::Item(_) => None,
            ReferenceOr::Reference { reference } => {
                let pointer = Pointer::from_fragment(reference.strip_prefix('#')?)?;
                named.get_index_of(&*pointer.last()?)
            }
        });
        let place = |index| named.get_index(index).map(|(name, _)| at.join(name));
        for circle in cycle::circles(&next.collect::<Vec<_>>()) {
            let mut places = circle.into_iter().filter_map(place);
            let Some(first) = places.next() else { continue };
            let message = "the `$ref` leads back to itself";
            let context = &mut self.lift.context;
            let report = context.diagnostics.report(&REF_CYCLE, first, message);
            for place in places {
                report.related(place, "by way of this");
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

    fn deserialize<T: DeserializeOwned>(
        &mut self,
        shape: Shape,
        copy: &Tree,
        at: &Address,
    ) -> Option<T> {
        match T::deserialize(copy) {
            Ok(value) => Some(value),
            Err(error) => {
                let refused = narrow(shape, copy, &at.pointer);
                let (noun, pointer, message) = refused
                    .unwrap_or_else(|| ("this", at.pointer.clone(), error.message().to_owned()));
                let message = format!("{noun} is not legal: {message}");
                let place = super::origin(&self.written, at.file, &pointer);
                self.lift
                    .context
                    .diagnostics
                    .report(&ENVELOPE, place, message);
                None
            }
        }
    }
}
