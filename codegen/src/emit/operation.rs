//! An operation in; the table of its fields, and how it writes a request and reads a reply out.

mod body;
mod example;
mod facts;
mod foreign_value;
mod headers;
mod paging;
mod reply;
mod request;
mod response_body;
mod response_enum;
mod stream;
mod value;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::ir::{Body, BodyContent, Doc, Operation, Parameter, ParameterPlace, Retry};
use crate::name::FieldName;

use super::imports::Imports;
use super::scope::Scope;
use super::{attributes, doc, literal, object, security, server};

pub(super) use self::request::part_table;

pub(super) fn items(imports: &mut Imports<'_>, operation: &Operation) -> Vec<TokenStream> {
    let mut items = vec![table(imports, operation)];
    let paging = operation.call.paging.as_ref();
    items.extend(paging.map(|paging| paging::implementation(imports, operation, paging)));
    let stream = operation.call.stream.as_ref();
    items.extend(stream.map(|stream| stream::implementation(imports, operation, stream)));
    let headers = operation.call.headers.as_ref();
    items.extend(headers.map(|headers| headers::implementation(imports, operation, headers)));
    if let Some(response_enum) = &operation.call.response_enum {
        items.push(response_enum::implementation(
            imports,
            operation,
            response_enum,
        ));
        items.push(response_enum::declaration(
            imports,
            operation,
            response_enum,
        ));
    }
    if let Some(body) = &operation.call.body
        && let BodyContent::Choice { name, cases } = &body.content
    {
        items.extend(body::items(imports, operation, name, cases));
    }
    items
}

/// A call in statements, sent by the variable `client`, to which `client` refers; `None` where a value
/// cannot be made up.
pub(super) fn call(
    scope: &Scope<'_>,
    operation: &Operation,
    client: &TokenStream,
) -> Option<TokenStream> {
    example::statements(scope, operation, client)
}

/// A value that a method takes for a parameter or the body.
pub(super) struct MethodArgument {
    pub(super) name: FieldName,
    pub(super) ty: TokenStream,
}

/// What the constructor takes.
pub(super) fn method_arguments(
    imports: &mut Imports<'_>,
    operation: &Operation,
) -> Vec<MethodArgument> {
    let members = arguments(operation);
    members.map(|it| it.method_argument(imports)).collect()
}

/// What the setters take.
pub(super) fn setter_arguments(
    imports: &mut Imports<'_>,
    operation: &Operation,
) -> Vec<MethodArgument> {
    let members = members(operation).filter(|it| !it.is_required());
    members.map(|it| it.method_argument(imports)).collect()
}

/// A parameter or the body, as a field.
enum Member<'a> {
    Parameter(&'a Parameter),
    Body(&'a Body),
}

/// The parameters, then the body.
fn members(operation: &Operation) -> impl Iterator<Item = Member<'_>> {
    let parameters = operation.parameters.iter().map(Member::Parameter);
    parameters.chain(operation.call.body.iter().map(Member::Body))
}

/// What the constructor takes.
fn arguments(operation: &Operation) -> impl Iterator<Item = Member<'_>> {
    let parameters = operation.arguments().into_iter().map(Member::Parameter);
    let body = operation.call.body.iter().filter(|body| body.required);
    parameters.chain(body.map(Member::Body))
}

impl<'a> Member<'a> {
    fn name(&self) -> &'a FieldName {
        match self {
            Self::Parameter(parameter) => &parameter.name,
            Self::Body(body) => &body.field,
        }
    }

    /// What it is called in the documentation of its setter.
    fn title(&self) -> &'a str {
        match self {
            Self::Parameter(parameter) => &parameter.wire,
            Self::Body(body) => body.field.as_str(),
        }
    }

    fn is_required(&self) -> bool {
        match self {
            Self::Parameter(parameter) => parameter.required,
            Self::Body(body) => body.required,
        }
    }

    fn doc(&self, imports: &mut Imports<'_>) -> Option<TokenStream> {
        match self {
            Self::Parameter(parameter) => {
                let place = match parameter.place {
                    ParameterPlace::Path => "path",
                    // It has no name on the wire.
                    ParameterPlace::QueryString => {
                        return imports.docs.field(&parameter.doc, "The query.");
                    }
                    ParameterPlace::Query => "query",
                    ParameterPlace::Header => "header",
                    ParameterPlace::Cookie => "cookie",
                };
                let name = doc::code(&parameter.wire);
                let sentence = format!("The {place} parameter {name}.");
                imports.docs.field(&parameter.doc, &sentence)
            }
            Self::Body(body) => imports.docs.field(&Doc::default(), &body::title(body)),
        }
    }

    /// The type; `into` if its setter takes anything that converts into the type.
    fn ascription(&self, imports: &mut Imports<'_>) -> TokenStream {
        match self {
            Self::Parameter(parameter) => object::ascription(imports, &parameter.value.ty),
            Self::Body(body) => body::ascription(imports, body),
        }
    }

    /// The line of the table, below its documentation.
    fn line(&self, imports: &mut Imports<'_>) -> TokenStream {
        let doc = self.doc(imports);
        let (name, title) = (self.name(), literal::text(self.title()));
        let ty = self.ascription(imports);
        match self {
            Self::Parameter(parameter) => {
                let place = request::place(imports, parameter);
                let rules = object::rules(imports, &parameter.value);
                quote!(#doc #name #place #title #ty #rules)
            }
            Self::Body(_) => quote!(#doc #name #title #ty),
        }
    }

    fn method_argument(&self, imports: &mut Imports<'_>) -> MethodArgument {
        MethodArgument {
            name: self.name().clone(),
            ty: self.argument(imports),
        }
    }

    fn argument(&self, imports: &mut Imports<'_>) -> TokenStream {
        match self {
            Self::Parameter(parameter) => imports.argument(&parameter.value.ty),
            Self::Body(body) => body::argument(imports, body),
        }
    }
}

fn table(imports: &mut Imports<'_>, operation: &Operation) -> TokenStream {
    let facts = facts::list_facts(imports.scope().api, operation);
    let example = example::blocks(imports.scope(), operation);
    let text = operation.doc.text.as_deref();
    let doc = imports.docs.with_facts(text, &facts, example);
    let deprecated = attributes::deprecated(operation.deprecated);
    let arguments = arguments(operation).map(|member| {
        let (name, ty) = (member.name(), member.argument(imports));
        quote!(#name: #ty)
    });
    let new = object::signature(&arguments.collect::<Vec<_>>());
    let mut lines = |required| {
        let members = members(operation).filter(|member| member.is_required() == required);
        members
            .map(|member| member.line(imports))
            .collect::<Vec<_>>()
    };
    let required = object::section(&quote!(required), &lines(true));
    let optional = object::section(&quote!(optional), &lines(false));
    let name = &operation.name;
    let facts = self::facts(imports, operation);
    let gives = gives(imports, operation);
    let body = operation.call.body.as_ref();
    let body = body.map(|body| request::body(imports, body));
    let reading = reply::sections(imports, &operation.call);
    let key = request::key(imports, &operation.call);
    quote! {
        crate::runtime::operation! {
            #doc #deprecated
            pub struct #name(#facts) #gives #new #required #optional #body #reading #key
        }
    }
}

/// The content types that are welcome, and the types of the result and of errors.
fn gives(imports: &mut Imports<'_>, operation: &Operation) -> TokenStream {
    let accept = &operation.call.success.accept;
    let accept = (!accept.is_empty()).then(|| literal::text(accept));
    let pages = operation.call.paging.is_some().then(|| quote!(pages));
    let types = reply::gives(imports, &operation.call);
    quote!(gives #accept #pages { #types })
}

/// What the constants of the trait are made from.
fn facts(imports: &mut Imports<'_>, operation: &Operation) -> TokenStream {
    let method = match syn::parse_str::<Ident>(&operation.method) {
        Ok(name) => quote!(#name),
        Err(_) => literal::text(&operation.method).to_token_stream(),
    };
    let path = literal::text(&operation.template);
    let retry = retry(&operation.retry);
    let tag = operation.tags.first().map(|tag| literal::text(tag));
    let tag = tag.map(|tag| quote!(, tag #tag));
    let security = security(imports, operation);
    let status = operation.call.success.status.map(|status| {
        let status = Literal::u16_unsuffixed(status);
        quote!(, status #status)
    });
    let servers = servers(imports, operation);
    quote!(#method #path, retry #retry #tag #status #security #servers)
}

/// What it needs, where that is not the default.
fn security(imports: &mut Imports<'_>, operation: &Operation) -> Option<TokenStream> {
    let own = operation.security.as_ref()?;
    if own.names_the_same(&imports.scope().api.security) {
        return None;
    }
    let (ty, own) = (imports.runtime("Security"), security::security(own));
    Some(quote!(, security #ty::#own))
}

/// Where it is, where that is not where the API is.
fn servers(imports: &mut Imports<'_>, operation: &Operation) -> Option<TokenStream> {
    let own = operation.servers.as_ref()?;
    let own = server::list(own, &mut |name| imports.runtime(name));
    Some(quote!(, servers #own))
}

fn retry(retry: &Retry) -> TokenStream {
    match retry {
        Retry::Idempotent => quote!(Idempotent),
        Retry::Key { field, seconds } => {
            let (field, seconds) = (literal::text(field), literal::count(*seconds));
            quote!(IdempotencyKey { field: #field, seconds: #seconds })
        }
        Retry::Unsafe => quote!(Unsafe),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample::file;
    use crate::ir::sample::{
        api, body, field, object, operation, parameter, required, step, string_enum, value,
    };
    use crate::ir::{
        BodyForm, Content, Failure, Key, ParameterPlace, Response, ResponseBody, Style, Success,
        Type, TypeId, Unwrap,
    };
    use crate::tree::Tree;

    #[test]
    #[expect(clippy::too_many_lines, reason = "the whole output")]
    fn an_operation_is_a_value_with_two_directions() {
        let [new_pet, pet, reply] = [0, 1, 2].map(|id| Type::Named(TypeId(id)));
        let mut api = api(vec![
            (
                "NewPet",
                object(vec![
                    required("name", Type::String),
                    field("key", Type::String),
                    field("kind", Type::Named(TypeId(3))),
                ]),
            ),
            ("Pet", object(vec![required("name", Type::String)])),
            ("Reply", object(vec![field("data", pet.clone())])),
            ("Kind", string_enum(&["cat", "dog"])),
        ]);
        let text = |text: &str| Tree::String(text.to_owned());
        let example = [("name", "Tom"), ("key", "1"), ("kind", "dog")]
            .map(|(key, value)| (key.to_owned(), text(value)));
        let mut call = operation("FeedPet", "POST", "/pets/{id}");
        call.tags = vec!["Pets".to_owned()];
        call.doc.text = Some("Feeds a pet.".to_owned());
        call.parameters = vec![parameter(
            "id",
            ParameterPlace::Path,
            Style::Simple,
            Type::I64,
        )];
        call.body = vec![Content {
            example: Some(Tree::Object(Box::new(example.into_iter().collect()))),
            ..Content::of("application/json")
        }];
        let json = BodyForm::Json {
            value: value(new_pet.clone(), &[]),
            empty: false,
        };
        call.retry = Retry::Key {
            field: "key".to_owned(),
            seconds: 60,
        };
        call.expected_events = vec!["pet.fed".to_owned()];
        call.responses = ["200", "401", "default"]
            .map(|status| Response {
                component: None,
                status: status.to_owned(),
                doc: Doc::default(),
                content: Vec::new(),
                headers: Vec::new(),
            })
            .into();
        call.call.body = Some(Body {
            required: true,
            ..body("application/json", json)
        });
        call.call.success = Success {
            status: None,
            accept: "application/json".to_owned(),
            body: ResponseBody::Json(reply),
            expected: Vec::new(),
            unwrap: Some(Unwrap {
                step: step("data", true, false),
                wire: "data".to_owned(),
                ty: pet,
            }),
        };
        call.call.failure = Failure::Unknown;
        call.call.key = Some(Key::Field {
            field: FieldName::from_spelling("key"),
            make: None,
        });
        api.operations = vec![call];
        let expected = r#"use crate::runtime::Value;
use super::{NewPet, Pet, Reply};

crate::runtime::operation! {
    /// Feeds a pet.
    ///
    /// - **Request**: `POST /pets/{id}`
    /// - **Retry**: safe within 60 seconds: the client sets the idempotency key, `key`
    /// - **Webhooks**: `pet.fed`
    /// - **Errors**: 401
    ///
    /// ```
    /// # use my_zoo::pets::*;
    /// # #[cfg(feature = "client")]
    /// # async fn example(client: &my_zoo::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = NewPet::new("Tom").kind(Kind::Dog);
    /// let result = FeedPet::new(1, body).send(client).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub struct FeedPet(
        POST "/pets/{id}",
        retry IdempotencyKey { field: "key", seconds: 60 },
        tag "Pets",
    )
    gives "application/json" { Pet | Value }
    new(id: i64, body: NewPet)
    required {
        /// The path parameter `id`.
        id path(Simple) "id": i64,
        /// The request body.
        body "body": NewPet,
    }
    sends body as json "application/json" where valid
    output(optional data "data" of Reply)
    idempotency_key(self) {
        Some(&mut self.body.key)
    }
}
"#;
        assert_eq!(file(api, "feed_pet.rs"), expected);
    }

    #[test]
    fn an_operation_of_nothing() {
        let mut api = api(Vec::new());
        api.operations = vec![operation("Ping", "HEAD", "/")];
        let text = file(api, "ping.rs");
        for part in [
            "    /// Ping::new().send(client).await?;\n",
            "    pub struct Ping(HEAD \"/\", retry Idempotent)\n    gives { () | Value }\n    body nothing\n}\n",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
