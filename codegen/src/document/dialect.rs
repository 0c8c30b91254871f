//! Keywords of other dialects in, JSON Schema 2020-12 out: `nullable`, boolean `exclusiveMinimum`
//! and `format: byte` of OpenAPI 3.0, and tuples of older drafts.
//!
//! All versions of OpenAPI are read in the same way: documents that were converted to 3.1 still
//! have `nullable`, and documents of 3.0 use keywords of 3.1.

use super::arena::Role;
use super::keyword::Keyword;
use super::pattern;
use super::schema::{Schema, SchemaId, Type};
use super::schema_reader::SchemaReader;
use super::version::Version;
use crate::tree::{Number, Tree, Truth};

/// Folds the legacy keywords of a schema into it.
pub(super) fn fold(reader: &mut SchemaReader<'_, '_, '_>) {
    let schema = &mut reader.schema;
    if reader.legacy.exclusive_minimum {
        schema.exclusive_minimum = schema.minimum.take();
    }
    if reader.legacy.exclusive_maximum {
        schema.exclusive_maximum = schema.maximum.take();
    }
    if schema.items.is_none() && !schema.prefix_items.is_empty() {
        schema.items = reader.legacy.additional_items;
    }
    if schema.format.as_deref() == Some("byte") {
        schema.format = None;
        schema
            .content_encoding
            .get_or_insert_with(|| "base64".to_owned());
    }
    refer_dynamically(reader);
    name_members(&mut reader.schema);
    type_values(reader);
    name_null(reader);
    if reader.legacy.nullable {
        let version = reader.arena.version;
        if version >= Version::V31 {
            let number = version.number();
            let message =
                format!("`nullable` is not a keyword of OpenAPI {number}; read as in 3.0");
            reader.repaired("nullable", message);
        }
        if says_nothing(&reader.schema) && !reader.refers {
            reader.arena.null_alone.insert(reader.id);
        }
        admit_null(reader);
    }
}

/// Turns a `$dynamicRef` into a `$ref`; beside one, into an item of `allOf` with one.
fn refer_dynamically(reader: &mut SchemaReader<'_, '_, '_>) {
    const KEY: &str = "$dynamicRef";
    let Some(text) = reader.legacy.dynamic_reference.take() else {
        return;
    };
    let place = reader.address.join(KEY);
    let from = if reader.refers {
        let part = made(reader, KEY, Schema::default());
        reader.schema.all_of.push(part);
        part
    } else {
        reader.id
    };
    reader.refers = true;
    let role = Role::DynamicReference;
    reader.arena.refer(from, role, &text, place);
}

/// Whether a schema accepts every value.
fn says_nothing(schema: &Schema) -> bool {
    let is_silent =
        |it: &Keyword| it.is_annotation() && !matches!(it.name, "readOnly" | "writeOnly");
    schema.boolean.is_none() && schema.has_only(is_silent)
}

/// Turns a `patternProperties` whose pattern matches every name into `additionalProperties`;
/// exporters of TypeScript write records like that. Beside named members or other patterns, it
/// means more and is kept.
fn name_members(schema: &mut Schema) {
    let patterns = std::mem::take(&mut schema.pattern_properties).into_iter();
    schema.pattern_properties = patterns
        .map(|(pattern, value)| (pattern::with_flag(&pattern).into_owned(), value))
        .collect();
    let mut patterns = schema.pattern_properties.iter();
    let Some((_, &value)) = patterns.find(|(pattern, _)| pattern::matches_all(pattern)) else {
        return;
    };
    schema.additional_properties = Some(value);
    if schema.properties.is_empty() && schema.pattern_properties.len() == 1 {
        schema.pattern_properties.clear();
    }
}

/// Converts values of an `enum` that do not have the declared `type`. The type is what servers
/// send, so values are converted to it if possible, such as strings that lack their quotes in YAML;
/// if none can be converted, only `type` is used.
fn type_values(reader: &mut SchemaReader<'_, '_, '_>) {
    let schema = &mut reader.schema;
    let Some(types) = &schema.types else { return };
    let mut others = types.iter().copied().filter(|ty| *ty != Type::Null);
    let only = others.next().filter(|_| others.next().is_none());
    let keyword = match schema.enumeration {
        Some(_) => "enum",
        None => "const",
    };
    let values = schema.enumeration.iter_mut().flatten();
    let mut found = false;
    for value in values.chain(&mut schema.constant) {
        if types.iter().any(|ty| ty.has(value)) {
            continue;
        }
        if let Some(read) = only.and_then(|ty| read_as(ty, value)) {
            *value = read;
            found = true;
        }
    }
    let is_typed = |value: &Tree| types.iter().any(|ty| ty.has(value));
    let listed = schema.enumeration.as_deref().unwrap_or_default();
    let listed = listed.iter().chain(&schema.constant);
    let others = listed.filter(|value| **value != Tree::Null);
    let (fitting, others): (Vec<&Tree>, Vec<&Tree>) = others.partition(|it| is_typed(it));
    let has_others = !others.is_empty();
    if fitting.is_empty() && has_others {
        schema.enumeration = None;
        schema.constant = None;
        let message =
            format!("no value of `{keyword}` has the declared `type`; only `type` is used");
        reader.repaired(keyword, message);
        return;
    }
    if let Some(values) = schema.enumeration.as_mut().filter(|_| found || has_others) {
        let mut kept: Vec<Tree> = Vec::new();
        for value in values.drain(..) {
            if (value == Tree::Null || is_typed(&value)) && !kept.contains(&value) {
                kept.push(value);
            }
        }
        *values = kept;
    }
    if found && let Some(only) = only {
        let name = only.name();
        let message =
            format!("values of `{keyword}` do not have the declared `type`; read as {name}");
        reader.repaired(keyword, message);
    }
    if has_others {
        let message =
            format!("some values of `{keyword}` do not have the declared `type`; left out");
        reader.repaired(keyword, message);
    }
}

/// Converts a value to another type, if its text is a value of that type.
fn read_as(ty: Type, value: &Tree) -> Option<Tree> {
    match (ty, value) {
        (Type::String, Tree::Number(number)) => Some(Tree::String(number.written().to_owned())),
        (Type::String, Tree::Bool(value)) => Some(Tree::String(value.written().to_owned())),
        (Type::Integer | Type::Number, Tree::String(text)) => {
            let number = Tree::Number(Number::parse(text.trim())?);
            ty.has(&number).then_some(number)
        }
        (Type::Boolean, Tree::String(text)) => Truth::parse(text.trim()).map(Tree::Bool),
        _ => None,
    }
}

/// Reads an `enum` of null as the type null: OpenAPI 3.0 has no such type, so exporters write
/// another type with this `enum`.
fn name_null(reader: &mut SchemaReader<'_, '_, '_>) {
    let schema = &mut reader.schema;
    let only_null = schema.enumeration.as_deref() == Some(&[Tree::Null]);
    if reader.arena.version == Version::V30
        && only_null
        && let Some(types) = &mut schema.types
        && !types.contains(&Type::Null)
    {
        *types = vec![Type::Null];
        let message = "`enum` lists only null, which `type` does not allow; read as null";
        reader.repaired("enum", message.to_owned());
    }
}

/// Applies `nullable: true`: null is allowed, whatever else the schema states.
///
/// OpenAPI 3.0.3 requires a `type` beside it and a null in an `enum`. But documents have `nullable:
/// true` beside an `allOf` of one `$ref` and enums without null, and their servers send null.
fn admit_null(reader: &mut SchemaReader<'_, '_, '_>) {
    let schema = &mut reader.schema;
    schema.list_null();
    let unions = [schema.any_of.is_some(), schema.one_of.is_some()];
    let conjunction = !schema.all_of.is_empty() || reader.refers;
    if !conjunction && unions == [false, false] {
        return;
    }
    let null = Schema {
        types: Some(vec![Type::Null]),
        ..Schema::default()
    };
    let null = made(reader, "nullable", null);
    let schema = &mut reader.schema;
    for union in [&mut schema.any_of, &mut schema.one_of]
        .into_iter()
        .flatten()
    {
        union.push(null);
    }
    match (conjunction, &schema.any_of) {
        (false, _) => {}
        (true, None) => {
            let rest = split_conjunction(reader);
            reader.schema.any_of = Some(vec![rest, null]);
        }
        (true, Some(_)) => {
            let message = "`nullable` has no effect beside both `anyOf` and `allOf`".to_owned();
            reader.ignored("nullable", message);
        }
    }
}

/// Moves `$ref` and `allOf` into a schema of their own; a single item of `allOf` is that schema
/// already.
fn split_conjunction(reader: &mut SchemaReader<'_, '_, '_>) -> SchemaId {
    let all_of = std::mem::take(&mut reader.schema.all_of);
    if let ([only], false) = (all_of.as_slice(), reader.refers) {
        return *only;
    }
    let key = if reader.refers { "$ref" } else { "allOf" };
    let rest = made(
        reader,
        key,
        Schema {
            all_of,
            ..Schema::default()
        },
    );
    reader.arena.hand_over_reference(reader.id, rest);
    rest
}

/// Adds a schema that the document does not have, at the address of the keyword that it is made
/// from.
fn made(reader: &mut SchemaReader<'_, '_, '_>, key: &str, schema: Schema) -> SchemaId {
    let (id, _) = reader.arena.claim(reader.address.join(key));
    reader.arena.fill(id, schema);
    id
}
