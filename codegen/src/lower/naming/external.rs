//! Schemas of other files in, their keys there out. Such schemas are named like components.

use rustc_hash::FxHashMap;

use crate::document::Document;
use crate::document::schema::{Schema, SchemaId, Schemas};
use crate::lower::ctx::Ctx;
use crate::name::TypeName;
use crate::pointer::{Address, Pointer};

/// The key of a component, or the key of a schema in another file.
pub(in crate::lower) fn component_key(ctx: &Ctx<'_>, id: SchemaId) -> Option<String> {
    let name = ctx.naming.component_names.get(&id).cloned();
    name.or_else(|| external_key(ctx.document, &ctx.schemas, id))
}

/// The key of a schema in a list of schemas of another file. A file that is a schema has its file
/// name as the key.
fn external_key(document: &Document, schemas: &Schemas, id: SchemaId) -> Option<String> {
    let address = schemas.address(id);
    if address.file == document.file {
        return None;
    }
    let segments: Vec<_> = address.pointer.segments().collect();
    let key = match &segments[..] {
        [] => {
            let reference = document.reference(address);
            let path = reference.trim_end_matches('#');
            let name = path.rsplit('/').next()?;
            return Some(name.split('.').next().unwrap_or(name).to_owned());
        }
        // A member at the root of a schema is a keyword.
        [key] if !is_schema(schemas, address) => key,
        [list, key] if matches!(&**list, "definitions" | "$defs" | "schemas") => key,
        [first, second, key] if first == "components" && second == "schemas" => key,
        _ => return None,
    };
    Some(key.to_string())
}

/// The names of components and of schemas in other files. The latter have the name of the first
/// component that is only a `$ref` to them, or else their own key if nothing else has it.
pub(in crate::lower) fn component_names(
    document: &Document,
    schemas: &Schemas,
) -> FxHashMap<SchemaId, String> {
    let mut names: FxHashMap<SchemaId, String> = FxHashMap::default();
    for (name, &id) in &schemas.components {
        if let Some(target) = external_target(schemas, id) {
            names.entry(target).or_insert_with(|| name.clone());
        }
    }
    let keyed = schemas.iter().filter_map(|(id, _)| {
        let key = external_key(document, schemas, id)?;
        schemas
            .find(schemas.address(id))
            .filter(|known| *known == id)?;
        Some((id, TypeName::from_spelling(&key), key))
    });
    let keyed: Vec<(SchemaId, TypeName, String)> = keyed.collect();
    let mut claims: FxHashMap<TypeName, usize> = FxHashMap::default();
    for name in schemas.components.keys() {
        *claims.entry(TypeName::from_spelling(name)).or_default() += 1;
    }
    for (_, name, _) in &keyed {
        *claims.entry(name.clone()).or_default() += 1;
    }
    for (id, name, key) in keyed {
        if claims[&name] == 1 {
            names.entry(id).or_insert(key);
        }
    }
    let components = schemas.components.iter();
    names.extend(components.map(|(name, &id)| (id, name.clone())));
    names
}

/// The schema in another file, if a component is only a `$ref` to it.
pub(in crate::lower) fn external_target(
    schemas: &Schemas,
    component: SchemaId,
) -> Option<SchemaId> {
    let target = schemas[component].reference?;
    let bare = Schema {
        reference: Some(target),
        ..Schema::default()
    };
    let is_elsewhere = schemas.address(component).file != schemas.address(target).file;
    let is_last = schemas[target].plain_reference().is_none();
    (is_elsewhere && is_last && schemas[component] == bare).then_some(target)
}

/// Whether the file of an address is a schema as a whole.
fn is_schema(schemas: &Schemas, address: &Address) -> bool {
    let root = Address::new(address.file, Pointer::root());
    schemas.find(&root).is_some()
}
