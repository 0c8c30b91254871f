//! An operation in, a call of it as an example that compiles out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::emit::scope::Scope;
use crate::ir::{Operation, Payload};
use crate::render;
use crate::tree::Tree;

use super::value::{self, Samples};
use super::{Member, members};

/// The lines of the example; none where a value cannot be made up.
pub(super) fn lines(scope: &Scope<'_>, operation: &Operation) -> Vec<String> {
    let Some(call) = call(scope, operation) else {
        return Vec::new();
    };
    let statements = if operation.call.paging.is_some() {
        quote! {
            let mut items = #call.items(client);
            while let Some(item) = items.next().await {
                println!("{:?}", item?);
            }
        }
    } else if matches!(operation.call.success.payload, Payload::Nothing) {
        quote!(#call.send(client).await?;)
    } else {
        quote!(let result = #call.send(client).await?;)
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
    let statements = render::statements(&quote!(fn example() { #statements }));
    head.into_iter().chain(statements).chain(tail).collect()
}

/// The operation with all that is required, and with the body of the document's example.
fn call(scope: &Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let library: Ident = syn::parse_str(&scope.library).ok()?;
    let samples = Samples { scope, library };
    let required = members(operation).filter(Member::is_required);
    let arguments = required.map(|member| samples.field(operation, &member));
    let arguments: Vec<TokenStream> = arguments.collect::<Option<_>>()?;
    let body = operation.call.body.as_ref();
    let body = body.filter(|body| !body.required).and_then(|body| {
        let example = body_example(operation)?;
        let value = samples.filled(&body.form.value()?.ty, example)?;
        let field = &body.field;
        Some(quote!(.#field(#value)))
    });
    let name = &operation.name;
    Some(quote!(#name::new(#(#arguments),*) #body))
}

impl Samples<'_> {
    /// An argument for a parameter or the body.
    fn field(&self, operation: &Operation, member: &Member<'_>) -> Option<TokenStream> {
        match member {
            Member::Parameter(parameter) => self.argument(
                &parameter.value,
                parameter.example.as_ref(),
                &parameter.wire,
            ),
            Member::Body(body) => {
                let example = body_example(operation);
                let Some(value) = body.form.value() else {
                    let text = example.and_then(Tree::as_str);
                    return Some(value::text(text.unwrap_or("bytes")));
                };
                let filled = example.and_then(|example| self.filled(&value.ty, example));
                filled.or_else(|| self.argument(value, example, body.field.as_str()))
            }
        }
    }
}

/// The document's example of the body that is sent.
fn body_example(operation: &Operation) -> Option<&Tree> {
    let body = operation.call.body.as_ref()?;
    let is_sent = |wanted: &str| body.media_type == wanted;
    let contents = &operation.body;
    let sent = contents.iter().find(|it| is_sent(&it.media_type));
    sent.or(contents.first())?.example.as_ref()
}
