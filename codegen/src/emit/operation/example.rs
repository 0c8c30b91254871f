//! An operation in, a call of it as an example that compiles out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::emit::scope::Scope;
use crate::ir::{Body, BodyContent, BodyForm, Key, Operation, Payload, Sent};
use crate::render;
use crate::tree::Tree;

use super::value::{self, Samples};

/// The lines of the example; none where a value cannot be made up.
pub(super) fn lines(scope: &Scope<'_>, operation: &Operation) -> Vec<String> {
    let Some(statements) = statements(scope, operation) else {
        return Vec::new();
    };
    let library = &scope.library;
    let head = [
        "```".to_owned(),
        format!("# use {library}::{}::*;", scope.api.module),
        // The rest of it is there without a client too.
        "# #[cfg(feature = \"client\")]".to_owned(),
        format!(
            "# async fn example(client: &{library}::Client) -> Result<(), Box<dyn std::error::Error>> {{"
        ),
    ];
    let tail = ["# Ok(())", "# }", "```"].map(str::to_owned);
    let statements = render::statements(quote!(fn example() { #statements }));
    head.into_iter().chain(statements).chain(tail).collect()
}

fn statements(scope: &Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let library: Ident = syn::parse_str(&scope.library).ok()?;
    let samples = Samples { scope, library };
    let parameters = operation.parameters.iter().filter(|it| it.required);
    let parameters = parameters
        .map(|it| samples.argument(&it.value, it.example.as_ref(), &it.wire))
        .collect::<Option<Vec<TokenStream>>>()?;
    let body = body(&samples, operation)?;
    let declared = body.as_ref().map(|value| quote!(let body = #value;));
    let field = operation.call.body.as_ref().filter(|_| body.is_some());
    let argument = field.filter(|it| it.required).map(|_| quote!(body));
    let setter = field.filter(|it| !it.required).map(|it| {
        let name = &it.field;
        quote!(.#name(body))
    });
    let (name, arguments) = (&operation.name, parameters.iter().chain(&argument));
    let call = quote!(#name::new(#(#arguments),*) #setter);
    let sent = if operation.call.paging.is_some() {
        quote! {
            let mut items = #call.items(client);
            while let Some(item) = items.next().await {
                let item = item?;
                println!("{item:?}");
            }
        }
    } else if matches!(operation.call.success.payload, Payload::Events) {
        quote! {
            let call = #call;
            let mut events = client.call(&call).events().await?;
            while let Some(event) = events.next().await {
                let event = event?;
                println!("{event:?}");
            }
        }
    } else if matches!(operation.call.success.payload, Payload::Nothing) {
        quote!(#call.send(client).await?;)
    } else {
        quote!(let result = #call.send(client).await?;)
    };
    Some(quote!(#declared #sent))
}

/// The body as the document's example has it. One that may be left out is, unless the example shows
/// something in it. `None` if it must be there and cannot be made up.
#[allow(clippy::option_option)] // Whether it can be made up, and whether there is one.
fn body(samples: &Samples<'_>, operation: &Operation) -> Option<Option<TokenStream>> {
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
    let made = one(samples, operation, body, sent)?;
    Some(made.map(|made| match variant {
        None => made,
        Some((name, variant)) => quote!(#name::#variant(#made)),
    }))
}

#[allow(clippy::option_option)] // As above.
fn one(
    samples: &Samples<'_>,
    operation: &Operation,
    body: &Body,
    sent: &Sent,
) -> Option<Option<TokenStream>> {
    let is_chosen = matches!(body.content, BodyContent::Choice { .. });
    let example = example(operation, sent);
    let Some(value) = sent.form.value() else {
        let is_text = sent.form == BodyForm::Text;
        let stand_in = if is_text { "text" } else { "bytes" };
        let text = value::text(example.and_then(Tree::as_str).unwrap_or(stand_in));
        let made = if is_chosen {
            quote!(#text.into())
        } else {
            text
        };
        return Some(body.required.then_some(made));
    };
    // The key is not the caller's business.
    let key = match &operation.call.key {
        Some(Key::Field { field, .. }) => Some(field),
        Some(Key::Variants(fields)) => fields.first().map(|(_, field)| field),
        None => None,
    };
    let filled = example.and_then(|example| samples.filled(&value.ty, example, key));
    if filled.is_some() || !body.required {
        return Some(filled);
    }
    let name = body.field.as_str();
    let made = if is_chosen {
        samples.exactly(value, example, name)
    } else {
        samples.argument(value, example, name)
    };
    made.map(Some)
}

/// The document's example of a body.
fn example<'o>(operation: &'o Operation, sent: &Sent) -> Option<&'o Tree> {
    let contents = &operation.body;
    let given = contents
        .iter()
        .find(|it| it.media_type == sent.media_type && it.example.is_some());
    given.or(contents.first())?.example.as_ref()
}
