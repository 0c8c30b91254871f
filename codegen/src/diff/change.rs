//! A change: what it is about, what it says, and what it means.

use std::cmp::Ordering;

use super::kind::ChangeKind;
use crate::pointer::Address;

/// What a change means to somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// Nothing.
    #[default]
    None,
    /// Only documentation is different.
    Docs,
    /// There is more than before, and what was there stays as it is.
    Additive,
    /// What was there goes on working and means, sends or refuses something else.
    Changes,
    /// What was there works no longer.
    Breaks,
}

impl Impact {
    /// All of them, the heaviest first.
    pub const ALL: [Self; 5] = [
        Self::Breaks,
        Self::Changes,
        Self::Additive,
        Self::Docs,
        Self::None,
    ];

    /// Returns its name, as reports and `--format json` spell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Docs => "docs only",
            Self::Additive => "additive",
            Self::Changes => "changes",
            Self::Breaks => "breaks",
        }
    }
}

/// The part of an API that a change is about. Reports are sorted by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Servers, security schemes, and the API as a whole.
    Api,
    /// An operation.
    Operation,
    /// A type.
    Type,
    /// A webhook or the enum of events.
    Webhook,
    /// A named error.
    Error,
}

/// A change from one API to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The part of the API.
    pub subject: Subject,
    /// The Rust item: `CreateConferenceRequest.max_participants`, `JoinConference`.
    pub item: String,
    /// Its kind.
    pub kind: ChangeKind,
    /// What is different, as a clause without a full stop.
    pub text: String,
    /// How it was spelled; empty where it is new.
    pub before: String,
    /// How it is spelled now; empty where it is gone.
    pub after: String,
    /// The lines about it in the listings of the old and the new API.
    pub lines: [String; 2],
    /// Its place in the old document.
    pub old: Option<Address>,
    /// Its place in the new document.
    pub new: Option<Address>,
    /// What it means to callers of the bindings.
    pub krate: Impact,
    /// What it means to clients of any language.
    pub wire: Impact,
    /// Whether callers compile and pass their arguments in the wrong order.
    pub is_swap: bool,
    /// The operations and webhooks that it reaches, sorted.
    pub reaches: Vec<String>,
}

/// What happened to an item.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) kind: ChangeKind,
    pub(super) text: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) krate: Impact,
    pub(super) wire: Impact,
}

impl Finding {
    pub(super) fn new(kind: ChangeKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            before: String::new(),
            after: String::new(),
            krate: Impact::None,
            wire: Impact::None,
        }
    }

    /// How it was spelled, and how it is spelled now.
    pub(super) fn spelled(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self {
            before: before.into(),
            after: after.into(),
            ..self
        }
    }

    /// What it means to callers and on the wire.
    pub(super) fn impact(self, krate: Impact, wire: Impact) -> Self {
        Self {
            krate,
            wire,
            ..self
        }
    }
}

impl Change {
    /// Creates the change of an item that no listing has, which no operation reaches.
    pub(super) fn of_item(
        (subject, item): (Subject, impl Into<String>),
        finding: Finding,
        [old, new]: [Option<Address>; 2],
    ) -> Self {
        let Finding {
            kind,
            text,
            before,
            after,
            krate,
            wire,
        } = finding;
        Self {
            subject,
            item: item.into(),
            kind,
            text,
            before,
            after,
            lines: Default::default(),
            old,
            new,
            krate,
            wire,
            is_swap: false,
            reaches: Vec::new(),
        }
    }

    /// The heavier of both.
    #[must_use]
    pub fn impact(&self) -> Impact {
        self.krate.max(self.wire)
    }

    /// Whether both are changes of the same kind at the same place, whatever names say.
    pub(super) fn is_about_the_same(&self, other: &Self) -> bool {
        let place = |address: &Option<Address>| address.as_ref().map(|it| it.pointer.clone());
        self.kind == other.kind
            && place(&self.old) == place(&other.old)
            && place(&self.new) == place(&other.new)
    }

    /// Whether both say the same of the same item.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        (self.subject, self.kind, self.krate, self.wire)
            == (other.subject, other.kind, other.krate, other.wire)
            && (&self.item, &self.text) == (&other.item, &other.text)
    }

    /// By subject, item and text.
    pub(super) fn order(left: &Self, right: &Self) -> Ordering {
        let key = |it: &Self| (it.subject, it.item.clone(), it.kind, it.text.clone());
        key(left).cmp(&key(right))
    }
}
