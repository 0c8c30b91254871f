//! The schedule of deliveries, without sending anything.

use generated::calls::{CallHangup, CallHangupEventType, Event};
use generated::jiff::{SignedDuration, Timestamp};

use super::{Attempt, Deliveries, DeliveryStatus, Outcome};
use crate::engine::{Destination, Notification, SentEvent};
use crate::fault::{Fault, Faults, WebhookFault};

fn notification(failover: bool) -> Notification {
    let event = CallHangup::new().event_type(CallHangupEventType::CallHangup);
    Notification {
        event: SentEvent::Call(Box::new(Event::CallHangup(event))),
        destination: Destination {
            url: Some("http://one/".to_owned()),
            failover_url: failover.then(|| "http://two/".to_owned()),
            ..Destination::default()
        },
    }
}

fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn fault(webhook: WebhookFault) -> Faults {
    let mut faults = Faults::default();
    faults.add(Fault {
        webhook: Some(webhook),
        delay_ms: 5_000,
        ..Fault::default()
    });
    faults
}

/// Sends whatever is due at a time, with this outcome, and returns the numbers and the hosts.
fn send(deliveries: &mut Deliveries, now: Timestamp, outcome: &Outcome) -> Vec<String> {
    let mut sent = Vec::new();
    loop {
        let due: Vec<Attempt> = deliveries.take_due(now);
        if due.is_empty() {
            return sent;
        }
        for attempt in due {
            sent.push(format!(
                "{}.{} {}",
                attempt.delivery,
                attempt.number,
                &attempt.url[7..10]
            ));
            deliveries.report(now, &attempt, outcome.clone());
        }
    }
}

#[test]
fn what_is_not_accepted_goes_to_the_failover_url_and_is_retried_later_and_later() {
    let mut deliveries = Deliveries::default();
    deliveries.accept(start(), notification(true), &mut Faults::default());
    let mut now = start();
    let mut waits = Vec::new();
    for round in 0..6 {
        let sent = send(&mut deliveries, now, &Outcome::Status(503));
        let first = 2 * round + 1;
        assert_eq!(
            sent,
            [format!("1.{first} one"), format!("1.{} two", first + 1)]
        );
        if let Some(due) = deliveries.next_due() {
            waits.push(due.duration_since(now).as_secs());
            now = due;
        }
    }
    assert_eq!(waits, [1, 2, 4, 8, 16]);
    assert_eq!(deliveries.list()[0].status, DeliveryStatus::Failed);
    assert_eq!(deliveries.list()[0].attempts.len(), 12);
}

#[test]
fn most_statuses_of_4xx_are_not_retried() {
    for (status, is_retried) in [
        (404, false),
        (408, true),
        (410, false),
        (429, true),
        (500, true),
    ] {
        let mut deliveries = Deliveries::default();
        deliveries.accept(start(), notification(false), &mut Faults::default());
        send(&mut deliveries, start(), &Outcome::Status(status));
        assert_eq!(deliveries.next_due().is_some(), is_retried, "{status}");
    }
}

#[test]
fn one_event_is_sent_at_a_time_and_in_order() {
    let mut deliveries = Deliveries::default();
    deliveries.accept(start(), notification(false), &mut Faults::default());
    deliveries.accept(start(), notification(false), &mut Faults::default());
    let due = deliveries.take_due(start());
    assert_eq!(due.len(), 1);
    assert!(deliveries.take_due(start()).is_empty());
    deliveries.report(start(), &due[0], Outcome::Status(200));
    assert_eq!(deliveries.take_due(start())[0].delivery, 2);
}

#[test]
fn faults_change_how_an_event_is_sent() {
    let ok = Outcome::Status(200);
    let run = |webhook: WebhookFault| {
        let (mut deliveries, mut faults) = (Deliveries::default(), fault(webhook));
        deliveries.accept(start(), notification(true), &mut faults);
        deliveries.accept(start(), notification(true), &mut faults);
        deliveries
    };
    let mut duplicate = run(WebhookFault::Duplicate);
    assert_eq!(
        send(&mut duplicate, start(), &ok),
        ["1.1 one", "2.1 one", "3.1 one"]
    );
    let mut reorder = run(WebhookFault::Reorder);
    assert_eq!(send(&mut reorder, start(), &ok), ["2.1 one", "1.1 one"]);
    let mut dropped = run(WebhookFault::Drop);
    assert_eq!(send(&mut dropped, start(), &ok), ["2.1 one"]);
    assert_eq!(dropped.list()[0].status, DeliveryStatus::Dropped);
    let mut late = run(WebhookFault::Delay);
    assert_eq!(send(&mut late, start(), &ok), ["2.1 one"]);
    let later = start().checked_add(SignedDuration::from_secs(5)).unwrap();
    assert_eq!(send(&mut late, later, &ok), ["1.1 one"]);
    let mut slow = run(WebhookFault::TimeOut);
    assert_eq!(
        send(&mut slow, start(), &ok),
        ["1.1 one", "1.2 two", "2.1 one"]
    );
    assert_eq!(slow.list()[0].attempts[0].outcome, "timed out");
}

#[test]
fn an_event_without_a_url_is_only_logged() {
    let mut deliveries = Deliveries::default();
    let mut notification = notification(false);
    notification.destination.url = None;
    deliveries.accept(start(), notification, &mut Faults::default());
    assert!(deliveries.is_quiet(start()));
    assert_eq!(deliveries.list()[0].status, DeliveryStatus::Logged);
}

#[test]
fn an_attempt_was_made_when_it_was_sent_not_when_its_outcome_was_known() {
    let mut deliveries = Deliveries::default();
    deliveries.accept(start(), notification(false), &mut Faults::default());
    let attempts = deliveries.take_due(start());
    let later = start() + SignedDuration::from_secs(2);
    deliveries.report(later, &attempts[0], Outcome::TimedOut);
    let attempt = &deliveries.list()[0].attempts[0];
    assert_eq!(attempt.at, start().to_string());
    // The delay counts from the outcome.
    assert_eq!(
        deliveries.next_due(),
        Some(later + SignedDuration::from_secs(1))
    );
}
