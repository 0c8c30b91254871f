//! A connection that speaks HTTP/1.1: one request, then its reply. What is asynchronous about the
//! library that does it is driven here: it is polled, and reading is what waits.

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

use super::connector::Stream;
use super::io_control::{Patience, Reading, Writing};
use crate::runtime::client::http_rules;
use crate::runtime::{TransportError, TransportErrorKind};

/// A connection to a server.
pub(super) struct Connection {
    sender: http1::SendRequest<Whole>,
    /// `None` when it is closed.
    driver: Option<Driver>,
    patience: Patience,
    is_used: bool,
}

type Driver = http1::Connection<Io, Whole>;

/// Why there is no reply.
pub(super) enum Unsent {
    /// The connection was closed before any of the request was sent.
    Closed(Box<Request<Whole>>),
    Failed(TransportError),
}

impl Connection {
    pub(super) fn new(
        stream: Box<dyn Stream>,
        patience: Patience,
        lines: usize,
    ) -> io::Result<Self> {
        let io = Io {
            stream,
            patience: patience.clone(),
            buffer: vec![0; BUFFER].into(),
        };
        io.patience.set_writing(Writing::Turns);
        let mut builder = http1::Builder::new();
        let mut handshake = pin!(builder.max_headers(lines).handshake(io));
        let Poll::Ready(made) = poll_once(|it| handshake.as_mut().poll(it)) else {
            unreachable!("without a message there is nothing to wait for")
        };
        let (sender, driver) = made.map_err(io::Error::other)?;
        Ok(Self {
            sender,
            driver: Some(driver),
            patience,
            is_used: false,
        })
    }

    /// Sets when the next step has to be over; `None` for never.
    pub(super) fn until(&self, ends: Option<Instant>) {
        self.patience.until(ends);
    }

    /// Sends a request, and reads the head of the reply.
    pub(super) fn send(&mut self, request: Request<Whole>) -> Result<Response<Incoming>, Unsent> {
        // A server may have closed a connection that was not in use.
        let first = if self.is_used {
            Reading::Look
        } else {
            Reading::No
        };
        self.is_used = true;
        let mut reply = pin!(self.sender.try_send_request(request));
        let driver = &mut self.driver;
        let reply = drive(driver, &self.patience, first, |it| reply.as_mut().poll(it));
        match reply.map_err(Unsent::Failed)? {
            Ok(reply) => Ok(reply),
            Err(mut error) => Err(match error.take_message() {
                Some(request) => Unsent::Closed(Box::new(request)),
                None => Unsent::Failed(head_error(error.into_error())),
            }),
        }
    }

    /// The next piece of a body; `None` at its end.
    pub(super) fn piece(&mut self, body: &mut Incoming) -> Option<Result<Bytes, TransportError>> {
        loop {
            let next = drive(&mut self.driver, &self.patience, Reading::Wait, |it| {
                Pin::new(&mut *body).poll_frame(it)
            });
            match next {
                Ok(Some(Ok(frame))) => {
                    // Trailers say nothing that anyone asked for.
                    if let Ok(piece) = frame.into_data() {
                        return Some(Ok(piece));
                    }
                }
                Ok(Some(Err(error))) => return Some(Err(body_error(error))),
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Whether another request can be sent, now that the reply is read.
    pub(super) fn is_idle(&mut self) -> bool {
        if !self.sender.is_ready()
            && let Some(driver) = &mut self.driver
        {
            self.patience.set_reading(Reading::No);
            if poll_once(|it| Pin::new(&mut *driver).poll(it)).is_ready() {
                self.driver = None;
            }
        }
        self.driver.is_some() && self.sender.is_ready()
    }
}

/// Polls once. Nobody is woken, since whoever waits does it in `read`. In a task of tokio, its
/// channels are pending after a while to let other tasks go on: here they would be so for good.
fn poll_once<T>(poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> Poll<T> {
    let once = pin!(unconstrained(poll_fn(poll)));
    once.poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls a connection until it has led to what is wanted of it.
fn drive<T>(
    connection: &mut Option<Driver>,
    patience: &Patience,
    first: Reading,
    mut wanted: impl FnMut(&mut Context<'_>) -> Poll<T>,
) -> Result<T, TransportError> {
    patience.set_reading(first);
    loop {
        if let Poll::Ready(value) = poll_once(&mut wanted) {
            return Ok(value);
        }
        if let Err(late) = patience.left() {
            return Err(TransportError::new(TransportErrorKind::Timeout, late));
        }
        let Some(driver) = connection else {
            let closed = io::Error::from(ErrorKind::ConnectionAborted);
            return Err(TransportError::new(TransportErrorKind::Broken, closed));
        };
        // An error is what the one who waits is told.
        if poll_once(|it| Pin::new(&mut *driver).poll(it)).is_ready() {
            *connection = None;
        }
        // A server may reply before it has read the request, and not read the rest of it.
        patience.set_reading(if patience.writing() == Writing::Pending {
            Reading::Look
        } else {
            Reading::Wait
        });
    }
}

fn head_error(error: hyper::Error) -> TransportError {
    let kind = if is_late(&error) {
        TransportErrorKind::Timeout
    } else {
        http_rules::head_kind(&error).unwrap_or(TransportErrorKind::Broken)
    };
    TransportError::new(kind, error)
}

fn body_error(error: hyper::Error) -> TransportError {
    let kind = if is_late(&error) {
        TransportErrorKind::Timeout
    } else {
        http_rules::body_kind(&error)
    };
    TransportError::new(kind, error)
}

fn is_late(error: &hyper::Error) -> bool {
    let mut errors = http_rules::chain(error).filter_map(|it| it.downcast_ref::<io::Error>());
    errors.any(|error| error.kind() == ErrorKind::TimedOut)
}

/// The body of a request, in one piece.
pub(super) struct Whole(pub(super) Bytes);

impl Body for Whole {
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

/// How much is read at once, in bytes.
const BUFFER: usize = 16 << 10;

/// A stream as the library wants it. Writing waits for a while; reading does so where the driver has
/// allowed it, once.
struct Io {
    stream: Box<dyn Stream>,
    patience: Patience,
    buffer: Box<[u8]>,
}

impl rt::Read for Io {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut to: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let Self {
            stream,
            patience,
            buffer,
        } = &mut *self;
        if patience.reading() == Reading::No {
            return Poll::Pending;
        }
        let most = to.remaining().min(buffer.len());
        let read = loop {
            match stream.read(&mut buffer[..most]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        patience.set_reading(Reading::No);
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

impl Io {
    /// Writes, or says that there is no room yet.
    fn turn<T>(
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
        self.patience.set_writing(if is_pending {
            Writing::Pending
        } else {
            Writing::Turns
        });
        if is_pending {
            Poll::Pending
        } else {
            Poll::Ready(written)
        }
    }
}

impl rt::Write for Io {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.turn(|stream| stream.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.turn(|stream| stream.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Whoever drops the connection closes it.
        Poll::Ready(Ok(()))
    }
}
