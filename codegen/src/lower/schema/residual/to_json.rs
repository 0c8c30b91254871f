//! A schema of the model in, JSON Schema out: what says something about values, and nothing else.

use indexmap::IndexMap;

use crate::document::schema::{Schema, SchemaId, Schemas};
use crate::tree::{Number, Object, Tree};

/// How deep schemas stand within each other. Those below stand in `$defs`, for readers of JSON have
/// a limit (128 levels in `serde_json`), and a schema takes up to three.
const DEPTH: usize = 30;

/// The largest number there is: greater ones stand for it, for readers of JSON refuse them.
const LARGEST: &str = "1.7976931348623157e308";

/// The schema, with what its references lead to in its `$defs`; `None` where it is made of more
/// than `most` others.
pub(super) fn schema_to_json(schemas: &Schemas, id: SchemaId, most: usize) -> Option<Tree> {
    let mut writer = Writer {
        schemas,
        places: IndexMap::new(),
        left: most,
    };
    let mut root = writer.schema(id, 0);
    let mut definitions = Object::default();
    let mut next = 0;
    while let Some((&target, ())) = writer.places.get_index(next) {
        let definition = writer.schema(target, 0);
        definitions.insert(next.to_string(), definition);
        next += 1;
    }
    if writer.left == 0 {
        return None;
    }
    if !definitions.is_empty()
        && let Tree::Object(members) = &mut root
    {
        members.insert("$defs".to_owned(), object(definitions));
    }
    Some(root)
}

struct Writer<'a> {
    schemas: &'a Schemas,
    /// What references led to so far: its place is its name.
    places: IndexMap<SchemaId, ()>,
    /// How many schemas may still be written.
    left: usize,
}

impl Writer<'_> {
    fn schema(&mut self, id: SchemaId, depth: usize) -> Tree {
        let schema = &self.schemas[id];
        if let Some(value) = schema.boolean {
            return value.into();
        }
        if self.left == 0 {
            return true.into();
        }
        if depth == DEPTH {
            let mut out = Object::default();
            self.refer(id, &mut out);
            return object(out);
        }
        self.left -= 1;
        let mut out = Object::default();
        self.keywords(schema, depth + 1, &mut out);
        object(out)
    }

    fn keywords(&mut self, schema: &Schema, depth: usize, out: &mut Object) {
        let Schema {
            boolean: _,
            reference,
            types,
            enumeration,
            constant,
            all_of,
            any_of,
            one_of,
            not,
            if_,
            then,
            else_,
            discriminator: _,
            properties,
            pattern_properties,
            additional_properties,
            unevaluated_properties,
            property_names,
            required,
            dependent_required,
            dependent_schemas,
            min_properties,
            max_properties,
            items,
            prefix_items,
            unevaluated_items,
            contains,
            min_contains,
            max_contains,
            min_items,
            max_items,
            unique_items,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            min_length,
            max_length,
            pattern,
            format: _,
            content_encoding: _,
            content_media_type: _,
            content_schema: _,
            title: _,
            description: _,
            default: _,
            examples: _,
            deprecated: _,
            read_only: _,
            write_only: _,
            extensions: _,
        } = schema;
        if let Some(reference) = reference {
            self.refer(*reference, out);
        }
        put_keyword(out, "type", types.as_deref().map(type_names));
        let values = enumeration.as_deref();
        let values = values.map(|values| Tree::Array(values.iter().map(finite_value).collect()));
        put_keyword(out, "enum", values);
        put_keyword(out, "const", constant.as_ref().map(finite_value));
        self.list("allOf", all_of, depth, out);
        self.list("anyOf", any_of.as_deref().unwrap_or_default(), depth, out);
        self.list("oneOf", one_of.as_deref().unwrap_or_default(), depth, out);
        for (keyword, part) in [
            ("not", not),
            ("if", if_),
            ("then", then),
            ("else", else_),
            ("additionalProperties", additional_properties),
            ("unevaluatedProperties", unevaluated_properties),
            ("propertyNames", property_names),
            ("items", items),
            ("unevaluatedItems", unevaluated_items),
            ("contains", contains),
        ] {
            put_keyword(out, keyword, part.map(|part| self.schema(part, depth)));
        }
        self.table("properties", properties, depth, out);
        self.table("patternProperties", pattern_properties, depth, out);
        self.table("dependentSchemas", dependent_schemas, depth, out);
        put_keyword(out, "required", names(required));
        if !dependent_required.is_empty() {
            let mut table = Object::default();
            for (name, needed) in dependent_required {
                table.insert(name.clone(), Tree::Array(texts(needed)));
            }
            put_keyword(out, "dependentRequired", Some(object(table)));
        }
        self.list("prefixItems", prefix_items, depth, out);
        for (keyword, count) in [
            ("minProperties", min_properties),
            ("maxProperties", max_properties),
            ("minContains", min_contains),
            ("maxContains", max_contains),
            ("minItems", min_items),
            ("maxItems", max_items),
            ("minLength", min_length),
            ("maxLength", max_length),
        ] {
            let number = count.and_then(|count| Number::parse(&count.to_string()));
            put_keyword(out, keyword, number.map(Tree::Number));
        }
        for (keyword, number) in [
            ("minimum", minimum),
            ("maximum", maximum),
            ("exclusiveMinimum", exclusive_minimum),
            ("exclusiveMaximum", exclusive_maximum),
            ("multipleOf", multiple_of),
        ] {
            put_keyword(out, keyword, number.as_ref().map(finite_number));
        }
        put_keyword(out, "uniqueItems", unique_items.then_some(true.into()));
        put_keyword(out, "pattern", pattern.as_deref().map(text));
    }

    fn refer(&mut self, target: SchemaId, out: &mut Object) {
        let (place, _) = self.places.insert_full(target, ());
        put_keyword(out, "$ref", Some(text(&format!("#/$defs/{place}"))));
    }

    fn list(&mut self, keyword: &str, parts: &[SchemaId], depth: usize, out: &mut Object) {
        if !parts.is_empty() {
            let parts = parts.iter().map(|&part| self.schema(part, depth));
            let parts = parts.collect();
            put_keyword(out, keyword, Some(Tree::Array(parts)));
        }
    }

    fn table(
        &mut self,
        keyword: &str,
        parts: &IndexMap<String, SchemaId>,
        depth: usize,
        out: &mut Object,
    ) {
        if !parts.is_empty() {
            let mut table = Object::default();
            for (name, &part) in parts {
                table.insert(name.clone(), self.schema(part, depth));
            }
            put_keyword(out, keyword, Some(object(table)));
        }
    }
}

fn put_keyword(out: &mut Object, keyword: &str, value: Option<Tree>) {
    if let Some(value) = value {
        out.insert(keyword.to_owned(), value);
    }
}

/// The value, its numbers such that a reader of JSON takes them.
fn finite_value(value: &Tree) -> Tree {
    match value {
        Tree::Null | Tree::Bool(_) | Tree::String(_) => value.clone(),
        Tree::Number(number) => finite_number(number),
        Tree::Array(items) => Tree::Array(items.iter().map(finite_value).collect()),
        Tree::Object(members) => {
            let mut out = Object::default();
            for (name, member) in members.iter() {
                out.insert(name.clone(), finite_value(member));
            }
            object(out)
        }
    }
}

fn finite_number(number: &Number) -> Tree {
    let value = number.as_f64();
    let sign = if value < 0.0 { "-" } else { "" };
    let largest = || Number::parse(&format!("{sign}{LARGEST}")).expect("it is a number");
    Tree::Number(if value.is_finite() {
        number.clone()
    } else {
        largest()
    })
}

fn object(members: Object) -> Tree {
    Tree::Object(members.into())
}

fn text(text: &str) -> Tree {
    Tree::String(text.to_owned())
}

fn texts(list: &[String]) -> Vec<Tree> {
    list.iter().map(|it| text(it)).collect()
}

fn names(list: &[String]) -> Option<Tree> {
    (!list.is_empty()).then(|| Tree::Array(texts(list)))
}

fn type_names(types: &[crate::document::schema::Type]) -> Tree {
    match types {
        [only] => text(only.name()),
        several => Tree::Array(several.iter().map(|it| text(it.name())).collect()),
    }
}
