//! Parameters and a body in; what checks and writes them out.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::imports::Imports;
use crate::emit::{literal, rules};
use crate::ir::{
    Body, BodyForm, Call, Key, Operation, Parameter, ParameterPlace, ParameterStyle, Type, Value,
};

/// `check`: a line for whatever can break a rule.
pub(super) fn check(imports: &mut Imports<'_>, operation: &Operation) -> TokenStream {
    let parameters = operation.parameters.iter().filter_map(|parameter| {
        let rules = rules_of(imports, &parameter.value)?;
        let (wire, name) = (literal::text(&parameter.wire), &parameter.name);
        Some(quote!(at.parameter(#wire, &self.#name, #rules);))
    });
    let mut lines: Vec<TokenStream> = parameters.collect();
    if let Some(body) = &operation.call.body
        && let Some(value) = body.form.value()
        && let Some(rules) = rules_of(imports, value)
    {
        let field = &body.field;
        lines.push(quote!(at.value(&self.#field, #rules);));
    }
    let checker = imports.runtime("Checker");
    let at = binding("at", &lines);
    quote!(fn check(&self, #at: &mut #checker<'_>) { #(#lines)* })
}

/// The rules of a value, unless there is nothing that could be wrong with it.
fn rules_of(imports: &mut Imports<'_>, value: &Value) -> Option<TokenStream> {
    let can_break = !value.rules.is_empty() || imports.scope().is_checked(&value.ty);
    can_break.then(|| rules::slice(imports, &value.rules))
}

/// `write`: parameters, the content types that are welcome, the body.
pub(super) fn write(imports: &mut Imports<'_>, operation: &Operation) -> TokenStream {
    let parameters = operation.parameters.iter();
    let mut lines: Vec<TokenStream> = parameters.map(|it| parameter(imports, it)).collect();
    let Call { success, body, .. } = &operation.call;
    if !success.accept.is_empty() {
        let accept = literal::text(&success.accept);
        lines.push(quote!(to.accept(#accept);));
    }
    lines.extend(body.iter().map(|body| write_body(imports, body)));
    let writer = imports.runtime("RequestWriter");
    let to = binding("to", &lines);
    quote!(fn write(&self, #to: &mut #writer) { #(#lines)* })
}

/// The name of an argument, or `_` if no line uses it.
fn binding(name: &str, lines: &[TokenStream]) -> TokenStream {
    if lines.is_empty() {
        return quote!(_);
    }
    let name = Ident::new(name, Span::call_site());
    quote!(#name)
}

fn parameter(imports: &mut Imports<'_>, parameter: &Parameter) -> TokenStream {
    let place = match parameter.place {
        ParameterPlace::Path => quote!(path),
        ParameterPlace::Query => quote!(query),
        ParameterPlace::Header => quote!(header),
        ParameterPlace::Cookie => quote!(cookie),
    };
    let style = ParameterStyle::of(parameter.style, parameter.explode);
    let style = self::style(imports, style);
    let (wire, name) = (literal::text(&parameter.wire), &parameter.name);
    quote!(to.#place(#wire, #style, &self.#name);)
}

fn style(imports: &mut Imports<'_>, style: ParameterStyle) -> TokenStream {
    let ty = imports.runtime("Style");
    let style = match style {
        ParameterStyle::Simple => quote!(Simple),
        ParameterStyle::SimpleExploded => quote!(SimpleExploded),
        ParameterStyle::Label => quote!(Label),
        ParameterStyle::LabelExploded => quote!(LabelExploded),
        ParameterStyle::Matrix => quote!(Matrix),
        ParameterStyle::MatrixExploded => quote!(MatrixExploded),
        ParameterStyle::Form => quote!(Form),
        ParameterStyle::FormJoined => quote!(FormJoined),
        ParameterStyle::SpaceDelimited => quote!(SpaceDelimited),
        ParameterStyle::PipeDelimited => quote!(PipeDelimited),
        ParameterStyle::DeepObject => quote!(DeepObject),
        ParameterStyle::Json => quote!(Json),
    };
    quote!(#ty::#style)
}

fn write_body(imports: &mut Imports<'_>, body: &Body) -> TokenStream {
    let Body {
        field,
        required,
        media_type,
        form,
    } = body;
    let media_type = literal::text(media_type);
    match form {
        BodyForm::Json { value: _, empty } => {
            let write = match (required, empty) {
                (true, _) => quote!(json),
                (false, true) => quote!(json_or_empty),
                (false, false) => quote!(optional_json),
            };
            quote!(to.#write(#media_type, &self.#field);)
        }
        BodyForm::Form { value: _, styles } => {
            let styles = styles.iter().map(|(wire, style)| {
                let (wire, style) = (literal::text(wire), self::style(imports, *style));
                quote!((#wire, #style))
            });
            let styles: Vec<TokenStream> = styles.collect();
            quote!(to.form(&[#(#styles),*], &self.#field);)
        }
        BodyForm::Bytes if *required => quote!(to.bytes(#media_type, Some(&self.#field));),
        BodyForm::Bytes => quote!(to.bytes(#media_type, self.#field.as_ref());),
    }
}

/// `idempotency_key`, where there is one.
pub(super) fn key(imports: &mut Imports<'_>, call: &Call) -> Option<TokenStream> {
    let (Key { field, make }, body) = (call.key.as_ref()?, call.body.as_ref()?);
    let name = &body.field;
    let key = match make {
        _ if body.required => quote!(Some(&mut self.#name.#field)),
        Some(ty) => {
            let new = constructor(imports, ty);
            quote!(Some(&mut self.#name.get_or_insert_with(#new).#field))
        }
        None => quote!(self.#name.as_mut().map(|it| &mut it.#field)),
    };
    Some(quote! {
        fn idempotency_key(&mut self) -> Option<&mut Option<String>> { #key }
    })
}

/// The function that makes an object that requires nothing.
pub(super) fn constructor(imports: &mut Imports<'_>, ty: &Type) -> TokenStream {
    let ty = imports.spell(ty);
    quote!(#ty::new)
}
