//! Paths in, [`Operation`]s out.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{PathItem, ReferenceOr};

use crate::diagnostic;
use crate::diagnostic::catalogue::{NAME_CLASH, REPAIRED};
use crate::document::{Document, PathOperation};
use crate::extension::RUST_NAME;
use crate::ir::{Call, Direction, Operation, Presence};
use crate::lower::ctx::Ctx;
use crate::lower::extension;
use crate::lower::naming::suggestion;
use crate::name::TypeName;
use crate::names::Item;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::declared_operation::DeclaredOperation;
use super::path_template::PathTemplate;
use super::{
    callback, content, doc, extensions, pagination, parameter, path_suffix, security, server,
};

/// Lowers every operation of the document's paths, in order.
pub(in crate::lower) fn lower_operations(ctx: &mut Ctx<'_>) -> Vec<Operation> {
    let document = ctx.document;
    let root = Address::new(document.file, Pointer::root());
    let mut operations: Vec<DeclaredOperation<'_>> = Vec::new();
    for (path, item) in document.envelope.paths.iter() {
        let ReferenceOr::Item(item) = item else {
            unreachable!("references between path items are followed while reading")
        };
        let address = root.join_all(["paths", path]);
        let at = diagnostic::Place::Key(address.clone());
        for (index, it) in operations_in_order(document, item, &address)
            .into_iter()
            .enumerate()
        {
            let item_address = address.clone();
            let PathOperation {
                method,
                address,
                operation: declared,
            } = it;
            let names = parameter::declared_in_path(document, item, declared);
            let template = PathTemplate::parse(path, |name| names.contains(&name));
            for repair in template.repairs.iter().filter(|_| index == 0) {
                ctx.diagnostics.report(&REPAIRED, at.clone(), repair);
            }
            let chosen = RUST_NAME
                .value(document.written(&address))
                .and_then(|name| {
                    extension::parse_type_name(ctx, name, &address.join(RUST_NAME.key))
                });
            let id = match &declared.operation_id {
                Some(id) => id.clone(),
                None => format!("{} {}", method.to_lowercase(), path_words(path)),
            };
            let recorded = ctx.naming.lock.name(&Item::Operation(&method, path));
            let recorded = recorded.filter(|_| chosen.is_none());
            operations.push(DeclaredOperation {
                path,
                template,
                item,
                item_address,
                method,
                declared,
                address,
                id,
                chosen,
                recorded,
            });
        }
    }
    path_suffix::remove_path_suffixes(ctx, &mut operations);
    disambiguate_ids(ctx, &mut operations);
    let lowered = operations.iter().map(|it| lower_operation(ctx, it));
    let lowered = lowered.collect();
    ctx.naming.operation_spellings = operations
        .into_iter()
        .map(|operation| operation.id)
        .collect();
    lowered
}

/// Makes ids distinct whose operations would have one name. The operation whose `operationId` is
/// exactly that name keeps it; the others append method and path. Operations without an id spell
/// the symbols of their path.
fn disambiguate_ids(ctx: &mut Ctx<'_>, operations: &mut [DeclaredOperation<'_>]) {
    let mut groups: IndexMap<TypeName, Vec<usize>> = IndexMap::new();
    for (index, operation) in operations.iter().enumerate() {
        let group = groups.entry(TypeName::from_spelling(&operation.id));
        group.or_default().push(index);
    }
    for (name, group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
        let unnamed = |index: &&usize| operations[**index].chosen.is_none();
        let unnamed: Vec<usize> = group.iter().filter(unnamed).copied().collect();
        let is_name = |index: &usize| {
            operations[*index].declared.operation_id.as_deref() == Some(name.as_str())
        };
        let winners: Vec<usize> = unnamed.iter().copied().filter(is_name).collect();
        let winner = match (&unnamed[..], &winners[..]) {
            ([only], _) | (_, [only]) => Some(*only),
            _ => None,
        };
        for &index in group.iter().filter(|index| Some(**index) != winner) {
            let DeclaredOperation { path, method, .. } = &operations[index];
            let method = method.to_lowercase();
            operations[index].id = match &operations[index].declared.operation_id {
                Some(id) => format!("{id} {method} {}", path_words(path)),
                None => format!("{method} {}", exact_path_words(path)),
            };
        }
        let others = unnamed.into_iter().filter(|it| Some(*it) != winner);
        report_collision(ctx, operations, &others.collect::<Vec<_>>(), &group, &name);
    }
}

/// Reports one collision of ids, with the operations that get another name.
fn report_collision(
    ctx: &mut Ctx<'_>,
    operations: &[DeclaredOperation<'_>],
    others: &[usize],
    group: &[usize],
    wanted: &TypeName,
) {
    let name = |index: usize| operations[index].name();
    let is_renamed = |it: &usize| operations[*it].recorded.is_none() && name(*it) != *wanted;
    let renamed = others.iter().copied().filter(is_renamed);
    let renamed: Vec<usize> = renamed.collect();
    let Some(&first) = renamed.first() else {
        return;
    };
    // An operation without an id derives its name from its place.
    let at = |operation: &DeclaredOperation<'_>| match &operation.declared.operation_id {
        Some(_) => diagnostic::Place::Node(operation.address.join("operationId")),
        None => diagnostic::Place::Key(operation.address.clone()),
    };
    let what = match &operations[first].declared.operation_id {
        Some(id) => format!("the operationId `{id}`"),
        None => format!("the name `{wanted}`"),
    };
    let taken = match group.len() {
        2 => "is already used".to_owned(),
        all => format!("is used {all} times"),
    };
    let message = format!("{what} {taken}; this becomes `{}`", name(first));
    let lines = renamed
        .iter()
        .map(|&it| suggest_name(ctx, operations, it, group, &name(it)));
    let help = suggestion::suggest_members(ctx.document, &lines.collect::<Vec<_>>());
    let diagnostic = ctx
        .diagnostics
        .report(&NAME_CLASH, at(&operations[first]), message);
    let others = group.iter().copied().filter(|other| *other != first);
    for other in others.take(diagnostic::MOST_RELATED) {
        let word = if renamed.contains(&other) {
            "becomes"
        } else {
            "is"
        };
        diagnostic.related(
            at(&operations[other]),
            format!("this {word} `{}`", name(other)),
        );
    }
    diagnostic.help(help);
}

/// The overlay line that would name the operation at `index`, and its place. An operation that
/// several paths refer to can have only one name; without an id, each path names it.
fn suggest_name(
    ctx: &Ctx<'_>,
    operations: &[DeclaredOperation<'_>],
    index: usize,
    group: &[usize],
    name: &TypeName,
) -> (Address, String) {
    let origin = |index: usize| ctx.document.origin(&operations[index].address.pointer);
    let written = origin(index);
    let mut others = group.iter().filter(|other| **other != index);
    if others.any(|other| origin(*other) == written) {
        (written.join("operationId"), "remove: true".to_owned())
    } else {
        (written, format!("{}: {name}", RUST_NAME.key))
    }
}

/// A path as words of a name. `by` precedes a parameter.
fn path_words(path: &str) -> String {
    let words = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            // An optional segment ends with `?`.
            let segment = segment.trim_end_matches('?');
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

/// A path as words of a name, with a word for each symbol and for a slash at the end.
fn exact_path_words(path: &str) -> String {
    let symbol = |char: char| match char {
        '-' => " dash ".to_owned(),
        '_' => " underscore ".to_owned(),
        '.' => " dot ".to_owned(),
        char => char.to_string(),
    };
    let words: String = path_words(path).chars().map(symbol).collect();
    let end = if path.len() > 1 && path.ends_with('/') {
        " slash"
    } else {
        ""
    };
    words + end
}

/// The operations of a path item in document order, which `openapiv3` loses.
fn operations_in_order<'d>(
    document: &'d Document,
    item: &'d PathItem,
    address: &Address,
) -> Vec<PathOperation<'d>> {
    let mut operations = document.operations(item, address);
    if let Some(members) = document.written(address).and_then(Tree::as_object) {
        let above = address.pointer.segments().count();
        operations.sort_by_cached_key(|it| {
            let member = it.address.pointer.segments().nth(above);
            let index = members.get_index_of(&*member.unwrap_or_default());
            // One that stands among those of other methods by mistake.
            index.or_else(|| members.get_index_of("additionalOperations"))
        });
    }
    operations
}

fn lower_operation<'d>(ctx: &mut Ctx<'d>, operation: &DeclaredOperation<'d>) -> Operation {
    let document = ctx.document;
    let DeclaredOperation {
        path,
        template,
        item: _,
        item_address: _,
        method,
        declared,
        address,
        id,
        chosen: _,
        recorded: _,
    } = operation;
    ctx.naming.operation = Some(address.pointer.clone());
    let bodies = content::lower_request_body(ctx, declared, address, id, Direction::Sent);
    let body_required = declared.request_body.as_ref().is_some_and(|body| {
        document
            .request_body(body)
            .is_some_and(|(body, _)| body.required)
    });
    let node = document.written(address);
    let lowered = Operation {
        name: operation.name(),
        address: address.clone(),
        id: declared.operation_id.clone(),
        method: method.clone(),
        path: (*path).to_owned(),
        template: template.text.clone(),
        tags: distinct_tags(&declared.tags),
        doc: doc::join_summary(declared.summary.as_ref(), declared.description.as_ref()),
        parameters: parameter::lower_parameters(ctx, operation),
        body: bodies.into_iter().map(|body| body.content).collect(),
        body_required,
        empty_body: extensions::read_empty_body(ctx, node, address),
        responses: content::lower_responses(ctx, declared, address, id),
        retry: extensions::read_retry(ctx, node, address, method),
        pagination: pagination::read_pagination(ctx, node, address),
        expected_events: extensions::read_expected_events(ctx, node, address),
        callbacks: callback::lower_callbacks(ctx, declared, address, id),
        security: security::operation_security(ctx, declared, address),
        servers: server::operation_servers(ctx, operation),
        deprecated: declared.deprecated,
        presence: Presence::Always,
        call: Call::default(),
        client_methods: Vec::new(),
    };
    ctx.naming.operation = None;
    lowered
}

/// The distinct tags.
fn distinct_tags(declared: &[String]) -> Vec<String> {
    let tags: IndexSet<&String> = declared.iter().collect();
    tags.into_iter().cloned().collect()
}
