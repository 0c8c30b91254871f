//! Resolves references within the envelope: parameters, headers, request bodies and responses.

use openapiv3::{
    Header, Operation, Parameter, ReferenceOr, RequestBody, Response, SecurityScheme, StatusCode,
};

use crate::pointer::{Address, FileId, Pointer};
use crate::tree::Tree;

use super::model::Document;
use super::reference::whole_reference;

/// A response with its status and address.
#[derive(Clone, Debug)]
pub struct Responded<'d> {
    /// `200`, `4XX`, `default`.
    pub status: String,
    /// The response.
    pub response: &'d Response,
    /// Its address: that of the component, if it is one.
    pub address: Address,
    /// The component's key, if it is one.
    pub component: Option<&'d str>,
}

impl Document {
    /// Returns the address of the schema that a reference in the envelope refers to.
    #[must_use]
    pub fn schema_address(&self, reference: &str) -> Option<Address> {
        let (file, pointer) = reference.split_once('#')?;
        let file = if file.is_empty() {
            self.file
        } else {
            FileId(file.parse().ok()?)
        };
        Some(Address::new(file, Pointer::parse(pointer)?))
    }

    /// Returns the node from which a part of the envelope was read.
    #[must_use]
    pub fn written(&self, place: &Address) -> Option<&Tree> {
        self.node(&self.origin(&place.pointer))
    }

    /// Returns the parameter behind a reference, and its address; `address` is that of the
    /// reference.
    #[must_use]
    pub fn parameter<'d>(
        &'d self,
        parameter: &'d ReferenceOr<Parameter>,
        address: &Address,
    ) -> Option<(&'d Parameter, Address)> {
        let components = self.envelope.components.as_ref().map(|it| &it.parameters);
        let (item, component) = follow(parameter, "parameters", |key| components?.get(key))?;
        Some((
            item,
            self.place("parameters", component, || address.clone()),
        ))
    }

    /// Returns the header of a response behind a reference, and its address; `address` is that of
    /// the reference.
    #[must_use]
    pub fn header<'d>(
        &'d self,
        header: &'d ReferenceOr<Header>,
        address: &Address,
    ) -> Option<(&'d Header, Address)> {
        let components = self.envelope.components.as_ref().map(|it| &it.headers);
        let (item, component) = follow(header, "headers", |key| components?.get(key))?;
        Some((item, self.place("headers", component, || address.clone())))
    }

    /// Returns the request body behind a reference, and its key if it is a component.
    #[must_use]
    pub fn request_body<'d>(
        &'d self,
        body: &'d ReferenceOr<RequestBody>,
    ) -> Option<(&'d RequestBody, Option<&'d str>)> {
        let components = self
            .envelope
            .components
            .as_ref()
            .map(|it| &it.request_bodies);
        follow(body, "requestBodies", |key| components?.get(key))
    }

    /// Returns the security scheme of a name, with references followed.
    #[must_use]
    pub fn security_scheme(&self, name: &str) -> Option<&SecurityScheme> {
        let components = self.envelope.components.as_ref()?;
        let schemes = &components.security_schemes;
        let (scheme, _) = follow(schemes.get(name)?, "securitySchemes", |key| {
            schemes.get(key)
        })?;
        Some(scheme)
    }

    /// Whether the security scheme of a name, or one that it refers to, is deprecated.
    #[must_use]
    pub fn is_deprecated_scheme(&self, name: &str) -> bool {
        let place = Pointer::root().join_all(["components", "securitySchemes", name]);
        let node = self.node(&self.origin(&place));
        let deprecated = node.and_then(|it| it.get("deprecated"));
        let target = node
            .and_then(whole_reference)
            .and_then(|it| it.strip_prefix('#'));
        match target.and_then(Pointer::from_fragment) {
            // Circles of references are reported, and have no scheme.
            Some(target) if self.security_scheme(name).is_some() => {
                self.is_deprecated_scheme(&target.last().unwrap_or_default())
            }
            _ => matches!(deprecated, Some(Tree::Bool(it)) if it.is_true()),
        }
    }

    /// Returns the responses of an operation in document order, `default` last.
    #[must_use]
    pub fn responses<'d>(
        &'d self,
        operation: &'d Operation,
        address: &Address,
    ) -> Vec<Responded<'d>> {
        let components = self.envelope.components.as_ref().map(|it| &it.responses);
        let responses = &operation.responses;
        let declared = responses.responses.iter().map(|(status, response)| {
            let status = match status {
                StatusCode::Code(code) => code.to_string(),
                StatusCode::Range(range) => format!("{range}XX"),
            };
            (status, response)
        });
        let default = responses
            .default
            .iter()
            .map(|response| ("default".to_owned(), response));
        let mut found = Vec::new();
        for (status, response) in declared.chain(default) {
            let followed = follow(response, "responses", |key| components?.get(key));
            let Some((item, component)) = followed else {
                continue;
            };
            let place = || address.join("responses").join(&status);
            let address = self.place("responses", component, place);
            found.push(Responded {
                status,
                response: item,
                address,
                component,
            });
        }
        found
    }

    fn place(&self, kind: &str, component: Option<&str>, used: impl Fn() -> Address) -> Address {
        let Some(key) = component else { return used() };
        let pointer = Pointer::root().join_all(["components", kind]);
        let text = format!("{pointer}/{key}");
        let pointer = Pointer::from_fragment(&text).unwrap_or(pointer);
        Address::new(self.file, pointer)
    }
}

/// Follows references to components of one kind; the key is that of the last.
fn follow<'d, T>(
    mut node: &'d ReferenceOr<T>,
    kind: &str,
    get: impl Fn(&str) -> Option<&'d ReferenceOr<T>>,
) -> Option<(&'d T, Option<&'d str>)> {
    let mut component = None;
    // References that lead in a circle lead nowhere; the reader has reported them.
    for _ in 0..32 {
        match node {
            ReferenceOr::Item(item) => return Some((item, component)),
            ReferenceOr::Reference { reference } => {
                let pointer = Pointer::from_fragment(reference.strip_prefix('#')?)?;
                let segments: Vec<_> = pointer.segments().collect();
                let [first, second, key] = &segments[..] else {
                    return None;
                };
                if first != "components" || second != kind {
                    return None;
                }
                component = reference.rfind('/').map(|at| &reference[at + 1..]);
                node = get(key)?;
            }
        }
    }
    None
}
