//! An item in, the places where the document describes it out.

use crate::document::Document;
use crate::extension::WEBHOOKS;
use crate::ir::{Operation, Parameter, Type, TypeDef, TypeId};
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::item::Item;
use super::subject::Subject;

/// The most references that are followed.
const MOST_HOPS: usize = 32;

/// Where an item is described, in files as they are after overlays.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Where it stands.
    pub(super) own: Vec<Address>,
    /// The schemas that are merged into it: targets of `$ref`, and items of `allOf`.
    pub(super) merged: Vec<Address>,
}

impl Places {
    /// All places, each once.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Address> {
        self.own.iter().chain(&self.merged)
    }

    fn at(place: Address) -> Self {
        Self {
            own: vec![place],
            merged: Vec::new(),
        }
    }
}

/// Finds the places of an item.
pub(super) fn find_places(subject: &Subject<'_>, item: &Item<'_>) -> Places {
    let finder = Finder {
        document: subject.document,
    };
    let root = &subject.api.source;
    match *item {
        Item::Module(_) | Item::Feature(_) => Places::at(root.clone()),
        Item::Server(index, _) => {
            let server = root.join("servers").join(&index.to_string());
            finder.existing(server, root)
        }
        Item::Scheme(scheme) => {
            let place = root.join_all(["components", "securitySchemes", &scheme.name]);
            finder.existing(place, &root.join("security"))
        }
        Item::Security => finder.existing(root.join("security"), root),
        Item::Type(_, def) => finder.type_places(def),
        Item::Field(_, def, field) => finder.member(def, &field.wire),
        Item::Constant(_, def, wire, _) => finder.member(def, wire),
        Item::Others(_, def, _) => finder.others(def),
        Item::Value(_, def, _, value) => finder.value(def, value),
        Item::Variant(_, def, _, variant) => {
            finder.alternative(subject, def, &variant.ty, Some(&variant.value))
        }
        Item::Alternative(_, def, it) => finder.alternative(subject, def, &it.value.ty, None),
        Item::Element(_, def, index, _) => finder.tuple_item(def, index),
        Item::Operation(operation) => Places::at(finder.written(&operation.address)),
        Item::Parameter(operation, parameter) => finder.parameter(operation, parameter),
        Item::Body(operation, _) => finder.request_body(operation),
        Item::BodyEnum(operation, _, part) => {
            Places::at(finder.written(&operation.address.join(part)))
        }
        Item::Events(_) => finder.existing(root.join("webhooks"), &root.join(WEBHOOKS.key)),
        Item::Event(_, event) => Places::at(finder.written(&event.address)),
        Item::Webhook(webhook) => Places::at(finder.written(&webhook.address)),
        Item::Error(error) => Places::at(finder.written(&error.address)),
    }
}

struct Finder<'a> {
    document: &'a Document,
}

impl Finder<'_> {
    fn node(&self, address: &Address) -> Option<&Tree> {
        self.document.node(address)
    }

    /// Where a part of the envelope is written.
    fn written(&self, address: &Address) -> Address {
        if address.file == self.document.file {
            self.document.origin(&address.pointer)
        } else {
            address.clone()
        }
    }

    /// The first of two places, if it exists.
    fn existing(&self, place: Address, otherwise: &Address) -> Places {
        let exists = self.node(&place).is_some();
        Places::at(if exists { place } else { otherwise.clone() })
    }

    fn type_places(&self, def: &TypeDef) -> Places {
        let mut own = vec![self.written(&def.address)];
        for origin in &def.origins {
            own.extend(self.origin(origin).filter(|it| !own.contains(it)));
        }
        let merged = own.iter().flat_map(|it| self.conjuncts(it));
        let merged: Vec<Address> = def.parts.iter().cloned().chain(merged).collect();
        self.distinct(own, merged)
    }

    /// The schema that the lock file calls so.
    fn origin(&self, reference: &str) -> Option<Address> {
        let reference = reference.split(' ').next()?;
        let pointer = Pointer::parse(reference.strip_prefix('#')?)?;
        let address = Address::new(self.document.file, pointer);
        self.node(&address).map(|_| address)
    }

    /// The places of a part of a type, and of all that is merged into each.
    fn parts(&self, def: &TypeDef, find: impl Fn(&Address, &Tree) -> Option<Address>) -> Places {
        let bases = self.type_places(def);
        let own = bases.iter().filter_map(|base| find(base, self.node(base)?));
        let own: Vec<Address> = own.collect();
        if own.is_empty() {
            return Places::at(bases.own[0].clone());
        }
        let merged = own.iter().flat_map(|it| self.conjuncts(it)).collect();
        self.distinct(own, merged)
    }

    fn member(&self, def: &TypeDef, wire: &str) -> Places {
        self.parts(def, |base, node| {
            let lists = ["properties", "headers"];
            let mut lists = lists.into_iter();
            let declared =
                lists.find(|list| node.get(list).is_some_and(|it| it.get(wire).is_some()));
            if let Some(list) = declared {
                return Some(base.join(list).join(wire));
            }
            let required = node.get("required")?.as_array()?;
            let index = required.iter().position(|it| it.as_str() == Some(wire))?;
            let is_declared = self.declares(def, wire);
            (!is_declared).then(|| base.join("required").join(&index.to_string()))
        })
    }

    /// Whether a schema of a type has a property.
    fn declares(&self, def: &TypeDef, wire: &str) -> bool {
        let bases = self.type_places(def);
        let mut nodes = bases.iter().filter_map(|base| self.node(base));
        nodes.any(|it| {
            it.get("properties")
                .is_some_and(|it| it.get(wire).is_some())
        })
    }

    fn others(&self, def: &TypeDef) -> Places {
        let keywords = ["additionalProperties", "patternProperties", "propertyNames"];
        self.parts(def, |base, node| {
            let keyword = keywords.iter().find(|it| node.get(it).is_some())?;
            Some(base.join(keyword))
        })
    }

    fn value(&self, def: &TypeDef, value: &str) -> Places {
        let is_value = |it: &Tree| it.as_str() == Some(value);
        self.parts(def, |base, node| {
            if node.get("const").is_some_and(is_value) {
                return Some(base.join("const"));
            }
            if let Some(values) = node.get("enum").and_then(Tree::as_array) {
                let index = values.iter().position(is_value)?;
                return Some(base.join("enum").join(&index.to_string()));
            }
            ["oneOf", "anyOf"].into_iter().find_map(|list| {
                let mut items = node.get(list)?.as_array()?.iter();
                let lists = |it: &Tree| {
                    let mut values = it
                        .get("enum")
                        .and_then(Tree::as_array)
                        .into_iter()
                        .flatten();
                    it.get("const").is_some_and(is_value) || values.any(is_value)
                };
                let index = items.position(lists)?;
                Some(base.join(list).join(&index.to_string()))
            })
        })
    }

    /// The entry of the mapping of a discriminator, or else the alternative of the same type.
    fn alternative(
        &self,
        subject: &Subject<'_>,
        def: &TypeDef,
        ty: &Type,
        tag: Option<&str>,
    ) -> Places {
        let target = ty.named().map(|TypeId(id)| &subject.api.types[id]);
        let targets = target.map(|it| self.type_places(it)).unwrap_or_default();
        self.parts(def, |base, node| {
            let mapping = base.join("discriminator").join("mapping");
            if let Some(tag) = tag.filter(|tag| {
                let mapping = node.get("discriminator").and_then(|it| it.get("mapping"));
                mapping.is_some_and(|it| it.get(tag).is_some())
            }) {
                return Some(mapping.join(tag));
            }
            ["oneOf", "anyOf"].into_iter().find_map(|list| {
                let items = node.get(list)?.as_array()?;
                let places = (0..items.len()).map(|it| base.join(list).join(&it.to_string()));
                let mut places = places.filter(|place| {
                    let all = self.conjuncts(place);
                    targets.own.iter().any(|it| it == place || all.contains(it))
                });
                places.next()
            })
        })
    }

    fn tuple_item(&self, def: &TypeDef, index: usize) -> Places {
        self.parts(def, |base, _| {
            let item = base.join("prefixItems").join(&index.to_string());
            let items = base.join("items");
            let mut places = [item, items].into_iter();
            places.find(|it| self.node(it).is_some())
        })
    }

    fn parameter(&self, operation: &Operation, parameter: &Parameter) -> Places {
        let operation = self.written(&operation.address);
        let around = operation.pointer.parent();
        let path_item = around.map(|pointer| Address::new(operation.file, pointer));
        for object in [Some(operation.clone()), path_item].into_iter().flatten() {
            let list = object.join("parameters");
            let items = self
                .node(&list)
                .and_then(Tree::as_array)
                .unwrap_or_default();
            for index in 0..items.len() {
                let item = list.join(&index.to_string());
                let target = self.follow(&item);
                let text = |key| self.node(&target)?.get(key)?.as_str();
                let is_same = text("name") == Some(&parameter.wire)
                    && text("in") == Some(parameter.place.keyword());
                if is_same {
                    let schema = self.conjuncts(&target.join("schema"));
                    let merged = [target].into_iter().chain(schema).collect();
                    return self.distinct(vec![item], merged);
                }
            }
        }
        Places::at(operation)
    }

    fn request_body(&self, operation: &Operation) -> Places {
        let body = self.written(&operation.address).join("requestBody");
        let target = self.follow(&body);
        self.distinct(vec![body], vec![target])
    }

    /// Follows `$ref` within the main file.
    fn follow(&self, address: &Address) -> Address {
        let mut address = address.clone();
        for _ in 0..MOST_HOPS {
            let target = self.node(&address).and_then(|it| it.get("$ref")?.as_str());
            let fragment = target.and_then(|it| it.strip_prefix('#'));
            let Some(pointer) = fragment.and_then(Pointer::from_fragment) else {
                break;
            };
            address = Address::new(address.file, pointer);
        }
        address
    }

    /// The schemas that apply wherever one does, without itself.
    fn conjuncts(&self, address: &Address) -> Vec<Address> {
        let schemas = &self.document.schemas;
        let Some(id) = schemas.find(address) else {
            return Vec::new();
        };
        let parts = schemas.conjuncts(id).into_iter().skip(1);
        parts.map(|it| schemas.address(it).clone()).collect()
    }

    fn distinct(&self, own: Vec<Address>, merged: Vec<Address>) -> Places {
        let mut places = Places {
            own: Vec::new(),
            merged: Vec::new(),
        };
        for place in own {
            if !places.own.contains(&place) {
                places.own.push(place);
            }
        }
        for place in merged {
            let is_known = places.iter().any(|it| *it == place);
            if !is_known && self.node(&place).is_some() {
                places.merged.push(place);
            }
        }
        places
    }
}
