//! What both clients share: operations become exchanges, and replies become results.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Extensions, HeaderMap, HeaderValue, Request, header};

use super::Response;
use super::attempt_credentials::AttemptCredentials;
use super::base_url::{BaseUrl, invalid_request};
use super::credentials::Credentials;
use super::exchange::Exchange;
use super::options::Options;
use super::trace;
use crate::runtime::after_effect::AfterEffect;
use crate::runtime::negotiated;
use crate::runtime::operation::{decode_success, undecodable_error};
use crate::runtime::redaction::Redaction;
use crate::runtime::{
    Api, Error, Negotiated, Operation, Reply, Retry, Security, Server, TransportError, TypedHeaders,
};

/// A source of sixteen random bytes.
pub(super) type Randomness = dyn Fn() -> Result<[u8; 16], TransportError> + Send + Sync;

/// A client without its transport and clock.
pub(super) struct Core {
    pub(super) credentials: Credentials,
    /// The values of variables in the URLs of servers.
    pub(super) variables: Vec<(String, String)>,
    pub(super) base_url: Option<BaseUrl>,
    pub(super) user_agent: HeaderValue,
    pub(super) options: Options,
    pub(super) randomness: Arc<Randomness>,
    /// The maximum size of a body, or of an event of a stream, in bytes.
    pub(super) max_reply_bytes: usize,
    /// Adds the context of a span to the headers of a request.
    #[cfg(feature = "tracing")]
    pub(super) propagator: Option<super::propagator::Propagator>,
}

/// A call that is ready to be sent, with the label of its span.
pub(super) struct PreparedCall {
    pub(super) exchange: Exchange,
    #[cfg_attr(not(feature = "tracing"), allow(dead_code))]
    pub(super) label: SpanLabel,
}

/// What the document declares about a call.
#[derive(Clone, Copy)]
pub(super) struct CallMetadata<'a> {
    pub(super) label: SpanLabel,
    pub(super) api: &'a Api,
    pub(super) security: Security,
    pub(super) servers: &'static [Server],
}

/// The label of the span of a call.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "tracing"), allow(dead_code))]
pub(super) struct SpanLabel {
    pub(super) operation: &'static str,
    pub(super) path: &'static str,
    /// The length of the path of the base URL.
    pub(super) base: usize,
}

impl CallMetadata<'_> {
    pub(super) fn of_operation<O: Operation>() -> Self {
        Self {
            label: SpanLabel {
                operation: O::NAME,
                path: O::PATH,
                base: 0,
            },
            api: O::API,
            security: O::SECURITY,
            servers: O::SERVERS,
        }
    }
}

impl Core {
    /// Prepares the call of an operation, and generates its idempotency key if it has none.
    pub(super) fn prepare<O: Operation>(
        &self,
        operation: &O,
        options: &Options,
    ) -> Result<PreparedCall, Error<O::Error>> {
        let (request, class) = self.request(operation, options)?;
        self.send(request, CallMetadata::of_operation::<O>(), class, options)
            .map_err(Error::Transport)
    }

    /// Prepares the call of a request.
    pub(super) fn prepare_raw(
        &self,
        request: Request<Bytes>,
        class: Retry,
        api: &Api,
    ) -> Result<PreparedCall, TransportError> {
        let metadata = CallMetadata {
            label: SpanLabel {
                operation: "",
                path: "",
                base: 0,
            },
            api,
            security: api.security,
            servers: api.servers,
        };
        self.send(request, metadata, class, &Options::default())
    }

    /// Returns the request of an operation, relative to the base URL, and whether it is safe to
    /// retry.
    pub(super) fn request<O: Operation>(
        &self,
        operation: &O,
        options: &Options,
    ) -> Result<(Request<Bytes>, Retry), Error<O::Error>> {
        let write = |operation: &O| {
            let request = if options.validates(&self.options) {
                operation.request()
            } else {
                operation.unchecked_request()
            };
            #[cfg(feature = "mock")]
            let request = request.map(|mut request| {
                let called = crate::runtime::mock::CalledOperation::new::<O>();
                request.extensions_mut().insert(called);
                request
            });
            request
        };
        if !matches!(O::RETRY, Retry::IdempotencyKey { .. }) {
            return Ok((write(operation)?, O::RETRY));
        }
        let mut operation = operation.clone();
        match operation.idempotency_key() {
            Some(Some(key)) if !key.is_empty() => {}
            Some(key) => *key = Some(self.uuid().map_err(Error::Transport)?),
            // Without a key, the server cannot tell a retry from a second call.
            None => return Ok((write(&operation)?, Retry::Unsafe)),
        }
        Ok((write(&operation)?, O::RETRY))
    }

    /// Completes a request but for the credentials: with an absolute URI and the headers of the
    /// client and of the call.
    pub(super) fn send(
        &self,
        mut request: Request<Bytes>,
        metadata: CallMetadata<'_>,
        class: Retry,
        options: &Options,
    ) -> Result<PreparedCall, TransportError> {
        if let Some(problem) = &options.problem {
            return Err(invalid_request(problem.clone()));
        }
        let base = self.base_url(metadata.servers)?;
        *request.uri_mut() = base.absolute(request.uri(), &options.query)?;
        self.add_default_headers(request.headers_mut(), &options.headers);
        let injections = self
            .credentials
            .injections(metadata.api, metadata.security, &request)?;
        let settings = options.call_settings(&self.options, class);
        Ok(PreparedCall {
            exchange: Exchange::new(request, AttemptCredentials::new(injections), settings),
            label: SpanLabel {
                base: base.path_length(),
                ..metadata.label
            },
        })
    }

    /// Adds the headers of the call, those of the client that the request lacks, and the headers of
    /// every request. The client's `Accept` and `Content-Type`, which no parameter can declare
    /// (OpenAPI 3.1.1 §4.8.12.2), replace those of the operation.
    fn add_default_headers(&self, headers: &mut HeaderMap, call: &HeaderMap) {
        let defaults = self.options.headers.iter();
        for (name, value) in defaults {
            let is_written = [header::ACCEPT, header::CONTENT_TYPE].contains(name);
            if is_written || !headers.contains_key(name) {
                headers.insert(name, value.clone());
            }
        }
        for (name, value) in call {
            headers.insert(name, value.clone());
        }
        let user_agent = || self.user_agent.clone();
        headers.entry(header::USER_AGENT).or_insert_with(user_agent);
        // As reqwest does, so that both clients behave alike.
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("*/*"));
    }

    /// Returns the base URL of the client, or else the first of the servers.
    pub(super) fn base_url(&self, servers: &[Server]) -> Result<BaseUrl, TransportError> {
        match (&self.base_url, servers) {
            (Some(base), _) => Ok(base.clone()),
            (None, [server, ..]) => {
                let url = server.url(&self.variables).map_err(invalid_request)?;
                if !url.contains("://") {
                    let why = "is not absolute: the client needs a base URL";
                    return Err(invalid_request(format!(
                        "the URL of the API's server, {url:?}, {why}"
                    )));
                }
                BaseUrl::parse(&url).map_err(invalid_request)
            }
            (None, []) => Err(invalid_request(
                "neither the client nor the API has a base URL",
            )),
        }
    }

    /// Returns a random number in `0.0..1.0`, or zero without a source of randomness: only the
    /// jitter of delays depends on it.
    pub(super) fn random_fraction(&self) -> f64 {
        let [a, b, c, d, ..] = (self.randomness)().unwrap_or_default();
        f64::from(u32::from_be_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
    }

    /// Returns a random UUID (RFC 9562 §5.4).
    fn uuid(&self) -> Result<String, TransportError> {
        let random = u128::from_be_bytes((self.randomness)()?);
        let version = random & !(0xf << 76) | 0x4 << 76;
        let variant = version & !(0b11 << 62) | 0b10 << 62;
        let hex = format!("{variant:032x}");
        let parts = [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ];
        Ok(parts.join("-"))
    }
}

/// Decodes the whole body of a reply.
pub(super) fn decode_envelope<O: Operation>(
    reply: http::Response<Bytes>,
) -> Result<Response<O::Body>, Error<O::Error>> {
    match decode_success::<O>(&as_reply(&reply)) {
        Ok(body) => Ok(Response::new(body, reply)),
        Err(error) => Err(with_extensions(error, reply.extensions())),
    }
}

/// Decodes the result of an operation.
pub(super) fn decode_result<O: Operation>(
    reply: http::Response<Bytes>,
) -> Result<Response<O::Output>, Error<O::Error>> {
    let view = as_reply(&reply);
    let body = decode_success::<O>(&view);
    let output =
        body.and_then(|body| O::output(body).map_err(|error| undecodable_error(&view, error)));
    match output {
        Ok(output) => Ok(Response::new(output, reply)),
        Err(error) => Err(with_extensions(error, reply.extensions())),
    }
}

/// Decodes the body of a reply by its content type.
pub(super) fn decode_content<O: Negotiated>(
    reply: http::Response<Bytes>,
) -> Result<Response<O::Content>, Error<O::Error>> {
    match negotiated::decode_content::<O>(&as_reply(&reply)) {
        Ok(content) => Ok(Response::new(content, reply)),
        Err(error) => Err(with_extensions(error, reply.extensions())),
    }
}

/// Decodes the result of an operation and the typed headers.
#[expect(clippy::type_complexity, reason = "an alias would hide the types")]
pub(super) fn decode_with_headers<O: TypedHeaders>(
    reply: http::Response<Bytes>,
) -> Result<(O::Output, O::Headers), Error<O::Error>> {
    let extensions = reply.extensions().clone();
    let Response {
        value,
        status,
        headers,
        raw,
    } = decode_result::<O>(reply)?;
    let reply = Reply {
        status,
        headers: &headers,
        body: &raw,
    };
    let said = O::headers(&headers).map_err(|error| undecodable_error(&reply, error));
    let said = said.map_err(|error| with_extensions(error, &extensions))?;
    Ok((value, said))
}

/// Sets what the error prints of the reply, and whether an earlier attempt may have taken effect, as
/// the exchange has stored both in the extensions.
pub(super) fn with_extensions<E>(error: Error<E>, extensions: &Extensions) -> Error<E> {
    if matches!(error, Error::Undecodable(_)) {
        trace::decode_failed(extensions);
    }
    let error = match extensions.get::<AfterEffect>() {
        Some(AfterEffect) => error.with_after_effect(),
        None => error,
    };
    match extensions.get::<Redaction>() {
        Some(redaction) => error.with_redaction(redaction),
        None => error,
    }
}

pub(super) fn as_reply(reply: &http::Response<Bytes>) -> Reply<'_> {
    Reply {
        status: reply.status(),
        headers: reply.headers(),
        body: reply.body(),
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            credentials,
            variables,
            base_url,
            user_agent,
            options,
            randomness: _,
            max_reply_bytes: _,
            #[cfg(feature = "tracing")]
                propagator: _,
        } = self;
        f.debug_struct("Client")
            .field("credentials", credentials)
            .field("base_url", &base_url.as_ref().map(BaseUrl::as_str))
            .field("variables", variables)
            .field("user_agent", user_agent)
            .field("options", options)
            .finish_non_exhaustive()
    }
}
