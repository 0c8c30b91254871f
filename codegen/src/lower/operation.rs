//! Paths in, [`Operation`]s out.

use indexmap::IndexSet;
use openapiv3::{PathItem, ReferenceOr};
use rustc_hash::FxHashSet;

use crate::diagnostic::catalogue::NAME_CLASH;
use crate::document::Document;
use crate::ir::{Call, Doc, Operation, Presence};
use crate::name::TypeName;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::{Ctx, content, extension, parameter, policy, security, server};

/// Every operation of the document's paths, in its order.
pub(super) fn all(ctx: &mut Ctx<'_>, document: &Document) -> Vec<Operation> {
    let root = Address::new(document.file, Pointer::root());
    let mut operations: Vec<Operation> = Vec::new();
    let mut names: FxHashSet<TypeName> = FxHashSet::default();
    for (path, item) in document.frame.paths.iter() {
        let ReferenceOr::Item(item) = item else {
            unreachable!("references between path items are followed while reading")
        };
        let address = root.join_all(["paths", path]);
        for (method, declared) in methods(document, &address, item) {
            // Two operations of one id, or none: method and path tell them apart.
            let id = match &declared.operation_id {
                Some(id) if names.insert(TypeName::from_spelling(id)) => id.clone(),
                Some(id) => {
                    let message =
                        format!("the operationId `{id}` is taken; method and path tell them apart");
                    let place = address.join_all([method, "operationId"]);
                    ctx.diagnostics.report(&NAME_CLASH, place, message);
                    format!("{id} {method} {}", spelled(path))
                }
                None => format!("{method} {}", spelled(path)),
            };
            let place = Place {
                path,
                item,
                method,
                declared,
                address: address.join(method),
                id,
            };
            operations.push(operation(ctx, document, &place));
        }
    }
    operations
}

/// A path as words: braces tell parameters apart from fixed segments, `by` says so in a name.
fn spelled(path: &str) -> String {
    let words = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            match segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
            {
                Some(parameter) => format!("by {parameter}"),
                None => segment.replace(['{', '}'], " "),
            }
        });
    words.collect::<Vec<_>>().join(" ")
}

/// The methods of a path item in document order, which `openapiv3` does not keep.
fn methods<'d>(
    document: &Document,
    address: &Address,
    item: &'d PathItem,
) -> Vec<(&'d str, &'d openapiv3::Operation)> {
    let mut methods: Vec<_> = item.iter().collect();
    if let Some(members) = document.written(address).and_then(Tree::as_object) {
        methods.sort_by_key(|(method, _)| members.get_index_of(*method));
    }
    methods
}

/// An operation where it stands.
struct Place<'d> {
    path: &'d str,
    item: &'d PathItem,
    method: &'d str,
    declared: &'d openapiv3::Operation,
    address: Address,
    /// Its id, unique.
    id: String,
}

fn operation(ctx: &mut Ctx<'_>, document: &Document, place: &Place<'_>) -> Operation {
    let Place {
        path,
        item,
        method,
        declared,
        address,
        id,
    } = place;
    let bodies = content::request_body(ctx, document, declared, address, id);
    let body_required = declared.request_body.as_ref().is_some_and(|body| {
        document
            .request_body(body)
            .is_some_and(|(body, _)| body.required)
    });
    let node = document.written(address);
    let name = node
        .and_then(|node| node.get("x-rust-name"))
        .and_then(|name| extension::type_name(ctx, name, &address.join("x-rust-name")))
        .unwrap_or_else(|| TypeName::from_spelling(id));
    Operation {
        name,
        address: address.clone(),
        method: method.to_uppercase(),
        path: (*path).to_owned(),
        tags: tags(&declared.tags),
        doc: doc(declared.summary.as_ref(), declared.description.as_ref()),
        parameters: parameter::all(ctx, document, item, declared, address, id),
        body: bodies.into_iter().map(|body| body.content).collect(),
        body_required,
        responses: content::responses(ctx, document, declared, address, id),
        retry: policy::retry(ctx, node, address, method),
        pagination: policy::pagination(ctx, node, address),
        expected_events: policy::expected_events(ctx, node, address),
        security: security::of_operation(ctx, document, declared, address),
        servers: server::of_operation(ctx, document, item, declared, address),
        deprecated: declared.deprecated,
        presence: Presence::Always,
        call: Call::default(),
    }
}

/// Each tag once.
fn tags(declared: &[String]) -> Vec<String> {
    let tags: IndexSet<&String> = declared.iter().collect();
    tags.into_iter().cloned().collect()
}

/// Summary and description: the summary leads where it says something else.
pub(super) fn doc(summary: Option<&String>, description: Option<&String>) -> Doc {
    let clean = |text: Option<&String>| {
        text.map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
    };
    let text = match (clean(summary), clean(description)) {
        (Some(summary), Some(description)) if description.starts_with(&summary) => {
            Some(description)
        }
        (Some(summary), Some(description)) => Some(format!(
            "{}.\n\n{description}",
            summary.trim_end_matches('.')
        )),
        (summary, description) => summary.or(description),
    };
    Doc {
        text,
        facts: Vec::new(),
    }
}
