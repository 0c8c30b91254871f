//! A span for each call and an event for each retry, without secrets, bodies and queries.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Response};

use super::BoxFuture;
use super::core::SpanLabel;
use super::exchange::Failure;
use super::retry::RetryReason;

/// The span of a call. It is empty without the feature `tracing`.
#[derive(Clone)]
pub(super) struct Trace {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Trace {
    pub(super) fn new(label: SpanLabel, method: &Method) -> Self {
        let span = tracing::info_span!(
            "call",
            operation = label.operation,
            method = method.as_str(),
            path = label.path,
            status = tracing::field::Empty,
            error = tracing::field::Empty,
            attempts = tracing::field::Empty,
        );
        Self { span }
    }

    /// Runs a future within the span.
    pub(super) fn instrument<T: 'static>(
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
    pub(super) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
        self.span.in_scope(run)
    }

    pub(super) fn retry(&self, attempts: u32, delay: Duration, reason: RetryReason) {
        let span = &self.span;
        tracing::info!(parent: span, attempts, ?delay, %reason, "retrying after a delay");
    }

    pub(super) fn end(&self, outcome: &Result<Response<Bytes>, Failure>, attempts: u32) {
        self.span.record("attempts", attempts);
        match outcome {
            Ok(reply) => self.span.record("status", reply.status().as_u16()),
            Err(Failure::Transport(error)) => self
                .span
                .record("error", tracing::field::display(error.kind())),
            Err(Failure::Timeout(_)) => self.span.record("error", "timeout"),
        };
    }
}

/// A future that is polled within a span.
#[cfg(feature = "tracing")]
struct Instrumented<T> {
    span: tracing::Span,
    future: BoxFuture<'static, T>,
}

#[cfg(feature = "tracing")]
impl<T> Future for Instrumented<T> {
    type Output = T;

    fn poll(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<T> {
        let Self { span, future } = &mut *self;
        span.in_scope(|| future.as_mut().poll(context))
    }
}

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self)] // Like its counterpart with the feature.
impl Trace {
    pub(super) fn new(_: SpanLabel, _: &Method) -> Self {
        Self {}
    }

    pub(super) fn instrument<T: 'static>(
        self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> BoxFuture<'static, T> {
        Box::pin(future)
    }

    #[cfg(feature = "blocking")]
    pub(super) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
        run()
    }

    pub(super) fn retry(&self, _: u32, _: Duration, _: RetryReason) {}

    pub(super) fn end(&self, _: &Result<Response<Bytes>, Failure>, _: u32) {}
}
