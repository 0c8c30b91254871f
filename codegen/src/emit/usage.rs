//! An API in, an example that makes a client and sends one of its operations out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::ir::{Api, Need, Operation, ResponseBody, SchemeKind, Security};

use super::module::Block;
use super::scope::Scope;
use super::{doc, feature, literal, operation, server};

/// The example and what is to be said of it; nothing where no operation can be shown.
pub(super) fn blocks(scope: &Scope<'_>) -> Vec<Block> {
    let Some((operation, sent)) = shown(scope) else {
        return Vec::new();
    };
    let Some(made) = client(scope, operation) else {
        return Vec::new();
    };
    let library = &scope.library;
    let condition = feature::condition_with(scope, made.feature, &operation.presence);
    let head = [
        "",
        "```",
        &format!("use {library}::{}::*;", scope.api.module),
        "",
        &format!("# #[cfg({condition})]"),
        "async fn example() -> Result<(), Box<dyn std::error::Error>> {",
    ];
    let tokens = made.tokens;
    let code = Block::Code {
        function: quote!(fn example() { let client = #tokens; #sent }),
        depth: 1,
    };
    let mut tail = ["    Ok(())", "}", "```"].map(str::to_owned).to_vec();
    for note in made.notes {
        tail.extend([String::new(), note.to_owned()]);
    }
    vec![doc::lines(head), code, Block::Text(tail)]
}

/// The operation that asks for least, and its call. What is the same for most operations goes before
/// what is not: the example is to hold for others too.
fn shown<'s>(scope: &'s Scope<'_>) -> Option<(&'s Operation, TokenStream)> {
    let mut operations: Vec<&Operation> = scope.api.operations.iter().collect();
    operations.sort_by_key(|operation| {
        let required = operation.parameters.iter().filter(|it| it.required).count();
        let body = operation.call.body.as_ref();
        (
            operation.deprecated,
            operation.security.is_some() || operation.servers.is_some(),
            operation.call.success.body == ResponseBody::Nothing,
            required + usize::from(body.is_some_and(|body| body.required)),
            operation.method != "GET",
        )
    });
    operations.into_iter().find_map(|operation| {
        let sent = operation::call(scope, operation, &quote!(&client))?;
        Some((operation, sent))
    })
}

/// A client, as an expression.
struct Made {
    tokens: TokenStream,
    /// The feature that it needs.
    feature: &'static str,
    /// What the example does not say itself.
    notes: Vec<&'static str>,
}

/// A client that shows what the operation needs, and knows where to send it.
fn client(scope: &Scope<'_>, operation: &Operation) -> Option<Made> {
    let api = scope.api;
    let library: Ident = syn::parse_str(&scope.library).ok()?;
    let servers = operation.servers.as_ref().unwrap_or(&api.servers);
    let is_located = server::base_url(servers).is_some();
    let (module, mut notes) = (&api.module, Vec::new());
    if is_located && api.variables.key.is_some() {
        let tokens = if scope.has_from_env {
            quote!(#library::Client::from_env()?)
        } else {
            quote!(#library::Client::from_variables(&#library::#module::API)?)
        };
        return Some(Made {
            tokens,
            feature: "reqwest",
            notes,
        });
    }
    let security = operation.security.as_ref().unwrap_or(&api.security);
    let needs = needs(security);
    let (certificates, needs): (Vec<&Need>, Vec<&Need>) =
        (needs.iter()).partition(|need| scheme(api, need) == Some(&SchemeKind::MutualTls));
    let builder = builder(api, &library, &needs);
    let base_url = (!is_located).then(|| {
        notes.push("The document names no server, so the client needs a base URL.");
        quote!(.base_url("https://api.example.com"))
    });
    if *security == Security::Undeclared {
        notes.push(
            "The document declares no security scheme. `Client::new` takes a key, which is sent as a \
             bearer token.",
        );
    }
    if !certificates.is_empty() {
        notes.push("Client certificates are set on the HTTP client: `ClientBuilder::http_client`.");
    }
    Some(Made {
        tokens: quote!(#builder #base_url.build()?),
        feature: "client",
        notes,
    })
}

/// A builder with the credentials that a call needs, as an expression.
fn builder(api: &Api, library: &Ident, needs: &[&Need]) -> TokenStream {
    let is_basic =
        |need: &Need| matches!(scheme(api, need), Some(SchemeKind::Http(it)) if it == "basic");
    match needs {
        [] => quote!(#library::Client::keyless()),
        [need] if !is_basic(need) => {
            let key = match scheme(api, need) {
                Some(SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_)) => {
                    "the API key"
                }
                _ => "the token",
            };
            quote!(#library::Client::builder(#key))
        }
        needs => {
            let credentials = needs.iter().map(|need| {
                let name = literal::text(&need.scheme);
                let credential = if is_basic(need) {
                    quote!(basic("the user", "the password"))
                } else {
                    quote!(key("the key"))
                };
                quote!(.credential(#name, #library::Credential::#credential))
            });
            quote!(#library::Client::keyless() #(#credentials)*)
        }
    }
}

/// The security scheme that a call needs, if it is defined.
fn scheme<'a>(api: &'a Api, need: &Need) -> Option<&'a SchemeKind> {
    let mut schemes = api.schemes.iter();
    let scheme = schemes.find(|scheme| scheme.name == need.scheme);
    scheme.map(|scheme| &scheme.kind)
}

/// The first alternative of what a call needs.
fn needs(security: &Security) -> &[Need] {
    match security {
        Security::Undeclared => &[],
        Security::AnyOf(alternatives) => {
            let mut alternatives = alternatives.iter().filter(|needs| !needs.is_empty());
            alternatives.next().map_or(&[], Vec::as_slice)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::{api, operation};
    use crate::ir::{Api, Need, SchemeKind, Security, SecurityScheme, Server};

    /// The page of an API with two operations: its example and what stands below.
    fn example(change: impl FnOnce(&mut Api)) -> String {
        let mut api = api(Vec::new());
        let mut deprecated = operation("Old", "GET", "/old");
        deprecated.deprecated = true;
        api.operations = vec![deprecated, operation("Ping", "POST", "/")];
        api.servers = vec![Server {
            url: "https://example.com".to_owned(),
            variables: Vec::new(),
        }];
        change(&mut api);
        let text = file(api, "mod.rs");
        let lines = text.lines().skip_while(|line| *line != "//! ```");
        let lines = lines.take_while(|line| line.starts_with("//!") && !line.starts_with("//! - "));
        let text: Vec<&str> = lines.map(|line| line[3..].trim_start()).collect();
        text.join("\n")
    }

    fn needing(schemes: &[(&str, SchemeKind)]) -> impl FnOnce(&mut Api) {
        let need = |(scheme, _): &(&str, SchemeKind)| Need {
            scheme: (*scheme).to_owned(),
            scopes: Vec::new(),
        };
        let security = Security::AnyOf(vec![Vec::new(), schemes.iter().map(need).collect()]);
        let schemes = schemes.iter().map(|(name, kind)| SecurityScheme {
            name: (*name).to_owned(),
            kind: kind.clone(),
            deprecated: false,
        });
        let schemes = schemes.collect();
        move |api| (api.schemes, api.security) = (schemes, security)
    }

    #[test]
    fn a_client_is_made_and_sends_something() {
        let key = SchemeKind::Header("X-Key".to_owned());
        let expected = r#"```
use my_zoo::pets::*;

# #[cfg(feature = "client")]
async fn example() -> Result<(), Box<dyn std::error::Error>> {
let client = my_zoo::Client::builder("the API key").build()?;
Ping::new().send(&client).await?;
Ok(())
}
```
"#;
        assert_eq!(example(needing(&[("key", key)])), expected);
    }

    #[test]
    fn every_credential_has_its_place() {
        let basic = SchemeKind::Http("basic".to_owned());
        let schemes = [
            ("b", basic),
            ("o", SchemeKind::OAuth2),
            ("m", SchemeKind::MutualTls),
        ];
        let text = example(needing(&schemes));
        let client = r#"let client = my_zoo::Client::keyless()
.credential("b", my_zoo::Credential::basic("the user", "the password"))
.credential("o", my_zoo::Credential::key("the key"))
.build()?;
"#;
        assert!(text.contains(client), "{text}");
        assert!(text.contains("`ClientBuilder::http_client`"), "{text}");
    }

    #[test]
    fn what_the_document_does_not_say_is_said() {
        let text = example(|api| api.servers.clear());
        let client = r#"my_zoo::Client::keyless().base_url("https://api.example.com").build()?;"#;
        assert!(text.contains(client), "{text}");
        assert!(text.contains("names no server"), "{text}");
        assert!(text.contains("declares no security scheme"), "{text}");
    }

    #[test]
    fn the_environment_knows_the_key() {
        let text = example(|api| api.variables.key = Some("PETS_KEY".to_owned()));
        let client = "my_zoo::Client::from_env()?;";
        assert!(text.contains(client), "{text}");
        assert!(text.contains("#[cfg(feature = \"reqwest\")]"), "{text}");
    }
}
