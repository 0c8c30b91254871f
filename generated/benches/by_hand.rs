//! The same calls, written by hand in the usual way: serde derives, plain checks, builders.

// Absent, null or a value; variants are named after the values of the API.
#![allow(clippy::option_option, clippy::enum_variant_names)]

mod conference;
mod create;
mod dial;
mod error;
mod join;
mod list;
mod participant;
mod retrieve;
mod segment;
mod speak;
mod twice;
mod update;
mod violation;
mod webhook;

pub(crate) use self::conference::{Conference, ConferencePage, Data};
pub(crate) use self::create::CreateConference;
pub(crate) use self::dial::DialParticipant;
pub(crate) use self::error::Error;
pub(crate) use self::join::JoinConference;
pub(crate) use self::list::ListConferences;
pub(crate) use self::participant::Participant;
pub(crate) use self::retrieve::RetrieveConference;
pub(crate) use self::speak::SpeakText;
pub(crate) use self::update::UpdateConference;
pub(crate) use self::violation::Violation;
pub(crate) use self::webhook::Webhook;
