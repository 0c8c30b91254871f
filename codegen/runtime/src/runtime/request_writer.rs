//! The writing of requests.

mod compound;
mod encoder;
mod encoding;
mod items;
mod multipart;
mod style;
mod target;
mod unsupported_value;
mod uri;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use serde::Serialize;

use self::style::Location;
use self::target::Target;
use self::unsupported_value::UnsupportedValue;
use self::uri::UriWriter;
use super::stream_reader::Framing;
use super::{File, Style, Violation, ViolationKind, Violations};

pub use self::multipart::Part;
pub(super) use self::multipart::with_boundary;
#[cfg(feature = "server")]
pub(super) use self::multipart::write_body as write_multipart;

/// A request body in one of several content types, each a variant.
pub trait RequestBody {
    /// Writes the body in the content type that its variant stands for.
    fn write(&self, to: &mut RequestWriter);
}

/// Returns the text of a header in a style; `None` if the value is absent.
pub(super) fn write_header<T: Serialize>(
    style: Style,
    value: &T,
) -> Result<Option<Bytes>, UnsupportedValue> {
    let mut text = Vec::new();
    let mut target = Target::parameter(&mut text, false, "", style, Location::Header);
    target.write(value)?;
    Ok(target.started.then(|| text.into()))
}

/// A writer of a request, which collects its parts and their violations.
#[derive(Debug)]
pub struct RequestWriter {
    method: Method,
    uri: UriWriter,
    headers: HeaderMap,
    cookies: Vec<u8>,
    body: Bytes,
    violations: Vec<Violation>,
}

impl RequestWriter {
    pub(crate) fn new(method: &'static str, path: &'static str) -> Self {
        let method = Method::from_bytes(method.as_bytes());
        Self {
            method: method.expect("methods in documents are tokens"),
            uri: UriWriter::new(path),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: Bytes::new(),
            violations: Vec::new(),
        }
    }

    /// Writes a path parameter. An empty value is a violation, and so is a resulting segment `.` or
    /// `..`.
    pub fn path<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        self.path_at(Location::Path, name, style, value);
    }

    /// Writes a path parameter with `allowReserved`: the characters that a path segment may
    /// contain are not encoded, and neither is what is percent-encoded already.
    pub fn path_reserved<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        self.path_at(Location::ReservedPath, name, style, value);
    }

    fn path_at<T: Serialize>(
        &mut self,
        location: Location,
        name: &'static str,
        style: Style,
        value: &T,
    ) {
        if let Err(violation) = self.uri.path(name, style, location, value) {
            self.violations.push(violation);
        }
    }

    /// Writes the whole query: a form whose members have these styles, JSON, or text. `None` is
    /// omitted.
    pub fn query_string<T: Serialize>(
        &mut self,
        name: &'static str,
        style: Style,
        styles: &'static [(&'static str, Style)],
        value: &T,
    ) {
        if let Err(error) = self.uri.whole_query(style, styles, value) {
            self.violations.push(error.into_violation(Some(name)));
        }
    }

    /// Writes a query parameter. `None`, null and an empty array are omitted.
    pub fn query<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        self.query_at(Location::Query, name, style, value);
    }

    /// Writes a query parameter with `allowReserved`: reserved characters are not encoded, unless
    /// they are not allowed in a query or delimit its pairs, and neither is what is percent-encoded
    /// already.
    pub fn query_reserved<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        self.query_at(Location::Reserved, name, style, value);
    }

    fn query_at<T: Serialize>(
        &mut self,
        location: Location,
        name: &'static str,
        style: Style,
        value: &T,
    ) {
        if let Err(error) = self.uri.query(name, style, location, value) {
            self.violations.push(error.into_violation(Some(name)));
        }
    }

    /// Writes a header parameter; `None` is omitted. Text is written unencoded, including UTF-8,
    /// and control characters are a violation. In items of arrays and objects, `,`, `=` and `%` are
    /// percent-encoded.
    pub fn header<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        match write_header(style, value) {
            Ok(None) => {}
            Ok(Some(text)) => match HeaderName::from_bytes(name.as_bytes()) {
                Ok(header) => self.insert(header, Some(name), text),
                Err(_) => self.refuse_header(Some(name), "is not a valid header name"),
            },
            Err(error) => self.violations.push(error.into_violation(Some(name))),
        }
    }

    /// Writes a parameter in the header `Cookie`; `None` is omitted. A value that is valid in a
    /// cookie (RFC 6265, §4.1.1) and does not look percent-encoded is written as it is; in any
    /// other, `%` and the octets that are not valid are percent-encoded.
    pub fn cookie<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let length = self.cookies.len();
        self.cookie_at(Location::Cookie, name, style, value);
        encoding::undo_percent(&mut self.cookies, length);
    }

    /// Writes a cookie with `allowReserved`: what is percent-encoded already is kept.
    pub fn cookie_reserved<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        self.cookie_at(Location::ReservedCookie, name, style, value);
    }

    /// Writes a cookie in the style `cookie`: its value is not encoded. A semicolon in it, which
    /// would end it, is a violation.
    pub fn cookie_verbatim<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        self.cookie_at(Location::VerbatimCookie, name, style, value);
    }

    fn cookie_at<T: Serialize>(
        &mut self,
        location: Location,
        name: &'static str,
        style: Style,
        value: &T,
    ) {
        let length = self.cookies.len();
        let mut target = Target::parameter(&mut self.cookies, length > 0, name, style, location);
        if let Err(error) = target.write(value) {
            self.cookies.truncate(length);
            self.violations.push(error.into_violation(Some(name)));
        }
    }

    /// Sets the content types that are accepted.
    pub fn accept(&mut self, content_types: &'static str) {
        self.insert(ACCEPT, None, Bytes::from_static(content_types.as_bytes()));
    }

    /// Writes a JSON body.
    pub fn json<T: Serialize>(&mut self, content_type: &'static str, body: &T) {
        match serde_json::to_vec(body) {
            Ok(json) => self.send(content_type, json.into()),
            Err(error) => self
                .violations
                .push(UnsupportedValue(error.to_string()).into_violation(None)),
        }
    }

    /// Writes a JSON body unless it is `None`.
    pub fn optional_json<T: Serialize>(&mut self, content_type: &'static str, body: &Option<T>) {
        if let Some(body) = body {
            self.json(content_type, body);
        }
    }

    /// Writes a JSON body, which is `{}` if it is `None`.
    pub fn json_or_empty<T: Serialize>(&mut self, content_type: &'static str, body: &Option<T>) {
        match body {
            Some(body) => self.json(content_type, body),
            None => self.send(content_type, Bytes::from_static(b"{}")),
        }
    }

    /// Writes a form (`application/x-www-form-urlencoded`). `styles` are the styles of members that
    /// are not written in the default style.
    ///
    /// In the default style (OpenAPI 3.1.1, §4.8.15.1), an array is one pair per item, and an
    /// object is JSON; absent and null members and empty arrays are omitted.
    pub fn form<T: Serialize>(
        &mut self,
        content_type: &'static str,
        styles: &'static [(&'static str, Style)],
        body: &T,
    ) {
        let mut text = Vec::with_capacity(512);
        let mut target = Target::form(&mut text, styles);
        match target.write(body) {
            Ok(()) if !target.present => {}
            Ok(()) => self.send(content_type, text.into()),
            Err(error) => self.violations.push(error.into_violation(None)),
        }
    }

    /// Writes a form unless it is `None`.
    pub fn optional_form<T: Serialize>(
        &mut self,
        content_type: &'static str,
        styles: &'static [(&'static str, Style)],
        body: &Option<T>,
    ) {
        self.form(content_type, styles, body);
    }

    /// Writes a multipart body, such as `multipart/form-data` (RFC 7578). `parts` declares what the
    /// types of the members do not say.
    ///
    /// An array is one part per item, and an object is JSON; absent and null members are omitted.
    ///
    /// In any other subtype, such as `multipart/related` or `multipart/mixed`, the parts are written
    /// in the order of `parts`, which contains all members of the document. Those of
    /// `multipart/related` have no names: the first is the root (RFC 2387), which refers to files by
    /// their `Content-Id`.
    pub fn multipart<T: Serialize>(
        &mut self,
        content_type: &'static str,
        parts: &'static [Part],
        body: &T,
    ) {
        match multipart::write_body(content_type, parts, body) {
            Ok(None) => {}
            Ok(Some((content_type, body))) => {
                self.insert(CONTENT_TYPE, None, content_type);
                self.body = body;
            }
            Err(error) => self.violations.push(error.into_violation(None)),
        }
    }

    /// Writes a multipart body unless it is `None`.
    pub fn optional_multipart<T: Serialize>(
        &mut self,
        content_type: &'static str,
        parts: &'static [Part],
        body: &Option<T>,
    ) {
        self.multipart(content_type, parts, body);
    }

    /// Writes the items of a list one after another: as lines of JSON, as a JSON text sequence
    /// (RFC 7464) or as events, depending on the content type.
    pub fn items<T: Serialize>(&mut self, content_type: &'static str, body: &T) {
        match items::write_items(Framing::of(content_type), body) {
            Ok(text) => self.send(content_type, text.into()),
            Err(error) => self
                .violations
                .push(UnsupportedValue(error.to_string()).into_violation(None)),
        }
    }

    /// Writes the items of a list one after another, unless it is `None`.
    pub fn optional_items<T: Serialize>(&mut self, content_type: &'static str, body: &Option<T>) {
        if let Some(body) = body {
            self.items(content_type, body);
        }
    }

    /// Writes a text body in UTF-8.
    pub fn text(&mut self, content_type: &'static str, body: &str) {
        self.send(content_type, Bytes::copy_from_slice(body.as_bytes()));
    }

    /// Writes a text body in UTF-8 unless it is `None`.
    pub fn optional_text(&mut self, content_type: &'static str, body: &Option<String>) {
        if let Some(body) = body {
            self.text(content_type, body);
        }
    }

    /// Writes a body of bytes. For a multipart content type, the boundary is taken from the bytes;
    /// bytes without one are a violation.
    pub fn bytes(&mut self, content_type: &'static str, body: &Bytes) {
        match multipart::with_boundary(content_type, body) {
            Some(content_type) => {
                self.insert(CONTENT_TYPE, None, content_type.into());
                self.body = body.clone();
            }
            None => {
                let message = format!("contains no boundary for `{content_type}`");
                self.violations
                    .push(UnsupportedValue(message).into_violation(None));
            }
        }
    }

    /// Writes a body of bytes unless it is `None`.
    pub fn optional_bytes(&mut self, content_type: &'static str, body: &Option<Bytes>) {
        if let Some(body) = body {
            self.bytes(content_type, body);
        }
    }

    /// Writes a file as the body, with its own content type or else `content_type`. The file name is
    /// not sent.
    pub fn file(&mut self, content_type: &'static str, body: &File) {
        self.bytes(content_type, &body.data);
        if let Some(content_type) = &body.content_type {
            let content_type = Bytes::copy_from_slice(content_type.as_bytes());
            self.insert(CONTENT_TYPE, None, content_type);
        }
    }

    /// Writes a file as the body unless it is `None`.
    pub fn optional_file(&mut self, content_type: &'static str, body: &Option<File>) {
        if let Some(body) = body {
            self.file(content_type, body);
        }
    }

    /// Writes a body in the content type that its variant stands for.
    pub fn one_of<B: RequestBody>(&mut self, body: &B) {
        body.write(self);
    }

    /// Writes a body in the content type that its variant stands for, unless it is `None`.
    pub fn optional_one_of<B: RequestBody>(&mut self, body: &Option<B>) {
        if let Some(body) = body {
            body.write(self);
        }
    }

    /// Writes a body in the content type that its variant stands for, which is `{}` of this content
    /// type if it is `None`.
    pub fn one_of_or_empty<B: RequestBody>(
        &mut self,
        content_type: &'static str,
        body: &Option<B>,
    ) {
        match body {
            Some(body) => body.write(self),
            None => self.send(content_type, Bytes::from_static(b"{}")),
        }
    }

    pub(crate) fn finish(mut self) -> Result<Request<Bytes>, Violations> {
        if !self.cookies.is_empty() {
            let cookies = std::mem::take(&mut self.cookies);
            self.insert(COOKIE, None, cookies.into());
        }
        let uri = self.uri.finish(&mut self.violations);
        Violations::check(self.violations)?;
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    fn send(&mut self, content_type: &'static str, body: Bytes) {
        let content_type = Bytes::from_static(content_type.as_bytes());
        self.insert(CONTENT_TYPE, None, content_type);
        self.body = body;
    }

    fn insert(&mut self, header: HeaderName, parameter: Option<&'static str>, value: Bytes) {
        match HeaderValue::from_maybe_shared(value) {
            Ok(value) => {
                self.headers.insert(header, value);
            }
            Err(_) => self.refuse_header(
                parameter,
                "contains a control character, which is not valid in a header",
            ),
        }
    }

    fn refuse_header(&mut self, parameter: Option<&'static str>, message: &str) {
        let mut violation = UnsupportedValue(message.to_owned()).into_violation(parameter);
        violation.kind = ViolationKind::HeaderValue;
        self.violations.push(violation);
    }
}
