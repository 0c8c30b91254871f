//! A small API for tests, with a type of each kind.

use indexmap::IndexMap;

use crate::name::{ConstName, FieldName, ModuleName, TypeName, VariantName};
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::{Number, Tree};

use super::{
    Alternative, Api, Body, BodyContent, BodyForm, Call, ClientMethod, Condition, Doc, Encoding,
    ErrorBody, Event, Events, Field, ForeignTypes, NamedError, ObjectDef, ObjectRule,
    ObjectRuleKind, Operation, Others, Parameter, ParameterPlace, Presence, RequestContent, Retry,
    Rule, RuleKind, Security, Selector, Signature, SignatureScheme, Step, StringEnum, Style,
    Tagged, TaggedVariant, Traits, Type, TypeDef, TypeId, TypeKind, Value, Variables, Webhook,
};

/// An API with these types; each is a component and in a file of its own.
pub(crate) fn api(types: Vec<(&str, TypeKind)>) -> Api {
    let def = |(name, kind): (&str, TypeKind)| TypeDef {
        name: TypeName::from_spelling(name),
        address: address(&["components", "schemas", name]),
        parts: Vec::new(),
        origins: vec![format!("#/components/schemas/{name}")],
        file: ModuleName::from_spelling(name),
        is_named: false,
        doc: Doc::default(),
        deprecated: false,
        presence: Presence::Always,
        kind,
        rules: Vec::new(),
        traits: Traits::default(),
        derives: Vec::new(),
    };
    Api {
        module: ModuleName::from_spelling("pets"),
        title: "Pets".to_owned(),
        doc: Doc::default(),
        source: address(&[]),
        servers: Vec::new(),
        schemes: Vec::new(),
        security: Security::Undeclared,
        variables: Variables::default(),
        features: Vec::new(),
        groups: Vec::new(),
        types: types.into_iter().map(def).collect(),
        depth: 0,
        components: IndexMap::new(),
        operations: Vec::new(),
        webhooks: Vec::new(),
        events: None,
        errors: Vec::new(),
        error_body: None,
        additions: Vec::new(),
        foreign: ForeignTypes::default(),
        checks_formats: false,
        untyped: Vec::new(),
    }
}

pub(crate) fn address(segments: &[&str]) -> Address {
    Address::new(
        FileId(0),
        Pointer::root().join_all(segments.iter().copied()),
    )
}

pub(crate) fn field(wire: &str, ty: Type) -> Field {
    Field {
        name: FieldName::from_spelling(wire),
        wire: wire.to_owned(),
        value: value(ty, &[]),
        required: false,
        argument: None,
        initial: None,
        direction: None,
        doc: Doc::default(),
        deprecated: false,
        default: None,
    }
}

pub(crate) fn required(wire: &str, ty: Type) -> Field {
    Field {
        required: true,
        argument: None,
        ..field(wire, ty)
    }
}

pub(crate) fn ruled(wire: &str, ty: Type, rules: &[Rule]) -> Field {
    Field {
        value: value(ty.clone(), rules),
        ..field(wire, ty)
    }
}

/// An operation without parameters, body or result.
pub(crate) fn operation(name: &str, method: &str, path: &str) -> Operation {
    Operation {
        name: TypeName::from_rust(name).expect("a legal name"),
        address: address(&["paths", path, &method.to_lowercase()]),
        id: None,
        method: method.to_owned(),
        path: path.to_owned(),
        template: path.to_owned(),
        tags: Vec::new(),
        doc: Doc::default(),
        parameters: Vec::new(),
        body: Vec::new(),
        body_required: false,
        empty_body: false,
        responses: Vec::new(),
        retry: Retry::Idempotent,
        pagination: None,
        expected_events: Vec::new(),
        callbacks: Vec::new(),
        security: None,
        servers: None,
        deprecated: false,
        presence: Presence::Always,
        call: Call::default(),
        client_methods: vec![ClientMethod {
            group: None,
            name: FieldName::from_spelling(name),
        }],
    }
}

/// An optional parameter without rules.
pub(crate) fn parameter(wire: &str, place: ParameterPlace, style: Style, ty: Type) -> Parameter {
    Parameter {
        name: FieldName::from_spelling(wire),
        wire: wire.to_owned(),
        place,
        value: value(ty, &[]),
        required: place == ParameterPlace::Path,
        argument: None,
        doc: Doc::default(),
        example: None,
        style,
        styles: Vec::new(),
        escaping: super::Escaping::Usual,
    }
}

/// A body that need not be there.
pub(crate) fn body(media_type: &str, form: BodyForm) -> Body {
    Body {
        field: FieldName::from_spelling("body"),
        required: false,
        content: BodyContent::One(RequestContent {
            media_type: media_type.to_owned(),
            form,
        }),
    }
}

pub(crate) fn step(field: &str, optional: bool, nullable: bool) -> Step {
    Step {
        field: FieldName::from_spelling(field),
        optional,
        nullable,
    }
}

pub(crate) fn value(ty: Type, rules: &[Rule]) -> Value {
    Value {
        ty,
        rules: rules.to_vec(),
    }
}

pub(crate) fn object(fields: Vec<Field>) -> TypeKind {
    TypeKind::Object(ObjectDef {
        fields,
        ..ObjectDef::default()
    })
}

pub(crate) fn string_enum(values: &[&str]) -> TypeKind {
    let variant = |value: &&str| (VariantName::from_spelling(value), (*value).to_owned());
    TypeKind::StringEnum(StringEnum {
        variants: values.iter().map(variant).collect(),
        code: None,
        open: false,
    })
}

pub(crate) fn rule(kind: RuleKind) -> Rule {
    Rule {
        kind,
        because: None,
        code: None,
    }
}

pub(crate) fn number(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

/// At least two, at most 800, resting on words and with a code.
fn range() -> Vec<Rule> {
    let rule = |kind| Rule {
        kind,
        because: Some("between 2 and 800".to_owned()),
        code: Some("10033".to_owned()),
    };
    vec![
        rule(RuleKind::Minimum(number("2"))),
        rule(RuleKind::Maximum(number("800"))),
    ]
}

/// An API with a type of each kind, webhooks and errors.
#[expect(clippy::too_many_lines, reason = "one of each kind")]
pub(crate) fn every_kind() -> Api {
    let named = |index| Type::Named(TypeId(index));
    let list = |ty| Type::Vec(Box::new(ty));
    let nullable = |ty| Type::Nullable(Box::new(ty));
    let boxed = |ty| Type::Box(Box::new(ty));
    let pet = ObjectDef {
        fields: vec![
            required("name", Type::String),
            Field {
                deprecated: true,
                ..field("type", named(1))
            },
            ruled("client_state", Type::Base64, &[rule(RuleKind::Base64)]),
            Field {
                default: Tree::Number(number("250")).into(),
                ..ruled("limit", Type::I64, &range())
            },
            field("note", nullable(Type::String)),
            field("born_at", Type::DateTime),
            field("weight", Type::F64),
            field("friends", list(named(0))),
            field("voice", boxed(named(2))),
            field("loud", Type::Bool),
            field("nick", named(7)),
            required("port", named(6)),
            ruled(
                "tags",
                list(Type::String),
                &[
                    rule(RuleKind::UniqueItems),
                    rule(RuleKind::Items(vec![rule(RuleKind::Pattern(
                        "^\\w+$".to_owned(),
                    ))])),
                ],
            ),
        ],
        constants: vec![("kind".to_owned(), "pet".to_owned())],
        others: Some(Others {
            name: FieldName::from_spelling("additional properties"),
            value: value(Type::Json, &[]),
            forbidden: true,
            undeclared: false,
            rules: vec![rule(RuleKind::MaxProperties(100_000))],
        }),
        rules: vec![
            ObjectRule {
                kind: ObjectRuleKind::MutuallyExclusive(vec!["note".to_owned(), "loud".to_owned()]),
                because: Some("cannot be used together".to_owned()),
                code: None,
            },
            ObjectRule {
                kind: ObjectRuleKind::Requires {
                    when: vec![
                        Condition::Equals("loud".to_owned(), Tree::from(true)),
                        Condition::Equals("type".to_owned(), Tree::String("cat".to_owned())),
                        Condition::Present("limit".to_owned()),
                    ],
                    then: vec!["weight".to_owned(), "name".to_owned()],
                },
                because: None,
                code: Some("10004".to_owned()),
            },
        ],
    };
    let tagged = |name: &str, value: &str, ty| TaggedVariant {
        name: VariantName::from_spelling(name),
        value: value.to_owned(),
        also: Vec::new(),
        ty,
    };
    let alternative = |name: &str, value| Alternative {
        name: VariantName::from_spelling(name),
        value,
    };
    let mut api = api(vec![
        ("Pet", TypeKind::Object(pet)),
        ("PetType", string_enum(&["cat", "dog", "\"#\u{202E}"])),
        (
            "Voice",
            TypeKind::Tagged(Tagged {
                is_optional: false,
                default: None,
                code: None,
                tag: "provider".to_owned(),
                variants: vec![
                    tagged("aws", "aws", named(3)),
                    tagged("azure", "azure", boxed(named(4))),
                    tagged("polly", "polly", named(3)),
                ],
            }),
        ),
        (
            "AwsVoice",
            TypeKind::Object(ObjectDef {
                constants: vec![("provider".to_owned(), "aws".to_owned())],
                ..ObjectDef::default()
            }),
        ),
        (
            "AzureVoice",
            object(vec![
                required("provider", Type::String),
                field("fallback", boxed(named(2))),
            ]),
        ),
        (
            "Count",
            TypeKind::Union(vec![
                alternative("Integer", value(Type::I64, &range())),
                alternative("Text", value(Type::String, &[rule(RuleKind::MinLength(1))])),
                alternative("Word", value(named(7), &[])),
                alternative("Itself", value(list(named(5)), &[])),
            ]),
        ),
        ("Port", TypeKind::Newtype(value(Type::I64, &range()))),
        ("Nick", TypeKind::Alias(Type::String)),
        ("Forest", TypeKind::Newtype(value(list(named(8)), &[]))),
        ("Errors", object(vec![required("errors", list(named(10)))])),
        (
            "Error",
            object(vec![
                required("code", Type::String),
                field("title", Type::String),
                field("detail", nullable(Type::String)),
                field("source", named(11)),
            ]),
        ),
        (
            "ErrorSource",
            object(vec![
                field("pointer", Type::String),
                field("parameter", nullable(Type::String)),
            ]),
        ),
        ("Rule", TypeKind::Alias(Type::Map(Box::new(Type::Json)))),
    ]);
    api.types[11].file = api.types[10].file.clone();
    api.types[0].doc = Doc {
        text: Some("A pet.".to_owned()),
        facts: vec!["read-only".to_owned()],
    };
    let event = |name: &str, ty: Type, state| Event {
        name: VariantName::from_spelling(name),
        value: name.to_owned(),
        selectors: vec![Selector {
            member: "event_type".to_owned(),
            values: vec![name.to_owned()],
        }],
        declared: ty.clone(),
        encoding: Encoding::Json,
        ty,
        state,
        address: address(&["webhooks", name]),
        doc: Doc {
            text: Some("Something happened.".to_owned()),
            facts: Vec::new(),
        },
    };
    let state = Some(vec![step("client_state", true, false)]);
    let webhook = |key: &str, ty: Type| Webhook {
        key: key.to_owned(),
        method: "POST".to_owned(),
        ty: Some(ty),
        encoding: Encoding::Json,
        address: address(&["webhooks", key]),
    };
    api.webhooks = vec![
        webhook("pet.born", named(0)),
        webhook("pet.died", named(0)),
        webhook("voice.heard", named(2)),
    ];
    api.events = Some(Events {
        name: TypeName::from_spelling("Event"),
        tags: vec!["event_type".to_owned()],
        envelope: Some("data".to_owned()),
        state: Some(vec!["client_state".to_owned()]),
        signature: Some(Signature {
            scheme: SignatureScheme::Ed25519,
            signature_header: "pets-signature".to_owned(),
            timestamp_header: "pets-timestamp".to_owned(),
            tolerance_seconds: 300,
            public_key_variable: Some("PETS_PUBLIC_KEY".to_owned()),
        }),
        note: None,
        variants: vec![
            event("pet.born", named(0), state.clone()),
            event("pet.died", named(0), state),
            event("voice.heard", named(2), None),
        ],
    });
    api.error_body = Some(ErrorBody {
        ty: TypeId(9),
        list: vec![step("errors", false, false)],
        code: Some(vec![step("code", false, false)]),
        title: Some(vec![step("title", true, false)]),
        detail: Some(vec![step("detail", true, true)]),
        pointer: Some(vec![
            step("source", true, false),
            step("pointer", true, false),
        ]),
        parameter: Some(vec![
            step("source", true, false),
            step("parameter", true, true),
        ]),
    });
    let json = Tree::Array(vec![Tree::String("a\u{202E}\u{1F642}".to_owned())]);
    api.errors = vec![NamedError {
        constant: ConstName::from_spelling("too_many_pets"),
        name: "too_many_pets".to_owned(),
        status: 422,
        code: Some("90032".to_owned()),
        title: Some("Too many <pets>".to_owned()),
        detail: None,
        pointer: Some("/limit".to_owned()),
        parameter: None,
        meta: None,
        json,
        address: address(&["components"]),
        reference: "#/components".to_owned(),
    }];
    api
}
