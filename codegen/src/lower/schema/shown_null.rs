//! Defaults and examples in, nullable members out. A default or example that is null means that the
//! member may be null, whatever its schema says.

use indexmap::IndexMap;

use crate::diagnostic::catalogue::REPAIRED;
use crate::document::schema::{SchemaId, Schemas};
use crate::document::{Document, instance};
use crate::lower::ctx::Ctx;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

/// What shows that a member may be null.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Evidence {
    Default,
    Example,
}

/// The members that are shown to be null, each with the first evidence.
#[derive(Default)]
struct Shown(IndexMap<SchemaId, (Evidence, Address)>);

/// The members whose default or an example is null although their schema does not allow it.
#[must_use]
pub fn members_shown_null(document: &Document) -> Vec<SchemaId> {
    find_shown_nulls(document, &document.schemas)
        .0
        .into_keys()
        .collect()
}

/// Makes each member nullable whose default or an example is null.
pub(in crate::lower) fn admit_shown_nulls(ctx: &mut Ctx<'_>) {
    let shown = find_shown_nulls(ctx.document, &ctx.schemas);
    report_shown_nulls(ctx, &shown);
    for member in shown.0.into_keys() {
        ctx.schemas.admit_null(member);
    }
}

fn find_shown_nulls(document: &Document, schemas: &Schemas) -> Shown {
    let mut shown = Shown::default();
    for (id, schema) in schemas.iter() {
        for &member in schema.properties.values() {
            shown.member(schemas, member);
        }
        for (place, example) in &schema.examples {
            shown.within(schemas, id, example, (Evidence::Example, place));
        }
        if let Some(default) = &schema.default {
            let place = schemas.address(id).join("default");
            shown.within(schemas, id, default, (Evidence::Default, &place));
        }
        for (place, example) in examples_beside(document, schemas, id) {
            shown.within(schemas, id, example, (Evidence::Example, &place));
        }
    }
    shown
        .0
        .retain(|member, _| schemas[*member].boolean.is_none());
    shown
}

impl Shown {
    /// Visits a member with its own default and examples.
    fn member(&mut self, schemas: &Schemas, member: SchemaId) {
        if let Some(evidence) = own_null(schemas, member)
            && !instance::refusals(schemas, member, &Tree::Null).is_empty()
        {
            self.0.entry(member).or_insert(evidence);
        }
    }

    /// Visits the members of a value of a schema.
    fn within(
        &mut self,
        schemas: &Schemas,
        id: SchemaId,
        value: &Tree,
        (evidence, place): (Evidence, &Address),
    ) {
        if !has_null(value) {
            return;
        }
        for null in instance::refused_nulls(schemas, id, value) {
            let place = || (evidence, place.clone());
            self.0.entry(null.member).or_insert_with(place);
        }
    }
}

/// The default or example of a member, or of a schema it refers to, that is null.
fn own_null(schemas: &Schemas, member: SchemaId) -> Option<(Evidence, Address)> {
    schemas.conjuncts(member).into_iter().find_map(|part| {
        let schema = &schemas[part];
        let mut examples = schema.examples.iter();
        let example = examples.find(|(_, example)| *example == Tree::Null);
        let example = example.map(|(place, _)| (Evidence::Example, place.clone()));
        let place = || (Evidence::Default, schemas.address(part).join("default"));
        (schema.default == Some(Tree::Null)).then(place).or(example)
    })
}

/// The examples of the Media Type Object whose schema this is.
fn examples_beside<'d>(
    document: &'d Document,
    schemas: &Schemas,
    schema: SchemaId,
) -> impl Iterator<Item = (Address, &'d Tree)> {
    let address = schemas.address(schema);
    let media = media_type_address(address).and_then(|place| {
        let node = document.node(&place)?;
        Some((place, node))
    });
    media.into_iter().flat_map(move |(place, node)| {
        let only = node.get("example");
        let only = only.map(|example| (place.join("example"), example));
        let named = node.get("examples").and_then(Tree::as_object);
        let named = named.into_iter().flatten();
        let named = named.filter_map(move |(name, example)| {
            let place = place.join_all(["examples", name]);
            let place = referenced_example(example, &place).unwrap_or(place);
            let value = document.node(&place)?.get("value")?;
            Some((place.join("value"), value))
        });
        only.into_iter().chain(named)
    })
}

/// The target of an example that is a reference within its file.
fn referenced_example(example: &Tree, place: &Address) -> Option<Address> {
    let fragment = example.get("$ref")?.as_str()?.strip_prefix('#')?;
    let pointer = Pointer::from_fragment(fragment)?;
    Some(Address::new(place.file, pointer))
}

/// The Media Type Object whose schema is at an address.
fn media_type_address(schema: &Address) -> Option<Address> {
    let media = schema.pointer.as_str().strip_suffix("/schema")?;
    let (content, _) = media.rsplit_once('/')?;
    if !content.ends_with("/content") {
        return None;
    }
    Some(Address::new(schema.file, schema.pointer.parent()?))
}

fn has_null(value: &Tree) -> bool {
    match value {
        Tree::Null => true,
        Tree::Array(items) => items.iter().any(has_null),
        Tree::Object(members) => members.values().any(has_null),
        Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => false,
    }
}

/// Reports once for each kind of evidence, with a count: documents have hundreds of such members.
fn report_shown_nulls(ctx: &mut Ctx<'_>, shown: &Shown) {
    for (evidence, what) in [
        (Evidence::Default, "the default"),
        (Evidence::Example, "an example"),
    ] {
        let mut found = shown.0.iter().filter(|(_, (it, _))| *it == evidence);
        let Some((&first, (_, place))) = found.next() else {
            continue;
        };
        let more = match found.count() {
            0 => String::new(),
            1 => ", here and for one more member".to_owned(),
            more => format!(", here and for {more} more members"),
        };
        let message =
            format!("{what} is null, but the member is not nullable; read as nullable{more}");
        let diagnostic = ctx.diagnostics.report(&REPAIRED, place, message);
        diagnostic.related(ctx.schemas.address(first), "this member");
        diagnostic.help(
            "declare it with `nullable: true` in OpenAPI 3.0, or with the type `null` in 3.1",
        );
    }
}
