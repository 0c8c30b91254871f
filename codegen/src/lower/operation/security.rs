//! Security schemes and requirements in, the requirements of each operation out.

use openapiv3::{APIKeyLocation, SecurityScheme as Scheme};

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{CREDENTIALS_CLASH, UNKNOWN_SCHEME};
use crate::document::Document;
use crate::ir::{Need, Operation, SchemeKind, Security, SecurityScheme};
use crate::lower::ctx::Ctx;
use crate::pointer::{Address, Pointer};

/// Collects the security schemes of the document, in order.
pub(in crate::lower) fn collect_schemes(document: &Document) -> Vec<SecurityScheme> {
    let place = Pointer::root().join_all(["components", "securitySchemes"]);
    let written = document.node(&Address::new(document.file, place));
    let Some(written) = written.and_then(|it| it.as_object()) else {
        return Vec::new();
    };
    let schemes = written.keys().filter_map(|name| {
        Some(SecurityScheme {
            name: name.clone(),
            kind: scheme_kind(document, name)?,
            deprecated: document.is_deprecated_scheme(name),
        })
    });
    schemes.collect()
}

/// The kind of a scheme; `None` if the document does not define it.
fn scheme_kind(document: &Document, name: &str) -> Option<SchemeKind> {
    if document.certificates.contains(name) {
        return Some(SchemeKind::MutualTls);
    }
    Some(match document.security_scheme(name)? {
        Scheme::APIKey { location, name, .. } => match location {
            APIKeyLocation::Header => SchemeKind::Header(name.clone()),
            APIKeyLocation::Query => SchemeKind::Query(name.clone()),
            APIKeyLocation::Cookie => SchemeKind::Cookie(name.clone()),
        },
        // Names of HTTP authentication schemes are case-insensitive (RFC 9110 §11.1).
        Scheme::HTTP { scheme, .. } => SchemeKind::Http(scheme.to_lowercase()),
        Scheme::OAuth2 { .. } => SchemeKind::OAuth2,
        Scheme::OpenIDConnect { .. } => SchemeKind::OpenIdConnect,
    })
}

/// The security requirements of an operation; `None` without any.
pub(super) fn operation_security(
    ctx: &mut Ctx<'_>,
    operation: &openapiv3::Operation,
    address: &Address,
) -> Option<Security> {
    let document = ctx.document;
    let requirements = operation.security.as_ref()?;
    let place = document.origin(&address.join("security").pointer);
    Some(read_requirements(ctx, requirements, &place))
}

/// Lowers the default requirements of the API, and keeps those of operations only where they
/// differ. Schemes that are used and not defined are added.
pub(in crate::lower) fn lower_security(
    ctx: &mut Ctx<'_>,
    schemes: &mut Vec<SecurityScheme>,
    operations: &mut [Operation],
) -> Security {
    let document = ctx.document;
    let declared = document.envelope.security.as_ref().map(|requirements| {
        let place = Address::new(document.file, Pointer::root()).join("security");
        read_requirements(ctx, requirements, &place)
    });
    let said = || operations.iter().filter_map(|it| it.security.as_ref());
    let unsaid = match &declared {
        Some(declared) => declared.clone(),
        None if said().next().is_some() => Security::AnyOf(Vec::new()),
        None => any_scheme(schemes),
    };
    for operation in &mut *operations {
        operation.security.get_or_insert_with(|| unsaid.clone());
    }
    let default = declared
        .or_else(|| most_common(operations))
        .unwrap_or(unsaid);
    let all = operations.iter().filter_map(|it| it.security.as_ref());
    for need in all.chain([&default]).flat_map(list_needs) {
        if schemes.iter().all(|scheme| scheme.name != need.scheme) {
            schemes.push(SecurityScheme {
                name: need.scheme.clone(),
                kind: SchemeKind::Http("bearer".to_owned()),
                deprecated: false,
            });
        }
    }
    for operation in operations {
        operation.security.take_if(|it| *it == default);
    }
    default
}

/// If schemes are defined and nothing requires them, each is optional.
fn any_scheme(schemes: &[SecurityScheme]) -> Security {
    if schemes.is_empty() {
        return Security::Undeclared;
    }
    let each = schemes.iter().map(|scheme| {
        vec![Need {
            scheme: scheme.name.clone(),
            scopes: Vec::new(),
        }]
    });
    Security::AnyOf(each.chain([Vec::new()]).collect())
}

/// The most common requirements of operations, scopes aside; the first of several.
fn most_common(operations: &[Operation]) -> Option<Security> {
    let mut counts: Vec<(&Security, usize)> = Vec::new();
    for security in operations.iter().filter_map(|it| it.security.as_ref()) {
        match counts
            .iter_mut()
            .find(|(it, _)| it.names_the_same(security))
        {
            Some((_, count)) => *count += 1,
            None => counts.push((security, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let usual = counts.into_iter().find(|(_, count)| *count == most);
    usual.map(|(security, _)| security.without_scopes())
}

fn read_requirements(
    ctx: &mut Ctx<'_>,
    requirements: &[openapiv3::SecurityRequirement],
    address: &Address,
) -> Security {
    let alternatives = requirements.iter().enumerate().map(|(index, requirement)| {
        let address = address.join(&index.to_string());
        let needs = requirement.iter().map(|(name, scopes)| {
            if scheme_kind(ctx.document, name).is_none() {
                let message = format!("the security scheme `{name}` is not defined");
                ctx.diagnostics
                    .report(&UNKNOWN_SCHEME, Place::Key(address.join(name)), message)
                    .help("it is treated as a bearer token");
            }
            Need {
                scheme: name.clone(),
                scopes: scopes.clone(),
            }
        });
        let needs: Vec<Need> = needs.collect();
        report_shared_location(ctx, &needs, &address);
        needs
    });
    Security::AnyOf(alternatives.collect())
}

/// Reports the first scheme whose credential has the same location as another one of the same
/// requirement.
fn report_shared_location(ctx: &mut Ctx<'_>, needs: &[Need], address: &Address) {
    let bearer = SchemeKind::Http("bearer".to_owned());
    let mut taken: Vec<(String, &str)> = Vec::new();
    for Need { scheme, .. } in needs {
        let kind = scheme_kind(ctx.document, scheme);
        let Some(place) = credential_location(kind.as_ref().unwrap_or(&bearer)) else {
            continue;
        };
        let Some((_, first)) = taken.iter().find(|(known, _)| *known == place) else {
            taken.push((place, scheme));
            continue;
        };
        let message = format!(
            "`{first}` and `{scheme}` are required together, but both put a credential into {place}"
        );
        let help = format!(
            "requests carry the one for `{first}`; if either is enough, list each as its own item of `security`"
        );
        ctx.diagnostics
            .report(
                &CREDENTIALS_CLASH,
                Place::Key(address.join(scheme)),
                message,
            )
            .related(Place::Key(address.join(first)), "the other one")
            .help(help);
        return;
    }
}

/// The location of a credential, in words; `None` if it is not in the request.
fn credential_location(kind: &SchemeKind) -> Option<String> {
    Some(match kind {
        SchemeKind::Http(_) | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
            "the header `authorization`".to_owned()
        }
        SchemeKind::Header(name) => format!("the header `{}`", name.to_lowercase()),
        SchemeKind::Query(name) => format!("`{name}` in the query"),
        SchemeKind::Cookie(name) => format!("the cookie `{name}`"),
        SchemeKind::MutualTls => return None,
    })
}

fn list_needs(security: &Security) -> impl Iterator<Item = &Need> {
    let alternatives = match security {
        Security::Undeclared => &[][..],
        Security::AnyOf(alternatives) => alternatives,
    };
    alternatives.iter().flatten()
}
