//! Parameters and a body in; what checks and writes them out.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::imports::Imports;
use crate::emit::{literal, object, style};
use crate::ir::{
    Body, BodyContent, BodyForm, Call, Escaping, Key, Parameter, ParameterPlace, Part,
    RequestContent, Style, Type,
};
use crate::name::{FieldName, TypeName, VariantName};

/// Where and in which style a parameter is sent.
pub(super) fn place(imports: &mut Imports<'_>, parameter: &Parameter) -> TokenStream {
    let is_reserved = parameter.escaping == Escaping::Reserved;
    let place = match parameter.place {
        ParameterPlace::Path if is_reserved => quote!(path_reserved),
        ParameterPlace::Path => quote!(path),
        ParameterPlace::Query if is_reserved => quote!(query_reserved),
        ParameterPlace::Query => quote!(query),
        ParameterPlace::QueryString => quote!(query_string),
        ParameterPlace::Header => quote!(header),
        ParameterPlace::Cookie if parameter.escaping == Escaping::Nothing => {
            quote!(cookie_verbatim)
        }
        ParameterPlace::Cookie if is_reserved => quote!(cookie_reserved),
        ParameterPlace::Cookie => quote!(cookie),
    };
    let style = style::variant(parameter.style);
    let styles = (parameter.place == ParameterPlace::QueryString)
        .then(|| styles(imports, &parameter.styles));
    let styles = styles.map(|styles| quote!(, &#styles));
    quote!(#place(#style #styles))
}

/// `sends`: how the body is checked, written and read.
pub(super) fn body(imports: &mut Imports<'_>, body: &Body) -> TokenStream {
    let field = &body.field;
    let pick = |one, optional| if body.required { one } else { optional };
    match &body.content {
        BodyContent::One(sent) => {
            let form = match &sent.form {
                BodyForm::Json { empty: true, .. } => pick("json", "json_or_empty"),
                BodyForm::Json { .. } => pick("json", "optional_json"),
                BodyForm::Form { .. } => pick("form", "optional_form"),
                BodyForm::Multipart { .. } => pick("multipart", "optional_multipart"),
                BodyForm::Items(_) => pick("items", "optional_items"),
                BodyForm::Text(_) => pick("text", "optional_text"),
                BodyForm::Bytes => pick("bytes", "optional_bytes"),
                BodyForm::File { .. } => pick("file", "optional_file"),
            };
            let (form, content) = (word(form), content(imports, sent));
            quote!(sends #field as #form #content)
        }
        BodyContent::Choice { cases, .. } => {
            let empty = cases.iter().find_map(|(_, sent)| match &sent.form {
                BodyForm::Json { empty: true, .. } => Some(literal::text(&sent.media_type)),
                _ => None,
            });
            let empty = empty.filter(|_| !body.required);
            let form = match empty {
                Some(_) => "one_of_or_empty",
                None => pick("one_of", "optional_one_of"),
            };
            let form = word(form);
            quote!(sends #field as #form #empty where valid)
        }
    }
}

fn word(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The table of the enum of those bodies that a caller chooses among.
pub(super) fn choice(
    imports: &mut Imports<'_>,
    name: &TypeName,
    cases: &[(VariantName, RequestContent)],
) -> TokenStream {
    let lines = cases.iter().map(|(variant, sent)| {
        let form = word(match &sent.form {
            BodyForm::Json { .. } => "json",
            BodyForm::Form { .. } => "form",
            BodyForm::Multipart { .. } => "multipart",
            BodyForm::Items(_) => "items",
            BodyForm::Text(_) => "text",
            BodyForm::Bytes => "bytes",
            BodyForm::File { .. } => "file",
        });
        let content = content(imports, sent);
        quote!(#variant as #form #content,)
    });
    let lines: TokenStream = lines.collect();
    quote!(crate::runtime::request_body! { #name { #lines } })
}

/// The content type, what is declared about members, and the rules.
fn content(imports: &mut Imports<'_>, sent: &RequestContent) -> TokenStream {
    let RequestContent { media_type, form } = sent;
    let declared = literal::text(media_type);
    let content_type = match form {
        BodyForm::File { default } if default != media_type => {
            let default = literal::text(default);
            quote!(#default of #declared)
        }
        _ => quote!(#declared),
    };
    let extra = match form {
        BodyForm::Form { styles, .. } => Some(self::styles(imports, styles)),
        BodyForm::Multipart { parts, .. } => Some(self::parts(imports, parts)),
        _ => None,
    };
    let rules = sent.form.value();
    let rules = rules.map(|value| object::rules(imports, value));
    quote!(#content_type #extra #rules)
}

/// The pattern for a chosen body.
fn chosen(required: bool, name: &TypeName, variant: &VariantName) -> TokenStream {
    if required {
        quote!(#name::#variant(it))
    } else {
        quote!(Some(#name::#variant(it)))
    }
}

fn style(imports: &mut Imports<'_>, style: Style) -> TokenStream {
    let ty = imports.runtime("Style");
    let style = style::variant(style);
    quote!(#ty::#style)
}

/// How members of a form, or headers, are written that are not written the usual way.
pub(super) fn styles(imports: &mut Imports<'_>, styles: &[(String, Style)]) -> TokenStream {
    let styles = styles.iter().map(|(wire, style)| {
        let (wire, style) = (literal::text(wire), self::style(imports, *style));
        quote!((#wire, #style))
    });
    let styles: Vec<TokenStream> = styles.collect();
    quote!([#(#styles),*])
}

/// What is said about members of a body of parts.
pub(super) fn parts(imports: &mut Imports<'_>, parts: &[Part]) -> TokenStream {
    let ty = (!parts.is_empty()).then(|| imports.runtime("Part"));
    part_table(&ty.unwrap_or_default(), parts)
}

/// A table of parts, whose type is spelt `ty`.
pub(in crate::emit) fn part_table(ty: &TokenStream, parts: &[Part]) -> TokenStream {
    let parts = parts.iter().map(|part| {
        let Part {
            wire,
            content_type,
            headers,
            required,
        } = part;
        let wire = literal::text(wire);
        let content_type = content_type.as_deref().map(literal::text);
        let content_type = content_type.map_or_else(|| quote!(None), |it| quote!(Some(#it)));
        let headers = headers.iter().map(|(name, value)| {
            let (name, value) = (literal::text(name), literal::text(value));
            quote!((#name, #value))
        });
        let headers: Vec<TokenStream> = headers.collect();
        let required = required.iter().map(|name| literal::text(name));
        let required: Vec<_> = required.collect();
        quote! {
            #ty {
                name: #wire,
                content_type: #content_type,
                headers: &[#(#headers),*],
                required: &[#(#required),*]
            }
        }
    });
    let parts: Vec<TokenStream> = parts.collect();
    quote!([#(#parts),*])
}

/// `idempotency_key`, where there is one.
pub(super) fn key(imports: &mut Imports<'_>, call: &Call) -> Option<TokenStream> {
    let (key, body) = (call.key.as_ref()?, call.body.as_ref()?);
    let name = &body.field;
    let key = match key {
        Key::Field { field, .. } if body.required => quote!(Some(&mut self.#name.#field)),
        Key::Field {
            field,
            make: Some(ty),
        } => {
            let new = constructor(imports, ty);
            quote!(Some(&mut self.#name.get_or_insert_with(#new).#field))
        }
        Key::Field { field, make: None } => quote!(self.#name.as_mut().map(|it| &mut it.#field)),
        Key::Variants(fields) => key_of_variant(body, fields),
    };
    Some(quote!(idempotency_key(self) { #key }))
}

/// The key in the variant that was chosen.
fn key_of_variant(body: &Body, fields: &[(VariantName, FieldName)]) -> TokenStream {
    let BodyContent::Choice { name, cases } = &body.content else {
        unreachable!("only a body that is chosen has variants")
    };
    let field = &body.field;
    if let [(variant, key)] = fields {
        let pattern = chosen(body.required, name, variant);
        return quote! {
            if let #pattern = &mut self.#field { Some(&mut it.#key) } else { None }
        };
    }
    let arms = fields.iter().map(|(variant, key)| {
        let pattern = chosen(body.required, name, variant);
        quote!(#pattern => Some(&mut it.#key),)
    });
    let arms: TokenStream = arms.collect();
    let is_total = body.required && fields.len() == cases.len();
    let rest = (!is_total).then(|| quote!(_ => None,));
    quote!(match &mut self.#field { #arms #rest })
}

/// The function that makes an object that requires nothing.
pub(super) fn constructor(imports: &mut Imports<'_>, ty: &Type) -> TokenStream {
    let ty = imports.spell(ty);
    quote!(#ty::new)
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::{api, body, field, object, operation, parameter, rule, value};
    use crate::ir::{
        BodyContent, BodyForm, Key, Operation, ParameterPlace, RequestContent, RuleKind, Style,
        Type, TypeId,
    };
    use crate::name::{FieldName, TypeName, VariantName};

    fn check(operation: Operation, parts: &[&str]) {
        let toy = object(vec![field("key", Type::String)]);
        let mut api = api(vec![("Toy", toy)]);
        api.operations = vec![operation];
        let text = file(api, "call.rs");
        for part in parts {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn parameters_are_checked_and_written() {
        let list = || Type::Vec(Box::new(Type::F64));
        let mut call = operation("Call", "GET", "/{a}");
        call.parameters = vec![
            parameter("a", ParameterPlace::Path, Style::LabelExploded, list()),
            parameter(
                "b[]",
                ParameterPlace::Query,
                Style::PipeDelimited,
                Type::String,
            ),
            parameter("X-C", ParameterPlace::Header, Style::Simple, Type::Bool),
            parameter("d", ParameterPlace::Cookie, Style::Json, Type::Json),
        ];
        call.parameters[1].value.rules = vec![rule(RuleKind::MinLength(2))];
        let table = r#"
    new(a: Vec<f64>)
    required {
        /// The path parameter `a`.
        a path(LabelExploded) "a": Vec<f64> where valid,
    }
    optional {
        /// The query parameter `b[]`.
        b query(PipeDelimited) "b[]" into String where [Rule::min_length(2)],
        /// The header parameter `X-C`.
        x_c header(Simple) "X-C": bool,
        /// The cookie parameter `d`.
        d cookie(Json) "d": Value,
    }
"#;
        check(call, &[table, "Call::new(vec![1.0]).send("]);
    }

    #[test]
    fn bodies_are_written_in_every_form() {
        let toy = || value(Type::Named(TypeId(0)), &[]);
        let json = |empty| BodyForm::Json {
            value: toy(),
            empty,
        };
        let form = BodyForm::Form {
            value: toy(),
            styles: vec![("a".to_owned(), Style::DeepObject)],
        };
        let cases = [
            (json(true), false, "sends body as json_or_empty \"x/y\"\n"),
            (json(false), false, "sends body as optional_json \"x/y\"\n"),
            (json(true), true, "sends body as json \"x/y\"\n"),
            (
                form,
                false,
                "sends body as optional_form \"x/y\" [(\"a\", Style::DeepObject)]\n",
            ),
            (
                BodyForm::Text(value(Type::String, &[])),
                false,
                "sends body as optional_text \"x/y\"\n",
            ),
            (
                BodyForm::Bytes,
                false,
                "sends body as optional_bytes \"x/y\"\n",
            ),
            (BodyForm::Bytes, true, "sends body as bytes \"x/y\"\n"),
        ];
        for (form, required, line) in cases {
            let mut call = operation("Call", "POST", "/");
            let mut body = body("x/y", form);
            body.required = required;
            call.call.body = Some(body);
            check(call, &[line]);
        }
    }

    #[test]
    fn the_key_goes_into_a_body_that_may_have_to_be_made() {
        let ty = Type::Named(TypeId(0));
        let cases = [
            (
                Some(ty.clone()),
                "Some(&mut self.body.get_or_insert_with(Toy::new).key)",
            ),
            (None, "self.body.as_mut().map(|it| &mut it.key)"),
        ];
        for (make, line) in cases {
            let mut call = operation("Call", "POST", "/");
            let form = BodyForm::Json {
                value: value(ty.clone(), &[]),
                empty: true,
            };
            call.call.body = Some(body("x/y", form));
            call.call.key = Some(Key::Field {
                field: FieldName::from_spelling("key"),
                make,
            });
            check(call, &[line]);
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "the whole output")]
    fn a_caller_chooses_the_body() {
        let toy = || value(Type::Named(TypeId(0)), &[]);
        let sent = |name, media_type: &str, form| {
            let media_type = media_type.to_owned();
            (
                VariantName::from_spelling(name),
                RequestContent { media_type, form },
            )
        };
        let cases = || {
            let json = BodyForm::Json {
                value: value(Type::F64, &[]),
                empty: false,
            };
            let form = BodyForm::Form {
                value: toy(),
                styles: Vec::new(),
            };
            vec![
                sent("Json", "a/json", json),
                sent("Form", "a/form", form),
                sent("Csv", "text/csv", BodyForm::Text(value(Type::String, &[]))),
                sent("Png", "image/png", BodyForm::Bytes),
                sent("Jpeg", "image/jpeg", BodyForm::Bytes),
            ]
        };
        let call = |required| {
            let mut call = operation("Call", "POST", "/");
            let mut body = body("x/y", BodyForm::Bytes);
            body.required = required;
            body.content = BodyContent::Choice {
                name: TypeName::from_spelling("CallBody"),
                cases: cases(),
            };
            call.call.body = Some(body);
            let key = (
                VariantName::from_spelling("Form"),
                FieldName::from_spelling("key"),
            );
            call.call.key = Some(Key::Variants(vec![key]));
            call
        };
        check(
            call(true),
            &[
                "        body \"body\" into CallBody,\n",
                "    new(body: impl Into<CallBody>)\n",
                "    sends body as one_of where valid\n",
                "        Json as json \"a/json\" where valid,\n",
                "        Form as form \"a/form\" [],\n        Csv as text \"text/csv\",\n",
                "if let CallBody::Form(it) = &mut self.body { Some(&mut it.key) } else { None }\n",
                "/// The request body of `Call`.\n#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\npub enum CallBody {\n    /// Sent as `a/json`.\n    Json(f64),\n",
                "impl From<Toy> for CallBody {",
                "impl From<String> for CallBody {",
                "let body = CallBody::Json(1.0);",
            ],
        );
        check(
            call(false),
            &[
                "    optional {\n        /// The request body, in one of several content types.\n        body \"body\" into CallBody,\n",
                "    sends body as optional_one_of where valid\n",
            ],
        );
    }
}
