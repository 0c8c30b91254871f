//! An API in, its items out, each with its places and the words that mean it.

use crate::ir::{Api, BodyContent, Event, Operation, Security, TypeDef, TypeId, TypeKind};

use super::item::Item;
use super::place::{Places, find_places};
use super::subject::Subject;

/// An item with the words that mean it.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) item: Item<'a>,
    /// Its path in Rust, below the module; or what it is called in the document.
    pub(super) path: String,
    /// All words that mean it, with dots between their parts.
    pub(super) keys: Vec<String>,
    pub(super) places: Places,
}

/// Collects all items of an API.
pub(super) fn collect_items<'a>(subject: &'a Subject<'a>) -> Vec<Entry<'a>> {
    let api = subject.api;
    let mut collector = Collector {
        subject,
        entries: Vec::new(),
    };
    collector.collect_connection(api);
    for (index, def) in api.types.iter().enumerate() {
        collector.collect_type(TypeId(index), def);
    }
    for operation in &api.operations {
        collector.collect_operation(operation);
    }
    collector.collect_webhooks(api);
    for error in &api.errors {
        let constant = error.constant.as_str();
        let mut keys = vec![constant.to_owned(), error.name.clone()];
        if let Some(code) = &error.code {
            keys.extend([code.clone(), format!("{} {code}", error.status)]);
        }
        collector.add(Item::Error(error), format!("errors::{constant}"), keys);
    }
    collector.entries
}

struct Collector<'a> {
    subject: &'a Subject<'a>,
    entries: Vec<Entry<'a>>,
}

impl<'a> Collector<'a> {
    fn add(&mut self, item: Item<'a>, path: String, mut keys: Vec<String>) {
        keys.push(path.replace("::", "."));
        keys.sort_unstable();
        keys.dedup();
        let places = find_places(self.subject, &item);
        self.entries.push(Entry {
            item,
            path,
            keys,
            places,
        });
    }

    /// Adds a part of an item: `.name` or `::Name` in Rust, and a name in the document.
    fn add_part(&mut self, item: Item<'a>, owner: &str, part: &str, wire: &str) {
        let path = format!("{owner}{part}");
        self.add(item, path, vec![format!("{owner}.{wire}")]);
    }

    fn collect_connection(&mut self, api: &'a Api) {
        let module = api.module.as_str().to_owned();
        self.add(Item::Module(api), String::new(), vec![module]);
        for (index, server) in api.servers.iter().enumerate() {
            self.add(Item::Server(index, server), server.url.clone(), Vec::new());
        }
        for scheme in &api.schemes {
            self.add(Item::Scheme(scheme), scheme.name.clone(), Vec::new());
        }
        if api.security != Security::Undeclared {
            self.add(Item::Security, "security".to_owned(), Vec::new());
        }
        for feature in &api.features {
            let (name, tag) = (feature.name.to_string(), feature.tag.clone());
            self.add(Item::Feature(feature), name, vec![tag]);
        }
    }

    fn collect_type(&mut self, id: TypeId, def: &'a TypeDef) {
        let name = def.name.as_str();
        self.add(Item::Type(id, def), name.to_owned(), Vec::new());
        match &def.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    let item = Item::Field(id, def, field);
                    self.add_part(item, name, &format!(".{}", field.name), &field.wire);
                }
                for (wire, value) in &object.constants {
                    let item = Item::Constant(id, def, wire, value);
                    self.add_part(item, name, &format!(".{wire}"), wire);
                }
                if let Some(others) = &object.others {
                    let item = Item::Others(id, def, others);
                    self.add_part(item, name, &format!(".{}", others.name), "*");
                }
            }
            TypeKind::StringEnum(string_enum) => {
                for (variant, value) in &string_enum.variants {
                    let item = Item::Value(id, def, variant, value);
                    self.add_part(item, name, &format!("::{variant}"), value);
                }
            }
            TypeKind::Tagged(tagged) => {
                for variant in &tagged.variants {
                    let item = Item::Variant(id, def, tagged, variant);
                    let path = format!("{name}::{}", variant.name);
                    let keys = variant.values().map(|it| format!("{name}.{it}")).collect();
                    self.add(item, path, keys);
                }
            }
            TypeKind::Union(alternatives) => {
                for it in alternatives {
                    let item = Item::Alternative(id, def, it);
                    self.add_part(item, name, &format!("::{}", it.name), it.name.as_str());
                }
            }
            TypeKind::Tuple(items) => {
                for (index, it) in items.iter().enumerate() {
                    let (item, index) = (Item::Element(id, def, index, it), index.to_string());
                    self.add_part(item, name, &format!(".{index}"), &index);
                }
            }
            TypeKind::Newtype(_) | TypeKind::Alias(_) => {}
        }
    }

    fn collect_operation(&mut self, operation: &'a Operation) {
        let Operation {
            name, method, path, ..
        } = operation;
        let name = name.as_str();
        let mut keys = vec![path.clone(), format!("{method} {path}")];
        keys.extend(operation.id.clone());
        self.add(Item::Operation(operation), name.to_owned(), keys);
        for parameter in &operation.parameters {
            let item = Item::Parameter(operation, parameter);
            self.add_part(item, name, &format!(".{}", parameter.name), &parameter.wire);
        }
        if let Some(body) = &operation.call.body {
            let item = Item::Body(operation, body);
            self.add_part(item, name, &format!(".{}", body.field), body.field.as_str());
            if let BodyContent::Choice { name, .. } = &body.content {
                let item = Item::BodyEnum(operation, name, "requestBody");
                self.add(item, name.to_string(), Vec::new());
            }
        }
        if let Some(it) = &operation.call.response_enum {
            let item = Item::BodyEnum(operation, &it.name, "responses");
            self.add(item, it.name.to_string(), Vec::new());
        }
    }

    fn collect_webhooks(&mut self, api: &'a Api) {
        if let Some(events) = &api.events {
            let name = events.name.as_str();
            self.add(Item::Events(events), name.to_owned(), Vec::new());
            for event in &events.variants {
                let path = format!("{name}::{}", event.name);
                self.add(Item::Event(events, event), path, vec![event.value.clone()]);
            }
        }
        for webhook in &api.webhooks {
            let events = api.events.iter().flat_map(|events| &events.variants);
            let is_event = |event: &Event| event.address == webhook.address;
            if !events.into_iter().any(is_event) {
                let path = format!("{} {}", webhook.method.to_lowercase(), webhook.key);
                self.add(Item::Webhook(webhook), path, vec![webhook.key.clone()]);
            } else if let Some(known) = self.entries.iter_mut().find(
                |it| matches!(it.item, Item::Event(_, event) if event.address == webhook.address),
            ) {
                known.keys.push(webhook.key.clone());
            }
        }
    }
}
