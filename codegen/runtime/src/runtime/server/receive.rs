//! The operations that can be received.

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde::Serialize;

use super::request_reader::read_request;
use super::{Failure, Rejection, RequestReader, ResponseWriter, Route};
use crate::runtime::{Operation, TypedHeaders};

/// What the code that answers an operation returns: an answer, or a failure.
pub type HandlerResult<O, A = <O as Receive>::Answer> = Result<A, Failure<<O as Operation>::Error>>;

/// An operation that can be received: its request is read, and its response is written.
pub trait Receive: Operation<Error: Serialize> {
    /// The method, the path and the parameters, by which requests are told apart.
    const ROUTE: Route;

    /// The status code of a success.
    const STATUS: u16 = 200;

    /// What a server answers: the result; the whole body, if members of it beside the result are
    /// required; or a [`RawBody`](super::RawBody), if the document declares a stream of events or several
    /// content types of different forms.
    type Answer;

    /// Reads the parameters and the body. Returns `None` after a violation, which is added to `from`.
    fn read_parts(from: &mut RequestReader<'_>) -> Option<Self>;

    /// Writes the body of a success: the answer, or the envelope that
    /// [`Operation::output`] takes it out of.
    fn write_answer(answer: Self::Answer, to: &mut ResponseWriter);

    /// Writes the body of an error.
    fn write_error(error: &Self::Error, to: &mut ResponseWriter) {
        to.json("", error);
    }

    /// Reads the parameters and the body, and validates them.
    fn read_valid(from: &mut RequestReader<'_>) -> Option<Self> {
        let operation = Self::read_parts(from)?;
        if let Err(violations) = operation.validate() {
            from.refuse_all(violations);
        }
        Some(operation)
    }

    /// Reads a request and validates it against the rules of the document.
    ///
    /// The path may begin with the path of a [server](Operation::SERVERS), such as `/v2`.
    ///
    /// # Errors
    ///
    /// If the request is not one of this operation, cannot be decoded, or violates a rule.
    fn read(request: &Request<Bytes>) -> Result<Self, Rejection> {
        read_request(&Self::ROUTE, request, Self::read_valid)
    }

    /// Reads a request without validation.
    ///
    /// # Errors
    ///
    /// If the request is not one of this operation, or cannot be decoded.
    fn unchecked_read(request: &Request<Bytes>) -> Result<Self, Rejection> {
        read_request(&Self::ROUTE, request, Self::read_parts)
    }

    /// Writes the response with an answer, or with an error.
    fn respond(result: HandlerResult<Self>) -> Response<Bytes> {
        match result {
            Ok(answer) => {
                let status = StatusCode::from_u16(Self::STATUS).unwrap_or_default();
                Self::respond_with(status, answer)
            }
            Err(failure) => failure.into_response(Self::write_error),
        }
    }

    /// Writes the response with an answer and this status, where the document declares several.
    fn respond_with(status: StatusCode, answer: Self::Answer) -> Response<Bytes> {
        let mut to = ResponseWriter::new(status);
        Self::write_answer(answer, &mut to);
        to.finish()
    }

    /// Writes the response with an answer and the headers that the document declares for a success,
    /// or with an error. [`TypedHeaders::headers`] reads them.
    ///
    /// The headers of an error are set by [`Failure::header`].
    fn respond_with_headers<H>(result: HandlerResult<Self, (Self::Answer, H)>) -> Response<Bytes>
    where
        Self: TypedHeaders<Headers = H>,
        H: Serialize,
    {
        match result {
            Ok((answer, headers)) => {
                let status = StatusCode::from_u16(Self::STATUS).unwrap_or_default();
                let mut to = ResponseWriter::new(status);
                Self::write_answer(answer, &mut to);
                to.headers(Self::STYLES, &headers);
                to.finish()
            }
            Err(failure) => failure.into_response(Self::write_error),
        }
    }
}
