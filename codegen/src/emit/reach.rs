//! Servers and variables in, the constant that says how an API is reached out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Doc, Variables};

use super::{doc, literal};

/// `API`, where there is anything to call.
pub(super) fn constant(api: &Api) -> Option<TokenStream> {
    if api.operations.is_empty() {
        return None;
    }
    let url = base_url(api);
    let Variables { key, base_url } = &api.variables;
    let facts = [
        ("base URL", url),
        ("key in the environment variable", key.as_deref()),
        ("another base URL in", base_url.as_deref()),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(what, value)| Some(format!("{what} {}", doc::code(value?))));
    let doc = Doc {
        text: Some("How the API is reached.".to_owned()),
        facts: facts.collect(),
    };
    let doc = doc::item(&doc, "");
    let [url, key, base_url] = [url, key.as_deref(), base_url.as_deref()].map(option);
    Some(quote! {
        #doc
        pub const API: crate::runtime::Api = crate::runtime::Api {
            base_url: #url,
            key_variable: #key,
            base_url_variable: #base_url,
        };
    })
}

/// The first server, if it is a URL as it stands, without a slash at its end.
fn base_url(api: &Api) -> Option<&str> {
    let url = api.servers.first()?.trim_end_matches('/');
    let (scheme, rest) = url.split_once("://")?;
    let is_http = ["http", "https"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it));
    let is_plain = !rest.is_empty() && !rest.contains(['{', '}', '?', '#', ' ']);
    (is_http && is_plain).then_some(url)
}

fn option(text: Option<&str>) -> TokenStream {
    let text = text.map(literal::text);
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::{api, file, operation};

    #[test]
    fn the_first_server_is_taken_if_it_is_a_url() {
        let check = |server: &str, expected: &str| {
            let mut api = api(Vec::new());
            api.operations = vec![operation("Ping", "GET", "/")];
            api.servers = vec![server.to_owned(), "https://example.com".to_owned()];
            api.variables.key = Some("PETS_KEY".to_owned());
            let text = file(api, "mod.rs");
            let expected = format!(
                "pub const API: crate::runtime::Api = crate::runtime::Api {{\n    base_url: {expected},\n    \
                key_variable: Some(\"PETS_KEY\"),\n    base_url_variable: None,\n}};\n"
            );
            assert!(text.ends_with(&expected), "{expected} in {text}");
        };
        check(
            "https://example.com/v2/",
            "Some(\"https://example.com/v2\")",
        );
        check("HTTP://example.com", "Some(\"HTTP://example.com\")");
        for other in ["/v2", "https://{host}/v2", "ftp://example.com", "https://"] {
            check(other, "None");
        }
    }

    #[test]
    fn nothing_to_call_is_nothing_to_reach() {
        let text = file(api(Vec::new()), "mod.rs");
        assert!(!text.contains("API"), "{text}");
    }
}
