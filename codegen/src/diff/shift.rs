//! Whether a set of values got smaller or larger, and what that means on the wire.

use super::change::Impact;

/// How the values that are allowed somewhere have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// They are the same.
    Same,
    /// All that were allowed still are, and others as well.
    Wider,
    /// Some that were allowed no longer are.
    Narrower,
    /// Both, or nobody knows.
    Other,
}

impl Shift {
    /// One change after another.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, shift) | (shift, Self::Same) => shift,
            (left, right) if left == right => left,
            _ => Self::Other,
        }
    }

    /// What `validate` makes of it: more is refused, or less.
    pub(super) fn of_rules(self) -> Impact {
        match self {
            Self::Same => Impact::None,
            Self::Wider => Impact::Additive,
            Self::Narrower | Self::Other => Impact::Changes,
        }
    }
}

/// The directions in which values of a type go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Directions {
    /// From clients to the server.
    pub(super) sent: bool,
    /// From the server to clients.
    pub(super) received: bool,
}

impl Directions {
    pub(super) const SENT: Self = Self {
        sent: true,
        received: false,
    };
    pub(super) const RECEIVED: Self = Self {
        sent: false,
        received: true,
    };

    /// The heavier of what it means where values are sent and where they are received. Of what goes
    /// nowhere, only the documentation is different.
    pub(super) fn judge(self, sent: Impact, received: Impact) -> Impact {
        let sent = if self.sent { sent } else { Impact::None };
        let received = if self.received {
            received
        } else {
            Impact::None
        };
        sent.max(received)
    }

    /// What a change of the allowed values means: a client sends what is refused now, or receives
    /// what it does not expect.
    pub(super) fn judge_shift(self, shift: Shift) -> Impact {
        match shift {
            Shift::Same => Impact::None,
            Shift::Wider => self.judge(Impact::Additive, Impact::Changes),
            Shift::Narrower => self.judge(Impact::Breaks, Impact::Additive),
            Shift::Other => self.judge(Impact::Breaks, Impact::Changes),
        }
    }
}
