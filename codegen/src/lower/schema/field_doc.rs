//! A schema in use in, the documentation of the field out.

use crate::document::schema::{Schema, SchemaId};
use crate::ir::{Direction, Doc, Value};
use crate::lower::ctx::Ctx;
use crate::lower::rule_words::{describe_rules, inline_value};
use crate::tree::Tree;

use super::doc::{description, notes, title};
use super::{merged, null};

/// The documentation of a field, and other annotations.
pub(in crate::lower) struct FieldDoc {
    pub(in crate::lower) doc: Doc,
    pub(in crate::lower) deprecated: bool,
    pub(super) default: Option<Tree>,
    /// From `readOnly` and `writeOnly`; `None` for both together.
    pub(super) direction: Option<Direction>,
}

/// Documents a field by the schema of the property, and by the target of its `$ref` where that is
/// silent; adds rules, default and example in words.
pub(in crate::lower) fn document_field(ctx: &Ctx<'_>, id: SchemaId, value: &Value) -> FieldDoc {
    let schemas = list_parts(ctx, id);
    let text = schemas.iter().find_map(|schema| description(schema));
    let text = text.or_else(|| schemas.iter().find_map(|schema| title(schema)));
    // A default or example of a part may not be valid for the whole. That of the schema itself is
    // validated elsewhere.
    let lists = schemas
        .iter()
        .filter_map(|schema| merged::listed_values(schema));
    let lists: Vec<Vec<Tree>> = lists.collect();
    let holds = |value: &&Tree, of: &Schema| {
        std::ptr::eq(of, schemas[0]) || lists.iter().all(|list| list.contains(value))
    };
    let default = schemas.iter().find_map(|schema| {
        let default = schema.default.as_ref();
        default.filter(|it| holds(it, schema)).cloned()
    });
    let mut facts = describe_rules(&value.rules);
    for note in schemas.iter().flat_map(|schema| notes(schema)) {
        if !facts.contains(&note) {
            facts.push(note);
        }
    }
    if let Some(default) = &default
        && !names_default(text.as_deref().unwrap_or_default(), default)
    {
        facts.push(format!("default {}", inline_value(default)));
    }
    let example = schemas.iter().find_map(|schema| {
        let mut examples = schema.examples.iter().map(|(_, example)| example);
        examples.find(|it| holds(it, schema))
    });
    if let Some(example) = example
        && !matches!(example, Tree::Object(_))
    {
        facts.push(format!("example {}", inline_value(example)));
    }
    let read_only = schemas.iter().any(|it| it.read_only);
    let write_only = schemas.iter().any(|it| it.write_only);
    let direction = match (read_only, write_only) {
        (true, false) => Some(Direction::Received),
        (false, true) => Some(Direction::Sent),
        _ => None,
    };
    FieldDoc {
        doc: Doc { text, facts },
        direction,
        deprecated: schemas.iter().any(|it| it.deprecated),
        default,
    }
}

/// Whether a sentence of the prose names the default: `Defaults to "none".`
fn names_default(text: &str, default: &Tree) -> bool {
    let value = match default {
        Tree::String(text) => text.clone(),
        other => other.to_json(),
    };
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
    text.split(". ").any(|sentence| {
        let lowercase = sentence.to_lowercase();
        let Some(rest) = lowercase.find("default").and_then(|at| sentence.get(at..)) else {
            return false;
        };
        let mut words = rest.split(|char| !is_part(char));
        !value.is_empty() && words.any(|word| word == value)
    })
}

/// A schema and its parts, nearest first: targets of `$ref`, members of `allOf`, and the only
/// alternative beside null.
fn list_parts<'a>(ctx: &'a Ctx<'_>, id: SchemaId) -> Vec<&'a Schema> {
    let mut schemas = vec![&ctx.schemas[id]];
    let mut next = 0;
    // Cycles of references are errors while reading; a part may come several times.
    while let Some(schema) = schemas.get(next).copied()
        && schemas.len() < 64
    {
        let parts = schema.reference.iter().chain(&schema.all_of).copied();
        let parts = parts.chain(null::only_beside_null(&ctx.schemas, schema));
        schemas.extend(parts.map(|part| &ctx.schemas[part]));
        next += 1;
    }
    schemas
}

#[cfg(test)]
mod tests {
    use super::names_default;
    use crate::tree::Tree;

    #[test]
    fn a_default_that_the_prose_names_is_found() {
        let names = |text: &str, default: &str| {
            let default = Tree::String(default.to_owned());
            names_default(text, &default)
        };
        assert!(names("Who speaks. Defaults to \"none\".", "none"));
        assert!(names("The default value is `a-b`, as before.", "a-b"));
        assert!(names_default("By default false.", &Tree::from(false)));
        assert!(!names("Defaults to \"none\".", "non"));
        assert!(!names(
            "By default the region of the account. US or EU.",
            "US"
        ));
        assert!(!names("", ""));
    }
}
