//! Servers, security and variables of an API in, its constant `API` out.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::{Api, Variables};

use super::doc;
use super::module::Docs;
use super::{literal, security, server};

/// `API`, where there is anything to call.
pub(super) fn api_constant(api: &Api, docs: &mut Docs) -> Option<TokenStream> {
    if api.operations.is_empty() {
        return None;
    }
    let Variables { key, base_url } = &api.variables;
    let variable = |name: &Option<String>| name.as_deref().map(doc::code);
    let facts = [
        ("Base URL", server::base_url(&api.servers)),
        (
            "Credentials",
            security::credentials(&api.security, &api.schemes),
        ),
        ("Variable with the API key", variable(key)),
        ("Variable with another base URL", variable(base_url)),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(label, fact)| Some((label, fact?)));
    let facts: Vec<(&str, String)> = facts.collect();
    let text = "The servers, security schemes and environment variables of the API.";
    let doc = docs.with_facts(Some(text), &facts, Vec::new());
    let servers = server::list(&api.servers, &mut |name| {
        let name = Ident::new(name, Span::call_site());
        quote!(crate::runtime::#name)
    });
    let schemes = security::schemes(&api.schemes);
    let security = security::security(&api.security);
    let [key, base_url] = [key.as_deref(), base_url.as_deref()].map(option);
    Some(quote! {
        #doc
        pub const API: crate::runtime::Api = crate::runtime::Api {
            servers: #servers,
            schemes: #schemes,
            security: crate::runtime::Security::#security,
            key_variable: #key,
            base_url_variable: #base_url,
        };
    })
}

fn option(text: Option<&str>) -> TokenStream {
    let text = text.map(literal::text);
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::{api, operation};
    use crate::ir::{Api, Need, SchemeKind, Security, SecurityScheme, Server, ServerVariable};

    /// The constant of an API with an operation, and what stands above it.
    fn constant(change: impl FnOnce(&mut Api)) -> String {
        let mut api = api(Vec::new());
        api.operations = vec![operation("Ping", "GET", "/")];
        change(&mut api);
        let text = file(api, "mod.rs");
        let at = text
            .find("/// The servers, security")
            .expect("there is the constant");
        text[at..].to_owned()
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "the whole output")]
    fn everything_that_is_known() {
        let text = constant(|api| {
            api.variables.key = Some("PETS_KEY".to_owned());
            api.servers = vec![
                Server {
                    url: "https://{region}.example.com/v2/".to_owned(),
                    variables: vec![ServerVariable {
                        name: "region".to_owned(),
                        default: Some("eu".to_owned()),
                        values: vec!["eu".to_owned(), "us".to_owned()],
                    }],
                },
                plain("/v2"),
            ];
            let kinds = [
                SchemeKind::Http("bearer".to_owned()),
                SchemeKind::Header("X-Key".to_owned()),
                SchemeKind::Query("key".to_owned()),
                SchemeKind::Cookie("sid".to_owned()),
                SchemeKind::OAuth2,
                SchemeKind::OpenIdConnect,
                SchemeKind::MutualTls,
            ];
            let schemes = ["a", "b", "c", "d", "e", "f", "g"].into_iter().zip(kinds);
            api.schemes = schemes
                .map(|(name, kind)| SecurityScheme {
                    name: name.to_owned(),
                    kind,
                    deprecated: name == "g",
                })
                .collect();
            let need = |scheme: &str, scopes: &[&str]| Need {
                scheme: scheme.to_owned(),
                scopes: scopes.iter().map(|it| (*it).to_owned()).collect(),
            };
            api.security = Security::AnyOf(vec![
                vec![need("a", &[]), need("b", &[])],
                vec![need("e", &["read", "write"])],
                vec![need("g", &[])],
                vec![],
            ]);
        });
        let expected = r#"/// The servers, security schemes and environment variables of the API.
///
/// - **Base URL**: `https://eu.example.com/v2`
/// - **Credentials**: `a` and `b`, or `e` with `read`, `write`, or `g` (deprecated), or none
/// - **Variable with the API key**: `PETS_KEY`
pub const API: crate::runtime::Api = crate::runtime::Api {
    servers: &[
        crate::runtime::Server {
            url: "https://{region}.example.com/v2/",
            variables: &[
                crate::runtime::ServerVariable {
                    name: "region",
                    default: Some("eu"),
                    values: &["eu", "us"],
                },
            ],
        },
        crate::runtime::Server::new("/v2"),
    ],
    schemes: &[
        crate::runtime::SecurityScheme::http("a", "bearer"),
        crate::runtime::SecurityScheme::header("b", "X-Key"),
        crate::runtime::SecurityScheme::query("c", "key"),
        crate::runtime::SecurityScheme::cookie("d", "sid"),
        crate::runtime::SecurityScheme::oauth2("e"),
        crate::runtime::SecurityScheme::open_id_connect("f"),
        crate::runtime::SecurityScheme::mutual_tls("g"),
    ],
    security: crate::runtime::Security::AnyOf(&[&["a", "b"], &["e"], &["g"], &[]]),
    key_variable: Some("PETS_KEY"),
    base_url_variable: None,
};
"#;
        assert_eq!(text, expected);
    }

    #[test]
    fn a_base_url_is_named_where_it_is_known() {
        let fact = |url: &str| {
            let text = constant(|api| api.servers = vec![plain(url)]);
            let line = text.lines().nth(2).map(str::to_owned);
            line.filter(|line| line.starts_with("/// - **Base URL**"))
        };
        let known = fact("HTTP://example.com/");
        assert_eq!(
            known.as_deref(),
            Some("/// - **Base URL**: `HTTP://example.com`")
        );
        for other in ["/v2", "ftp://example.com", "https://"] {
            assert_eq!(fact(other), None, "{other}");
        }
    }

    fn plain(url: &str) -> Server {
        Server {
            url: url.to_owned(),
            variables: Vec::new(),
        }
    }

    #[test]
    fn without_operations_there_is_no_constant() {
        let text = file(api(Vec::new()), "mod.rs");
        assert!(!text.contains("API"), "{text}");
    }
}
