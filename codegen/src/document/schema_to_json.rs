//! A schema of the model in, JSON Schema out, without annotations.

use indexmap::IndexMap;

use super::schema::{Schema, SchemaId, Schemas};
use crate::document::keyword::CHECKED_FORMAT;
use crate::tree::{Object, Tree};

/// The maximum nesting of schemas. Deeper ones are moved to `$defs`, because JSON parsers have a
/// limit (128 levels in `serde_json`), and a schema takes up to three levels.
const DEPTH: usize = 30;

/// Returns the schema, with the targets of its references in `$defs`; `None` if it consists of more
/// than `most` schemas.
pub(crate) fn schema_to_json(schemas: &Schemas, id: SchemaId, most: usize) -> Option<Tree> {
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
    /// The targets of references so far; the index is the name.
    places: IndexMap<SchemaId, ()>,
    /// The number of schemas that may still be written.
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
            let reference = ("$ref".to_owned(), self.refer(id));
            return object(Object::from_iter([reference]));
        }
        self.left -= 1;
        let mut out = Object::default();
        self.keywords(schema, depth + 1, &mut out);
        object(out)
    }

    fn keywords(&mut self, schema: &Schema, depth: usize, out: &mut Object) {
        for (keyword, value) in schema.keywords().filter(|it| it.0.is_limit()) {
            let json = match schema.reference {
                Some(target) if keyword.name == "$ref" => Some(self.refer(target)),
                _ => value.to_json(&mut |part| self.schema(part, depth)),
            };
            // Nothing else has the `format` that is an annotation.
            let name = match keyword.name {
                CHECKED_FORMAT => "format",
                name => name,
            };
            out.extend(json.map(|json| (name.to_owned(), json)));
        }
    }

    /// Returns a reference.
    fn refer(&mut self, target: SchemaId) -> Tree {
        let (place, _) = self.places.insert_full(target, ());
        Tree::String(format!("#/$defs/{place}"))
    }
}

fn object(members: Object) -> Tree {
    Tree::Object(members.into())
}
