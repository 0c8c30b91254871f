//! The table of the keywords of schemas.
//!
//! A row defines the field of [`Schema`](super::schema::Schema), how it is read, the suggestion for
//! misspelt keywords, whether it is an annotation, the JSON for the interpreter, and whether the
//! interpreter enforces it. A keyword with `EnforcedBy::Interpreter` needs nothing else.

/// A keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyword {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: KeywordKind,
    /// What enforces it.
    pub enforced_by: EnforcedBy,
    /// The form of its value.
    pub form: Form,
}

/// The kind of a keyword (JSON Schema 2020-12 §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeywordKind {
    /// It limits values by itself.
    Assertion,
    /// It applies subschemas.
    Applicator(Target),
    /// It decides the Rust type of values that it does not limit.
    Representation,
    /// It does not limit values.
    Annotation,
}

/// The values that an applicator applies its subschemas to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The value itself.
    InPlace,
    /// Members of an object.
    Members,
    /// Names of members.
    Names,
    /// Items of an array.
    Items,
}

/// What enforces a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnforcedBy {
    /// The Rust type, or a rule of its own.
    Type,
    /// The Rust type or a rule if possible, otherwise the interpreter.
    Either,
    /// The interpreter.
    Interpreter,
    /// Nothing.
    Nothing,
}

/// The form of the value of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A schema, or a reference to one.
    Schema,
    /// An array of schemas.
    List,
    /// Schemas by name.
    Map,
    /// Anything else.
    Data,
}

/// The name of the keyword for a `format` that is checked.
pub const CHECKED_FORMAT: &str = "checked format";

impl Keyword {
    /// Whether it limits values.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        matches!(
            self.kind,
            KeywordKind::Assertion | KeywordKind::Applicator(_)
        )
    }

    /// Whether it does not limit values.
    #[must_use]
    pub fn is_annotation(&self) -> bool {
        self.kind == KeywordKind::Annotation
    }
}

/// Calls a macro with the table.
///
/// The rows of `modelled` have the name, the field, its type, the kind, what enforces it, the form,
/// and the method of `SchemaReader` that reads it, in the order of the JSON for the interpreter.
/// Those of `folded` have no field, because they are converted to other keywords.
macro_rules! keyword_table {
    ($use:ident) => {
        $use! {
            modelled {
                /// `$ref`, resolved. Its siblings apply in 3.1; in 3.0, they are dropped.
                "$ref", reference: Option<SchemaId>, Applicator(InPlace), Type, Schema, reference;

                /// `type`, as a list; 3.0's `nullable: true` adds `null`.
                "type", types: Option<Vec<Type>>, Assertion, Type, Data, types;
                /// `enum`.
                "enum", enumeration: Option<Vec<Tree>>, Assertion, Type, Data, values;
                /// `const`.
                "const", constant: Option<Tree>, Assertion, Type, Data, any_value;

                /// `allOf`.
                "allOf", all_of: Vec<SchemaId>, Applicator(InPlace), Type, List, schema_list;
                /// `anyOf`; `None` if absent, because an empty one has another meaning.
                "anyOf", any_of: Option<Vec<SchemaId>>, Applicator(InPlace), Either, List, schema_list_if_any;
                /// `oneOf`.
                "oneOf", one_of: Option<Vec<SchemaId>>, Applicator(InPlace), Either, List, schema_list_if_any;
                /// `not`.
                "not", not: Option<SchemaId>, Applicator(InPlace), Either, Schema, schema_at;
                /// `if`.
                "if", if_: Option<SchemaId>, Applicator(InPlace), Either, Schema, schema_at;
                /// `then`.
                "then", then: Option<SchemaId>, Applicator(InPlace), Either, Schema, schema_at;
                /// `else`.
                "else", else_: Option<SchemaId>, Applicator(InPlace), Either, Schema, schema_at;

                /// `additionalProperties`.
                "additionalProperties", additional_properties: Option<SchemaId>, Applicator(Members), Either, Schema, schema_at;
                /// `unevaluatedProperties`.
                "unevaluatedProperties", unevaluated_properties: Option<SchemaId>, Applicator(Members), Either, Schema, schema_at;
                /// `propertyNames`.
                "propertyNames", property_names: Option<SchemaId>, Applicator(Names), Either, Schema, schema_at;
                /// `items`.
                "items", items: Option<SchemaId>, Applicator(Items), Type, Schema, items;
                /// `unevaluatedItems`.
                "unevaluatedItems", unevaluated_items: Option<SchemaId>, Applicator(Items), Either, Schema, schema_at;
                /// `contains`.
                "contains", contains: Option<SchemaId>, Applicator(Items), Either, Schema, schema_at;
                /// `properties`, in document order.
                "properties", properties: Map<SchemaId>, Applicator(Members), Type, Map, schema_map;
                /// `patternProperties`.
                "patternProperties", pattern_properties: Map<SchemaId>, Applicator(Members), Either, Map, schema_map;
                /// `dependentSchemas`.
                "dependentSchemas", dependent_schemas: Map<SchemaId>, Applicator(InPlace), Interpreter, Map, schema_map;

                /// `required`, each name once.
                "required", required: Vec<String>, Assertion, Type, Data, required;
                /// `dependentRequired`.
                "dependentRequired", dependent_required: Map<Vec<String>>, Assertion, Either, Data, dependent_required;
                /// `prefixItems`.
                "prefixItems", prefix_items: Vec<SchemaId>, Applicator(Items), Either, List, schema_list;

                /// `minProperties`.
                "minProperties", min_properties: Option<u64>, Assertion, Type, Data, count;
                /// `maxProperties`.
                "maxProperties", max_properties: Option<u64>, Assertion, Type, Data, count;
                /// `minContains`.
                "minContains", min_contains: Option<u64>, Assertion, Either, Data, count;
                /// `maxContains`.
                "maxContains", max_contains: Option<u64>, Assertion, Either, Data, count;
                /// `minItems`.
                "minItems", min_items: Option<u64>, Assertion, Type, Data, count;
                /// `maxItems`.
                "maxItems", max_items: Option<u64>, Assertion, Type, Data, count;
                /// `minLength`, in characters.
                "minLength", min_length: Option<u64>, Assertion, Type, Data, count;
                /// `maxLength`, in characters.
                "maxLength", max_length: Option<u64>, Assertion, Type, Data, count;
                /// `minimum`.
                "minimum", minimum: Option<Number>, Assertion, Type, Data, number;
                /// `maximum`.
                "maximum", maximum: Option<Number>, Assertion, Type, Data, number;
                /// `exclusiveMinimum`; 3.0's boolean form turns `minimum` into it.
                "exclusiveMinimum", exclusive_minimum: Option<Number>, Assertion, Type, Data, exclusive_minimum;
                /// `exclusiveMaximum`.
                "exclusiveMaximum", exclusive_maximum: Option<Number>, Assertion, Type, Data, exclusive_maximum;
                /// `multipleOf`.
                "multipleOf", multiple_of: Option<Number>, Assertion, Type, Data, divisor;
                /// `uniqueItems: true`.
                "uniqueItems", unique_items: bool, Assertion, Type, Data, flag;
                /// `pattern`, ECMA-262.
                "pattern", pattern: Option<String>, Assertion, Type, Data, pattern;

                /// `format`, if it is checked. No document has this key: `lower` sets it.
                "checked format", checked_format: Option<String>, Assertion, Type, Data, no_text;

                /// OpenAPI's `discriminator`.
                "discriminator", discriminator: Option<Box<Discriminator>>, Representation, Type, Data, discriminator;
                /// `format`; 3.0's `byte` becomes `contentEncoding: base64`, its `binary` stays.
                "format", format: Option<String>, Representation, Type, Data, text;
                /// `contentEncoding`.
                "contentEncoding", content_encoding: Option<String>, Representation, Type, Data, text;
                /// `contentMediaType`.
                "contentMediaType", content_media_type: Option<String>, Representation, Type, Data, text;
                /// `contentSchema`.
                "contentSchema", content_schema: Option<SchemaId>, Representation, Type, Schema, schema_at;

                /// `title`.
                "title", title: Option<String>, Annotation, Nothing, Data, prose;
                /// `description`.
                "description", description: Option<String>, Annotation, Nothing, Data, prose;
                /// `default`.
                "default", default: Option<Tree>, Annotation, Nothing, Data, any_value;
                /// `examples`, and 3.0's `example` as the first of them. Each with its own address.
                "examples", examples: Vec<(Address, Tree)>, Annotation, Nothing, Data, examples;
                /// `deprecated: true`.
                "deprecated", deprecated: bool, Annotation, Nothing, Data, flag;
                /// `readOnly: true`.
                "readOnly", read_only: bool, Annotation, Nothing, Data, flag;
                /// `writeOnly: true`.
                "writeOnly", write_only: bool, Annotation, Nothing, Data, flag;
            }
            folded {
                "$schema" | "$comment" | "$vocabulary", Data, ignore;
                "$id", Schema, identifier;
                "$anchor", Schema, anchor;
                "$dynamicAnchor", Schema, dynamic_anchor;
                "$dynamicRef", Schema, dynamic_reference;
                "$defs" | "definitions", Map, definitions;
                // Drafts before 2020-12.
                "$recursiveRef", Schema, recursive_reference;
                "$recursiveAnchor", Schema, recursive_anchor;
                "additionalItems", Schema, additional_items;
                "dependencies", Schema, dependencies;
                // OpenAPI 3.0.
                "nullable", Data, nullable;
                "example", Data, example;
                // OpenAPI.
                "xml", Data, xml;
                "externalDocs", Data, ignore;
            }
        }
    };
}

pub(super) use keyword_table;
