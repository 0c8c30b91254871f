//! APIs in, the `lib.rs` of their crate out.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::ir::{Api, Shared, TypeDef, TypeKind, Variables, Via};
use crate::layout;
use crate::share::ApiSet;

use super::doc;
use super::library::{CrateRoot, Library};
use super::module::{Block, Docs};
use super::scope::Scope;
use super::{feature, usage};

/// How deep rustc goes down types, which is 128 steps, with some for what is around them.
const DEEP: usize = 100;

pub(super) fn items(apis: &ApiSet, library: &Library, docs: &mut Docs) -> Vec<TokenStream> {
    let readme = has_readme(library).then(|| quote!(#![doc = include_str!("../README.md")]));
    let doc = docs.inner(text(apis, library));
    // These look at whole crates and are set nowhere else.
    let scripts = apis.iter().any(|api| has_other_scripts(api)).then(
        || quote!(#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]),
    );
    let deepest = apis.iter().map(|api| api.depth).max();
    let limit = deepest.filter(|depth| *depth > DEEP).map(|depth| {
        let limit = Literal::string(&(2 * depth).next_power_of_two().to_string());
        quote!(#![recursion_limit = #limit])
    });
    let modules = apis.iter().map(|api| {
        let (name, folder) = (&api.module, layout::folder(api));
        let path = (folder != *name).then(|| {
            let path = format!("{folder}/mod.rs");
            quote!(#[path = #path])
        });
        quote!(#[rustfmt::skip] #path pub mod #name;)
    });
    let shared_modules = shared_modules(apis.shared());
    let foreign = foreign_module(apis);
    let format_checks = format_checks(apis);
    let attributes = quote! {
        #readme
        #doc
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #scripts
        #limit
    };
    let mut items = vec![
        if library.root == CrateRoot::Included {
            TokenStream::new()
        } else {
            attributes
        },
        quote!(#(#modules)* #foreign pub mod runtime; #shared_modules #format_checks),
        reexports(),
        shared_event(apis.shared()),
    ];
    items.retain(|it| !it.is_empty());
    items.extend(from_env(apis, docs));
    items
}

/// The module that checks formats, if an API has some checked.
fn format_checks(apis: &ApiSet) -> Option<TokenStream> {
    let checks = apis.iter().any(|api| api.checks_formats);
    checks.then(|| {
        quote! {
            #[rustfmt::skip]
            #[allow(dead_code)]
            mod format_checks;
        }
    })
}

/// The modules of what the APIs share.
fn shared_modules(shared: &Shared) -> TokenStream {
    let Shared { types, events } = shared;
    let modules = [
        (layout::SHARED, !types.is_empty()),
        (layout::WEBHOOK, events.is_some()),
    ];
    let modules = modules.into_iter().filter(|(_, is_there)| *is_there);
    let modules = modules.map(|(name, _)| Ident::new(name, Span::call_site()));
    quote!(#(#[rustfmt::skip] pub mod #modules;)*)
}

/// The module of the types around those of other crates, if there are any, and its re-exports.
fn foreign_module(apis: &ApiSet) -> Option<TokenStream> {
    let is_used = apis.iter().any(|api| api.foreign.is_used);
    let module = Ident::new(layout::FOREIGN, Span::call_site());
    let wrappers = [Via::Json, Via::Number, Via::Text].map(Via::wrapper);
    let wrappers = wrappers.map(|it| Ident::new(it, Span::call_site()));
    is_used.then(|| {
        quote! {
            pub mod #module;
            #[doc(inline)]
            pub use #module::{#(#wrappers),*};
        }
    })
}

/// The enum of all webhooks, if there is one.
fn shared_event(shared: &Shared) -> TokenStream {
    if shared.events.is_none() {
        return TokenStream::new();
    }
    let module = Ident::new(layout::WEBHOOK, Span::call_site());
    quote!(#[doc(inline)] pub use #module::Event;)
}

fn has_readme(library: &Library) -> bool {
    library.root == CrateRoot::WithReadme
}

/// What of the runtime a user names, and the crate of the times in its signatures.
fn reexports() -> TokenStream {
    quote! {
        #[doc(inline)]
        #[rustfmt::skip]
        pub use runtime::{
            AnyError, Api, ApiError, Base64, Base64Error, Bytes, ClientState, ClientStateError, DateTime,
            DecodeError, Delivery, Error, ErrorBody, ErrorEntry, EventData, EventReader, Events,
            File, TypedHeaders, Invalid, Map, Method, NamedError, Negotiated, NextPage, Nullable, Operation, Paged, RawEvent,
            Reply, Retry, SchemeKind, Security, SecurityScheme, Server, ServerError, ServerEvent,
            ServerVariable, HasClientState, Streamed, Timeout, TransportError,
            TransportErrorKind, Undecodable, Unknown, Validate, Value, Violation, ViolationKind,
            Violations, decode, decode_form, decode_multipart, find_named_error,
        };
        #[doc(no_inline)]
        pub use runtime::jiff;
        #[cfg(feature = "client")]
        #[doc(inline)]
        #[rustfmt::skip]
        pub use runtime::{
            BoxFuture, BuildError, Builder, Call, Client, ClientBuilder, Clock, Credential,
            EventStream, FromEnvError, Items, Pages, Chunks, Response, TokenSource, Transport,
        };
        #[cfg(feature = "blocking")]
        #[doc(inline)]
        #[rustfmt::skip]
        pub use runtime::blocking;
        #[cfg(feature = "server")]
        #[doc(inline)]
        #[rustfmt::skip]
        pub use runtime::server;
        #[cfg(feature = "mock")]
        #[doc(inline)]
        #[rustfmt::skip]
        pub use runtime::Mock;
    }
}

/// Clients from the environment.
fn from_env(apis: &ApiSet, docs: &mut Docs) -> Vec<TokenStream> {
    let Some(first) = apis.api_with_variables() else {
        return Vec::new();
    };
    let Variables {
        key: Some(key),
        base_url,
    } = &first.variables
    else {
        unreachable!("an API with a variable for the key was found")
    };
    let base_url = base_url.as_deref().map(doc::code);
    let base_url = base_url.map(|it| format!(", and the base URL from {it} if it is set"));
    let (key, base_url) = (doc::code(key), base_url.unwrap_or_default());
    let doc = docs.markdown(&format!(
        "Creates a client with the key from the environment variable {key}{base_url}."
    ));
    let module = &first.module;
    let clients = [
        (quote!("reqwest"), quote!(runtime::Client)),
        (quote!("blocking"), quote!(runtime::blocking::Client)),
    ];
    let clients = clients.map(|(feature, client)| {
        quote! {
            #[cfg(feature = #feature)]
            impl #client {
                #doc
                pub fn from_env() -> Result<Self, runtime::FromEnvError> {
                    Self::from_variables(&#module::API)
                }
            }
        }
    });
    clients.into()
}

/// The text above the crate. What the modules are stands above each of them.
fn text(apis: &ApiSet, library: &Library) -> Vec<Block> {
    // An empty line, for it stands below another text.
    let gap = has_readme(library).then_some("");
    let head = gap
        .into_iter()
        .chain(["Bindings to these APIs, one module each:", ""]);
    let list = apis
        .iter()
        .map(|api| format!("- [`{0}`](mod@{0})", api.module));
    let mut blocks = vec![Block::Text(head.map(str::to_owned).chain(list).collect())];
    if !has_readme(library) {
        blocks.extend(example(apis, library));
        blocks.push(Block::Text(feature::of_runtime(apis)));
    }
    blocks.push(Block::Text(feature::note(apis, library)));
    blocks
}

/// How to begin, where there is one way to.
fn example(apis: &ApiSet, library: &Library) -> Vec<Block> {
    let mut callable = apis.iter().filter(|api| !api.operations.is_empty());
    match (callable.next(), callable.next()) {
        (Some(only), None) => {
            let has_from_env = apis.api_with_variables().is_some();
            usage::blocks(&Scope::new(only, library, has_from_env))
        }
        (Some(_), Some(_)) => {
            let text = "Each module starts with an example.";
            vec![doc::lines(["", text])]
        }
        (None, _) => Vec::new(),
    }
}

/// Whether a name in the API is not all ASCII.
fn has_other_scripts(api: &Api) -> bool {
    let operations = api
        .operations
        .iter()
        .map(|operation| operation.name.as_str());
    let parameters = api.operations.iter().flat_map(|it| &it.parameters);
    let parameters = parameters.map(|parameter| parameter.name.as_str());
    let errors = api.errors.iter().map(|error| error.constant.as_str());
    let events = api.events.iter().flat_map(|events| &events.variants);
    let events = events.map(|event| event.name.as_str());
    let mut names = api
        .types
        .iter()
        .flat_map(names)
        .chain(operations)
        .chain(parameters)
        .chain(errors)
        .chain(events);
    !api.module.as_str().is_ascii() || names.any(|name| !name.is_ascii())
}

fn names(def: &TypeDef) -> Vec<&str> {
    let mut names = vec![def.name.as_str()];
    match &def.kind {
        TypeKind::Object(object) => {
            names.extend(object.fields.iter().map(|field| field.name.as_str()));
            names.extend(object.others.iter().map(|others| others.name.as_str()));
        }
        TypeKind::StringEnum(it) => names.extend(it.variants.iter().map(|(name, _)| name.as_str())),
        TypeKind::Tagged(it) => {
            names.extend(it.variants.iter().map(|variant| variant.name.as_str()));
        }
        TypeKind::Union(it) => names.extend(it.iter().map(|variant| variant.name.as_str())),
        TypeKind::Tuple(_) | TypeKind::Newtype(_) | TypeKind::Alias(_) => {}
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{self, Checked};
    use crate::diagnostic::Diagnostics;
    use crate::emit::sample::file;
    use crate::ir::sample::{api, operation};
    use crate::name::ModuleName;
    use crate::render;
    use crate::source::Sources;

    #[test]
    fn modules_are_listed() {
        let text = file(api(Vec::new()), "lib.rs");
        let expected = "//! Bindings to these APIs, one module each:\n//!\n//! - [`pets`](mod@pets)\n\
            #![forbid(unsafe_code)]\n#![warn(missing_docs)]\n\n\
            #[rustfmt::skip]\npub mod pets;\npub mod runtime;\n\n#[doc(inline)]\n#[rustfmt::skip]\npub use runtime::{\n";
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn other_scripts_are_no_surprise() {
        let mut api = api(Vec::new());
        api.module = ModuleName::from_spelling("größe");
        let text = file(api, "lib.rs");
        assert!(text.contains("#![allow(confusable_idents, "), "{text}");
        assert!(
            text.contains("#[path = \"gr_uf6_udf_e/mod.rs\"]\npub mod größe;\n"),
            "{text}"
        );
    }

    /// The `lib.rs` of a crate with an API for each pair of variables.
    fn library(variables: &[(Option<&str>, Option<&str>)]) -> String {
        let api = |(key, base_url): &(Option<&str>, Option<&str>)| {
            let mut api = api(Vec::new());
            api.operations = vec![operation("Ping", "GET", "/")];
            api.variables = Variables {
                key: key.map(str::to_owned),
                base_url: base_url.map(str::to_owned),
            };
            api
        };
        let apis = variables.iter().map(api).map(check::api);
        let apis: Vec<Checked<Api>> = apis.collect();
        let library = Library {
            root: CrateRoot::WithReadme,
            ..Library::new("pets")
        };
        let mut sources = Sources::default();
        sources.add("pets.yml", "");
        let apis = ApiSet::new(apis, &mut Diagnostics::default());
        let files = render::files(&crate::emit::modules(&apis, &sources, &library));
        let mut files = files.into_iter().filter(|file| file.path == "lib.rs");
        files.next().expect("there is one").text
    }

    #[test]
    fn clients_come_from_an_environment_that_all_agree_on() {
        let ours = (Some("KEY"), Some("URL"));
        let text = library(&[(None, None), ours, ours]);
        let doc = "    /// Creates a client with the key from the environment variable `KEY`, and the base URL from `URL`\n    /// if it is set.\n    pub fn from_env()";
        assert_eq!(text.matches(doc).count(), 2, "{text}");
        for others in [(Some("KEY"), None), (Some("OTHER"), Some("URL"))] {
            assert!(!library(&[ours, others]).contains("from_env"));
        }
        assert!(!library(&[(None, Some("URL"))]).contains("from_env"));
    }

    #[test]
    fn the_readme_stands_above_the_list() {
        let text = library(&[]);
        let readme = text.find("include_str!(\"../README.md\")");
        let list = text.find("one module each");
        assert!(readme.is_some() && readme < list, "{text}");
    }
}
