//! A span for each call, one for each request of it, and an event for each retry, without secrets, bodies and
//! values of the query. Names are those of OpenTelemetry's conventions for HTTP clients.

use std::time::Duration;

use bytes::Bytes;
use http::{Extensions, Request, Response};

use super::BoxFuture;
use super::core::{Core, PreparedCall};
use super::exchange::{Exchange, Failure};
use super::retry::{Outcome, RetryReason};

#[cfg(feature = "tracing")]
pub(super) use self::enabled::{Trace, decode_failed};

#[cfg(not(feature = "tracing"))]
pub(super) use self::disabled::{Trace, decode_failed};

#[cfg(feature = "tracing")]
mod enabled {
    use std::fmt;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http::{StatusCode, Uri};
    use tracing::Span;
    use tracing::field::Empty;

    use super::{
        BoxFuture, Bytes, Core, Duration, Exchange, Extensions, Failure, Outcome, PreparedCall,
        Request, Response, RetryReason,
    };
    use crate::runtime::TransportErrorKind;
    use crate::runtime::client::core::SpanLabel;

    /// The span of a call.
    #[derive(Clone)]
    pub(crate) struct Trace {
        span: Span,
        label: SpanLabel,
    }

    /// The span of a request, which is an attempt or follows a redirect.
    pub(crate) struct Attempt {
        span: Span,
    }

    impl Trace {
        pub(crate) fn new(call: &PreparedCall) -> Self {
            let label = call.label;
            let request = call.exchange.request();
            let span = tracing::info_span!(
                "call",
                otel.name = label.operation,
                otel.kind = "internal",
                http.request.method = request.method().as_str(),
                url.template = template(&label, request.uri()).map(display),
                http.response.status_code = Empty,
                error.type = Empty,
                otel.status_code = Empty,
            );
            Self { span, label }
        }

        /// Runs a future within the span.
        pub(crate) fn instrument<T: 'static>(
            self,
            future: impl Future<Output = T> + Send + 'static,
        ) -> BoxFuture<'static, T> {
            Box::pin(Instrumented {
                span: self.span,
                future: Box::pin(future),
            })
        }

        /// Runs a closure within the span.
        #[cfg(feature = "blocking")]
        pub(crate) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
            self.span.in_scope(run)
        }

        /// Begins the span of a request, whose headers get the context of the span unless it goes to
        /// another origin.
        pub(crate) fn attempt(
            &self,
            core: &Core,
            exchange: &mut Exchange,
            request: &mut Request<Bytes>,
        ) -> Attempt {
            let resends = exchange.count_request();
            let (method, uri) = (request.method().as_str(), request.uri());
            let template = template(&self.label, uri);
            let span = tracing::info_span!(
                parent: &self.span,
                "request",
                otel.name = %SpanName(method, template.as_ref()),
                otel.kind = "client",
                http.request.method = method,
                http.request.resend_count = (resends > 0).then_some(resends),
                url.template = template.as_ref().map(display),
                url.full = %RedactedUrl(uri),
                server.address = uri.host(),
                server.port = port(uri),
                http.response.status_code = Empty,
                error.type = Empty,
                otel.status_code = Empty,
            );
            if let Some(propagator) = &core.propagator
                && exchange.is_same_origin(request.uri())
            {
                span.in_scope(|| propagator(request.headers_mut()));
            }
            Attempt { span }
        }

        pub(crate) fn retry(&self, attempts: u32, delay: Duration, reason: RetryReason) {
            let span = &self.span;
            tracing::info!(parent: span, attempts, ?delay, %reason, "retrying after a delay");
        }

        /// Records the outcome, and leaves the span to what decodes the reply.
        pub(crate) fn end(&self, outcome: &mut Result<Response<Bytes>, Failure>) {
            if self.span.is_disabled() {
                return;
            }
            match outcome {
                Ok(reply) => {
                    record_status(&self.span, reply.status());
                    reply.extensions_mut().insert(self.clone());
                }
                Err(Failure::Transport(error)) => {
                    record_error(&self.span, error_type(error.kind()));
                }
                Err(Failure::Timeout(_)) => record_error(&self.span, "timeout"),
            }
        }
    }

    impl Attempt {
        /// Runs a future within the span.
        pub(crate) fn instrument<F: Future + Unpin>(
            &self,
            future: F,
        ) -> impl Future<Output = F::Output> + use<F> {
            let span = self.span.clone();
            Instrumented { span, future }
        }

        /// Runs a closure within the span.
        #[cfg(feature = "blocking")]
        pub(crate) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
            self.span.in_scope(run)
        }

        pub(crate) fn end(self, outcome: &Outcome) {
            match outcome {
                Ok(reply) => record_status(&self.span, reply.status()),
                Err(error) => record_error(&self.span, error_type(error.kind())),
            }
        }
    }

    /// Records in the span of a call that its reply was not decoded.
    pub(crate) fn decode_failed(extensions: &Extensions) {
        if let Some(Trace { span, .. }) = extensions.get() {
            record_error(span, "decode");
        }
    }

    fn record_status(span: &Span, status: StatusCode) {
        span.record("http.response.status_code", status.as_u16());
        if status.is_client_error() || status.is_server_error() {
            record_error(span, status.as_str());
        }
    }

    fn record_error(span: &Span, error: &str) {
        span.record("error.type", error);
        span.record("otel.status_code", "ERROR");
    }

    /// Returns the name of an error, one of few.
    fn error_type(kind: TransportErrorKind) -> &'static str {
        match kind {
            TransportErrorKind::Request => "request",
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Tls => "tls",
            TransportErrorKind::Broken => "broken",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Truncated => "truncated",
            TransportErrorKind::Malformed => "malformed",
            TransportErrorKind::TooLarge => "too_large",
        }
    }

    /// Returns the port, which the scheme implies if the URL has none.
    fn port(uri: &Uri) -> Option<u16> {
        let implied = || match uri.scheme_str()? {
            "https" => Some(443),
            "http" => Some(80),
            _ => None,
        };
        uri.port_u16().or_else(implied)
    }

    /// Returns the path of a call with parameters in braces; `None` if no operation declares it.
    fn template<'a>(label: &SpanLabel, uri: &'a Uri) -> Option<Template<'a>> {
        let path = label.path.split(['?', '#']).next()?;
        let base = uri.path().get(..label.base)?;
        (!path.is_empty()).then_some(Template { base, path })
    }

    /// A path below that of the base URL.
    struct Template<'a> {
        base: &'a str,
        path: &'static str,
    }

    impl fmt::Display for Template<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}{}", self.base, self.path)
        }
    }

    /// The method, and the template if there is one.
    struct SpanName<'a>(&'a str, Option<&'a Template<'a>>);

    impl fmt::Display for SpanName<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.1 {
                Some(template) => write!(f, "{} {template}", self.0),
                None => f.write_str(self.0),
            }
        }
    }

    /// A URL without user and password, and without the values of the query.
    struct RedactedUrl<'a>(&'a Uri);

    impl fmt::Display for RedactedUrl<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let uri = self.0;
            if let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) {
                let authority = authority.as_str();
                let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
                let user = if user.is_empty() {
                    ""
                } else {
                    "REDACTED:REDACTED@"
                };
                write!(f, "{scheme}://{user}{host}")?;
            }
            f.write_str(uri.path())?;
            let pairs = uri.query().into_iter().flat_map(|query| query.split('&'));
            for (index, pair) in pairs.enumerate() {
                f.write_str(if index == 0 { "?" } else { "&" })?;
                match pair.split_once('=') {
                    Some((name, _)) => write!(f, "{name}=REDACTED")?,
                    None => f.write_str("REDACTED")?,
                }
            }
            Ok(())
        }
    }

    /// A future that is polled within a span.
    struct Instrumented<F> {
        span: Span,
        future: F,
    }

    impl<F: Future + Unpin> Future for Instrumented<F> {
        type Output = F::Output;

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
            let Self { span, future } = &mut *self;
            span.in_scope(|| Pin::new(future).poll(context))
        }
    }
}

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self)] // Like its counterpart with the feature.
mod disabled {
    use super::{
        BoxFuture, Bytes, Core, Duration, Exchange, Extensions, Failure, Outcome, PreparedCall,
        Request, Response, RetryReason,
    };

    /// Nothing, without the feature.
    #[derive(Clone)]
    pub(crate) struct Trace;

    /// Nothing, without the feature.
    pub(crate) struct Attempt;

    impl Trace {
        pub(crate) fn new(_: &PreparedCall) -> Self {
            Self
        }

        pub(crate) fn instrument<T: 'static>(
            self,
            future: impl Future<Output = T> + Send + 'static,
        ) -> BoxFuture<'static, T> {
            Box::pin(future)
        }

        #[cfg(feature = "blocking")]
        pub(crate) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
            run()
        }

        pub(crate) fn attempt(
            &self,
            _: &Core,
            _: &mut Exchange,
            _: &mut Request<Bytes>,
        ) -> Attempt {
            Attempt
        }

        pub(crate) fn retry(&self, _: u32, _: Duration, _: RetryReason) {}

        pub(crate) fn end(&self, _: &mut Result<Response<Bytes>, Failure>) {}
    }

    impl Attempt {
        pub(crate) fn instrument<F: Future>(&self, future: F) -> F {
            future
        }

        #[cfg(feature = "blocking")]
        pub(crate) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
            run()
        }

        pub(crate) fn end(self, _: &Outcome) {}
    }

    pub(crate) fn decode_failed(_: &Extensions) {}
}
