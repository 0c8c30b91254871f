//! The example application of `generated`, with three callers and a host.

use std::sync::Arc;
use std::time::Duration;

use generated::texml::DialConferenceParticipantRequest;
use generated::webhook::Verifier;
use serde_json::{Value, json};
use simulator::delivery::{Delivery, DeliveryStatus};
use simulator::fault::{Fault, WebhookFault};
use simulator::{LogEntry, Simulator};
use tokio::net::TcpListener;
use tokio::sync::watch;

#[path = "../../../../generated/examples/conference_app.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "its `main` is not called, and it is no library"
)]
mod example;

use example::{App, router};

/// Serves the application, which is told of everything that happens.
async fn serve(sim: &Simulator) -> Arc<App> {
    let client = generated::Client::builder(sim.api_key()).base_url(sim.base_url());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks", listener.local_addr().unwrap());
    let host = DialConferenceParticipantRequest::new()
        .from("+12025550100")
        .to("+12025550101");
    let app = Arc::new(App {
        client: client.build().unwrap(),
        verifier: Verifier::new(&sim.public_key()).unwrap(),
        account_sid: sim.with_engine(|engine| engine.settings().account_sid.clone()),
        host: host.status_callback(url.as_str()),
        conference: watch::Sender::new(None),
    });
    sim.change_settings(|settings| *settings = settings.clone().webhook_url(url));
    let router = router(Arc::clone(&app));
    tokio::spawn(async move { axum::serve(listener, router).await });
    app
}

/// Waits until something is the case, and until all that it leads to has been delivered.
async fn wait_until(what: &str, sim: &Simulator, is_so: impl Fn() -> bool) {
    let mut patience = 2_000;
    while !is_so() {
        patience -= 1;
        let state = || sim.with_engine(|engine| engine.state());
        assert!(patience > 0, "{what}: {:#}\n{:#?}", state(), sim.log());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    sim.settle().await;
}

/// Counts the requests for an operation that were answered with a status.
fn requests(sim: &Simulator, operation: &str, status: u16) -> usize {
    let log = sim.log();
    let is_one = |it: &&LogEntry| it.operation == Some(operation) && it.status == status;
    log.iter().filter(is_one).count()
}

fn events(sim: &Simulator, event_type: &str) -> usize {
    let deliveries = sim.deliveries();
    let is_one = |it: &&Delivery| it.event_type == event_type;
    deliveries.iter().filter(is_one).count()
}

#[tokio::test]
async fn three_callers_and_the_host_meet_in_the_conference_of_the_example() {
    let sim = Simulator::start().await.unwrap();
    let app = serve(&sim).await;
    for event_type in ["call.initiated", "call.answered", "conference.created"] {
        sim.add_fault(Fault {
            webhook: Some(WebhookFault::Duplicate),
            event_type: Some(event_type.to_owned()),
            ..Fault::default()
        });
    }
    let callers = [sim.inbound_call(), sim.inbound_call(), sim.inbound_call()];
    wait_until("all are greeted", &sim, || {
        requests(&sim, "SpeakTextToConference", 200) == 3
    })
    .await;
    wait_until("the host is called", &sim, || {
        requests(&sim, "DialTexmlConferenceParticipant", 200) == 1
    })
    .await;
    assert_eq!(requests(&sim, "CreateConference", 422), 2);
    assert!(app.conference.borrow().is_some());

    let state = sim.with_engine(|engine| engine.state());
    let calls = state["calls"].as_array().unwrap();
    let host = calls.iter().find(|it| it["direction"] == "outgoing");
    let host = sim.telephone(host.unwrap()["call_control_id"].as_str().unwrap());
    host.answer().unwrap();
    let state = sim.with_engine(|engine| engine.state());
    let participants = state["conferences"][0]["participants"].as_array();
    assert_eq!(participants.unwrap().len(), 4);
    callers[0].hang_up().unwrap();
    sim.settle().await;

    app.end().await.unwrap();
    assert_eq!(*app.conference.borrow(), None);
    // The recording has to be processed first.
    sim.advance(Duration::from_secs(10)).await;
    let state = sim.with_engine(|engine| engine.state());
    let conferences = state["conferences"].as_array().unwrap();
    let shown = |it: &Value| json!([it["status"], it["recordings"].as_array().unwrap().len()]);
    assert_eq!(
        conferences.iter().map(shown).collect::<Vec<_>>(),
        [json!(["completed", 1])]
    );
    assert_eq!(events(&sim, "conference.participant.joined"), 3);
    assert_eq!(events(&sim, "conference.participant.left"), 3);
    assert_eq!(events(&sim, "conference.recording.saved"), 1);
    assert_eq!(events(&sim, "completed"), 1);
    let deliveries = sim.deliveries();
    let lost = deliveries
        .iter()
        .find(|it| it.status != DeliveryStatus::Delivered);
    assert!(lost.is_none(), "{lost:#?}");
    // A webhook that arrived twice has led to no second command that was refused.
    let log = sim.log();
    let refused = log.iter().filter(|it| it.status >= 400);
    let refused: Vec<_> = refused.map(|it| (it.operation, &*it.codes[0])).collect();
    assert_eq!(refused, [(Some("CreateConference"), "90033"); 2]);
}
