//! What can happen to a call: to a request, to a token source, and during a delay.

use std::fmt;
use std::time::Duration;

use generated::runtime::TransportErrorKind::{self, *};

/// Something that happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Event {
    Network(NetworkEvent),
    Token(TokenEvent),
    Sleep(SleepEvent),
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NetworkEvent {
    pub(crate) outcome: NetworkOutcome,
    pub(crate) pace: Pace,
    pub(crate) jump: Jump,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NetworkOutcome {
    /// A reply with this status, after the server acted or refused.
    Reply(u16, ServerAction, Hint),
    /// A redirect with this status.
    Redirect(u16, Target),
    /// No complete reply.
    Failure(TransportErrorKind, ServerAction),
    /// The caller drops the future while the request is in flight.
    Cancelled(ServerAction),
}

/// Whether the server carries the request out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ServerAction {
    Acts,
    Refuses,
}

/// What a reply says about retries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Hint {
    None,
    /// `Retry-After` in seconds.
    Seconds(u32),
    /// `Retry-After` as a date, in seconds from the time of day.
    Date(i32),
    /// `Retry-After-Ms`.
    Milliseconds(u32),
    /// `X-RateLimit-Reset` in seconds.
    RateLimitReset(u32),
    /// `X-Should-Retry`.
    ShouldRetry(bool),
}

/// The target of a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    SameOrigin,
    OtherOrigin,
    /// The same host without TLS.
    Plain,
}

/// How long an outcome takes, as a part of the timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Pace {
    Instant,
    Half,
    /// A millisecond less than the timeout.
    Slowest,
}

/// What happens to the clocks meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Jump {
    None,
    /// The computer is suspended for 61 seconds.
    Suspended,
    /// The time of day is set a day ahead.
    Ahead,
    /// The time of day is set to the epoch, before any date in a reply.
    Epoch,
}

/// What a token source does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TokenEvent {
    /// It grants a token after this number of seconds.
    Granted(u32),
    Failed(TransportErrorKind),
    /// It grants a token with a line break.
    Unsendable,
    Cancelled,
}

/// What happens during a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SleepEvent {
    /// It ends on time.
    Exact,
    /// It lasts this number of milliseconds longer.
    Late(u32),
    Cancelled,
}

/// A point of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Point {
    Network,
    Token,
    Sleep,
}

const fn reply(status: u16, action: ServerAction, hint: Hint) -> Event {
    network(NetworkOutcome::Reply(status, action, hint))
}

const fn fails(kind: TransportErrorKind, action: ServerAction) -> Event {
    network(NetworkOutcome::Failure(kind, action))
}

const fn moved(status: u16, target: Target) -> Event {
    network(NetworkOutcome::Redirect(status, target))
}

const fn network(outcome: NetworkOutcome) -> Event {
    let (pace, jump) = (Pace::Instant, Jump::None);
    Event::Network(NetworkEvent {
        outcome,
        pace,
        jump,
    })
}

const fn slowly(event: Event, pace: Pace, jump: Jump) -> Event {
    let Event::Network(NetworkEvent { outcome, .. }) = event else {
        panic!("only a request is slow");
    };
    Event::Network(NetworkEvent {
        outcome,
        pace,
        jump,
    })
}

use self::ServerAction::{Acts, Refuses};

/// The events of a request; the first is the usual one.
#[rustfmt::skip]
const NETWORK: &[Event] = &[
    reply(200, Acts, Hint::None),
    reply(422, Refuses, Hint::None),
    reply(422, Refuses, Hint::ShouldRetry(true)),
    reply(200, Acts, Hint::ShouldRetry(true)),
    reply(408, Acts, Hint::None),
    reply(408, Refuses, Hint::None),
    reply(409, Acts, Hint::None),
    reply(409, Refuses, Hint::None),
    reply(429, Refuses, Hint::None),
    reply(429, Refuses, Hint::Seconds(1)),
    reply(429, Refuses, Hint::Seconds(59)),
    reply(429, Refuses, Hint::Seconds(60)),
    reply(429, Refuses, Hint::Seconds(61)),
    reply(429, Refuses, Hint::Date(5)),
    reply(429, Refuses, Hint::RateLimitReset(3)),
    reply(429, Refuses, Hint::ShouldRetry(false)),
    reply(500, Refuses, Hint::None),
    reply(500, Acts, Hint::None),
    reply(503, Acts, Hint::Seconds(30)),
    reply(503, Acts, Hint::Seconds(4_000_000_000)),
    reply(503, Acts, Hint::Milliseconds(1_500)),
    reply(503, Acts, Hint::Date(45)),
    reply(503, Acts, Hint::Date(86_400)),
    reply(503, Acts, Hint::Date(-5)),
    reply(503, Acts, Hint::RateLimitReset(3)),
    reply(503, Acts, Hint::ShouldRetry(true)),
    reply(503, Acts, Hint::ShouldRetry(false)),
    fails(Request, Refuses),
    fails(Connect, Refuses),
    fails(Tls, Refuses),
    fails(Broken, Refuses),
    fails(Broken, Acts),
    fails(Timeout, Refuses),
    fails(Timeout, Acts),
    fails(Truncated, Acts),
    fails(Malformed, Acts),
    fails(TooLarge, Acts),
    moved(301, Target::SameOrigin),
    moved(303, Target::OtherOrigin),
    moved(307, Target::SameOrigin),
    moved(307, Target::OtherOrigin),
    moved(308, Target::SameOrigin),
    moved(308, Target::Plain),
    network(NetworkOutcome::Cancelled(Refuses)),
    network(NetworkOutcome::Cancelled(Acts)),
    slowly(reply(503, Acts, Hint::None), Pace::Slowest, Jump::None),
    slowly(reply(503, Acts, Hint::Seconds(1)), Pace::Half, Jump::None),
    slowly(reply(503, Acts, Hint::Date(5)), Pace::Instant, Jump::Ahead),
    slowly(reply(503, Acts, Hint::Date(5)), Pace::Instant, Jump::Epoch),
    slowly(fails(Broken, Acts), Pace::Half, Jump::None),
    slowly(fails(Broken, Acts), Pace::Instant, Jump::Suspended),
    slowly(fails(Timeout, Acts), Pace::Instant, Jump::Suspended),
    slowly(moved(307, Target::SameOrigin), Pace::Half, Jump::None),
    slowly(moved(307, Target::SameOrigin), Pace::Instant, Jump::Suspended),
];

/// The events of a token source; the first is the usual one.
const TOKEN: &[Event] = &[
    Event::Token(TokenEvent::Granted(0)),
    Event::Token(TokenEvent::Granted(7)),
    Event::Token(TokenEvent::Granted(20)),
    Event::Token(TokenEvent::Granted(70)),
    Event::Token(TokenEvent::Failed(Connect)),
    Event::Token(TokenEvent::Failed(Broken)),
    Event::Token(TokenEvent::Failed(Timeout)),
    Event::Token(TokenEvent::Unsendable),
    Event::Token(TokenEvent::Cancelled),
];

/// The events of a delay; the first is the usual one.
const SLEEP: &[Event] = &[
    Event::Sleep(SleepEvent::Exact),
    Event::Sleep(SleepEvent::Late(10)),
    Event::Sleep(SleepEvent::Late(20_000)),
    Event::Sleep(SleepEvent::Late(61_000)),
    Event::Sleep(SleepEvent::Cancelled),
];

impl Point {
    /// Returns what can happen here; the first event is the usual one.
    pub(crate) fn events(self) -> &'static [Event] {
        match self {
            Self::Network => NETWORK,
            Self::Token => TOKEN,
            Self::Sleep => SLEEP,
        }
    }
}

impl Event {
    pub(crate) fn point(self) -> Point {
        match self {
            Self::Network(_) => Point::Network,
            Self::Token(_) => Point::Token,
            Self::Sleep(_) => Point::Sleep,
        }
    }

    /// Returns simpler events, the simplest first, for shrinking.
    pub(crate) fn simpler(self) -> Vec<Self> {
        let mut simpler = vec![self.point().events()[0]];
        let Self::Network(event) = self else {
            simpler.retain(|event| *event != self);
            return simpler;
        };
        let plain = network(event.outcome);
        let instant = slowly(self, Pace::Instant, event.jump);
        let steady = slowly(self, event.pace, Jump::None);
        simpler.extend([plain, instant, steady]);
        if let NetworkOutcome::Reply(status, action, _) = event.outcome {
            simpler.push(reply(status, action, Hint::None));
        }
        simpler.retain(|event| *event != self);
        simpler
    }

    pub(crate) fn is_cancellation(self) -> bool {
        match self {
            Self::Network(event) => matches!(event.outcome, NetworkOutcome::Cancelled(_)),
            Self::Token(event) => event == TokenEvent::Cancelled,
            Self::Sleep(event) => event == SleepEvent::Cancelled,
        }
    }
}

impl NetworkEvent {
    pub(crate) fn action(self) -> ServerAction {
        match self.outcome {
            NetworkOutcome::Reply(_, action, _)
            | NetworkOutcome::Failure(_, action)
            | NetworkOutcome::Cancelled(action) => action,
            NetworkOutcome::Redirect(..) => Refuses,
        }
    }

    /// Returns how long the outcome takes of a timeout.
    pub(crate) fn duration(self, timeout: Duration) -> Duration {
        let is_timeout = matches!(self.outcome, NetworkOutcome::Failure(Timeout, _));
        match self.pace {
            _ if is_timeout => timeout,
            Pace::Instant => Duration::ZERO,
            Pace::Half => timeout / 2,
            Pace::Slowest => timeout.saturating_sub(Duration::from_millis(1)),
        }
    }
}

impl Jump {
    pub(crate) const ALL: [Self; 4] = [Self::None, Self::Suspended, Self::Ahead, Self::Epoch];
}

impl Pace {
    pub(crate) const ALL: [Self; 3] = [Self::Instant, Self::Half, Self::Slowest];
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(event) => event.fmt(f),
            Self::Token(TokenEvent::Granted(0)) => f.write_str("the source grants a token"),
            Self::Token(TokenEvent::Granted(seconds)) => {
                write!(f, "the source grants a token after {seconds} s")
            }
            Self::Token(TokenEvent::Failed(kind)) => write!(f, "the source fails: {kind}"),
            Self::Token(TokenEvent::Unsendable) => {
                f.write_str("the source grants a token that cannot be sent")
            }
            Self::Sleep(SleepEvent::Exact) => f.write_str("the delay ends on time"),
            Self::Sleep(SleepEvent::Late(extra)) => write!(f, "the delay ends {extra} ms late"),
            Self::Token(TokenEvent::Cancelled) | Self::Sleep(SleepEvent::Cancelled) => {
                f.write_str("the caller drops the future")
            }
        }
    }
}

impl fmt::Display for NetworkEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.action() == Acts {
            f.write_str("the server acts; ")?;
        }
        match self.outcome {
            NetworkOutcome::Reply(status, _, hint) => write!(f, "status {status}{hint}")?,
            NetworkOutcome::Redirect(status, target) => write!(f, "status {status} to {target}")?,
            NetworkOutcome::Failure(kind, _) => kind.fmt(f)?,
            NetworkOutcome::Cancelled(_) => f.write_str("the caller drops the future")?,
        }
        f.write_str(match self.pace {
            Pace::Instant => "",
            Pace::Half => ", after half of the timeout",
            Pace::Slowest => ", a millisecond before the timeout",
        })?;
        f.write_str(match self.jump {
            Jump::None => "",
            Jump::Suspended => ", and the computer is suspended for 61 s",
            Jump::Ahead => ", and the time of day is set a day ahead",
            Jump::Epoch => ", and the time of day is set to the epoch",
        })
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Seconds(seconds) => write!(f, " with Retry-After: {seconds}"),
            Self::Date(seconds) => write!(f, " with Retry-After: a date {seconds} s from now"),
            Self::Milliseconds(time) => write!(f, " with Retry-After-Ms: {time}"),
            Self::RateLimitReset(seconds) => write!(f, " with X-RateLimit-Reset: {seconds}"),
            Self::ShouldRetry(should) => write!(f, " with X-Should-Retry: {should}"),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SameOrigin => "the same origin",
            Self::OtherOrigin => "another origin",
            Self::Plain => "http without TLS",
        })
    }
}
