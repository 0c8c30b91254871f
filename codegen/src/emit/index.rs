//! An API in, the `mod.rs` of its folder out: the list of its items, and the re-exports.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::{
    Api, BodyContent, Encoding, Event, EventForm, Operation, Presence, ResponseBody, Type,
    TypeKind, Webhook,
};
use crate::layout;
use crate::markdown;
use crate::name::TypeName;

use super::doc;
use super::imports::use_line;
use super::module::{Block, Docs};
use super::scope::Scope;
use super::{api_constant, event, feature, literal, usage};

pub(super) fn items(scope: &Scope<'_>, docs: &mut Docs) -> Vec<TokenStream> {
    let api = scope.api;
    let mut blocks = vec![Block::Text(doc::joined(&paragraphs(api)))];
    blocks.extend(usage::blocks(scope));
    let lists = [operations(api), webhooks(api), feature::list(scope)];
    blocks.extend(lists.map(Block::Text));
    let doc = docs.inner(blocks);
    let targets = feature::links(scope);
    let allow = allowed(has_deprecated(api));
    let (names, uses): (TokenStream, TokenStream) = files(scope)
        .into_iter()
        .map(|(file, types, presence)| {
            let (file, condition) = (ident(file), feature::condition(scope, presence));
            let uses = use_line(&quote!(#file), types).map(|line| quote!(#condition pub #line));
            (quote!(#condition mod #file;), uses.unwrap_or_default())
        })
        .unzip();
    let public = [
        (layout::ERRORS, layout::has_errors(api)),
        (layout::WEBHOOK, layout::has_webhook(api)),
    ];
    let public = public.into_iter().filter(|(_, is_there)| *is_there);
    let public = public.map(|(file, _)| ident(file));
    let of_operations = [("server", layout::SERVER), ("methods", layout::METHODS)];
    let of_operations = of_operations.into_iter();
    let of_operations = of_operations.filter(|_| !api.operations.is_empty());
    let of_operations = of_operations.map(|(feature, file)| {
        let file = ident(file);
        quote!(#[cfg(feature = #feature)] pub mod #file;)
    });
    let modules = quote!(#names #(pub mod #public;)* #(#of_operations)*);
    let elsewhere = scope.elsewhere.iter().map(|id| &api.type_def(*id).name);
    let shared = ident(layout::SHARED);
    let shared = use_line(&quote!(crate::#shared), elsewhere).map(|line| quote!(pub #line));
    let head = [quote!(#doc #targets #allow), modules, quote!(#shared #uses)].into_iter();
    head.chain(api_constant::api_constant(api, docs))
        .filter(|tokens| !tokens.is_empty())
        .collect()
}

/// The private files, sorted, the types that each has for everybody, and when they are there.
fn files<'s>(scope: &'s Scope<'_>) -> Vec<(&'s str, Vec<TypeName>, &'s Presence)> {
    let api = scope.api;
    let types = scope.files.iter().map(|file| {
        let names = file.types.iter().map(|id| api.type_def(*id).name.clone());
        let presence = &api.type_def(file.types[0]).presence;
        (file.name.as_str(), names.collect(), presence)
    });
    let operations = scope.operation_files.iter().map(|file| {
        let operations = file.operations.iter().map(|index| &api.operations[*index]);
        let names = operations.flat_map(layout::operation_names);
        let presence = &api.operations[file.operations[0]].presence;
        (file.name.as_str(), names.cloned().collect(), presence)
    });
    let event = api.events.as_ref().map(|events| {
        let delivery = events
            .envelope
            .is_some()
            .then(|| event::delivery_name(api, events));
        (
            layout::EVENT,
            [events.name.clone()].into_iter().chain(delivery).collect(),
            &Presence::Always,
        )
    });
    let mut files: Vec<(&str, Vec<TypeName>, &Presence)> =
        types.chain(operations).chain(event).collect();
    files.sort_by_key(|(file, _, _)| *file);
    for (_, names, _) in &mut files {
        names.sort();
    }
    files
}

/// A file's name as its module's.
fn ident(file: &str) -> Ident {
    Ident::new(file, Span::call_site())
}

/// What the document says of itself, and how much of what there is.
fn paragraphs(api: &Api) -> Vec<String> {
    // With its full stop, a number would begin a list.
    let title = markdown::inline(&format!("{}.", api.title.trim_end_matches('.')));
    let counts = [
        count(api.operations.len(), "operation"),
        count(api.types.len(), "type"),
        count(api.webhooks.len(), "webhook"),
        count(api.errors.len(), "named error"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let counts = (!counts.is_empty()).then(|| format!("{}.", counts.join(", ")));
    [Some(title), api.doc.text.clone(), counts]
        .into_iter()
        .flatten()
        .collect()
}

/// The operations, each with its path, the type of its body and its result.
fn operations(api: &Api) -> Vec<String> {
    let mut lines = Vec::new();
    for operation in &api.operations {
        let place = markdown::code(&format!("{} {}", operation.method, operation.path));
        let sent = sent(api, operation);
        let given = given(api, operation);
        let sent = sent.map(|link| format!(", takes {link}"));
        let given = given.map(|words| format!(", returns {words}"));
        lines.push(format!(
            "- [`{}`]: {place}{}{}",
            operation.name,
            sent.unwrap_or_default(),
            given.unwrap_or_default()
        ));
    }
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

/// The webhooks, each with the type of its body, and how it is decoded.
fn webhooks(api: &Api) -> Vec<String> {
    let is_variant = |webhook: &&Webhook| variant(api, webhook).is_some();
    let (variants, others): (Vec<_>, Vec<_>) = api.webhooks.iter().partition(is_variant);
    let mut lines = Vec::new();
    if let Some(events) = &api.events {
        let head = format!("Webhooks, each a variant of [`{}`]:", events.name);
        lines.extend([String::new(), head, String::new()]);
        lines.extend(variants.into_iter().map(|it| webhook(api, it)));
    }
    if others.is_empty() {
        return lines;
    }
    let subject = if api.events.is_some() {
        "Webhooks that nothing in their bodies identifies"
    } else {
        "Webhooks with their bodies"
    };
    let head = if others.iter().any(|it| it.encoding != Encoding::Json) {
        format!(
            "{subject}. [`decode`](crate::decode) decodes JSON, \
             [`decode_form`](crate::decode_form) forms, and \
             [`decode_multipart`](crate::decode_multipart) multipart bodies:"
        )
    } else {
        format!("{subject}, which [`decode`](crate::decode) decodes:")
    };
    lines.extend([String::new(), head, String::new()]);
    lines.extend(others.into_iter().map(|it| webhook(api, it)));
    lines
}

/// The event of a webhook, if something in its body identifies it.
fn variant<'a>(api: &'a Api, webhook: &Webhook) -> Option<&'a Event> {
    let mut variants = api.events.iter().flat_map(|events| &events.variants);
    variants.find(|event| event.address == webhook.address)
}

fn webhook(api: &Api, webhook: &Webhook) -> String {
    let variant = variant(api, webhook);
    let ty = variant.map_or(webhook.ty.as_ref(), |event| Some(&event.ty));
    let given = ty.and_then(|ty| of_type(api, ty));
    let form = form(&webhook.encoding, variant.is_none());
    let given = given.map(|words| format!(": {words}{form}"));
    // The usual method goes without saying.
    let method = Some(webhook.method.as_str()).filter(|it| *it != "POST");
    let method = method.map(|method| format!(" by {method}"));
    format!(
        "- {}{}{}",
        doc::code(&webhook.key),
        method.unwrap_or_default(),
        given.unwrap_or_default()
    )
}

/// That a webhook is a form, and how its members are written, where its reader has to be told.
fn form(encoding: &Encoding, with_styles: bool) -> String {
    let styles = match encoding {
        Encoding::Json => return String::new(),
        Encoding::Form(styles) => styles,
        Encoding::Multipart(_) => return " as multipart".to_owned(),
    };
    if styles.is_empty() || !with_styles {
        return " as a form".to_owned();
    }
    let styles = styles.iter().map(|(member, style)| {
        let member = literal::text(member);
        format!("({member}, Style::{style:?})")
    });
    let styles: Vec<String> = styles.collect();
    let styles = doc::code(&format!("&[{}]", styles.join(", ")));
    format!(" as a form with the styles {styles}")
}

/// The type of the body, as a link.
fn sent(api: &Api, operation: &Operation) -> Option<String> {
    match &operation.call.body.as_ref()?.content {
        BodyContent::One(sent) => link(api, &sent.form.value()?.ty),
        BodyContent::Choice { name, .. } => Some(format!("[`{name}`]")),
    }
}

/// The result in words, its type as a link.
fn given(api: &Api, operation: &Operation) -> Option<String> {
    let success = &operation.call.success;
    if let Some(unwrap) = &success.unwrap {
        return of_type(api, &unwrap.ty);
    }
    match &success.body {
        ResponseBody::Json(ty)
        | ResponseBody::OptionalJson(ty)
        | ResponseBody::Multipart { ty, .. } => of_type(api, ty),
        ResponseBody::Choice(choice) => of_type(api, &choice.ty),
        ResponseBody::Events => {
            let stream = operation.call.stream.as_ref()?;
            let what = match stream.form {
                EventForm::Json | EventForm::Part => "a stream",
                EventForm::Data | EventForm::Structure | EventForm::Whole => "events",
            };
            let event = link(api, &stream.ty);
            Some(event.map_or_else(|| what.to_owned(), |link| format!("{what}, {link}")))
        }
        ResponseBody::Text => Some("text".to_owned()),
        ResponseBody::Bytes => Some("bytes".to_owned()),
        ResponseBody::Enum => {
            let name = &operation.call.response_enum.as_ref()?.name;
            Some(format!("[`{name}`]"))
        }
        ResponseBody::Nothing => None,
    }
}

/// A type that has a name, or a list or a map of one.
fn of_type(api: &Api, ty: &Type) -> Option<String> {
    let link = link(api, ty)?;
    Some(match ty {
        Type::Vec(_) => format!("a list of {link}"),
        Type::Map(_) => format!("a map of {link}"),
        _ => link,
    })
}

/// A link to the named type in a type.
fn link(api: &Api, ty: &Type) -> Option<String> {
    let name = &api.type_def(ty.named()?).name;
    Some(format!("[`{name}`]"))
}

fn count(number: usize, noun: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {noun}")),
        number => Some(format!("{number} {noun}s")),
    }
}

/// Whether an item of the API is deprecated.
fn has_deprecated(api: &Api) -> bool {
    let fields = api.types.iter().any(|def| match &def.kind {
        TypeKind::Object(object) => object.fields.iter().any(|field| field.deprecated),
        _ => false,
    });
    let types = api.types.iter().any(|def| def.deprecated);
    let operations = api.operations.iter().any(|operation| operation.deprecated);
    fields || types || operations
}

/// Lints about decisions that are the document's: its prose, its names, the size of its objects.
pub(super) fn allowed(has_deprecated: bool) -> TokenStream {
    let deprecated = has_deprecated.then(|| quote!(deprecated,));
    quote! {
        #![allow(
            #deprecated
            clippy::doc_markdown,
            clippy::large_enum_variant,
            clippy::match_overlapping_arm,
            clippy::missing_errors_doc,
            clippy::semicolon_if_nothing_returned,
            clippy::should_implement_trait,
            clippy::struct_excessive_bools,
            clippy::too_many_arguments,
            clippy::too_many_lines,
            clippy::unicode_not_nfc
        )]
    }
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::every_kind;

    #[test]
    fn the_module_lists_and_reexports_everything() {
        let text = file(every_kind(), "mod.rs");
        let doc = "//! Pets.\n//!\n//! 13 types, 3 webhooks, 1 named error.\n//!\n\
            //! Webhooks, each a variant of [`Event`]:\n//!\n//! - `pet.born`: [`Pet`]\n";
        assert!(text.starts_with(doc), "{text}");
        assert!(text.contains("#![allow(\n    deprecated,\n"), "{text}");
        assert!(
            text.contains("mod error;\nmod errors_type;\nmod event;\nmod forest;\n"),
            "{text}"
        );
        assert!(
            text.contains(
                "mod voice;\npub mod errors;\npub mod webhook;\n\npub use aws_voice::AwsVoice;\n"
            ),
            "{text}"
        );
        assert!(
            text.contains("pub use error::{Error, ErrorSource};\n"),
            "{text}"
        );
        assert!(
            text.contains("pub use event::{Delivery, Event};\n"),
            "{text}"
        );
    }
}
