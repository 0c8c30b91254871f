//! An HTTP server on the loopback interface, which answers by a script and records the requests.

pub(crate) mod raw;
pub(crate) mod tls;

use std::collections::VecDeque;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use generated::Value;
use http::{HeaderMap, Method};
use tokio::net::TcpSocket;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// The server of a test. It stops when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Shared,
    task: JoinHandle<()>,
}

/// A received request.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    /// The path as it was sent, percent-encoded.
    pub(crate) path: String,
    /// The query as it was sent, or an empty string.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A response, and when it is sent.
#[derive(Default)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
    after: Duration,
    first: Option<Box<dyn FnOnce() + Send>>,
}

type Handler = dyn FnMut(&Seen) -> Answer + Send;

#[derive(Clone)]
struct Shared {
    seen: Arc<Mutex<Vec<Seen>>>,
    handler: Arc<Mutex<Box<Handler>>>,
}

impl Server {
    /// Starts a server that answers each request by this function.
    pub(crate) fn new(handler: impl FnMut(&Seen) -> Answer + Send + 'static) -> Self {
        let shared = Shared {
            seen: Arc::default(),
            handler: Arc::new(Mutex::new(Box::new(handler))),
        };
        let (listener, address) = listen();
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let task = runtime().spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
            axum::serve(listener, router).await.expect("it serves");
        });
        Self {
            address,
            shared,
            task,
        }
    }

    /// Starts a server that gives these answers in turn, and then an error.
    pub(crate) fn script(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers: VecDeque<_> = answers.into_iter().collect();
        Self::new(move |_| {
            let over = || Answer::new(418).text("the script is over");
            answers.pop_front().unwrap_or_else(over)
        })
    }

    /// Its URL, without a slash at the end.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The base URL for its clients.
    pub(crate) fn base_url(&self) -> String {
        format!("{}/v2", self.origin())
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().expect("nobody panicked").clone()
    }

    /// The only request. Panics if there are several.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }

    /// The paths and queries of the requests.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.seen().iter().map(Seen::target).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Seen {
    /// The path, and the query if there is one.
    pub(crate) fn target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    /// The value of a header, or an empty string.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |it| it.to_str().expect("our headers are text"))
    }

    /// The decoded pairs of the query.
    pub(crate) fn query_pairs(&self) -> Vec<(String, String)> {
        pairs(self.query.as_bytes())
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// A string in the body.
    pub(crate) fn text(&self, member: &str) -> String {
        let json = self.json();
        let text = json[member].as_str();
        text.unwrap_or_else(|| panic!("no {member} in {json}"))
            .to_owned()
    }
}

/// The decoded pairs of a query or a form.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

impl Answer {
    /// An empty body.
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// Status 200 with JSON.
    #[allow(clippy::needless_pass_by_value)] // Tests read better.
    pub(crate) fn json(json: Value) -> Self {
        Self::new(200).with_json(&json)
    }

    pub(crate) fn with_json(self, json: &Value) -> Self {
        self.header("content-type", "application/json")
            .text(&json.to_string())
    }

    /// Sets the body without a content type.
    pub(crate) fn text(mut self, body: &str) -> Self {
        self.body = Bytes::copy_from_slice(body.as_bytes());
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Delays the answer.
    pub(crate) fn after(mut self, time: Duration) -> Self {
        self.after = time;
        self
    }

    /// Runs a function before the answer is sent.
    pub(crate) fn first(mut self, action: impl FnOnce() + Send + 'static) -> Self {
        self.first = Some(Box::new(action));
        self
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let seen = Seen {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.expect("the body arrives"),
    };
    let answer = {
        let mut handler = shared.handler.lock().expect("no handler panicked");
        handler(&seen)
    };
    shared.seen.lock().expect("nobody panicked").push(seen);
    tokio::time::sleep(answer.after).await;
    if let Some(first) = answer.first {
        first();
    }
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    let body = Body::from(answer.body);
    response.body(body).expect("the script is valid HTTP")
}

/// Binds a free port.
fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there are free ports");
    listener.set_nonblocking(true).expect("sockets can do that");
    let address = listener.local_addr().expect("it has an address");
    (listener, address)
}

/// The runtime of the servers, apart from those of the tests, which may block.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(2).enable_all().build();
        runtime.expect("the server's runtime starts")
    })
}

/// A server with a full backlog, so that connections time out. On other systems than Linux, the backlog
/// is larger.
#[cfg(target_os = "linux")]
pub(crate) struct Crowded {
    listener: tokio::net::TcpListener,
    _waiting: std::net::TcpStream,
}

#[cfg(target_os = "linux")]
impl Crowded {
    pub(crate) fn new() -> Self {
        let _guard = runtime().enter();
        let socket = TcpSocket::new_v4().expect("there are sockets");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(any).expect("there are free ports");
        let listener = socket.listen(0).expect("it listens");
        let address = listener.local_addr().expect("it has an address");
        let waiting = std::net::TcpStream::connect(address).expect("there is room for one");
        Self {
            listener,
            _waiting: waiting,
        }
    }

    pub(crate) fn base_url(&self) -> String {
        let address = self.listener.local_addr().expect("it has an address");
        format!("http://{address}/v2")
    }
}

/// An address that refuses connections: the port is bound, and nothing listens.
pub(crate) struct Nobody(TcpSocket);

impl Nobody {
    pub(crate) fn new() -> Self {
        let socket = TcpSocket::new_v4().expect("there are sockets");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(any).expect("there are free ports");
        Self(socket)
    }

    pub(crate) fn base_url(&self) -> String {
        let address = self.0.local_addr().expect("it has an address");
        format!("http://{address}/v2")
    }
}
