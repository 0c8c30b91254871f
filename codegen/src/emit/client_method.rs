//! The operations of an API in, the module with the methods that call them out.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Group, GroupId, Operation, Presence};
use crate::layout::ClientNames;
use crate::markdown;
use crate::name::FieldName;

use super::imports::Imports;
use super::module::{Block, Docs};
use super::operation::{self, MethodArgument};
use super::scope::Scope;
use super::{attributes, doc, feature, index};

pub(super) fn items(scope: &Scope<'_>, names: &ClientNames, docs: &mut Docs) -> Vec<TokenStream> {
    let api = scope.api;
    let doc = docs.inner(vec![Block::Text(head(api, names))]);
    let (allow, links) = (index::allowed(true), feature::links(scope));
    let head = quote! {
        #doc
        #links
        #allow
        #![allow(unused_imports, clippy::wildcard_imports, clippy::wrong_self_convention)]
    };
    let mut imports = Imports::glob(scope, docs);
    let mut tables = Vec::new();
    for (index, group) in api.groups.iter().enumerate() {
        tables.push(group_table(&mut imports, names, GroupId(index), group));
    }
    tables.extend(client_table(&mut imports, names));
    tables.extend(setter_table(&mut imports));
    let head = [head].into_iter();
    head.chain(imports.into_items()).chain(tables).collect()
}

/// The head of the page, with the first operation as an example.
fn head(api: &Api, names: &ClientNames) -> Vec<String> {
    let text = "\
The operations as methods of both clients, grouped by tag.

A method returns a [`Call`](crate::Call) of the operation, with a setter for each optional parameter. Awaiting the
call sends it; with a blocking client, its method `send` does.";
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if let Some(operation) = api.operations.first()
        && let Some(method) = operation.client_methods.first()
    {
        let path = match method.group {
            Some(id) => format!("{}().{}", names.get(&api.groups[id.0].name), method.name),
            None => names.get(&method.name).to_string(),
        };
        let name = &operation.name;
        lines.push(format!("`client.{path}(..)` calls [`{name}`]."));
    }
    lines
}

/// The type of a group, and its methods.
fn group_table(
    imports: &mut Imports<'_>,
    names: &ClientNames,
    id: GroupId,
    group: &Group,
) -> TokenStream {
    let api = imports.scope().api;
    let condition = group_condition(imports.scope(), id);
    let title = format!("The operations of the tag {}.", doc::code(&group.tag));
    let doc = imports.docs.titled(Some(title), &group.doc);
    let (name, ty) = (names.get(&group.name), &group.ty);
    let methods = members(api, Some(id)).map(|(it, name)| method(imports, it, name));
    let methods: TokenStream = methods.collect();
    quote!(crate::runtime::methods! { #doc #condition group #name #ty, #methods })
}

/// The methods of operations without a tag, if there are any.
fn client_table(imports: &mut Imports<'_>, names: &ClientNames) -> Option<TokenStream> {
    let api = imports.scope().api;
    let methods = members(api, None);
    let methods = methods.map(|(it, name)| method(imports, it, names.get(name)));
    let methods: TokenStream = methods.collect();
    (!methods.is_empty()).then(|| quote!(crate::runtime::methods! { client, #methods }))
}

/// The operations that a group has methods for, with the names of these.
fn members(api: &Api, group: Option<GroupId>) -> impl Iterator<Item = (&Operation, &FieldName)> {
    api.operations.iter().flat_map(move |operation| {
        let methods = operation.client_methods.iter();
        let methods = methods.filter(move |it| it.group == group);
        methods.map(move |it| (operation, &it.name))
    })
}

/// When at least one operation of a group is there.
fn group_condition(scope: &Scope<'_>, id: GroupId) -> Option<TokenStream> {
    let mut features = BTreeSet::new();
    for (operation, _) in members(scope.api, Some(id)) {
        match &operation.presence {
            Presence::Always => return None,
            Presence::WithAny(some) => features.extend(some.iter().copied()),
            Presence::WithAll => {}
        }
    }
    let presence = if features.is_empty() {
        Presence::WithAll
    } else {
        Presence::WithAny(features.into_iter().collect())
    };
    feature::condition(scope, &presence)
}

/// A method, which takes what the constructor of the operation takes.
fn method(imports: &mut Imports<'_>, operation: &Operation, name: &FieldName) -> TokenStream {
    let condition = feature::condition(imports.scope(), &operation.presence);
    let deprecated = attributes::deprecated(operation.deprecated);
    let doc = imports
        .docs
        .outer(vec![Block::Text(description(operation))]);
    let arguments = operation::method_arguments(imports, operation);
    let arguments = arguments
        .iter()
        .map(|MethodArgument { name, ty }| quote!(#name: #ty));
    let ty = &operation.name;
    quote!(#doc #condition #deprecated #name(#(#arguments),*) -> #ty,)
}

/// The first paragraph of the description of an operation, and where the rest is.
fn description(operation: &Operation) -> Vec<String> {
    let text = operation.doc.text.as_deref().unwrap_or_default();
    let lines = markdown::doc_lines(text);
    let title = lines.into_iter().take_while(|it| !it.is_empty());
    let mut lines: Vec<String> = title.collect();
    if !lines.iter().all(|it| it.starts_with(char::is_alphanumeric)) {
        lines.clear();
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let request = doc::code(&format!("{} {}", operation.method, operation.path));
    lines.push(format!("{request}: see [`{}`].", operation.name));
    lines
}

/// The setters for the optional parameters of calls, if there are any.
fn setter_table(imports: &mut Imports<'_>) -> Option<TokenStream> {
    let operations = imports.scope().api.operations.iter();
    let setters = operations.filter_map(|it| setters(imports, it));
    let setters: TokenStream = setters.collect();
    (!setters.is_empty()).then(|| quote!(crate::runtime::methods! { setters, #setters }))
}

fn setters(imports: &mut Imports<'_>, operation: &Operation) -> Option<TokenStream> {
    let arguments = operation::setter_arguments(imports, operation);
    let setters = arguments.iter().map(|MethodArgument { name, ty }| {
        let setter = setter_name(name, &arguments);
        let other = (setter != *name).then(|| quote!(#setter =));
        quote!(#other #name: #ty)
    });
    let setters: Vec<TokenStream> = setters.collect();
    let condition = feature::condition(imports.scope(), &operation.presence);
    let name = &operation.name;
    (!setters.is_empty()).then(|| quote!(#condition #name { #(#setters),* },))
}

/// The name of the setter of a call for a parameter: `set_query` where a call has an option `query`.
fn setter_name(name: &FieldName, all: &[MethodArgument]) -> FieldName {
    let mut setter = name.call_option_setter();
    while setter != *name && all.iter().any(|it| it.name == setter) {
        setter = FieldName::from_spelling(&format!("set_{setter}"));
    }
    setter
}
