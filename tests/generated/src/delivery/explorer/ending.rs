//! How a call ends, for its caller.

use std::fmt::{self, Debug};
use std::time::Duration;

use generated::Error;
use generated::runtime::TransportErrorKind;

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    pub(crate) result: CallResult,
    /// Whether the error says that the call may have taken effect; `true` for a success.
    pub(crate) may_have_taken_effect: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallResult {
    /// A reply with this status, decodable or not.
    Reply(u16),
    Failure(TransportErrorKind),
    Timeout {
        after: Duration,
        attempts: u32,
    },
    /// The request was invalid.
    Invalid,
}

impl Ending {
    pub(crate) fn of_result<T, E: Debug>(result: &Result<T, Error<E>>) -> Self {
        let Err(error) = result else {
            return Self {
                result: CallResult::Reply(200),
                may_have_taken_effect: true,
            };
        };
        let result = match error {
            Error::Api(error) => CallResult::Reply(error.status.as_u16()),
            Error::Undecodable(error) => CallResult::Reply(error.status.as_u16()),
            Error::Transport(error) => CallResult::Failure(error.kind()),
            Error::Timeout(timeout) => CallResult::Timeout {
                after: timeout.after,
                attempts: timeout.attempts,
            },
            _ => CallResult::Invalid,
        };
        Self {
            result,
            may_have_taken_effect: error.may_have_taken_effect(),
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.result {
            CallResult::Reply(status) => write!(f, "the call returns status {status}")?,
            CallResult::Failure(kind) => write!(f, "the call fails: {kind}")?,
            CallResult::Timeout { after, attempts } => {
                write!(f, "the call times out: {after:?}, {attempts} attempts")?;
            }
            CallResult::Invalid => f.write_str("the request is invalid")?,
        }
        f.write_str(match (self.result, self.may_have_taken_effect) {
            (CallResult::Reply(200), _) => "",
            (_, true) => ", and may have taken effect",
            (_, false) => ", and has taken no effect",
        })
    }
}
