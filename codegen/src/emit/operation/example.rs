//! An operation in, a call of it as an example that compiles out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::emit::doc;
use crate::emit::module::Block;
use crate::emit::scope::Scope;
use crate::ir::{
    Body, BodyContent, BodyForm, Field, Key, Operation, RequestContent, ResponseBody, Type,
    TypeKind,
};
use crate::tree::Tree;

use super::value::{self, Samples};

/// How a reply is read.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    Whole,
    Events,
}

impl Reading {
    /// How a reply is read if nobody asks for something else.
    fn usual(operation: &Operation) -> Self {
        match operation.call.success.body {
            ResponseBody::Events => Self::Events,
            _ => Self::Whole,
        }
    }
}

/// The example, and another one where a reply may be a stream too; nothing where a value cannot be
/// made up.
pub(super) fn blocks(scope: &Scope<'_>, operation: &Operation) -> Vec<Block> {
    let usual = Reading::usual(operation);
    let mut blocks = example(scope, operation, usual);
    if operation.call.stream.is_some() && usual != Reading::Events {
        let streamed = example(scope, operation, Reading::Events);
        if !streamed.is_empty() {
            blocks.push(doc::lines(["", "As a stream:", ""]));
            blocks.extend(streamed);
        }
    }
    blocks
}

fn example(scope: &Scope<'_>, operation: &Operation, reading: Reading) -> Vec<Block> {
    let Some(statements) = call_statements(scope, operation, &quote!(client), reading) else {
        return Vec::new();
    };
    let library = &scope.library;
    let head = [
        "```",
        &format!("# use {library}::{}::*;", scope.api.module),
        // The rest of it is there without a client too.
        "# #[cfg(feature = \"client\")]",
        &format!(
            "# async fn example(client: &{library}::Client) -> Result<(), Box<dyn std::error::Error>> {{"
        ),
    ];
    let code = Block::Code {
        function: quote!(fn example() { #statements }),
        depth: 0,
    };
    vec![
        doc::lines(head),
        code,
        doc::lines(["# Ok(())", "# }", "```"]),
    ]
}

/// The call and what it gives, in statements; `client` is a reference to the variable `client`, or
/// that itself where it is one.
pub(super) fn statements(
    scope: &Scope<'_>,
    operation: &Operation,
    client: &TokenStream,
) -> Option<TokenStream> {
    call_statements(scope, operation, client, Reading::usual(operation))
}

fn call_statements(
    scope: &Scope<'_>,
    operation: &Operation,
    client: &TokenStream,
    reading: Reading,
) -> Option<TokenStream> {
    let library: Ident = syn::parse_str(&scope.library).ok()?;
    let samples = Samples { scope, library };
    let parameters = operation.arguments().into_iter();
    let parameters = parameters
        .map(|it| samples.argument(&it.value, it.example.as_ref(), &it.wire))
        .collect::<Option<Vec<TokenStream>>>()?;
    let body = body(&samples, operation, reading)?;
    let declared = body.as_ref().map(|value| quote!(let body = #value;));
    let field = operation.call.body.as_ref().filter(|_| body.is_some());
    let argument = field.filter(|it| it.required).map(|_| quote!(body));
    let setter = field.filter(|it| !it.required).map(|it| {
        let name = &it.field;
        quote!(.#name(body))
    });
    let (name, arguments) = (&operation.name, parameters.iter().chain(&argument));
    let call = quote!(#name::new(#(#arguments),*) #setter);
    let sent = if reading == Reading::Events {
        quote! {
            let call = #call;
            let mut events = client.call(&call).events().await?;
            while let Some(event) = events.next().await {
                let event = event?;
                println!("{event:?}");
            }
        }
    } else if operation.call.paging.is_some() {
        quote! {
            let mut items = #call.items(#client);
            while let Some(item) = items.next().await {
                let item = item?;
                println!("{item:?}");
            }
        }
    } else if matches!(operation.call.success.body, ResponseBody::Nothing) {
        quote!(#call.send(#client).await?;)
    } else {
        quote!(let result = #call.send(#client).await?;)
    };
    Some(quote!(#declared #sent))
}

/// The body as the document's example has it, also where it may be left out: mostly nobody said that
/// it must be there. `None` if it must be there and cannot be made up.
#[allow(clippy::option_option)] // Whether it can be made up, and whether there is one.
fn body(
    samples: &Samples<'_>,
    operation: &Operation,
    reading: Reading,
) -> Option<Option<TokenStream>> {
    let Some(body) = &operation.call.body else {
        return Some(None);
    };
    let (variant, sent) = match &body.content {
        BodyContent::One(sent) => (None, sent),
        BodyContent::Choice { name, cases } => {
            let (variant, sent) = cases.first()?;
            (Some((name, variant)), sent)
        }
    };
    let Some(made) = one(samples, operation, body, sent, reading) else {
        return (!body.required).then_some(None);
    };
    Some(Some(match variant {
        None => made,
        Some((name, variant)) => quote!(#name::#variant(#made)),
    }))
}

fn one(
    samples: &Samples<'_>,
    operation: &Operation,
    body: &Body,
    sent: &RequestContent,
    reading: Reading,
) -> Option<TokenStream> {
    let is_chosen = matches!(body.content, BodyContent::Choice { .. });
    let example = given(operation, sent);
    let stand_in = match &sent.form {
        BodyForm::Json { value, .. }
        | BodyForm::Form { value, .. }
        | BodyForm::Multipart { value, .. }
        | BodyForm::Items(value) => Ok(value),
        BodyForm::Text(_) => Err("text"),
        BodyForm::Bytes | BodyForm::File { .. } => Err("bytes"),
    };
    let value = match stand_in {
        Ok(value) => value,
        Err(stand_in) => {
            let text = value::text(example.and_then(Tree::as_str).unwrap_or(stand_in));
            return Some(if is_chosen {
                quote!(#text.into())
            } else {
                text
            });
        }
    };
    let streams = reading == Reading::Events;
    let switch = operation
        .call
        .stream
        .as_ref()
        .and(switch(samples.scope, &value.ty));
    let switched = switch.map(|switch| switched(example, switch, streams));
    let example = switched.as_ref().or(example);
    // The key is not the caller's business.
    let key = match &operation.call.key {
        Some(Key::Field { field, .. }) => Some(field),
        Some(Key::Variants(fields)) => fields.first().map(|(_, field)| field),
        None => None,
    };
    let filled = example.and_then(|example| samples.filled(&value.ty, example, key));
    let name = body.field.as_str();
    let made = match filled {
        Some(filled) => filled,
        None if is_chosen => samples.exactly(value, example, name)?,
        None => samples.argument(value, example, name)?,
    };
    let on = switch.filter(|it| streams && !it.required).map(|switch| {
        let name = &switch.name;
        let value = samples.argument(&switch.value, Some(&true.into()), &switch.wire)?;
        Some(quote!(.#name(#value)))
    });
    let on = on.flatten();
    Some(quote!(#made #on))
}

/// What APIs call the member that asks for a stream.
const SWITCH: &str = "stream";

/// The member of a body that asks for a stream, true or false.
fn switch<'s>(scope: &'s Scope<'_>, ty: &Type) -> Option<&'s Field> {
    let Type::Named(id) = scope.resolve(ty) else {
        return None;
    };
    let TypeKind::Object(object) = &scope.api.type_def(*id).kind else {
        return None;
    };
    let is_bool = |field: &&Field| match scope.resolve(&field.value.ty) {
        Type::Nullable(inner) => *scope.resolve(inner) == Type::Bool,
        ty => *ty == Type::Bool,
    };
    let mut fields = object.fields.iter().filter(|it| it.wire == SWITCH);
    fields.find(is_bool)
}

/// An example that asks for a stream only if it has to say whether it does.
fn switched(example: Option<&Tree>, switch: &Field, streams: bool) -> Tree {
    let members = example.and_then(Tree::as_object).cloned();
    let mut members = members.unwrap_or_default();
    members.shift_remove(SWITCH);
    if switch.required {
        members.insert(SWITCH.to_owned(), streams.into());
    }
    Tree::Object(Box::new(members))
}

/// The document's example of a body.
fn given<'o>(operation: &'o Operation, sent: &RequestContent) -> Option<&'o Tree> {
    let contents = &operation.body;
    let given = contents
        .iter()
        .find(|it| it.media_type == sent.media_type && it.example.is_some());
    given.or(contents.first())?.example.as_ref()
}
