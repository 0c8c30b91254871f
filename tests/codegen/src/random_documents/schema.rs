//! Schemas of every form, each of some keywords that belong together.

use codegen::tree::{Number, Object, Tree};

use super::literal;
use super::making::{Making, object, text, texts};
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

/// What a schema may be called by an overlay: mostly what another thing is called.
const RUST_NAMES: &[&str] = &[
    "Shared", "Pet", "GetA", "Thing", "Other", "Checker", "Unknown",
];

/// A schema with others in it, at most so deep.
pub(super) fn schema(making: &mut Making, depth: usize) -> Tree {
    if making.once_in(5) {
        return reference(making);
    }
    let mut schema = Object::default();
    let set = &mut |key: &str, value: Tree| drop(schema.insert(key.to_owned(), value));
    let below = depth.saturating_sub(1);
    match making.random.below(if depth == 0 { 6 } else { 18 }) {
        0 => set("format", text(making.one(FORMATS))),
        1 | 2 => scalar(making, set),
        3 => set("enum", literal::list(making, None)),
        4 if making.is_31 => set("const", literal::of(making, None)),
        5 if making.is_31 && making.once_in(3) => return Tree::from(making.once_in(2)),
        4 | 5 => return reference(making),
        9 => array(making, below, set),
        10 => all_of(making, below, set),
        11 => union(making, "oneOf", below, set),
        12 => union(making, "anyOf", below, set),
        13 => set("additionalProperties", self::schema(making, below)),
        14 => set("not", self::schema(making, below)),
        15 if making.is_31 => condition(making, below, set),
        16 if making.is_31 => tuple(making, below, set),
        17 if making.is_31 => several_types(making, below, set),
        _ => members(making, below, set),
    }
    annotations(making, below, set);
    Tree::Object(Box::new(schema))
}

/// Sets a keyword of the schema that is being made.
type Set<'s> = &'s mut dyn FnMut(&str, Tree);

/// A reference to a component, or into one.
fn reference(making: &mut Making) -> Tree {
    if making.is_31 && making.once_in(12) {
        let anchor = format!("#{}", making.key());
        return object([("$ref", text(&anchor)), ("description", text("Beside."))]);
    }
    if making.is_31 && making.once_in(12) {
        let target = format!("#/components/schemas/{}/$defs/inner", making.key());
        return object([("$ref", text(&target))]);
    }
    making.reference("schemas")
}

fn scalar(making: &mut Making, set: Set<'_>) {
    let ty = making.one(TYPES);
    set("type", text(ty));
    if making.once_in(3) {
        set("format", text(making.one(FORMATS)));
    }
    if making.once_in(3) {
        let of = (!making.once_in(5)).then_some(ty);
        set("enum", literal::list(making, of));
    }
    if making.once_in(4) {
        set(making.one(&["minimum", "maximum"]), literal::number(making));
        set("minLength", small(making));
    }
    if making.once_in(6) {
        set("pattern", text(making.one(PATTERNS)));
    }
}

fn members(making: &mut Making, depth: usize, set: Set<'_>) {
    if !making.once_in(4) {
        set("type", text("object"));
    }
    let names = making.names(6);
    let properties: Vec<_> = names
        .iter()
        .map(|it| (*it, schema(making, depth)))
        .collect();
    set("properties", object(properties));
    if making.once_in(2) {
        let required = making.names(3);
        set("required", texts(&required));
    }
    if making.once_in(4) {
        let any = schema(making, depth);
        let additional = [Tree::from(true), Tree::from(false), any];
        set(
            "additionalProperties",
            additional[making.random.below(3)].clone(),
        );
    }
    if making.once_in(8) {
        let name = making.name();
        set("discriminator", object([("propertyName", text(name))]));
    }
    if making.once_in(8) {
        set(
            making.one(&["minProperties", "maxProperties"]),
            small(making),
        );
    }
    if making.is_31 && making.once_in(4) {
        let (key, name) = (making.one(PATTERNS), making.name());
        let inner = schema(making, depth);
        match making.random.below(5) {
            0 => set("patternProperties", object([(key, inner)])),
            1 => set("dependentSchemas", object([(name, inner)])),
            2 => set("propertyNames", inner),
            3 => set("unevaluatedProperties", inner),
            _ => {
                let needed = texts(&[making.name()]);
                set("dependentRequired", object([(name, needed)]));
            }
        }
    }
}

fn array(making: &mut Making, depth: usize, set: Set<'_>) {
    set("type", text("array"));
    set("items", schema(making, depth));
    if making.once_in(3) {
        set("uniqueItems", Tree::from(true));
        set(making.one(&["minItems", "maxItems"]), small(making));
    }
    if making.is_31 && making.once_in(5) {
        set(
            making.one(&["contains", "unevaluatedItems"]),
            schema(making, depth),
        );
    }
}

fn all_of(making: &mut Making, depth: usize, set: Set<'_>) {
    set("allOf", making.several(3, |making| schema(making, depth)));
    if making.once_in(2) {
        members(making, depth, set);
    }
}

fn union(making: &mut Making, keyword: &str, depth: usize, set: Set<'_>) {
    let null = if making.is_31 {
        object([("type", text("null"))])
    } else {
        object([("enum", Tree::Array(vec![Tree::Null]))])
    };
    let is_tagged = making.once_in(3);
    let one = |making: &mut Making| match making.random.below(6) {
        0 => null.clone(),
        1..=4 if is_tagged => making.reference("schemas"),
        _ => schema(making, depth),
    };
    set(keyword, making.several(4, one));
    if is_tagged {
        let tag = ("propertyName", text(making.name()));
        let target = format!("#/components/schemas/{}", making.key());
        let mapping = object([(making.name(), text(&target)), ("b", text(making.key()))]);
        let mapping = making.once_in(2).then_some(("mapping", mapping));
        set("discriminator", object([tag].into_iter().chain(mapping)));
    }
    if making.once_in(4) {
        members(making, depth, set);
    }
}

fn condition(making: &mut Making, depth: usize, set: Set<'_>) {
    for keyword in ["if", "then", "else"] {
        if !making.once_in(4) {
            set(keyword, schema(making, depth));
        }
    }
}

fn tuple(making: &mut Making, depth: usize, set: Set<'_>) {
    set(
        "prefixItems",
        making.several(3, |making| schema(making, depth)),
    );
    if making.once_in(2) {
        set("items", schema(making, depth));
    }
}

fn several_types(making: &mut Making, depth: usize, set: Set<'_>) {
    let types = [making.one(TYPES), making.one(&["null", "array", "object"])];
    set("type", texts(&types));
    set("items", schema(making, depth));
    let name = making.name();
    set("properties", object([(name, schema(making, depth))]));
}

/// What any schema may say besides.
fn annotations(making: &mut Making, depth: usize, set: Set<'_>) {
    if !making.is_31 && making.once_in(6) {
        set("nullable", Tree::from(true));
    }
    if making.once_in(4) {
        set("description", text(making.one(TEXTS)));
    }
    if making.once_in(10) {
        set(
            making.one(&["default", "example"]),
            literal::of(making, None),
        );
    }
    if making.once_in(10) {
        set(
            making.one(&["readOnly", "writeOnly", "deprecated"]),
            Tree::from(true),
        );
    }
    if making.once_in(60) {
        set("x-rust-name", text(making.one(RUST_NAMES)));
    }
    if making.is_31 && depth > 0 && making.once_in(20) {
        let name = making.name();
        set("$defs", object([(name, schema(making, depth - 1))]));
    }
}

fn small(making: &mut Making) -> Tree {
    let number = Number::parse(making.one(&["0", "1", "2", "3"]));
    Tree::Number(number.expect("they are numbers"))
}
