//! The scenarios of `scenarios.yml`, run by the asynchronous and the blocking client.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use generated::calls::{AnswerCall, AnswerRequest};
use generated::server::Receive;
use generated::{Bytes, Error, ErrorBody, Operation, calls, conferences, texml};
use http::Request;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use simulator::Simulator;
use simulator::engine::InboundCall;
use simulator::fault::Fault;
use simulator::settings::{APPLICATION_SID, CONNECTION_ID, Settings};

use crate::receiver::{Receiver, event_type};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    name: String,
    #[serde(default)]
    settings: Map<String, Value>,
    steps: Vec<Value>,
    differs: Option<Difference>,
    webhooks: Option<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    step: usize,
    at: String,
    to: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, untagged)]
enum Step {
    Call {
        call: String,
        #[serde(default)]
        ringing: bool,
    },
    Phone {
        phone: String,
        action: String,
        #[serde(default)]
        digits: String,
    },
    Advance {
        advance: u64,
    },
    Fault {
        fault: Fault,
    },
    Do {
        #[serde(rename = "do")]
        operation: String,
        #[serde(default)]
        with: Map<String, Value>,
        key: Option<String>,
        #[serde(default)]
        save: BTreeMap<String, String>,
        #[serde(default)]
        expect: BTreeMap<String, Value>,
        refused: Option<String>,
    },
}

/// The two clients with a key.
struct Clients {
    asynchronous: generated::Client,
    blocking: generated::blocking::Client,
}

impl Clients {
    fn new(sim: &Simulator, key: &str) -> Self {
        let asynchronous = generated::Client::builder(key)
            .base_url(sim.base_url())
            .retries(0);
        let blocking = generated::blocking::Client::builder(key)
            .base_url(sim.base_url())
            .retries(0);
        Self {
            asynchronous: asynchronous.build().unwrap(),
            blocking: blocking.build().unwrap(),
        }
    }
}

/// What an operation came to: the body, or the code, or the status where there is no code.
type Came = Result<Value, String>;

async fn call<O>(clients: &Arc<Clients>, is_blocking: bool, request: &Request<Bytes>) -> Came
where
    O: Operation<Body: Serialize> + Receive,
{
    let operation = O::unchecked_read(request).map_err(|rejection| {
        // What cannot even be decoded is sent as it is.
        format!("{rejection}")
    });
    let operation = operation?;
    let result = if is_blocking {
        let clients = Arc::clone(clients);
        let send = move || {
            clients
                .blocking
                .call(&operation)
                .validation(false)
                .envelope()
        };
        tokio::task::spawn_blocking(send).await.unwrap()
    } else {
        clients
            .asynchronous
            .call(&operation)
            .validation(false)
            .envelope()
            .await
    };
    match result {
        Ok(response) => Ok(serde_json::to_value(&response.value).unwrap()),
        Err(Error::Api(error)) => {
            // The document of TeXML does not know that errors have codes.
            let body: Value = serde_json::from_slice(&error.raw).unwrap_or_default();
            let code = body.pointer("/errors/0/code").and_then(Value::as_str);
            Err(code.map_or_else(|| error.status.as_u16().to_string(), str::to_owned))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Defines which operation a name is.
macro_rules! operations {
    ($($module:ident { $($name:ident),* $(,)? })*) => {
        const OPERATIONS: &[&str] = &[$($(stringify!($name),)*)*];

        async fn call_named(
            name: &str,
            clients: &Arc<Clients>,
            is_blocking: bool,
            with: &Map<String, Value>,
        ) -> Came {
            match name {
                $($(stringify!($name) => {
                    let request = write_request::<$module::$name>(with);
                    call::<$module::$name>(clients, is_blocking, &request).await
                })*)*
                other => panic!("no operation {other}"),
            }
        }
    };
}

operations! {
    conferences {
        ListConferences, CreateConference, ListConferenceParticipants, RetrieveConference,
        EndConference, ConferenceGatherUsingAudio, HoldConferenceParticipants, JoinConference,
        LeaveConference, MuteConferenceParticipants, PlayConferenceAudio, PauseConferenceRecording,
        ResumeConferenceRecording, StartConferenceRecording, StopConferenceRecording,
        ConferenceSendDtmf, SpeakTextToConference, StopConferenceAudio,
        UnholdConferenceParticipants, UnmuteConferenceParticipants, UpdateConference,
        RetrieveConferenceParticipant, UpdateConferenceParticipant,
    }
    calls {
        DialCall, RetrieveCallStatus, AnswerCall, HangupCall, RejectCall, BridgeCall, TransferCall,
        UpdateClientState, SwitchSupervisorRole,
    }
    texml {
        GetTexmlConferences, GetTexmlConference, UpdateTexmlConference,
        GetTexmlConferenceParticipants, DialTexmlConferenceParticipant,
        DeleteTexmlConferenceParticipant, GetTexmlConferenceParticipant,
        UpdateTexmlConferenceParticipant, GetTexmlConferenceRecordings,
        FetchTexmlConferenceRecordings,
    }
}

/// Writes the request that the parameters and the body of a step are.
fn write_request<O: Operation>(with: &Map<String, Value>) -> Request<Bytes> {
    let mut path = O::PATH.to_owned();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in with.iter().filter(|(name, _)| *name != "body") {
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let template = format!("{{{name}}}");
        if path.contains(&template) {
            path = path.replace(&template, &text(value).replace(' ', "%20"));
        } else if let Value::Object(members) = value {
            for (member, value) in members {
                query.append_pair(&format!("{name}[{member}]"), &text(value));
            }
        } else {
            query.append_pair(name, &text(value));
        }
    }
    let query = query.finish();
    let separator = if query.is_empty() { "" } else { "?" };
    let request = Request::builder()
        .method(O::METHOD)
        .uri(format!("{path}{separator}{query}"));
    match with.get("body") {
        None => request.body(Bytes::new()).unwrap(),
        Some(Value::Object(members)) if path.starts_with("/texml/") => {
            let mut form = form_urlencoded::Serializer::new(String::new());
            for (name, value) in members {
                form.append_pair(
                    name,
                    &value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned),
                );
            }
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.body(form.finish().into()).unwrap()
        }
        Some(body) => {
            let request = request.header(CONTENT_TYPE, "application/json");
            request.body(body.to_string().into()).unwrap()
        }
    }
}

/// Replaces the variables of a value.
fn substitute(value: &Value, variables: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => {
            let mut text = text.clone();
            for (name, value) in variables.iter().rev() {
                text = text.replace(&format!("${name}"), value);
            }
            Value::String(text)
        }
        Value::Array(items) => items.iter().map(|it| substitute(it, variables)).collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(name, it)| (name.clone(), substitute(it, variables)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// A run of one scenario by one client.
struct Run<'a> {
    sim: &'a Simulator,
    clients: &'a Arc<Clients>,
    is_blocking: bool,
    variables: BTreeMap<String, String>,
}

impl Run<'_> {
    async fn step(&mut self, step: Step) -> Result<(), String> {
        match step {
            Step::Call { call, ringing } => {
                let phone = self
                    .sim
                    .call_in(InboundCall::default())
                    .map_err(|it| it.to_string())?;
                let id = phone.call_control_id().to_owned();
                if !ringing {
                    let answer = AnswerCall::new(&*id, AnswerRequest::new());
                    self.sim
                        .with_engine(|engine| engine.execute(answer))
                        .map_err(|it| it.to_string())?;
                }
                self.variables.insert(call, id);
                Ok(())
            }
            Step::Phone {
                phone,
                action,
                digits,
            } => {
                let id = &self.variables[&phone];
                let result = self.sim.with_engine(|engine| match action.as_str() {
                    "answer" => engine.pick_up(id),
                    "hangup" => engine.hang_up_telephone(id, None),
                    "dtmf" => engine.press_digits(id, &digits),
                    "talk" => engine.talk(id),
                    "hold" => engine.hold_at_telephone(id, true),
                    other => panic!("no action {other}"),
                });
                result.map_err(|it| it.to_string())
            }
            Step::Advance { advance } => {
                self.sim.advance(Duration::from_secs(advance)).await;
                Ok(())
            }
            Step::Fault { fault } => {
                self.sim.add_fault(fault);
                Ok(())
            }
            Step::Do {
                operation,
                with,
                key,
                save,
                expect,
                refused,
            } => {
                let other_key = key.map(|key| Arc::new(Clients::new(self.sim, &key)));
                let clients = other_key.as_ref().unwrap_or(self.clients);
                let came = call_named(&operation, clients, self.is_blocking, &with).await;
                self.check(came, &save, &expect, refused)
            }
        }
    }

    fn check(
        &mut self,
        came: Came,
        save: &BTreeMap<String, String>,
        expect: &BTreeMap<String, Value>,
        refused: Option<String>,
    ) -> Result<(), String> {
        let body = match (came, refused) {
            (Err(found), Some(code)) if found == code => return Ok(()),
            (Err(found), code) => return Err(format!("refused with {found}, not {code:?}")),
            (Ok(body), Some(code)) => return Err(format!("not refused with {code}: {body}")),
            (Ok(body), None) => body,
        };
        for (pointer, wanted) in expect {
            let found = body.pointer(pointer).unwrap_or(&Value::Null);
            if found != wanted {
                return Err(format!("{pointer} is {found}, not {wanted}"));
            }
        }
        for (name, pointer) in save {
            let found = body.pointer(pointer).and_then(Value::as_str);
            let found = found.ok_or_else(|| format!("{pointer} is missing in {body}"))?;
            self.variables.insert(name.clone(), found.to_owned());
        }
        Ok(())
    }
}

/// Returns the steps of the sibling, which differs in one thing and is not refused.
fn sibling(scenario: &Scenario, difference: &Difference) -> Vec<Value> {
    let mut steps = scenario.steps.clone();
    for step in &mut steps {
        step.as_object_mut().unwrap().remove("refused");
    }
    let (parent, member) = difference.at.rsplit_once('/').unwrap();
    let parent = steps[difference.step].pointer_mut(parent).unwrap();
    match (parent, &difference.to) {
        (Value::Object(members), None) => drop(members.remove(member).unwrap()),
        (Value::Object(members), Some(to)) => {
            let before = members.insert(member.to_owned(), to.clone());
            assert_ne!(
                before.as_ref(),
                Some(to),
                "{}: the sibling differs",
                scenario.name
            );
        }
        (Value::Array(items), Some(to)) => items[member.parse::<usize>().unwrap()] = to.clone(),
        other => panic!("{}: {other:?}", scenario.name),
    }
    steps
}

/// Starts anew with the settings of a scenario.
fn prepare(sim: &Simulator, scenario: &Scenario, hook: Option<&str>) {
    let settings = Settings::default();
    let settings = match hook {
        Some(hook) => settings.webhook_url(hook),
        None => settings,
    };
    let mut settings = json!(settings);
    settings
        .as_object_mut()
        .unwrap()
        .extend(scenario.settings.clone());
    sim.reset(serde_json::from_value(settings).unwrap());
}

/// Runs steps, and returns what is wrong.
async fn run_steps(run: &mut Run<'_>, scenario: &Scenario, steps: &[Value]) -> Result<(), String> {
    for (index, step) in steps.iter().enumerate() {
        let mut step = substitute(step, &run.variables);
        // Names of variables are no values of variables.
        if let (Some(step), Some(name)) = (step.as_object_mut(), steps[index].get("save")) {
            step.insert("save".to_owned(), name.clone());
        }
        let step: Step = serde_json::from_value(step)
            .unwrap_or_else(|error| panic!("{}, step {index}: {error}", scenario.name));
        run.step(step)
            .await
            .map_err(|wrong| format!("step {index}: {wrong}"))?;
    }
    Ok(())
}

/// Runs steps and checks the webhooks, if they are known.
async fn run_scenario(
    (sim, clients, receiver): (&Simulator, &Arc<Clients>, &Receiver),
    is_blocking: bool,
    (scenario, steps): (&Scenario, &[Value]),
    webhooks: Option<&Vec<String>>,
) -> Result<(), String> {
    // Signatures take most of the time of tests, so only one run has a receiver.
    let is_delivered = webhooks.is_some() && !is_blocking;
    prepare(sim, scenario, is_delivered.then_some(receiver.url.as_str()));
    receiver.take();
    let (account, long) = (Settings::default().account_sid, "a".repeat(3_001));
    let variables = [
        ("account", account.as_str()),
        ("application", APPLICATION_SID),
        ("connection", CONNECTION_ID),
        ("hook", receiver.url.as_str()),
        ("long", long.as_str()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut run = Run {
        sim,
        clients,
        is_blocking,
        variables: variables.into(),
    };
    run_steps(&mut run, scenario, steps).await?;
    sim.settle().await;
    let listed: Vec<String> = sim
        .deliveries()
        .into_iter()
        .map(|it| it.event_type)
        .collect();
    let bodies = receiver.take();
    let got: Vec<_> = bodies.iter().map(event_type).collect();
    if is_delivered && got != listed {
        return Err(format!(
            "the receiver got {got:?}, but {listed:?} were sent"
        ));
    }
    match webhooks {
        Some(wanted) if *wanted != listed => Err(format!("webhooks: {listed:?}")),
        _ => Ok(()),
    }
}

#[tokio::test]
async fn every_scenario_holds_for_both_clients() {
    let text = include_str!("../../scenarios.yml");
    let scenarios: Vec<Scenario> = serde_yaml::from_str(text).unwrap();
    let sim = Simulator::start().await.unwrap();
    let clients = Arc::new(Clients::new(&sim, &sim.api_key()));
    let receiver = Receiver::start(&sim).await;
    let mut wrong = String::new();
    for scenario in &scenarios {
        let mut runs = vec![(scenario.steps.clone(), scenario.webhooks.as_ref())];
        if let Some(difference) = &scenario.differs {
            runs[0].1 = None;
            runs.push((sibling(scenario, difference), scenario.webhooks.as_ref()));
        }
        for (is_blocking, (steps, webhooks)) in [false, true]
            .into_iter()
            .flat_map(|is_blocking| runs.iter().map(move |it| (is_blocking, it)))
        {
            let with = (&sim, &clients, &receiver);
            let found = run_scenario(with, is_blocking, (scenario, steps), *webhooks).await;
            if let Err(found) = found {
                let _ = writeln!(
                    wrong,
                    "{} (blocking: {is_blocking}): {found}",
                    scenario.name
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(scenarios.len() >= 40);
    let refusals = scenarios.iter().filter(|it| it.differs.is_some()).count();
    assert!(refusals >= 20);
}

#[test]
fn the_scenarios_use_all_operations_and_reach_the_documented_errors() {
    let text = include_str!("../../scenarios.yml");
    for name in OPERATIONS {
        assert!(
            text.contains(&format!("do: {name}\n")),
            "no scenario uses {name}"
        );
    }
    let codes: BTreeSet<_> = text
        .split("refused: \"")
        .skip(1)
        .map(|it| &it[..5])
        .collect();
    // What the service has: no AI assistants, queues, forks, media streaming and transcription.
    let absent = ["90061", "90038", "90031", "90045", "90036", "90054"];
    for error in conferences::Errors::NAMED {
        let code = error.code.unwrap();
        assert!(
            codes.contains(code) || absent.contains(&code),
            "{code} {:?}",
            error.title
        );
    }
}
