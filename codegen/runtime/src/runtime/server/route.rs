//! Routes: what tells the requests of an operation from others.

use std::cmp::Ordering;

use bytes::Bytes;
use http::Request;

use super::Parameter;
use super::path::{Captures, match_path, split_template, strip_base};
use crate::runtime::{Server, Style};

/// What tells the requests of an operation from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The name of the operation.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path below the base URL, with parameters as `{name}`.
    pub path: &'static str,
    /// The servers, whose paths may precede the path.
    pub servers: &'static [Server],
    /// The parameters.
    pub parameters: &'static [Parameter],
}

impl Route {
    /// Matches the path and the fixed query of the template.
    pub(super) fn match_request<'r>(&self, request: &'r Request<Bytes>) -> Option<Captures<'r>> {
        let (template, query) = self.path.split_once('?').unwrap_or((self.path, ""));
        let found = request.uri().query().unwrap_or_default();
        let is_given = |pair| found.split('&').any(|it| it == pair);
        if !query.split('&').all(|it| it.is_empty() || is_given(it)) {
            return None;
        }
        let path = request.uri().path();
        let template = template.strip_prefix('/').unwrap_or(template);
        let servers = self.servers.iter();
        let bases = servers.filter_map(|server| strip_base(path, server));
        let is_catch_all = |name: &str| self.is_catch_all(name);
        bases
            .chain([path])
            .filter_map(|path| path.strip_prefix('/'))
            .find_map(|path| match_path(template, path, &is_catch_all))
    }

    fn is_catch_all(&self, name: &str) -> bool {
        let mut parameters = self.parameters.iter();
        parameters.any(|it| it.style == Style::CatchAll && it.name == name)
    }

    /// Compares how specific two paths are, segment by segment: a literal is more specific than a
    /// literal with a parameter, and that more than a parameter.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let rank = |route: &Self, segment: Option<&'static str>| {
            let Some(segment) = segment else { return 0 };
            match split_template(segment) {
                (_, None, _) => 4,
                ("", Some(name), "") if route.is_catch_all(name) => 1,
                ("", Some(_), "") => 2,
                _ => 3,
            }
        };
        let split = |route: &Self| {
            let (path, query) = route.path.split_once('?').unwrap_or((route.path, ""));
            (path.split('/'), query.len())
        };
        let ((mut mine, query), (mut theirs, other_query)) = (split(self), split(other));
        loop {
            match (mine.next(), theirs.next()) {
                (None, None) => return query.cmp(&other_query),
                (one, two) => match rank(self, one).cmp(&rank(other, two)) {
                    Ordering::Equal => {}
                    order => return order,
                },
            }
        }
    }
}
