//! Servers and security of an API in, rows out.

use crate::ir::{Api, Need, SchemeKind, Security, Server};

use super::row::{Row, word};
use super::sorted;

/// Returns the servers in order, the schemes, and the default security requirements.
pub(super) fn rows(api: &Api) -> Vec<Row> {
    let servers = api
        .servers
        .iter()
        .map(|it| Row::new("server").third(spell_server(it)));
    let schemes = sorted(&api.schemes, |it| it.name.as_str());
    let schemes = schemes.into_iter().map(|scheme| {
        let first = format!("scheme {}", word(&scheme.name));
        let deprecated = if scheme.deprecated {
            ", deprecated"
        } else {
            ""
        };
        Row::new(first).third(format!("{}{deprecated}", spell_scheme(&scheme.kind)))
    });
    let security = match &api.security {
        Security::Undeclared => None,
        security @ Security::AnyOf(_) => Some(Row::new("security").third(spell_security(security))),
    };
    servers.chain(schemes).chain(security).collect()
}

/// Describes a URL with the values of its variables, the default first.
pub(crate) fn spell_server(server: &Server) -> String {
    let variables = server.variables.iter().map(|variable| {
        let others = variable.values.iter();
        let others = others.filter(|it| Some(*it) != variable.default.as_ref());
        let values: Vec<String> = variable
            .default
            .iter()
            .chain(others)
            .map(|value| word(value))
            .collect();
        format!(", {} {}", word(&variable.name), values.join(" | "))
    });
    format!("{}{}", word(&server.url), variables.collect::<String>())
}

/// Describes security requirements: `a + b | o of read | nothing`.
pub(crate) fn spell_security(security: &Security) -> String {
    let Security::AnyOf(alternatives) = security else {
        return "undeclared".to_owned();
    };
    let alternatives = alternatives.iter().filter(|needs| !needs.is_empty());
    let named = alternatives.map(|needs| {
        let mut needs: Vec<String> = needs.iter().map(need).collect();
        needs.sort();
        needs.join(" + ")
    });
    let may_be_nothing = security.allows_nothing().then(|| "nothing".to_owned());
    named.chain(may_be_nothing).collect::<Vec<_>>().join(" | ")
}

fn need(Need { scheme, scopes }: &Need) -> String {
    let scopes: Vec<String> = scopes.iter().map(|scope| word(scope)).collect();
    match &scopes[..] {
        [] => word(scheme),
        scopes => format!("{} of {}", word(scheme), scopes.join(" ")),
    }
}

pub(crate) fn spell_scheme(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Http(scheme) => format!("http {}", word(scheme)),
        SchemeKind::Header(name) => format!("header {}", word(name)),
        SchemeKind::Query(name) => format!("query {}", word(name)),
        SchemeKind::Cookie(name) => format!("cookie {}", word(name)),
        SchemeKind::OAuth2 => "oauth2".to_owned(),
        SchemeKind::OpenIdConnect => "openIdConnect".to_owned(),
        SchemeKind::MutualTls => "mutualTLS".to_owned(),
    }
}
