//! Error examples in, named errors out; also finds the fields of error bodies.

use indexmap::IndexSet;

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::document::Document;
use crate::document::schema::SchemaId;
use crate::extension::{ERRORS, ExtensionObject};
use crate::ir::{ErrorBody, NamedError, Type, TypeDef};
use crate::lower::naming::recorded;
use crate::name::ConstName;
use crate::names::ErrorKey;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::ctx::Ctx;
use super::member::{named_type, walk_path};
use super::naming::members::{self, Member, Scope};
use super::naming::relocation::Relocation;

/// The members of `x-errors` that lead to a part of an error.
const PARTS: [&str; 6] = ["code", "title", "detail", "pointer", "parameter", "meta"];

/// The paths to the parts of an error body, from `x-errors` of its schema.
pub(super) struct Paths {
    schema: SchemaId,
    list: Vec<String>,
    parts: Vec<(&'static str, Vec<String>)>,
}

/// Reads `x-errors` from the only schema that has it.
pub(super) fn read_error_paths(ctx: &mut Ctx<'_>) -> Option<Paths> {
    let has = |(_, schema): &(SchemaId, &crate::document::schema::Schema)| {
        schema.extensions.contains_key(ERRORS.key)
    };
    let (schema, _) = ctx.schemas.iter().find(has)?;
    let address = ctx.schemas.address(schema).clone();
    let value = ctx.schemas[schema].extensions[ERRORS.key].clone();
    let extension = ExtensionObject::read(ctx.diagnostics, &ERRORS, Some(&value), &address)?;
    let split = |text: String| text.split('/').map(str::to_owned).collect::<Vec<_>>();
    let list = split(extension.text(ctx.diagnostics, "list")?);
    let mut parts = Vec::new();
    for part in PARTS {
        if let Some(path) = extension.text(ctx.diagnostics, part) {
            parts.push((part, split(path)));
        }
    }
    Some(Paths {
        schema,
        list,
        parts,
    })
}

/// Finds the type of error bodies, and the fields that lead to its parts.
pub(super) fn find_error_body(
    ctx: &mut Ctx<'_>,
    paths: &Paths,
    types: &[TypeDef],
    relocation: &Relocation,
) -> Option<ErrorBody> {
    let Some(body) = ctx
        .drafts
        .of_schema(paths.schema)
        .map(|id| relocation.of(id))
    else {
        let address = ctx.schemas.address(paths.schema).join(ERRORS.key);
        ctx.diagnostics.report(
            &EXTENSION_VALUE,
            address,
            "`x-errors` belongs on an object schema",
        );
        return None;
    };
    let Some((list, item)) = walk_path(types, body, &paths.list) else {
        return report_path(ctx, paths, "list");
    };
    let Type::Vec(item) = item else {
        return report_path(ctx, paths, "list");
    };
    let Some(item) = named_type(types, &item) else {
        return report_path(ctx, paths, "list");
    };
    let mut found = ErrorBody {
        ty: body,
        list,
        code: None,
        title: None,
        detail: None,
        pointer: None,
        parameter: None,
    };
    for (part, path) in &paths.parts {
        let slot = match *part {
            "code" => &mut found.code,
            "title" => &mut found.title,
            "detail" => &mut found.detail,
            "pointer" => &mut found.pointer,
            "parameter" => &mut found.parameter,
            // Its value comes from the examples alone.
            _ => continue,
        };
        match walk_path(types, item, path) {
            Some((steps, Type::String)) => *slot = Some(steps),
            _ => return report_path(ctx, paths, part),
        }
    }
    Some(found)
}

fn report_path(ctx: &mut Ctx<'_>, paths: &Paths, part: &str) -> Option<ErrorBody> {
    let address = ctx
        .schemas
        .address(paths.schema)
        .join_all([ERRORS.key, part]);
    let what = if part == "list" {
        "a list of objects"
    } else {
        "a string"
    };
    let message = format!("`{part}` does not point to {what}");
    ctx.diagnostics.report(&EXTENSION_VALUE, address, message);
    None
}

/// Collects the error examples of all responses that operations declare.
pub(super) fn collect_named_errors(
    ctx: &mut Ctx<'_>,
    paths: &Paths,
    document: &Document,
) -> Vec<NamedError> {
    let mut seen: IndexSet<(u16, Address)> = IndexSet::new();
    let root = Address::new(document.file, Pointer::root());
    for (path, item) in document.envelope.paths.iter() {
        let openapiv3::ReferenceOr::Item(item) = item else {
            continue;
        };
        for (method, operation) in item.iter() {
            let address = root.join_all(["paths", path, method]);
            for response in document.responses(operation, &address) {
                if let Ok(status @ 400..) = response.status.parse::<u16>() {
                    seen.insert((status, response.address.clone()));
                }
            }
        }
    }
    let mut errors = Vec::new();
    seen.sort_by(|left, right| left.0.cmp(&right.0));
    for (status, address) in seen {
        let Some(node) = document.written(&address) else {
            continue;
        };
        let contents = node
            .get("content")
            .and_then(Tree::as_object)
            .into_iter()
            .flatten();
        for (media_type, media) in contents {
            let place = address.join_all(["content", media_type]);
            for (name, place, json) in list_examples(media, &place) {
                errors.extend(named_error(paths, status, name, place, json));
            }
        }
    }
    for error in &mut errors {
        error.reference = recorded::stable_reference(ctx.document, &error.address);
    }
    // Errors of one name are distinguished by status, then by their place.
    let mut spellings: Vec<String> = Vec::with_capacity(errors.len());
    for error in &errors {
        let candidates = [
            error.name.clone(),
            format!("{} {}", error.name, error.status),
            format!("{} {}", error.name, error.address.pointer),
        ];
        let free = candidates.iter().find(|it| !spellings.contains(it));
        spellings.push(free.unwrap_or(&candidates[2]).clone());
    }
    let texts: Vec<&str> = spellings.iter().map(String::as_str).collect();
    let place = root.join("components");
    let mut members = Member::list(&texts, errors.iter().map(|error| &error.address));
    for (member, error) in members.iter_mut().zip(&errors) {
        member.recorded = ctx.naming.lock.error(&ErrorKey::of(error));
    }
    let scope = Scope::of_place(ctx, &place);
    let names = members::name_constants(ctx, &scope, &members);
    for (error, name) in errors.iter_mut().zip(names) {
        error.constant = name;
    }
    errors
}

/// Lists the examples of a media type, each with its name and address.
fn list_examples<'t>(media: &'t Tree, place: &Address) -> Vec<(Option<String>, Address, &'t Tree)> {
    let mut found = Vec::new();
    if let Some(example) = media.get("example") {
        found.push((None, place.join("example"), example));
    }
    for (name, example) in media
        .get("examples")
        .and_then(Tree::as_object)
        .into_iter()
        .flatten()
    {
        if let Some(value) = example.get("value") {
            found.push((
                Some(name.clone()),
                place.join_all(["examples", name, "value"]),
                value,
            ));
        }
    }
    found
}

/// The error of an example that has exactly one. Without a name, it is named after its title.
fn named_error(
    paths: &Paths,
    status: u16,
    name: Option<String>,
    address: Address,
    json: &Tree,
) -> Option<NamedError> {
    let list = paths
        .list
        .iter()
        .try_fold(json, |node, member| node.get(member))?
        .as_array()?;
    let [item] = list else { return None };
    let node = |part: &str| {
        let (_, path) = paths.parts.iter().find(|(known, _)| *known == part)?;
        path.iter().try_fold(item, |node, member| node.get(member))
    };
    let text = |part: &str| node(part).and_then(Tree::as_str).map(str::to_owned);
    let after = |text: String| ConstName::from_spelling(&text).as_str().to_lowercase();
    let unnamed = || text("title").or_else(|| text("detail")).map(after);
    let name = name.or_else(unnamed)?;
    Some(NamedError {
        constant: ConstName::from_spelling(&name),
        name,
        status,
        code: text("code"),
        title: text("title"),
        detail: text("detail"),
        pointer: text("pointer"),
        parameter: text("parameter"),
        meta: node("meta").cloned(),
        json: json.clone(),
        reference: String::new(),
        address,
    })
}
