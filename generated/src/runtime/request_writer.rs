//! A request as it is written.

use bytes::Bytes;
use http::{Method, Request};
use serde::Serialize;

use super::Violations;

/// Collects the parts of a request, and what is wrong with them.
#[derive(Debug)]
pub struct RequestWriter {
    method: Method,
    path: &'static str,
}

impl RequestWriter {
    pub(super) fn new(method: Method, path: &'static str) -> Self {
        Self { method, path }
    }

    /// A parameter of the path.
    pub fn path<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let _ = (name, style, value);
    }

    /// A parameter of the query; `None` is left out.
    pub fn query<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let _ = (name, style, value);
    }

    /// A parameter in a header; `None` is left out.
    pub fn header<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let _ = (name, style, value);
    }

    /// A parameter in the header `Cookie`; `None` is left out.
    pub fn cookie<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let _ = (name, style, value);
    }

    /// The content types that are welcome in reply.
    pub fn accept(&mut self, content_types: &'static str) {
        let _ = content_types;
    }

    /// A JSON body.
    pub fn json<T: Serialize>(&mut self, content_type: &'static str, body: &T) {
        let _ = (content_type, body);
    }

    /// A JSON body that is left out if there is none.
    pub fn optional_json<T: Serialize>(&mut self, content_type: &'static str, body: &Option<T>) {
        let _ = (content_type, body);
    }

    /// A JSON body that is `{}` if there is none.
    pub fn json_or_empty<T: Serialize>(&mut self, content_type: &'static str, body: &Option<T>) {
        let _ = (content_type, body);
    }

    /// A form (`application/x-www-form-urlencoded`); `None` sends no body. `styles` says how
    /// members are written that are not written the usual way.
    pub fn form<T: Serialize>(&mut self, styles: &'static [(&'static str, Style)], body: &T) {
        let _ = (styles, body);
    }

    /// A body that is sent as it is; `None` sends none.
    pub fn bytes(&mut self, content_type: &'static str, body: Option<&Bytes>) {
        let _ = (content_type, body);
    }

    pub(super) fn finish(self) -> Result<Request<Bytes>, Violations> {
        let _ = (self.method, self.path);
        unimplemented!("written next")
    }
}

/// How a parameter is written (OpenAPI 3.1.1, §4.8.12.2), and whether it is exploded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`: `a,b`, `k,v`.
    Simple,
    /// `simple`, exploded: `a,b`, `k=v`.
    SimpleExploded,
    /// `label`: `.a,b`.
    Label,
    /// `label`, exploded: `.a.b`, `.k=v`.
    LabelExploded,
    /// `matrix`: `;name=a,b`.
    Matrix,
    /// `matrix`, exploded: `;name=a;name=b`, `;k=v`.
    MatrixExploded,
    /// `form`, exploded: `name=a&name=b`, `k=v`.
    Form,
    /// `form`, not exploded: `name=a,b`.
    FormJoined,
    /// `spaceDelimited`, not exploded: `name=a%20b`.
    SpaceDelimited,
    /// `pipeDelimited`, not exploded: `name=a%7Cb`.
    PipeDelimited,
    /// `deepObject`: `name[k]=v`, and further down `name[k][l]=v`.
    DeepObject,
    /// As JSON: a parameter with `content` instead of a schema.
    Json,
}
