//! Random schemas, each with keywords that belong together.

use codegen::tree::{Number, Object, Tree};

use super::draft::{Draft, object, text, texts};
use super::literal;
use super::spelling::TEXTS;

const TYPES: &[&str] = &["string", "integer", "number", "boolean"];

const FORMATS: &[&str] = &[
    "int32",
    "int64",
    "uint64",
    "byte",
    "binary",
    "date",
    "date-time",
    "uuid",
    "float",
    "xyz",
];

const PATTERNS: &[&str] = &[
    "^a+$",
    "[",
    "\\d{2}",
    "^(a|b)*$",
    "^x-",
    "",
    "\"#",
    "(?<a>x)\\k<a>",
];

/// Values of `x-rust-name`, most of which collide with other names.
const RUST_NAMES: &[&str] = &[
    "Shared", "Pet", "GetA", "Thing", "Other", "Checker", "Unknown",
];

/// A schema with subschemas, nested at most `depth` levels deep.
pub(super) fn schema(draft: &mut Draft, depth: usize) -> Tree {
    if draft.once_in(5) {
        return reference(draft);
    }
    let mut schema = Object::default();
    let set = &mut |key: &str, value: Tree| drop(schema.insert(key.to_owned(), value));
    let below = depth.saturating_sub(1);
    match draft.random.below(if depth == 0 { 6 } else { 18 }) {
        0 => set("format", text(draft.one(FORMATS))),
        1 | 2 => scalar(draft, set),
        3 => set("enum", literal::random_values(draft, None)),
        4 if draft.is_31 => set("const", literal::random_value(draft, None)),
        5 if draft.is_31 && draft.once_in(3) => return Tree::from(draft.once_in(2)),
        4 | 5 => return reference(draft),
        9 => array(draft, below, set),
        10 => all_of(draft, below, set),
        11 => union(draft, "oneOf", below, set),
        12 => union(draft, "anyOf", below, set),
        13 => set("additionalProperties", self::schema(draft, below)),
        14 => set("not", self::schema(draft, below)),
        15 if draft.is_31 => condition(draft, below, set),
        16 if draft.is_31 => tuple(draft, below, set),
        17 if draft.is_31 => several_types(draft, below, set),
        _ => members(draft, below, set),
    }
    annotations(draft, below, set);
    Tree::Object(Box::new(schema))
}

/// Sets a keyword of the schema that is being generated.
type Set<'s> = &'s mut dyn FnMut(&str, Tree);

/// A reference to a component or to a subschema of one.
fn reference(draft: &mut Draft) -> Tree {
    if draft.is_31 && draft.once_in(12) {
        let anchor = format!("#{}", draft.key());
        return object([("$ref", text(&anchor)), ("description", text("Beside."))]);
    }
    if draft.is_31 && draft.once_in(12) {
        let target = format!("#/components/schemas/{}/$defs/inner", draft.key());
        return object([("$ref", text(&target))]);
    }
    draft.reference("schemas")
}

fn scalar(draft: &mut Draft, set: Set<'_>) {
    let ty = draft.one(TYPES);
    set("type", text(ty));
    if draft.once_in(3) {
        set("format", text(draft.one(FORMATS)));
    }
    if draft.once_in(3) {
        let of = (!draft.once_in(5)).then_some(ty);
        set("enum", literal::random_values(draft, of));
    }
    if draft.once_in(4) {
        set(draft.one(&["minimum", "maximum"]), literal::number(draft));
        set("minLength", small(draft));
    }
    if draft.once_in(6) {
        set("pattern", text(draft.one(PATTERNS)));
    }
}

fn members(draft: &mut Draft, depth: usize, set: Set<'_>) {
    if !draft.once_in(4) {
        set("type", text("object"));
    }
    let names = draft.names(6);
    let properties: Vec<_> = names.iter().map(|it| (*it, schema(draft, depth))).collect();
    set("properties", object(properties));
    if draft.once_in(2) {
        let required = draft.names(3);
        set("required", texts(&required));
    }
    if draft.once_in(4) {
        let any = schema(draft, depth);
        let additional = [Tree::from(true), Tree::from(false), any];
        set(
            "additionalProperties",
            additional[draft.random.below(3)].clone(),
        );
    }
    if draft.once_in(8) {
        let name = draft.name();
        set("discriminator", object([("propertyName", text(name))]));
    }
    if draft.once_in(8) {
        set(draft.one(&["minProperties", "maxProperties"]), small(draft));
    }
    if draft.is_31 && draft.once_in(4) {
        let (key, name) = (draft.one(PATTERNS), draft.name());
        let inner = schema(draft, depth);
        match draft.random.below(5) {
            0 => set("patternProperties", object([(key, inner)])),
            1 => set("dependentSchemas", object([(name, inner)])),
            2 => set("propertyNames", inner),
            3 => set("unevaluatedProperties", inner),
            _ => {
                let needed = texts(&[draft.name()]);
                set("dependentRequired", object([(name, needed)]));
            }
        }
    }
}

fn array(draft: &mut Draft, depth: usize, set: Set<'_>) {
    set("type", text("array"));
    set("items", schema(draft, depth));
    if draft.once_in(3) {
        set("uniqueItems", Tree::from(true));
        set(draft.one(&["minItems", "maxItems"]), small(draft));
    }
    if draft.is_31 && draft.once_in(5) {
        set(
            draft.one(&["contains", "unevaluatedItems"]),
            schema(draft, depth),
        );
    }
}

fn all_of(draft: &mut Draft, depth: usize, set: Set<'_>) {
    set("allOf", draft.several(3, |draft| schema(draft, depth)));
    if draft.once_in(2) {
        members(draft, depth, set);
    }
}

fn union(draft: &mut Draft, keyword: &str, depth: usize, set: Set<'_>) {
    let null = if draft.is_31 {
        object([("type", text("null"))])
    } else {
        object([("enum", Tree::Array(vec![Tree::Null]))])
    };
    let is_tagged = draft.once_in(3);
    let one = |draft: &mut Draft| match draft.random.below(6) {
        0 => null.clone(),
        1..=4 if is_tagged => draft.reference("schemas"),
        _ => schema(draft, depth),
    };
    set(keyword, draft.several(4, one));
    if is_tagged {
        let tag = ("propertyName", text(draft.name()));
        let target = format!("#/components/schemas/{}", draft.key());
        let mapping = object([(draft.name(), text(&target)), ("b", text(draft.key()))]);
        let mapping = draft.once_in(2).then_some(("mapping", mapping));
        set("discriminator", object([tag].into_iter().chain(mapping)));
    }
    if draft.once_in(4) {
        members(draft, depth, set);
    }
}

fn condition(draft: &mut Draft, depth: usize, set: Set<'_>) {
    for keyword in ["if", "then", "else"] {
        if !draft.once_in(4) {
            set(keyword, schema(draft, depth));
        }
    }
}

fn tuple(draft: &mut Draft, depth: usize, set: Set<'_>) {
    set(
        "prefixItems",
        draft.several(3, |draft| schema(draft, depth)),
    );
    if draft.once_in(2) {
        set("items", schema(draft, depth));
    }
}

fn several_types(draft: &mut Draft, depth: usize, set: Set<'_>) {
    let types = [draft.one(TYPES), draft.one(&["null", "array", "object"])];
    set("type", texts(&types));
    set("items", schema(draft, depth));
    let name = draft.name();
    set("properties", object([(name, schema(draft, depth))]));
}

/// Keywords that any schema may have.
fn annotations(draft: &mut Draft, depth: usize, set: Set<'_>) {
    if !draft.is_31 && draft.once_in(6) {
        set("nullable", Tree::from(true));
    }
    if draft.once_in(4) {
        set("description", text(draft.one(TEXTS)));
    }
    if draft.once_in(10) {
        set(
            draft.one(&["default", "example"]),
            literal::random_value(draft, None),
        );
    }
    if draft.once_in(10) {
        set(
            draft.one(&["readOnly", "writeOnly", "deprecated"]),
            Tree::from(true),
        );
    }
    if draft.once_in(60) {
        set("x-rust-name", text(draft.one(RUST_NAMES)));
    }
    if draft.is_31 && depth > 0 && draft.once_in(20) {
        let name = draft.name();
        set("$defs", object([(name, schema(draft, depth - 1))]));
    }
}

fn small(draft: &mut Draft) -> Tree {
    let number = Number::parse(draft.one(&["0", "1", "2", "3"]));
    Tree::Number(number.expect("they are numbers"))
}
