//! Requests in both directions: whatever the table of an operation writes, it reads, in every location,
//! style and form of a body.

mod bodies;
mod parameters;
mod random;

use std::fmt::Debug;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Uri};

use self::random::Numbers;
use crate::runtime::server::Receive;
use crate::runtime::{Api, Security, Server};

const API: Api = Api {
    servers: &[Server::new("https://api.example.com/v1")],
    schemes: &[],
    security: Security::Undeclared,
    key_variable: None,
    base_url_variable: None,
};

/// How many requests of an operation are written.
const REQUESTS: usize = 60;

/// How many of them had each outcome.
#[derive(Debug, Default)]
struct Counts {
    read: usize,
    /// They cannot be represented in HTTP, such as an empty path segment.
    refused: usize,
    garbage_accepted: usize,
    garbage_rejected: usize,
}

/// Makes random operations, and reads what they write.
fn read_what_is_written<O: Receive + PartialEq + Debug>(
    counts: &mut Counts,
    make: impl Fn(&mut Numbers) -> O,
) {
    let mut numbers = Numbers::new(O::NAME.bytes().map(u64::from).sum());
    let mut written = 0;
    for _ in 0..REQUESTS {
        let operation = make(&mut numbers);
        let Ok(request) = operation.unchecked_request() else {
            counts.refused += 1;
            continue;
        };
        written += 1;
        let read = O::unchecked_read(&request);
        assert_eq!(read.as_ref(), Ok(&operation), "{request:?}");
        read_garbage::<O>(counts, &request, &mut numbers);
    }
    assert!(written > REQUESTS / 4, "{} is never written", O::NAME);
    counts.read += written;
}

/// Reads what came of a request in which something was changed. What is accepted is written, and then
/// read and written again with the same bytes.
fn read_garbage<O: Receive + PartialEq + Debug>(
    counts: &mut Counts,
    request: &Request<Bytes>,
    numbers: &mut Numbers,
) {
    for _ in 0..4 {
        let request = changed(request, numbers);
        match O::unchecked_read(&request) {
            Ok(read) => {
                counts.garbage_accepted += 1;
                // A value may be read that no client writes, such as an empty one in a path.
                if let Ok(written) = read.unchecked_request() {
                    let again = O::unchecked_read(&written);
                    let again = again.map(|it| it.unchecked_request());
                    // A file without a name gets that of its part, so it is not always equal.
                    let again = again.unwrap_or_else(|error| panic!("{error}: {written:?}"));
                    assert_eq!(format!("{again:?}"), format!("{:?}", Ok::<_, ()>(written)));
                }
            }
            Err(rejection) => {
                counts.garbage_rejected += 1;
                let status = rejection.status().as_u16();
                assert!([400, 404, 405, 415, 422].contains(&status), "{rejection}");
                assert!(!rejection.to_string().is_empty(), "{request:?}");
            }
        }
    }
}

/// Returns the request with some bytes changed somewhere.
fn changed(request: &Request<Bytes>, numbers: &mut Numbers) -> Request<Bytes> {
    let mut request = request.clone();
    match numbers.below(3) {
        0 => {
            let uri = numbers.scrambled(request.uri().to_string().as_bytes());
            if let Ok(uri) = Uri::from_maybe_shared(uri) {
                *request.uri_mut() = uri;
            }
        }
        1 => {
            let headers = request.headers_mut();
            let values: Vec<&mut HeaderValue> = headers.values_mut().collect();
            let count = values.len();
            for (index, value) in values.into_iter().enumerate() {
                let text = numbers.scrambled(value.as_bytes());
                if index == numbers.below(count)
                    && let Ok(changed) = HeaderValue::from_bytes(&text)
                {
                    *value = changed;
                }
            }
        }
        _ => *request.body_mut() = numbers.scrambled(request.body()).into(),
    }
    request
}

/// A request, without a content type if that is empty.
fn request(method: Method, uri: &str, content_type: &str, body: &'static str) -> Request<Bytes> {
    let mut request = Request::builder().method(method).uri(uri);
    if !content_type.is_empty() {
        request = request.header("content-type", content_type);
    }
    request.body(Bytes::from(body)).unwrap()
}

#[test]
fn every_location_style_and_form_is_read_as_it_is_written() {
    let mut counts = Counts::default();
    parameters::read_all(&mut counts);
    bodies::read_all(&mut counts);
    assert!(counts.read > 3 * counts.refused, "{counts:?}");
    assert!(counts.garbage_accepted > counts.read, "{counts:?}");
    assert!(2 * counts.garbage_rejected > counts.read, "{counts:?}");
}
