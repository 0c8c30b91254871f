//! Deliveries: events in, attempts to send them out, without I/O.
//!
//! An answer of 2xx ends a delivery. Anything else leads to the failover URL at once, and when that did
//! not help, 408, 429, 5xx, a lost connection and a time-out lead to another round after a delay. Other
//! 4xx do not.
//!
//! Assumed where the sources are silent or disagree:
//!
//! - There are at most five more rounds, after 1, 2, 4, 8 and 16 seconds, unless the command that is
//!   behind the event fixed other delays.
//! - `attempt` counts what is sent, to either URL.
//! - 3xx are followed up to three times, as the page about webhooks of calls says.
//! - Events for one URL are sent one after the other in their order, until a fault or a retry changes
//!   it. The real service keeps no order.

use std::collections::{HashSet, VecDeque};

use generated::jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::engine::{Notification, SentEvent};
use crate::fault::{Faults, WebhookFault};

/// How many more rounds there are at most.
const MOST_RETRIES: usize = 5;

/// How many deliveries are known that have come to an end.
const MOST_KNOWN: usize = 10_000;

/// How long an event waits for the one that is to overtake it.
const REORDERED: SignedDuration = SignedDuration::from_secs(1);

/// An event on its way to a program.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Counts deliveries, from 1.
    pub number: u64,
    /// The event, and where it is meant to go.
    pub notification: Notification,
    /// What it is called.
    pub event_type: String,
    /// How far it has come.
    pub status: DeliveryStatus,
    /// What was tried.
    pub attempts: Vec<AttemptResult>,
    due: Timestamp,
    round: usize,
    is_failover: bool,
    fault: Option<WebhookFault>,
}

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// It waits until it is due.
    Waiting,
    /// It is being sent.
    Sending,
    /// It was accepted.
    Delivered,
    /// It was not accepted, and is not tried again.
    Failed,
    /// A fault dropped it.
    Dropped,
    /// There is no URL for it.
    Logged,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttemptResult {
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The URL.
    pub url: String,
    /// When it was sent.
    pub at: String,
    /// The status, or what went wrong.
    pub outcome: String,
}

/// Something to be sent.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The delivery that it is for.
    pub delivery: u64,
    /// The number of the attempt, from 1.
    pub number: u32,
    /// When it is sent.
    pub at: Timestamp,
    /// The URL.
    pub url: String,
    /// Whether it is sent by GET.
    pub is_get: bool,
    /// The event.
    pub event: SentEvent,
}

/// What a program answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A status, after redirects.
    Status(u16),
    /// Nothing within 2,000 milliseconds.
    TimedOut,
    /// The connection failed.
    Lost(String),
}

impl Outcome {
    fn is_accepted(&self) -> bool {
        matches!(self, Self::Status(200..=299))
    }

    fn is_retried(&self) -> bool {
        match self {
            Self::Status(status) => matches!(status, 408 | 429 | 500..),
            Self::TimedOut | Self::Lost(_) => true,
        }
    }
}

/// All deliveries: those on their way, and the last that came to an end.
#[derive(Debug, Default)]
pub struct Deliveries {
    open: Vec<Delivery>,
    ended: VecDeque<Delivery>,
    count: u64,
}

impl Deliveries {
    /// Accepts an event.
    pub(crate) fn accept(
        &mut self,
        now: Timestamp,
        notification: Notification,
        faults: &mut Faults,
    ) {
        let event_type = notification.event.event_type();
        let fault = faults.take_webhook(&event_type);
        let delay = match fault {
            Some((WebhookFault::Delay, delay_ms)) => SignedDuration::from_millis(delay_ms.max(0)),
            Some((WebhookFault::Reorder, _)) => REORDERED,
            _ => SignedDuration::ZERO,
        };
        self.count += 1;
        let delivery = Delivery {
            number: self.count,
            event_type,
            status: DeliveryStatus::Waiting,
            attempts: Vec::new(),
            due: now.checked_add(delay).unwrap_or(now),
            round: 0,
            is_failover: false,
            fault: fault.map(|it| it.0),
            notification,
        };
        let is_reordered = delivery.fault == Some(WebhookFault::Reorder);
        match delivery.fault {
            Some(WebhookFault::Drop) => self.end(delivery, DeliveryStatus::Dropped),
            _ if delivery.notification.destination.url.is_none() => {
                self.end(delivery, DeliveryStatus::Logged);
            }
            Some(WebhookFault::Duplicate) => {
                self.count += 1;
                let number = self.count;
                self.open.push(delivery.clone());
                self.open.push(Delivery {
                    number,
                    fault: None,
                    ..delivery
                });
            }
            _ => self.open.push(delivery),
        }
        if !is_reordered {
            self.release_reordered(now);
        }
    }

    /// Moves those that were to be overtaken behind the one that did.
    fn release_reordered(&mut self, now: Timestamp) {
        let waits = |it: &Delivery| {
            it.fault == Some(WebhookFault::Reorder) && it.status == DeliveryStatus::Waiting
        };
        let held = self.open.extract_if(.., |it| waits(it)).collect::<Vec<_>>();
        self.open.extend(held.into_iter().map(|it| Delivery {
            fault: None,
            due: now,
            ..it
        }));
    }

    /// Takes what is due. To each URL, one event is sent at a time.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Vec<Attempt> {
        let mut busy = self.busy_urls();
        let mut due = Vec::new();
        for delivery in &mut self.open {
            if delivery.status != DeliveryStatus::Waiting || delivery.due > now {
                continue;
            }
            let Some(url) = delivery.url().filter(|url| !busy.contains(*url)) else {
                continue;
            };
            let url = url.to_owned();
            busy.insert(url.clone());
            delivery.status = DeliveryStatus::Sending;
            due.push(Attempt {
                delivery: delivery.number,
                number: delivery.next_attempt(),
                at: now,
                url,
                is_get: delivery.notification.destination.is_get,
                event: delivery.notification.event.clone(),
            });
        }
        due
    }

    /// Whether a fault makes an attempt fail before it is sent.
    pub(crate) fn fails_unsent(&self, attempt: &Attempt) -> bool {
        let mut open = self.open.iter().filter(|it| it.number == attempt.delivery);
        open.any(|it| it.fault == Some(WebhookFault::Fail) && it.attempts.is_empty())
    }

    /// Records what became of an attempt, and plans the next one.
    pub(crate) fn report(&mut self, now: Timestamp, attempt: &Attempt, outcome: Outcome) {
        let Some(index) = self
            .open
            .iter()
            .position(|it| it.number == attempt.delivery)
        else {
            return;
        };
        let delivery = &mut self.open[index];
        let is_first = delivery.attempts.is_empty();
        let outcome = match delivery.fault {
            Some(WebhookFault::TimeOut) if is_first => Outcome::TimedOut,
            _ => outcome,
        };
        delivery.attempts.push(AttemptResult {
            attempt: attempt.number,
            url: attempt.url.clone(),
            at: attempt.at.to_string(),
            outcome: match &outcome {
                Outcome::Status(status) => status.to_string(),
                Outcome::TimedOut => "timed out".to_owned(),
                Outcome::Lost(error) => error.clone(),
            },
        });
        delivery.status = DeliveryStatus::Waiting;
        if outcome.is_accepted() {
            let delivery = self.open.remove(index);
            self.end(delivery, DeliveryStatus::Delivered);
        } else if !delivery.plan_next(now, outcome.is_retried()) {
            let delivery = self.open.remove(index);
            self.end(delivery, DeliveryStatus::Failed);
        }
    }

    fn end(&mut self, mut delivery: Delivery, status: DeliveryStatus) {
        delivery.status = status;
        if self.ended.len() == MOST_KNOWN {
            self.ended.pop_front();
        }
        self.ended.push_back(delivery);
    }

    /// Returns the URLs to which something is being sent.
    fn busy_urls(&self) -> HashSet<String> {
        let open = self.open.iter();
        let sending = open.filter(|it| it.status == DeliveryStatus::Sending);
        sending
            .filter_map(Delivery::url)
            .map(str::to_owned)
            .collect()
    }

    /// Returns when something is due next. What waits for a delivery to the same URL is not.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let (busy, open) = (self.busy_urls(), self.open.iter());
        let waiting = open.filter(|it| it.status == DeliveryStatus::Waiting);
        let free = waiting.filter(|it| it.url().is_some_and(|url| !busy.contains(url)));
        free.map(|it| it.due).min()
    }

    /// Whether nothing is being sent, and nothing is due.
    pub(crate) fn is_quiet(&self, now: Timestamp) -> bool {
        let sending = self
            .open
            .iter()
            .any(|it| it.status == DeliveryStatus::Sending);
        !sending && self.next_due().is_none_or(|due| due > now)
    }

    /// Forgets everything. Numbers go on, so that what is being sent is not mistaken for something new.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
        self.ended.clear();
    }

    /// Returns all deliveries that are known, in the order of their events.
    #[must_use]
    pub fn list(&self) -> Vec<&Delivery> {
        let mut list: Vec<_> = self.ended.iter().chain(&self.open).collect();
        list.sort_by_key(|it| it.number);
        list
    }
}

impl Delivery {
    fn url(&self) -> Option<&str> {
        let destination = &self.notification.destination;
        let url = if self.is_failover {
            &destination.failover_url
        } else {
            &destination.url
        };
        url.as_deref()
    }

    fn next_attempt(&self) -> u32 {
        u32::try_from(self.attempts.len() + 1).unwrap_or(u32::MAX)
    }

    /// Plans the next attempt after one that was not accepted; returns whether there is one.
    fn plan_next(&mut self, now: Timestamp, is_retried: bool) -> bool {
        self.due = now;
        if !self.is_failover && self.notification.destination.failover_url.is_some() {
            self.is_failover = true;
            return true;
        }
        let delay = match &self.notification.destination.retries_ms {
            Some(delays) => delays.get(self.round).copied(),
            None => (self.round < MOST_RETRIES).then(|| 1_000 << self.round),
        };
        let Some(delay) = delay.filter(|_| is_retried) else {
            return false;
        };
        self.is_failover = false;
        self.round += 1;
        self.due = now
            .checked_add(SignedDuration::from_millis(delay))
            .unwrap_or(now);
        true
    }
}

#[cfg(test)]
mod tests;
