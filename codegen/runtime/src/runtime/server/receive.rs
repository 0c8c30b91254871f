//! The operations that can be received.

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::request_reader::read_request;
use super::{Failure, Rejection, RequestReader, ResponseWriter, Route};
use crate::runtime::Operation;

/// An operation that can be received: its request is read, and its response is written.
pub trait Receive: Operation {
    /// The method, the path and the parameters, by which requests are told apart.
    const ROUTE: Route;

    /// The status code of a success.
    const STATUS: u16 = 200;

    /// What a server answers: the result, or the whole body where other members of it are required
    /// as well.
    type Answer;

    /// Reads the parameters and the body; `None` if something is wrong, which `from` then has.
    fn read_parts(from: &mut RequestReader<'_>) -> Option<Self>;

    /// Puts the answer where [`Operation::output`] takes the result from.
    fn envelope(answer: Self::Answer) -> Self::Body;

    /// Writes the body of a success.
    fn write_body(body: &Self::Body, to: &mut ResponseWriter);

    /// Writes the body of an error.
    fn write_error(error: &Self::Error, to: &mut ResponseWriter);

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
    fn respond(result: Result<Self::Answer, Failure<Self::Error>>) -> Response<Bytes> {
        match result {
            Ok(answer) => {
                let status = StatusCode::from_u16(Self::STATUS).unwrap_or_default();
                Self::respond_with(status, &Self::envelope(answer))
            }
            Err(failure) => failure.into_response(Self::write_error),
        }
    }

    /// Writes the response with a whole body, such as a result with more members beside it.
    fn respond_with(status: StatusCode, body: &Self::Body) -> Response<Bytes> {
        let mut to = ResponseWriter::new(status);
        Self::write_body(body, &mut to);
        to.finish()
    }
}
