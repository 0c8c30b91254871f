//! Lets 64 programs hold one conference after the other for two minutes, and watches the simulator meanwhile.
//!
//! ```text
//! cargo build --release -p simulator && cargo run --release -p simulator --example load -- [SECONDS] [PROGRAMS]
//! ```
//!
//! Each program has an application with a webhook URL of its own, and does the next thing when it is told
//! that the last one has happened. Fails if a request fails, a webhook does not arrive, or the memory of the
//! simulator grows in the second half. In the first minute it has to grow, because the answers to commands
//! are kept for 60 seconds. Memory is known on Linux.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::routing::post;
use generated::calls::{AnswerCall, AnswerRequest};
use generated::conferences::{
    ConferenceSpeakRequest, CreateConference, CreateConferenceRequest, EndConference,
    ListConferenceParticipants, SpeakTextToConference,
};
use generated::webhook::Verifier;
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};
use simulator::settings::{Connection, Settings};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The simulator, which ends with this value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
    }
}

/// What receives all webhooks.
struct Inbox {
    verifier: Verifier,
    /// Where the types of the events of each program go.
    programs: HashMap<u64, UnboundedSender<String>>,
    ids: Mutex<HashSet<String>>,
    /// How many webhooks have arrived again, because a response took too long.
    repeated: AtomicU64,
}

/// Receives a webhook, which has to be genuine.
async fn receive(
    State(inbox): State<Arc<Inbox>>,
    Path(program): Path<u64>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let verified = inbox.verifier.verify(&headers, &body, SystemTime::now());
    let event: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = |pointer| event.pointer(pointer).and_then(Value::as_str);
    let (Ok(_), Some(id), Some(event_type)) =
        (verified, text("/data/id"), text("/data/event_type"))
    else {
        return StatusCode::UNAUTHORIZED;
    };
    if !inbox.ids.lock().unwrap().insert(id.to_owned()) {
        inbox.repeated.fetch_add(1, Ordering::Relaxed);
        return StatusCode::OK;
    }
    let sent = inbox.programs[&program].send(event_type.to_owned());
    sent.map_or(StatusCode::GONE, |()| StatusCode::OK)
}

/// A program with an application of its own.
struct Program {
    name: String,
    root: String,
    client: generated::Client,
    events: UnboundedReceiver<String>,
}

impl Program {
    /// Waits until it is told of an event.
    async fn wait_for(&mut self, event_type: &str) -> anyhow::Result<()> {
        let wait = async {
            while self.events.recv().await.context("the receiver ended")? != event_type {}
            anyhow::Ok(())
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), wait).await;
        waited.with_context(|| format!("no {event_type} within 10 seconds"))?
    }

    /// Holds a conference with one caller.
    async fn hold_conference(&mut self, name: String) -> anyhow::Result<()> {
        let call = json!({ "connection_id": self.name });
        let url = format!("{}/_sim/calls", self.root);
        let reply = control(Method::POST, url, Some(call)).await?;
        let call = reply["call_control_id"].as_str().context("no call")?;
        self.wait_for("call.initiated").await?;
        let answer = AnswerCall::new(call, AnswerRequest::new());
        answer.send(&self.client).await?;
        self.wait_for("call.answered").await?;
        let create = CreateConference::new(CreateConferenceRequest::new(call, name));
        let id = create.send(&self.client).await?.id;
        self.wait_for("conference.participant.joined").await?;
        let request = ConferenceSpeakRequest::new("Welcome.", "AWS.Polly.Joanna");
        let speak = SpeakTextToConference::new(id.clone(), request);
        speak.send(&self.client).await?;
        self.wait_for("conference.speak.started").await?;
        let list = ListConferenceParticipants::new(id.clone());
        let mut participants = list.items(&self.client);
        let participant = participants.next().await.context("nobody takes part")?;
        participant?;
        EndConference::new(id).send(&self.client).await?;
        self.wait_for("conference.ended").await
    }

    /// Holds conferences until a time, and returns how many.
    async fn run(mut self, until: Instant) -> anyhow::Result<u64> {
        let mut held = 0;
        while Instant::now() < until {
            self.hold_conference(format!("{} {held}", self.name))
                .await?;
            held += 1;
        }
        Ok(held)
    }
}

/// Starts the simulator that was built beside this program.
fn start_simulator() -> anyhow::Result<(Server, String)> {
    let program = std::env::current_exe()?;
    let folder = program
        .parent()
        .and_then(std::path::Path::parent)
        .context("no folder")?;
    let mut command = Command::new(folder.join("simulator"));
    let child = command.stdout(Stdio::piped()).spawn();
    let mut child = child.context("build the binary first: cargo build --release -p simulator")?;
    let mut line = String::new();
    let output = child.stdout.take().context("no output")?;
    BufReader::new(output).read_line(&mut line)?;
    Ok((Server(child), line.trim_end().to_owned()))
}

/// Returns how many KiB of memory a process occupies.
fn memory(server: &Server) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.0.id())).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// Asks for something below `/_sim`.
async fn control(method: Method, url: String, body: Option<Value>) -> anyhow::Result<Value> {
    static SCRIPT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        // Without a provider, the client could not be created; it does not matter who installed one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let script = reqwest::Client::builder().no_proxy().build();
        script.expect("the settings of the client are valid")
    });
    let body = body.map_or_else(String::new, |it| it.to_string());
    let reply = SCRIPT.request(method, url).body(body).send().await?;
    let reply = reply.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&reply)?)
}

/// Returns the number of the last item of a list, which counts all that there have been.
async fn last_number(root: &str, path: &str, list: &str) -> anyhow::Result<u64> {
    let reply = control(Method::GET, format!("{root}/_sim/{path}"), None).await?;
    let newest = reply[list].as_array().and_then(|it| it.last());
    Ok(newest.and_then(|it| it["number"].as_u64()).unwrap_or(0))
}

/// Gives each program an application, and serves the webhooks of all.
async fn start_programs(base_url: &str, count: u64) -> anyhow::Result<(Vec<Program>, Arc<Inbox>)> {
    let root = base_url.trim_end_matches("/v2");
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let mut settings = Settings::default();
    let (mut programs, mut senders) = (Vec::new(), HashMap::new());
    for number in 0..count {
        let (sender, events) = unbounded_channel();
        let name = format!("program {number}");
        settings.connections.push(Connection {
            id: name.clone(),
            webhook_url: Some(format!("http://{address}/{number}")),
            ..Connection::default()
        });
        senders.insert(number, sender);
        let client = generated::Client::builder(&*settings.api_key).base_url(base_url);
        programs.push(Program {
            name,
            root: root.to_owned(),
            client: client.retries(0).build()?,
            events,
        });
    }
    control(
        Method::POST,
        format!("{root}/_sim/reset"),
        Some(json!(settings)),
    )
    .await?;
    let key = control(Method::GET, format!("{root}/_sim/public_key"), None).await?;
    let inbox = Arc::new(Inbox {
        verifier: Verifier::new(key["public_key"].as_str().context("no key")?)?,
        programs: senders,
        ids: Mutex::default(),
        repeated: AtomicU64::default(),
    });
    let router = Router::new().route("/{program}", post(receive));
    let router = router.with_state(Arc::clone(&inbox));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok((programs, inbox))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|it| it.parse::<u64>());
    let seconds = arguments.next().transpose()?.unwrap_or(120);
    let count = arguments.next().transpose()?.unwrap_or(64);
    let (server, base_url) = start_simulator()?;
    let root = base_url.trim_end_matches("/v2");
    let (programs, inbox) = start_programs(&base_url, count).await?;

    let until = Instant::now() + Duration::from_secs(seconds);
    let programs = programs.into_iter().map(|it| tokio::spawn(it.run(until)));
    let programs: Vec<_> = programs.collect();
    let mut sizes = Vec::new();
    while Instant::now() < until {
        tokio::time::sleep(Duration::from_secs(seconds.div_ceil(12))).await;
        sizes.extend(memory(&server));
    }
    let mut held = 0;
    for program in programs {
        held += program.await??;
    }
    control(Method::POST, format!("{root}/_sim/settle"), None).await?;

    let sent = last_number(root, "deliveries", "deliveries").await?;
    let asked = last_number(root, "log", "requests").await?;
    println!("{count} programs held {held} conferences in {seconds} seconds");
    let repeated = inbox.repeated.load(Ordering::Relaxed);
    println!("{asked} requests were answered, {sent} webhooks were sent, {repeated} of them again");
    println!("memory of the simulator in KiB: {sizes:?}");
    let received = u64::try_from(inbox.ids.lock().unwrap().len())?;
    ensure!(received == sent, "{received} of {sent} webhooks arrived");
    let early = sizes.get(sizes.len() / 2).copied().unwrap_or(0);
    let late = sizes.last().copied().unwrap_or(0);
    ensure!(late <= early + early / 10, "the memory grows");
    Ok(())
}
