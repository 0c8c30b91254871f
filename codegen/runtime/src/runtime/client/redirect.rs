//! Where a reply sends a request, and what of the request goes there.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, Uri, header};
use url::Url;

/// How often one try is sent on.
pub(super) const MOST: u32 = 10;

/// What alone goes to another origin: nothing that could be a secret.
const HARMLESS: [header::HeaderName; 2] = [header::ACCEPT, header::USER_AGENT];

/// Where a request goes on.
pub(super) enum Followed {
    /// At the same origin.
    Here(Request<Bytes>),
    /// At another one, without anything secret in its headers.
    Away(Request<Bytes>),
}

/// The request to send on, if this reply to it is a redirect that may be followed.
///
/// What is not a read is only repeated where method and body stay, and not at another origin. The
/// way never leads from https to http.
pub(super) fn follow(sent: &Request<Bytes>, reply: &Response<Bytes>) -> Option<Followed> {
    let reads = matches!(*sent.method(), Method::GET | Method::HEAD);
    match reply.status().as_u16() {
        301..=303 if reads => {}
        307 | 308 => {}
        _ => return None,
    }
    let location = reply.headers().get(header::LOCATION)?.to_str().ok()?;
    let from = Url::parse(&sent.uri().to_string()).ok()?;
    let to = target(&from, location)?;
    let uri = to.as_str().parse().ok()?;
    if to.origin() == from.origin() {
        Some(Followed::Here(sent_on(sent, uri)))
    } else if reads {
        Some(Followed::Away(sent_away(sent, uri)))
    } else {
        None
    }
}

fn target(from: &Url, location: &str) -> Option<Url> {
    let mut to = from.join(location).ok()?;
    let allowed = match to.scheme() {
        "https" => true,
        "http" => from.scheme() == "http",
        _ => false,
    };
    to.set_fragment(None);
    // A name and a password in a URL would become a header.
    to.set_username("").ok()?;
    to.set_password(None).ok()?;
    allowed.then_some(to)
}

fn sent_on(sent: &Request<Bytes>, uri: Uri) -> Request<Bytes> {
    let mut request = sent.clone();
    *request.uri_mut() = uri;
    request
}

fn sent_away(sent: &Request<Bytes>, uri: Uri) -> Request<Bytes> {
    let mut headers = HeaderMap::new();
    for name in HARMLESS {
        if let Some(value) = sent.headers().get(&name) {
            headers.insert(name, value.clone());
        }
    }
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = sent.method().clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    request
}
