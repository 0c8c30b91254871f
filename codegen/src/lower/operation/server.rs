//! Server Objects in, [`Server`]s out.

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::SERVER_VARIABLE;
use crate::ir::{Operation, Server, ServerVariable};
use crate::lower::ctx::Ctx;
use crate::pointer::Address;

use super::declared_operation::DeclaredOperation;

/// Lowers the servers at an address.
pub(in crate::lower) fn lower_servers(
    ctx: &mut Ctx<'_>,
    servers: &[openapiv3::Server],
    address: &Address,
) -> Vec<Server> {
    let document = ctx.document;
    let servers = servers.iter().enumerate().map(|(index, server)| {
        let place = address.join(&index.to_string());
        lower_server(ctx, server, &document.origin(&place.pointer))
    });
    servers.collect()
}

/// The servers of an operation, or else of its path item; `None` without any.
pub(super) fn operation_servers(
    ctx: &mut Ctx<'_>,
    operation: &DeclaredOperation<'_>,
) -> Option<Vec<Server>> {
    let declared = [
        (&operation.declared.servers, &operation.address),
        (&operation.item.servers, &operation.item_address),
    ];
    let (servers, address) = declared.into_iter().find(|(it, _)| !it.is_empty())?;
    Some(lower_servers(ctx, servers, &address.join("servers")))
}

/// Removes the servers of operations that repeat those of the API.
pub(in crate::lower) fn drop_repeated(servers: &[Server], operations: &mut [Operation]) {
    for operation in operations {
        let own = operation.servers.take();
        operation.servers = own.filter(|own| own != servers);
    }
}

fn lower_server(ctx: &mut Ctx<'_>, server: &openapiv3::Server, address: &Address) -> Server {
    let names = variable_names(&server.url);
    let declared = server.variables.iter().flatten();
    for (name, _) in declared.filter(|(name, _)| !names.contains(&name.as_str())) {
        let message = format!("the URL has no variable `{name}`");
        let place = Place::Key(address.join_all(["variables", name]));
        ctx.diagnostics.report(&SERVER_VARIABLE, place, message);
    }
    let variables = names.into_iter().map(|name| {
        let declared = server.variables.as_ref().and_then(|it| it.get(name));
        lower_variable(ctx, name, declared, address)
    });
    Server {
        url: server.url.trim().to_owned(),
        variables: variables.collect(),
    }
}

fn lower_variable(
    ctx: &mut Ctx<'_>,
    name: &str,
    declared: Option<&openapiv3::ServerVariable>,
    address: &Address,
) -> ServerVariable {
    let Some(declared) = declared else {
        let message = format!("the variable `{name}` of the URL is not declared");
        ctx.diagnostics
            .report(&SERVER_VARIABLE, address.join("url"), message)
            .help("it has no value unless the caller sets one");
        return ServerVariable {
            name: name.to_owned(),
            default: None,
            values: Vec::new(),
        };
    };
    let (default, values) = (declared.default.clone(), declared.enumeration.clone());
    if !values.is_empty() && !values.contains(&default) {
        let message = format!("the default of the variable `{name}` is not in its `enum`");
        let place = address.join_all(["variables", name, "default"]);
        ctx.diagnostics.report(&SERVER_VARIABLE, place, message);
    }
    ServerVariable {
        name: name.to_owned(),
        default: Some(default),
        values,
    }
}

/// The names in braces, in order, without duplicates.
fn variable_names(url: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in url.split('{').skip(1) {
        let name = part.split_once('}').map(|(name, _)| name);
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}
