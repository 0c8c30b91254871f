//! Faults that tests ask for: what goes wrong with the next deliveries and the next replies.

use serde::{Deserialize, Serialize};

/// Something that is to go wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong with a delivery.
    pub webhook: Option<WebhookFault>,
    /// Only deliveries of this event; of any if absent.
    pub event_type: Option<String>,
    /// By how many milliseconds a delivery is delayed on the clock of the service.
    pub delay_ms: i64,
    /// What goes wrong with a reply.
    pub reply: Option<ReplyFault>,
    /// Only replies of this operation, such as `CreateConference`; of any if absent.
    pub operation: Option<String>,
    /// How often it goes wrong.
    pub times: u32,
}

/// What goes wrong with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookFault {
    /// It is sent twice, as attempt 1 both times.
    Duplicate,
    /// It is sent after the next one, or after a second.
    Reorder,
    /// It is sent `delay_ms` later.
    Delay,
    /// It is never sent; the log tells.
    Drop,
    /// The first URL is taken to have answered 500: the failover URL is next.
    Fail,
    /// It is sent, but the answer is taken not to have come within 2,000 milliseconds.
    TimeOut,
}

/// What goes wrong with a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReplyFault {
    /// The status of the reply.
    pub status: u16,
    /// Whether the operation is carried out all the same.
    pub acts: bool,
    /// The seconds of `Retry-After`.
    pub retry_after: Option<u64>,
    /// How many real milliseconds the reply takes.
    pub delay_ms: u64,
}

impl Fault {
    /// Checks the values.
    ///
    /// # Errors
    ///
    /// If nothing or both a delivery and a reply go wrong, a reply has no status of an error, or a number
    /// is out of range.
    pub fn check(&self) -> Result<(), String> {
        if self.webhook.is_some() == self.reply.is_some() {
            return Err("a fault has either `webhook` or `reply`".to_owned());
        }
        if self.times == 0 {
            return Err("times: must be at least 1".to_owned());
        }
        if self.delay_ms < 0 {
            return Err("delay_ms: must not be negative".to_owned());
        }
        match &self.reply {
            Some(reply) if !(400..=599).contains(&reply.status) => {
                Err("reply.status: must be between 400 and 599".to_owned())
            }
            _ => Ok(()),
        }
    }
}

impl Default for Fault {
    fn default() -> Self {
        Self {
            webhook: None,
            event_type: None,
            delay_ms: 0,
            reply: None,
            operation: None,
            times: 1,
        }
    }
}

impl Default for ReplyFault {
    fn default() -> Self {
        Self {
            status: 503,
            acts: false,
            retry_after: None,
            delay_ms: 0,
        }
    }
}

/// The faults that are still to come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.0
    }

    /// Takes the first fault for a delivery of this event, with its delay.
    pub(crate) fn take_webhook(&mut self, event_type: &str) -> Option<(WebhookFault, i64)> {
        let fault = self.take(|it| {
            it.webhook.is_some() && it.event_type.as_deref().is_none_or(|it| it == event_type)
        })?;
        Some((fault.webhook?, fault.delay_ms))
    }

    /// Takes the first fault for a reply of this operation.
    pub(crate) fn take_reply(&mut self, operation: &str) -> Option<ReplyFault> {
        self.take(|it| {
            it.reply.is_some() && it.operation.as_deref().is_none_or(|it| it == operation)
        })?
        .reply
    }

    fn take(&mut self, fits: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let index = self.0.iter().position(|it| it.times > 0 && fits(it))?;
        self.0[index].times -= 1;
        let fault = self.0[index].clone();
        if fault.times == 0 {
            self.0.remove(index);
        }
        Some(fault)
    }
}
