//! Features in; what an item stands behind, and what documentation says of them, out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::check::Checked;
use crate::ir::{ALL_TAGS, Api, Feature, Presence, TagFeatures};
use crate::layout;
use crate::markdown;

use super::library::Library;
use super::scope::Scope;

/// The attribute of an item that is not always there.
pub(super) fn condition(scope: &Scope<'_>, presence: &Presence) -> Option<TokenStream> {
    if !scope.has_features {
        return None;
    }
    match presence {
        Presence::Always => None,
        Presence::WithAll => Some(quote!(#[cfg(feature = #ALL_TAGS)])),
        Presence::WithAny(features) => {
            let names = features.iter();
            let names: Vec<&str> = names
                .map(|id| scope.api.features[id.0].name.as_str())
                .collect();
            Some(match &names[..] {
                [name] => quote!(#[cfg(feature = #name)]),
                names => quote!(#[cfg(any(#(feature = #names),*))]),
            })
        }
    }
}

/// The condition of what needs a feature of the runtime beside an item.
pub(super) fn condition_with(scope: &Scope<'_>, feature: &str, presence: &Presence) -> String {
    let names = match presence {
        Presence::Always => Vec::new(),
        _ if !scope.has_features => Vec::new(),
        Presence::WithAll => vec![ALL_TAGS],
        Presence::WithAny(features) => {
            let names = features.iter();
            names
                .map(|id| scope.api.features[id.0].name.as_str())
                .collect()
        }
    };
    let names: Vec<String> = names
        .into_iter()
        .map(|it| format!("feature = \"{it}\""))
        .collect();
    match &names[..] {
        [] => format!("feature = \"{feature}\""),
        [only] => format!("all(feature = \"{feature}\", {only})"),
        names => format!("all(feature = \"{feature}\", any({}))", names.join(", ")),
    }
}

/// Links lead to what may not be there, except where all is.
pub(super) fn links(scope: &Scope<'_>) -> Option<TokenStream> {
    scope.has_features.then(
        || quote!(#![cfg_attr(not(feature = #ALL_TAGS), allow(rustdoc::broken_intra_doc_links))]),
    )
}

/// The features of an API in lines, below what else its page says.
pub(super) fn list(scope: &Scope<'_>) -> Vec<String> {
    if !scope.has_features {
        return Vec::new();
    }
    let head = ["", "Features:", ""].map(str::to_owned);
    head.into_iter()
        .chain(scope.api.features.iter().map(line))
        .collect()
}

fn line(feature: &Feature) -> String {
    let Feature {
        name,
        tag,
        operations,
    } = feature;
    let plural = if *operations == 1 { "" } else { "s" };
    let tag = markdown::inline(tag);
    format!("- `{name}`: {tag}, {operations} operation{plural}")
}

/// What the page of the crate says of the features that the runtime has.
pub(super) fn of_runtime(apis: &[Checked<Api>]) -> Vec<String> {
    let mut lines = Vec::new();
    if apis.iter().any(|api| !api.operations.is_empty()) {
        lines.extend([
            "- `reqwest`, on by default: the asynchronous `Client`, which runs on tokio",
            "- `blocking`: `blocking::Client`, which needs no async runtime",
            "- `client`: the clients without a network stack, for a `Transport` of your own",
            "- `pattern`, on by default: validates all patterns, not only character classes and lists of words",
            "- `methods`: operations as methods of the client, grouped by tag: `client.TAG().OPERATION(..).await`",
            "- `tracing`: a span for each call and each request, with the names of OpenTelemetry, and an event for each retry",
            "- `server`: reads the requests of operations, and writes their responses",
            "- `axum`: extractors of operations and raw bodies for servers of axum",
            "- `mock`: a `Mock`, which answers the calls of a client with closures, for tests",
        ]);
    }
    if apis.iter().any(|api| layout::has_webhook(api)) {
        lines.extend([
            "- `webhook`, on by default: a `Verifier` for the signatures of webhooks",
            "- `signer`: a `Signer`, which signs webhooks in tests",
        ]);
    }
    if !lines.is_empty() {
        lines.splice(0..0, ["", "Cargo features:", ""]);
    }
    lines.into_iter().map(str::to_owned).collect()
}

/// What the page of the crate says of features.
pub(super) fn note(apis: &[Checked<Api>], library: &Library) -> Vec<String> {
    let features = TagFeatures::of(apis);
    if !library.has_tag_features || features.names.is_empty() {
        return Vec::new();
    }
    let default = if features.by_default {
        "which is on by default"
    } else {
        "which is not on by default, because it takes long to compile"
    };
    vec![
        String::new(),
        "Each tag has a cargo feature, with its operations and the types that only they need: see the".to_owned(),
        "modules. Operations without a tag are always available, as are types that many tags use."
            .to_owned(),
        format!("`{ALL_TAGS}` enables all of them, {default}."),
    ]
}
