//! What is neither operation nor event: the endpoints below `/_sim`, deliveries, and bad requests.

use generated::calls::{AnswerCall, AnswerRequest};
use generated::conferences::{CreateConference, CreateConferenceRequest};
use generated::texml::GetTexmlConferences;
use http::StatusCode;
use serde_json::{Value, json};
use simulator::Simulator;
use simulator::delivery::{Delivery, DeliveryStatus};
use simulator::fault::{Fault, WebhookFault};
use simulator::settings::Settings;
use std::time::Duration;

use crate::receiver::{Receiver, event_type};

/// An HTTP client that knows nothing of the API, as scripts are.
struct Script {
    client: reqwest::Client,
    root: String,
    key: String,
}

impl Script {
    fn new(sim: &Simulator) -> Self {
        Self {
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            root: format!("http://{}", sim.address()),
            key: sim.api_key(),
        }
    }

    async fn send(&self, method: &str, path: &str, body: &str, kind: &str) -> (StatusCode, Value) {
        let method = method.parse().unwrap();
        let request = self.client.request(method, format!("{}{path}", self.root));
        let request = request.header("content-type", kind).bearer_auth(&self.key);
        let reply = request.body(body.to_owned()).send().await.unwrap();
        let status = reply.status();
        let bytes = reply.bytes().await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn json(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, reply) = self
            .send(method, path, &body.to_string(), "application/json")
            .await;
        assert!(status.is_success(), "{method} {path}: {status} {reply}");
        reply
    }
}

#[tokio::test]
async fn a_script_plays_the_telephones_and_the_time() {
    let sim = Simulator::start().await.unwrap();
    let script = Script::new(&sim);
    let call = script
        .json("POST", "/_sim/calls", json!({ "from": "+12025550100" }))
        .await;
    let id = call["call_control_id"].as_str().unwrap();
    let answer = format!("/v2/calls/{id}/actions/answer");
    script.json("POST", &answer, json!({})).await;
    script
        .json(
            "POST",
            &format!("/_sim/calls/{id}/dtmf"),
            json!({ "digits": "12" }),
        )
        .await;
    script
        .json("POST", "/_sim/clock", json!({ "advance_ms": 60_000 }))
        .await;
    let state = script.json("GET", "/_sim/state", json!(null)).await;
    assert_eq!(state["calls"][0]["call_duration"], 60);
    script
        .json("POST", &format!("/_sim/calls/{id}/hangup"), json!({}))
        .await;
    let (status, _) = script.send("POST", &answer, "{}", "application/json").await;
    assert_eq!(status, 422);

    let log = script.json("GET", "/_sim/log", json!(null)).await;
    assert_eq!(log["requests"][1]["codes"], json!(["90018"]));
    assert_eq!(log["requests"][1]["why"], format!("call {id} has ended"));
    let deliveries = script.json("GET", "/_sim/deliveries", json!(null)).await;
    let types: Vec<_> = deliveries["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["event_type"])
        .collect();
    let digit = "call.dtmf.received";
    assert_eq!(
        types,
        [
            "call.initiated",
            "call.answered",
            digit,
            digit,
            "call.hangup"
        ]
    );
}

#[tokio::test]
async fn a_script_changes_settings_and_faults_and_starts_anew() {
    let sim = Simulator::start().await.unwrap();
    let script = Script::new(&sim);
    script.json("POST", "/_sim/calls", json!({})).await;
    let mut settings = script.json("GET", "/_sim/settings", json!(null)).await;
    settings["region"] = json!("dc2");
    script.json("PUT", "/_sim/settings", settings).await;
    script
        .json("POST", "/_sim/faults", json!({ "webhook": "drop" }))
        .await;
    let faults = script.json("GET", "/_sim/faults", json!(null)).await;
    assert_eq!(faults["faults"][0]["webhook"], "drop");
    script.json("DELETE", "/_sim/faults", json!(null)).await;
    script
        .json("POST", "/_sim/reset", json!({ "rate_limit": 5 }))
        .await;
    let state = script.json("GET", "/_sim/state", json!(null)).await;
    assert_eq!(state["calls"], json!([]));
    let (status, reply) = script
        .send("POST", "/_sim/faults", r#"{"web":1}"#, "application/json")
        .await;
    assert_eq!(
        (status, &reply["errors"][0]["code"]),
        (StatusCode::BAD_REQUEST, &json!("10023"))
    );
}

#[tokio::test]
async fn what_cannot_happen_is_refused_below_sim_and_changes_nothing() {
    let sim = Simulator::start().await.unwrap();
    let script = Script::new(&sim);
    let client = generated::Client::builder(sim.api_key())
        .base_url(sim.base_url())
        .build()
        .unwrap();
    let caller = sim.inbound_call();
    let id = caller.call_control_id();
    let answer = AnswerCall::new(id, AnswerRequest::new());
    answer.send(&client).await.unwrap();
    let before = (sim.deliveries().len(), sim.log().len());
    let of_call = |action: &str| format!("/_sim/calls/{id}/{action}");
    for (path, body) in [
        (of_call("dtmf"), r#"{"digits":"1x"}"#),
        (of_call("dtmf"), "{}"),
        (of_call("hangup"), r#"{"cause":"boredom"}"#),
        ("/_sim/reset".to_owned(), r#"{"rate_limit":0}"#),
        ("/_sim/faults".to_owned(), "{}"),
        ("/_sim/faults".to_owned(), r#"{"webhook":"drop","times":0}"#),
        (
            "/_sim/faults".to_owned(),
            r#"{"webhook":"delay","delay_ms":-1}"#,
        ),
        ("/_sim/faults".to_owned(), r#"{"reply":{"status":200}}"#),
    ] {
        let (status, reply) = script.send("POST", &path, body, "application/json").await;
        assert_eq!(status, 422, "{path} {body}");
        assert!(reply["why"].is_string(), "{path} {body}");
    }
    let (status, _) = script.send("GET", "/_sim/nothing", "", "").await;
    assert_eq!(status, 404);
    let faults = script.json("GET", "/_sim/faults", json!(null)).await;
    assert_eq!(faults["faults"], json!([]));
    assert_eq!((sim.deliveries().len(), sim.log().len()), before);
}

#[tokio::test]
async fn numbers_of_requests_and_deliveries_go_on_after_a_reset() {
    let sim = Simulator::start().await.unwrap();
    let script = Script::new(&sim);
    let request = || script.send("GET", "/v2/conferences", "", "");
    let mut numbers = Vec::new();
    for _ in 0..2 {
        request().await;
        let _ = sim.inbound_call();
        numbers.push((sim.log()[0].number, sim.deliveries()[0].number));
        sim.reset(Settings::default());
    }
    assert_eq!(numbers, [(1, 1), (2, 2)]);
}

#[tokio::test]
async fn a_reset_in_the_middle_of_deliveries_leaves_none_of_them() {
    let sim = Simulator::start().await.unwrap();
    let receiver = Receiver::start(&sim).await;
    let settings = Settings::default().webhook_url(&receiver.url);
    sim.reset(settings.clone());
    receiver.answer_with(&[503]);
    for _ in 0..20 {
        let _ = sim.inbound_call();
    }
    // One is on its way, and others wait behind it.
    while receiver.take().is_empty() {
        tokio::task::yield_now().await;
    }
    sim.reset(settings);
    assert!(sim.deliveries().is_empty());
    sim.inbound_call().hang_up().unwrap();
    sim.advance(Duration::from_secs(60)).await;
    let deliveries = sim.deliveries();
    assert!(deliveries.iter().all(|it| it.number > 20));
    let types: Vec<_> = deliveries.iter().map(|it| &*it.event_type).collect();
    assert_eq!(types, ["call.initiated", "call.hangup"]);
    let delivered = |it: &Delivery| it.status == DeliveryStatus::Delivered;
    assert!(deliveries.iter().all(delivered), "{deliveries:?}");
}

#[tokio::test]
async fn what_a_program_does_not_accept_is_retried_and_goes_to_the_failover_url() {
    let sim = Simulator::start().await.unwrap();
    let (first, second) = (Receiver::start(&sim).await, Receiver::start(&sim).await);
    sim.change_settings(|settings| {
        settings.connections[0].webhook_url = Some(first.url.clone());
        settings.connections[0].webhook_failover_url = Some(second.url.clone());
    });
    first.answer_with(&[503]);
    second.answer_with(&[429]);
    let _ = sim.inbound_call();
    sim.settle().await;
    assert_eq!(
        first.take()[0]["meta"],
        json!({ "attempt": 1, "delivered_to": first.url })
    );
    assert_eq!(
        second.take()[0]["meta"],
        json!({ "attempt": 2, "delivered_to": second.url })
    );
    sim.advance(Duration::from_secs(1)).await;
    assert_eq!(first.take()[0]["meta"]["attempt"], 3);
    assert!(second.take().is_empty());

    for webhook in [WebhookFault::Fail, WebhookFault::TimeOut] {
        sim.add_fault(Fault {
            webhook: Some(webhook),
            ..Fault::default()
        });
        let _ = sim.inbound_call();
        sim.settle().await;
        assert_eq!(second.take().len(), 1, "{webhook:?}");
    }
    assert_eq!(first.take().len(), 1);

    // Nobody listens at port 9.
    sim.change_settings(|settings| {
        settings.connections[0].webhook_url = Some("http://127.0.0.1:9/".to_owned());
    });
    let _ = sim.inbound_call();
    sim.settle().await;
    assert_eq!(event_type(&second.take()[0]), "call.initiated");
}

#[tokio::test]
async fn lists_of_texml_are_followed_and_json_is_taken_for_a_form() {
    let sim = Simulator::start().await.unwrap();
    let client = generated::Client::builder(sim.api_key())
        .base_url(sim.base_url())
        .build()
        .unwrap();
    for name in ["one", "two", "three"] {
        let caller = sim.inbound_call();
        let id = caller.call_control_id();
        AnswerCall::new(id, AnswerRequest::new())
            .send(&client)
            .await
            .unwrap();
        let body = CreateConferenceRequest::new(id, name);
        CreateConference::new(body).send(&client).await.unwrap();
    }
    let account = Settings::default().account_sid;
    let list = GetTexmlConferences::new(&*account).page_size(2);
    let mut items = list.items(&client);
    let mut names = Vec::new();
    while let Some(item) = items.next().await {
        names.push(item.unwrap().friendly_name.unwrap());
    }
    assert_eq!(names, ["three", "two", "one"]);

    let script = Script::new(&sim);
    let path = format!("/v2/texml/Accounts/{account}/Conferences/one");
    let reply = script
        .json("POST", &path, json!({ "Status": "completed" }))
        .await;
    assert_eq!(reply["status"], "completed");
    sim.change_settings(|settings| settings.texml_takes_json = false);
    let (status, reply) = script.send("POST", &path, "{}", "application/json").await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(reply["errors"][0]["code"], "10034");
}

#[tokio::test]
async fn bad_requests_are_refused_with_the_codes_of_their_kinds() {
    let sim = Simulator::start().await.unwrap();
    let script = Script::new(&sim);
    let json_type = "application/json";
    for (method, path, body, kind, status, code) in [
        ("GET", "/v2/nothing", "", json_type, 404, "10005"),
        ("DELETE", "/v2/conferences", "", json_type, 405, "10015"),
        ("POST", "/v2/conferences", "{}", json_type, 422, "10004"),
        (
            "POST",
            "/v2/conferences",
            r#"{"call_control_id":1,"name":"a"}"#,
            json_type,
            422,
            "10026",
        ),
        ("POST", "/v2/conferences", "{}", "text/plain", 415, "10024"),
    ] {
        let (found, reply) = script.send(method, path, body, kind).await;
        let found = (found.as_u16(), &reply["errors"][0]["code"]);
        assert_eq!(
            found,
            (status, &json!(code)),
            "{method} {path} {body}: {reply}"
        );
    }
    let (found, _) = script
        .send("POST", "/v2/conferences", &"a".repeat(2 << 20), json_type)
        .await;
    assert_eq!(found, 413);
    let (found, reply) = script.send("POST", "/v2/conferences", "{", json_type).await;
    assert_eq!(
        (found.as_u16(), &reply["errors"][0]["code"]),
        (400, &json!("10023"))
    );
    let key = script.json("GET", "/v2/public_key", json!(null)).await;
    assert_eq!(key["data"]["public"], sim.public_key());
    let account = script.json("GET", "/v2/whoami", json!(null)).await;
    assert_eq!(
        account["data"]["organization_id"],
        Settings::default().account_sid
    );
}

#[tokio::test]
async fn replies_tell_about_the_rate_limit() {
    let sim = Simulator::start().await.unwrap();
    sim.change_settings(|settings| settings.rate_limit = Some(1));
    let script = Script::new(&sim);
    let mut found = Vec::new();
    for _ in 0..2 {
        let url = format!("{}/v2/conferences", script.root);
        let reply = script
            .client
            .get(url)
            .bearer_auth(&script.key)
            .send()
            .await
            .unwrap();
        let header = |name: &str| reply.headers()[name].to_str().unwrap().to_owned();
        let names = [
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
        ];
        found.push((reply.status().as_u16(), names.map(header).join(" ")));
    }
    assert_eq!(
        found,
        [(200, "1 0 1".to_owned()), (429, "1 0 1".to_owned())]
    );
}

#[tokio::test]
async fn the_page_shows_the_newest_first_and_loads_nothing_else() {
    let sim = Simulator::start().await.unwrap();
    let script = Script::new(&sim);
    let caller = sim.inbound_call();
    caller.hang_up().unwrap();
    for path in ["/v2/one", "/v2/two"] {
        script.send("GET", path, "", "").await;
    }
    let overview = script.json("GET", "/_sim/overview", json!(null)).await;
    assert_eq!(overview["state"]["calls"][0]["state"], "ended");
    assert_eq!(overview["deliveries"][0]["event_type"], "call.hangup");
    assert_eq!(overview["refusals"][0]["path"], "/v2/two");
    let page = script.client.get(format!("{}/_sim", script.root)).send();
    let page = page.await.unwrap().text().await.unwrap();
    assert!(page.starts_with("<!doctype html>"));
    for address in ["http:", "https:", "src=", "@import"] {
        assert!(!page.contains(address), "{address}");
    }
}
