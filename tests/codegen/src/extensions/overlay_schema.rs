//! Extensions in, a JSON Schema of the overlays that have them out.
//!
//! Which object an action changes is said by the end of its target, as far as it is said at all. The
//! schema follows the objects of OpenAPI down from there, so that each key is offered where it has an
//! effect, and refused elsewhere.

use codegen::diagnostic::Diagnostics;
use codegen::extension::{ALL, ExtendedObject, Member, Shape};
use codegen::source::{self, Sources};
use serde_json::{Map, Value, json};

/// The segments of a target: `.name`, `['name']` and `[?@.in == 'path']`, as patterns of their own, which
/// match faster than one with both.
const SEGMENTS: [&str; 2] = [r" ?\.[^ .\[]+", r" ?\[[^\[\]]*\]"];

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An object of OpenAPI that an action may change, or that lies on the way to one.
struct Object {
    name: &'static str,
    extended: Option<ExtendedObject>,
    /// The ends of the targets that select it.
    targets: Vec<String>,
    members: Vec<(&'static str, Value)>,
    /// What all other members are, if they are of one kind.
    others: Option<&'static str>,
}

impl Object {
    fn new<const N: usize>(name: &'static str, members: [(&'static str, Value); N]) -> Self {
        Self {
            name,
            extended: None,
            targets: Vec::new(),
            members: members.into(),
            others: None,
        }
    }

    /// An object with members of one kind, by names of the API.
    fn map(name: &'static str, others: &'static str) -> Self {
        Self {
            others: Some(others),
            ..Self::new(name, [])
        }
    }

    fn extended(mut self, object: ExtendedObject) -> Self {
        self.extended = Some(object);
        self
    }

    /// Adds an end of targets, a pattern.
    fn at(mut self, target: impl Into<String>) -> Self {
        self.targets.push(target.into());
        self
    }

    /// Adds targets that end with one of these keys.
    fn at_keys(self, keys: &[&str]) -> Self {
        ends(keys).into_iter().fold(self, Self::at)
    }

    /// Adds targets that end with one of these keys and a segment.
    fn below_keys(self, keys: &[&str]) -> Self {
        let below = |end: String| SEGMENTS.map(|segment| format!("{end}{segment}"));
        ends(keys).into_iter().flat_map(below).fold(self, Self::at)
    }
}

/// Patterns for one of these keys: `.key`, `['key']`.
fn ends(keys: &[&str]) -> [String; 2] {
    let keys: Vec<String> = keys.iter().map(|it| it.replace('$', r"\$")).collect();
    let keys = keys.join("|");
    [
        format!(r" ?\.({keys})"),
        format!(r#" ?\[['"]({keys})['"]\]"#),
    ]
}

/// The text of the schema.
pub(super) fn write() -> String {
    let objects = objects();
    let mut definitions: Map<String, Value> = objects
        .iter()
        .map(|it| (it.name.to_owned(), definition(it)))
        .collect();
    definitions.insert("any".to_owned(), any());
    for extension in ALL {
        let mut value = shape(extension.shape);
        value["description"] = json!(extension.summary);
        value["examples"] = json!([yaml(extension.example)]);
        definitions.insert(extension.key.to_owned(), value);
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "OpenAPI overlays with the keys that the generator reads",
        "description": "Overlay Specification 1.0 and 1.1, with evidence for every action and the \
                        extensions of README.md. Written by a test: do not edit.",
        "type": "object",
        "required": ["overlay", "info", "actions"],
        "properties": {
            "overlay": {
                "description": "The version of the Overlay Specification.",
                "type": "string",
                "pattern": r"^1\.[01]\.[0-9]+$",
            },
            "info": {
                "type": "object",
                "required": ["title", "version"],
                "properties": {
                    "title": { "type": "string" },
                    "version": { "type": "string" },
                    "description": { "type": "string" },
                },
                "patternProperties": { "^x-": true },
                "additionalProperties": false,
            },
            "extends": { "description": "The document that this is for.", "type": "string" },
            "actions": { "type": "array", "minItems": 1, "items": action(&objects) },
        },
        "patternProperties": { "^x-": true },
        "additionalProperties": false,
        "$defs": definitions,
    });
    serde_json::to_string_pretty(&schema).expect("it is JSON") + "\n"
}

/// An action: its target decides what its update may have.
fn action(objects: &[Object]) -> Value {
    let mut properties = json!({
        "target": {
            "description": "A JSONPath query (RFC 9535) for the nodes to change.",
            "type": "string",
        },
        "description": { "type": "string" },
        "update": { "description": "What to merge into every node." },
        "remove": { "description": "Whether to remove every node.", "type": "boolean" },
        "copy": {
            "description": "A JSONPath query for what to merge into every node (Overlay 1.1).",
            "type": "string",
        },
    });
    let evidence = ALL
        .iter()
        .filter(|it| it.objects.contains(&ExtendedObject::Action));
    for extension in evidence {
        properties[extension.key] = reference(extension.key);
    }
    let mut action = json!({
        "type": "object",
        "required": ["target"],
        "properties": properties,
        "patternProperties": { "^x-": true },
        "additionalProperties": false,
        "anyOf": [
            { "required": ["update"] },
            { "required": ["copy"] },
            { "required": ["remove"] },
        ],
        "oneOf": [
            { "required": ["x-because"] },
            { "required": ["x-seen-at"] },
            { "required": ["x-source"] },
            { "required": ["x-reason"] },
        ],
    });
    let update = |name: &str| json!({ "properties": { "update": reference(name) } });
    let mut choice = update("any");
    for object in objects.iter().rev().filter(|it| !it.targets.is_empty()) {
        let targets = object.targets.iter();
        let targets: Vec<Value> = targets
            .map(|it| json!({ "pattern": format!("{it}$") }))
            .collect();
        choice = json!({
            "if": { "properties": { "target": { "anyOf": targets } } },
            "then": update(object.name),
            "else": choice,
        });
    }
    let choice = choice.as_object().expect("it was made above").clone();
    action
        .as_object_mut()
        .expect("it was made above")
        .extend(choice);
    action
}

/// The objects of OpenAPI with schemas below them, in the order in which targets are tried.
fn objects() -> Vec<Object> {
    let schemas = |keys: &[&'static str], value: &Value| -> Vec<(&'static str, Value)> {
        keys.iter().map(|key| (*key, value.clone())).collect()
    };
    let maps = [
        "properties",
        "patternProperties",
        "dependentSchemas",
        "$defs",
        "definitions",
    ];
    let lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
    let single = [
        "items",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "additionalProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "propertyNames",
        "contentSchema",
    ];
    let schema = reference("schema");
    let mut keywords = schemas(&maps, &map("schema"));
    keywords.extend(schemas(&lists, &list("schema")));
    keywords.extend(schemas(&single, &schema));
    let media = [("schema", schema.clone()), ("itemSchema", schema.clone())];
    let described = [("schema", schema), ("content", map("media-type"))];
    let operations = METHODS.map(|method| (method, reference("operation")));
    let paths = ["paths", "webhooks", "x-webhooks", "pathItems"];
    let methods = METHODS.join("|");
    let mut path_item =
        Object::new("path-item", [("parameters", list("parameter"))]).below_keys(&paths);
    path_item.members.extend(operations);
    vec![
        Object::new(
            "document",
            [
                ("components", reference("components")),
                ("paths", map("path-item")),
                ("webhooks", reference("webhooks")),
            ],
        )
        .extended(ExtendedObject::Document)
        .at(r"^\$"),
        Object::new(
            "components",
            [
                ("schemas", map("schema")),
                ("parameters", map("parameter")),
                ("headers", map("header")),
                ("requestBodies", map("request-body")),
                ("responses", map("response")),
                ("pathItems", map("path-item")),
            ],
        )
        .extended(ExtendedObject::Components)
        .at(r"^\$\.components"),
        // A section of `components`, whose members have names of the API.
        Object::new("section", []).at(r"^\$\.components\.[^.\[]+"),
        Object::map("webhooks", "path-item")
            .extended(ExtendedObject::Webhooks)
            .at(r"^\$\.(x-)?webhooks"),
        Object {
            members: keywords,
            ..Object::new("schema", [])
        }
        .extended(ExtendedObject::Schema)
        .below_keys(&maps)
        .below_keys(&["schemas"])
        .below_keys(&lists)
        .at_keys(&["schema", "itemSchema"])
        .at_keys(&single),
        path_item,
        Object::new("parameter", described.clone())
            .extended(ExtendedObject::Parameter)
            .below_keys(&["parameters"]),
        Object::new("header", described).below_keys(&["headers"]),
        Object::new("request-body", [("content", map("media-type"))])
            .extended(ExtendedObject::RequestBody)
            .at_keys(&["requestBody"])
            .below_keys(&["requestBodies"]),
        Object::new(
            "response",
            [("headers", map("header")), ("content", map("media-type"))],
        )
        .extended(ExtendedObject::Response)
        .below_keys(&["responses"]),
        Object::map("responses", "response")
            .extended(ExtendedObject::Responses)
            .at_keys(&["responses"]),
        Object::new("media-type", media).below_keys(&["content"]),
        Object::new(
            "operation",
            [
                ("parameters", list("parameter")),
                ("requestBody", reference("request-body")),
                ("responses", reference("responses")),
                (
                    "callbacks",
                    json!({ "additionalProperties": map("path-item") }),
                ),
            ],
        )
        .extended(ExtendedObject::Operation)
        .at(r"\.paths\.\*\.\*")
        .at(format!(r" ?\.({methods})"))
        .at(format!(r#" ?\[['"]({methods})['"][^\[\]]*\]"#))
        .at(r" ?\[\?[^\[\]]*operationId[^\[\]]*\]"),
    ]
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// An object with members by names of the API, and extensions.
fn map(name: &str) -> Value {
    json!({ "patternProperties": { "^x-": true }, "additionalProperties": reference(name) })
}

fn list(name: &str) -> Value {
    json!({ "items": reference(name) })
}

/// An object: what it has below it, the extensions that it may have, and those that it may not.
fn definition(object: &Object) -> Value {
    let Object {
        name: _,
        extended,
        targets: _,
        members,
        others,
    } = object;
    let mut properties = Map::new();
    for extension in ALL {
        let is_for = |it: &ExtendedObject| extended.as_ref() == Some(it);
        let value = if extension.objects.iter().any(is_for) {
            reference(extension.key)
        } else {
            json!(false)
        };
        properties.insert(extension.key.to_owned(), value);
    }
    for (key, value) in members {
        properties.insert((*key).to_owned(), value.clone());
    }
    let mut definition = others.map_or_else(|| json!({}), map);
    definition["properties"] = Value::Object(properties);
    definition
}

/// A node of which the target does not say what it is: every extension, at any depth.
fn any() -> Value {
    let mut properties = Map::new();
    for extension in ALL {
        let value = match extension.objects {
            [ExtendedObject::Action] => json!(false),
            _ => reference(extension.key),
        };
        properties.insert(extension.key.to_owned(), value);
    }
    // Data of the API, which may have members of any name.
    for key in ["const", "default", "enum", "example", "examples"] {
        properties.insert(key.to_owned(), json!(true));
    }
    json!({
        "properties": properties,
        "patternProperties": { "^x-": true },
        "additionalProperties": reference("any"),
        "items": reference("any"),
    })
}

/// The schema of a value. As updates add up, none of them has to have every member.
fn shape(shape: Shape) -> Value {
    let text = || json!({ "type": "string" });
    match shape {
        Shape::Any => json!({}),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Count => json!({ "type": "integer", "minimum": 0 }),
        Shape::Text => text(),
        Shape::Choice(texts) => json!({ "enum": texts }),
        Shape::Pointer => json!({ "type": "string", "pattern": "^/" }),
        Shape::Texts => json!({ "type": "array", "items": text() }),
        Shape::Quotation => json!({
            "anyOf": [text(), { "type": "array", "minItems": 1, "items": text() }],
        }),
        Shape::Names => json!({ "type": "object", "additionalProperties": text() }),
        Shape::PathItems => {
            json!({ "type": "object", "additionalProperties": reference("path-item") })
        }
        Shape::TextOr(members) => {
            json!({ "anyOf": [text(), self::shape(Shape::Members(members))] })
        }
        Shape::ListOfTextOr(members) => {
            json!({ "type": "array", "items": self::shape(Shape::TextOr(members)) })
        }
        Shape::TextOrEach(members) => json!({
            "type": "object",
            "additionalProperties": self::shape(Shape::TextOr(members)),
        }),
        Shape::Members(members) => {
            let members = members.iter().map(|member| {
                let Member {
                    name,
                    shape: of_member,
                    required,
                    summary,
                } = member;
                let mut value = self::shape(*of_member);
                let optional = if *required { "" } else { " Optional." };
                value["description"] = json!(format!("{summary}{optional}"));
                ((*name).to_owned(), value)
            });
            let members: Map<String, Value> = members.collect();
            json!({ "type": "object", "properties": members, "additionalProperties": false })
        }
    }
}

/// The JSON of a value in YAML.
fn yaml(text: &str) -> Value {
    let mut sources = Sources::default();
    let file = sources.add("example.yml".to_owned(), text.to_owned());
    let mut diagnostics = Diagnostics::default();
    let tree = source::parse(&sources, file, &mut diagnostics);
    let tree = tree.unwrap_or_else(|| panic!("{text}: {diagnostics:#?}"));
    serde_json::from_str(&tree.to_json()).expect("a tree is written as JSON")
}
