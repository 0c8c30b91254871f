//! A connection that speaks HTTP/1.1: one request, then its reply. hyper is asynchronous, so its
//! futures are polled here, and only reading from the socket blocks.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::client::conn::http1;
use hyper::rt::{self, ReadBufCursor};
use tokio::task::coop::unconstrained;

use super::io_control::{IoControl, ReadMode, WriteMode};
use super::stream::Stream;
use crate::runtime::client::http_rules;
use crate::runtime::{TransportError, TransportErrorKind};

/// A connection to a server.
pub(super) struct Connection {
    sender: http1::SendRequest<FullBody>,
    /// `None` once the connection is closed.
    driver: Option<Driver>,
    control: IoControl,
    is_used: bool,
}

type Driver = http1::Connection<HyperIo, FullBody>;

/// The reason why there is no reply.
pub(super) enum SendError {
    /// The connection was closed before any of the request was sent.
    Closed(Box<Request<FullBody>>),
    Failed(TransportError),
}

impl Connection {
    pub(super) fn new(
        stream: Box<dyn Stream>,
        control: IoControl,
        lines: usize,
    ) -> io::Result<Self> {
        let io = HyperIo {
            stream,
            control: control.clone(),
            buffer: vec![0; BUFFER].into(),
        };
        io.control.set_write_mode(WriteMode::Poll);
        let mut builder = http1::Builder::new();
        let mut handshake = pin!(builder.max_headers(lines).handshake(io));
        let Poll::Ready(made) = poll_once(|it| handshake.as_mut().poll(it)) else {
            unreachable!("without a message there is nothing to wait for")
        };
        let (sender, driver) = made.map_err(io::Error::other)?;
        Ok(Self {
            sender,
            driver: Some(driver),
            control,
            is_used: false,
        })
    }

    /// Sets the deadline of the next steps; `None` for no deadline.
    pub(super) fn set_deadline(&self, deadline: Option<Instant>) {
        self.control.set_deadline(deadline);
    }

    /// Sends a request and reads the head of the reply.
    pub(super) fn send(
        &mut self,
        request: Request<FullBody>,
    ) -> Result<Response<Incoming>, SendError> {
        // The server may have closed the connection while it was idle.
        let first = if self.is_used {
            ReadMode::Poll
        } else {
            ReadMode::Skip
        };
        self.is_used = true;
        let mut reply = pin!(self.sender.try_send_request(request));
        let driver = &mut self.driver;
        let reply = poll_until_ready(driver, &self.control, first, |it| reply.as_mut().poll(it));
        match reply.map_err(SendError::Failed)? {
            Ok(reply) => Ok(reply),
            Err(mut error) => Err(match error.take_message() {
                Some(request) => SendError::Closed(Box::new(request)),
                None => SendError::Failed(head_error(error.into_error())),
            }),
        }
    }

    /// Returns the next chunk of a body, or `None` at its end.
    pub(super) fn next_chunk(
        &mut self,
        body: &mut Incoming,
    ) -> Option<Result<Bytes, TransportError>> {
        loop {
            let next = poll_until_ready(&mut self.driver, &self.control, ReadMode::Block, |it| {
                Pin::new(&mut *body).poll_frame(it)
            });
            match next {
                Ok(Some(Ok(frame))) => {
                    // Trailers are ignored.
                    if let Ok(chunk) = frame.into_data() {
                        return Some(Ok(chunk));
                    }
                }
                Ok(Some(Err(error))) => return Some(Err(body_error(error))),
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Returns whether the connection can send another request, once the reply is read.
    pub(super) fn is_idle(&mut self) -> bool {
        if !self.sender.is_ready()
            && let Some(driver) = &mut self.driver
        {
            self.control.set_read_mode(ReadMode::Skip);
            if poll_once(|it| Pin::new(&mut *driver).poll(it)).is_ready() {
                self.driver = None;
            }
        }
        self.driver.is_some() && self.sender.is_ready()
    }
}

/// Polls a future once with a waker that does nothing, because blocking happens in `read`. Within a
/// task of tokio, channels return `Pending` after a while to let other tasks run, and would do so
/// forever here; hence `unconstrained`.
fn poll_once<T>(poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> Poll<T> {
    let once = pin!(unconstrained(poll_fn(poll)));
    once.poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls a connection until `wanted` is ready.
fn poll_until_ready<T>(
    connection: &mut Option<Driver>,
    control: &IoControl,
    first: ReadMode,
    mut wanted: impl FnMut(&mut Context<'_>) -> Poll<T>,
) -> Result<T, TransportError> {
    control.set_read_mode(first);
    loop {
        if let Poll::Ready(value) = poll_once(&mut wanted) {
            return Ok(value);
        }
        if let Err(late) = control.time_left() {
            return Err(TransportError::new(TransportErrorKind::Timeout, late));
        }
        let Some(driver) = connection else {
            let closed = io::Error::from(ErrorKind::ConnectionAborted);
            return Err(TransportError::new(TransportErrorKind::Broken, closed));
        };
        // An error of the driver is reported by `wanted`.
        if poll_once(|it| Pin::new(&mut *driver).poll(it)).is_ready() {
            *connection = None;
        }
        // A server may reply before it has read the whole request, and never read the rest.
        control.set_read_mode(if control.write_mode() == WriteMode::Pending {
            ReadMode::Poll
        } else {
            ReadMode::Block
        });
    }
}

fn head_error(error: hyper::Error) -> TransportError {
    let kind = if is_timeout(&error) {
        TransportErrorKind::Timeout
    } else {
        http_rules::classify_head_error(&error).unwrap_or(TransportErrorKind::Broken)
    };
    TransportError::new(kind, error)
}

fn body_error(error: hyper::Error) -> TransportError {
    let kind = if is_timeout(&error) {
        TransportErrorKind::Timeout
    } else {
        http_rules::classify_body_error(&error)
    };
    TransportError::new(kind, error)
}

fn is_timeout(error: &hyper::Error) -> bool {
    let mut errors = http_rules::error_chain(error).filter_map(|it| it.downcast_ref::<io::Error>());
    errors.any(|error| error.kind() == ErrorKind::TimedOut)
}

/// The body of a request as one chunk.
pub(super) struct FullBody(pub(super) Bytes);

impl Body for FullBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let body = std::mem::take(&mut self.0);
        let frame = (!body.is_empty()).then(|| Ok(Frame::data(body)));
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}

/// The size of the read buffer in bytes.
const BUFFER: usize = 16 << 10;

/// A stream with the traits of hyper. A write waits for a short time; a read blocks only in the
/// mode that the driver has set, once.
struct HyperIo {
    stream: Box<dyn Stream>,
    control: IoControl,
    buffer: Box<[u8]>,
}

impl rt::Read for HyperIo {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut to: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let Self {
            stream,
            control,
            buffer,
        } = &mut *self;
        if control.read_mode() == ReadMode::Skip {
            return Poll::Pending;
        }
        let most = to.remaining().min(buffer.len());
        let read = loop {
            match stream.read(&mut buffer[..most]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        control.set_read_mode(ReadMode::Skip);
        match read {
            Ok(length) => {
                to.put_slice(&buffer[..length]);
                Poll::Ready(Ok(()))
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl HyperIo {
    /// Writes, or returns `Pending` if the socket has no room.
    fn try_write<T>(
        &mut self,
        mut write: impl FnMut(&mut dyn Stream) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        let written = loop {
            match write(&mut *self.stream) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                written => break written,
            }
        };
        let is_pending = matches!(&written, Err(it) if it.kind() == ErrorKind::WouldBlock);
        self.control.set_write_mode(if is_pending {
            WriteMode::Pending
        } else {
            WriteMode::Poll
        });
        if is_pending {
            Poll::Pending
        } else {
            Poll::Ready(written)
        }
    }
}

impl rt::Write for HyperIo {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.try_write(|stream| stream.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.try_write(|stream| stream.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Dropping the connection closes it.
        Poll::Ready(Ok(()))
    }
}
