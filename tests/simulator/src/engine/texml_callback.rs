//! Callbacks of TeXML: which of them a call and a conference send, and where.
//!
//! Assumed where the sources are silent:
//!
//! - The callbacks of a conference are those of the first command that named a URL for them.
//! - The body of `conference-end` is not published: it is sent with the members of `conference-start`.
//! - `SequenceNumber` counts what happens in a conference or to a call, from 0, whether or not a
//!   callback is sent for it.
//! - The digit in `dtmf` callbacks has no known name, and `StatusCallbackEvent` of a call cannot name
//!   them, so they are not sent.

use generated::texml::HttpMethod;

use super::notification::Destination;

/// A URL with the events that are reported to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Callback {
    url: String,
    is_get: bool,
    events: String,
}

/// The callbacks of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallCallbacks {
    pub(crate) status: Option<Callback>,
    pub(crate) recording: Option<Callback>,
    pub(crate) detection: Option<Callback>,
    /// The conference that the call was dialled into.
    pub(crate) conference: Option<String>,
    pub(crate) caller_id: Option<String>,
    pub(crate) sequence: i64,
}

/// The callbacks of a conference.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConferenceCallbacks {
    pub(crate) status: Option<Callback>,
    pub(crate) recording: Option<Callback>,
    pub(crate) sequence: i64,
}

impl Callback {
    /// Creates a callback, if there is a URL. `events` are separated by spaces.
    pub(crate) fn new(
        url: Option<&String>,
        method: Option<&HttpMethod>,
        events: Option<&String>,
        default_events: &str,
    ) -> Option<Self> {
        let url = url.filter(|it| !it.is_empty())?;
        Some(Self {
            url: url.clone(),
            is_get: method == Some(&HttpMethod::Get),
            events: events.map_or_else(|| default_events.to_owned(), Clone::clone),
        })
    }

    /// Returns where an event is sent, if it is reported at all.
    pub(crate) fn destination(&self, event: &str) -> Option<Destination> {
        let is_reported = self.events.split(' ').any(|it| it == event);
        is_reported.then(|| Destination {
            url: Some(self.url.clone()),
            is_get: self.is_get,
            ..Destination::default()
        })
    }
}
