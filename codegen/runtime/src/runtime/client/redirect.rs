//! Redirects: which are followed, and what is sent to their target.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, Uri, header};
use url::Url;

/// The maximum number of redirects of an attempt.
pub(super) const MAX_REDIRECTS: u32 = 10;

/// The only headers that are sent to another origin: none of them contains a secret.
const CROSS_ORIGIN_HEADERS: [header::HeaderName; 2] = [header::ACCEPT, header::USER_AGENT];

/// The request for the target of a redirect.
pub(super) enum Redirected {
    /// The target has the same origin.
    SameOrigin(Request<Bytes>),
    /// The target has another origin; the request contains no secrets in its headers.
    CrossOrigin(Request<Bytes>),
}

/// Returns the next request if the reply is a redirect that may be followed.
///
/// Requests other than GET and HEAD are only repeated if the redirect keeps method and body and has
/// the same origin. No redirect is followed from https to http.
pub(super) fn follow_redirect(
    sent: &Request<Bytes>,
    reply: &Response<Bytes>,
) -> Option<Redirected> {
    let reads = matches!(*sent.method(), Method::GET | Method::HEAD);
    match reply.status().as_u16() {
        301..=303 if reads => {}
        307 | 308 => {}
        _ => return None,
    }
    let location = reply.headers().get(header::LOCATION)?.to_str().ok()?;
    let from = Url::parse(&sent.uri().to_string()).ok()?;
    let to = redirect_target(&from, location)?;
    let uri = to.as_str().parse().ok()?;
    if to.origin() == from.origin() {
        Some(Redirected::SameOrigin(same_origin_request(sent, uri)))
    } else if reads {
        Some(Redirected::CrossOrigin(cross_origin_request(sent, uri)))
    } else {
        None
    }
}

fn redirect_target(from: &Url, location: &str) -> Option<Url> {
    let mut to = from.join(location).ok()?;
    let allowed = match to.scheme() {
        "https" => true,
        "http" => from.scheme() == "http",
        _ => false,
    };
    to.set_fragment(None);
    // A user name and a password in a URL would become a header.
    to.set_username("").ok()?;
    to.set_password(None).ok()?;
    allowed.then_some(to)
}

fn same_origin_request(sent: &Request<Bytes>, uri: Uri) -> Request<Bytes> {
    let mut request = sent.clone();
    *request.uri_mut() = uri;
    request
}

fn cross_origin_request(sent: &Request<Bytes>, uri: Uri) -> Request<Bytes> {
    let mut headers = HeaderMap::new();
    for name in CROSS_ORIGIN_HEADERS {
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
