//! Lists of every style of paging, over a socket: what the bindings of `x_pagination_styles.yml` ask a
//! server for, page by page. Runs as an example of the crate `bindings`.

use std::fmt::Display;
use std::future::ready;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use bindings::x_pagination_styles::{
    FindToys, ListAfter, ListByHeader, ListByLinks, ListFromOffset, ListNewest, ListStripes,
    ListUntilShort, Search, SearchToys, Toy,
};
use bindings::{
    BoxFuture, Bytes, Client, Clock, Error, Items, Paged, Transport, TransportError,
    TransportErrorKind,
};
use http::{HeaderName, Request, Response};

/// A status, header lines and a body.
type Answer = (u16, String, String);

/// Sends a request over a connection of its own.
struct Sockets;

impl Transport for Sockets {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let reply = exchange(&request);
        let broken = |error| TransportError::new(TransportErrorKind::Broken, error);
        Box::pin(ready(reply.map_err(broken)))
    }
}

fn exchange(request: &Request<Bytes>) -> std::io::Result<Response<Bytes>> {
    let uri = request.uri();
    let mut stream = TcpStream::connect(uri.authority().expect("a host").as_str())?;
    let target = uri.path_and_query().expect("a target");
    write!(
        stream,
        "{} {target} HTTP/1.1\r\ncontent-length: {}\r\n\r\n",
        request.method(),
        request.body().len()
    )?;
    stream.write_all(request.body())?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).expect("a status");
    let mut reply = Response::builder().status(status);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        let name: HeaderName = name.parse().expect("a name");
        reply = reply.header(name, value);
    }
    let mut body = Vec::new();
    reader.read_to_end(&mut body)?;
    Ok(reply.body(body.into()).expect("a reply"))
}

/// A clock that only waiting moves.
#[derive(Clone, Default)]
struct Waited(Arc<Mutex<Duration>>);

impl Clock for Waited {
    fn now(&self) -> Duration {
        *self.0.lock().expect("no test thread panics")
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        *self.0.lock().expect("no test thread panics") += time;
        Box::pin(ready(()))
    }
}

/// A server that gives these answers, and the requests that it has seen: target, then body.
struct Server {
    base: String,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    fn new(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let thread = thread::spawn(move || {
            let mut seen = Vec::new();
            for (status, headers, body) in answers {
                let (mut stream, _) = listener.accept().expect("a connection");
                // Without a method, the test is over before the answers are.
                let Some(request) = receive(&stream) else {
                    break;
                };
                seen.push(request);
                write!(stream, "HTTP/1.1 {status} OK\r\n{headers}\r\n{body}").expect("a client");
            }
            seen
        });
        Self {
            base: format!("http://{address}"),
            thread,
        }
    }

    fn client(&self) -> Client {
        let client = Client::keyless()
            .base_url(&self.base)
            .transport(Sockets)
            .clock(Waited::default())
            .randomness(|| [7; 16]);
        client.build().expect("a client")
    }

    /// The requests, once all answers were given or nobody asks any more.
    fn seen(self) -> Vec<String> {
        let address = self.base.strip_prefix("http://").expect("it is a URL");
        drop(TcpStream::connect(address));
        self.thread.join().expect("the server does not panic")
    }
}

/// Reads a request: its target, and its body after a space.
fn receive(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    let target = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        if name == "content-length" {
            length = value.parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let body = String::from_utf8(body).expect("text");
    Some(format!("{target} {body}").trim_end().to_owned())
}

/// The items of a list up to its end or an error, which is the last.
fn collect<O>(mut items: Items<O>) -> Vec<String>
where
    O: Paged<Item = Toy>,
    Error<O::Error>: Display,
{
    let mut found = Vec::new();
    loop {
        let mut next = Box::pin(items.next());
        let Poll::Ready(item) = next.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            unreachable!("this transport never waits")
        };
        match item {
            Some(Ok(toy)) => found.push(toy.id.to_string()),
            Some(Err(error)) => found.push(error.to_string()),
            None => return found,
        }
    }
}

/// Lists against a server with these answers, and compares the items and the requests.
fn check<O>(operation: &O, answers: Vec<Answer>, items: &[&str], requests: &[&str])
where
    O: Paged<Item = Toy>,
    Error<O::Error>: Display,
{
    let server = Server::new(answers);
    let client = server.client();
    let found = collect(client.call(operation).items());
    let base = server.base.clone();
    let found: Vec<String> = found.iter().map(|it| it.replace(&base, "")).collect();
    assert_eq!(found, items);
    assert_eq!(server.seen(), requests);
}

fn answer(status: u16, headers: &str, body: String) -> Answer {
    (status, headers.to_owned(), body)
}

fn toys(ids: &[&str]) -> String {
    let toys = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#));
    format!("[{}]", toys.collect::<Vec<_>>().join(","))
}

/// A page with these members beside its items.
fn page(ids: &[&str], rest: &str) -> Answer {
    answer(200, "", format!(r#"{{"data":{}{rest}}}"#, toys(ids)))
}

fn cursors_are_in_a_page() {
    let list = ListAfter::new().color("red");
    let next = |cursor: &str| format!(r#","next":"{cursor}""#);
    check(
        &list,
        vec![page(&["a", "b"], &next("b+1")), page(&["c"], "")],
        &["a", "b", "c"],
        &["/after?color=red", "/after?after=b%2B1&color=red"],
    );
    // The caller begins in the middle, a page without items has a cursor, and the flag ends the list.
    check(
        &ListAfter::new().after("0"),
        vec![
            page(&["a"], &next("1")),
            page(&[], &next("2")),
            page(&["b"], &(next("3") + r#","has_more":false"#)),
        ],
        &["a", "b"],
        &["/after?after=0", "/after?after=1", "/after?after=2"],
    );
    for end in ["", r#","next":null"#, r#","next":"""#] {
        check(&ListAfter::new(), vec![page(&["a"], end)], &["a"], &["/after"]);
    }
}

fn a_cursor_that_leads_nowhere_is_an_error() {
    let next = |cursor: &str| format!(r#","next":"{cursor}","has_more":true"#);
    let again = "the cursor of the next page leads back to an earlier page";
    check(
        &ListAfter::new(),
        vec![page(&["a"], &next("1")), page(&["b"], &next("1"))],
        &["a", "b", &format!("page 3: the request cannot be sent: {again}")],
        &["/after", "/after?after=1"],
    );
    check(
        &ListAfter::new(),
        vec![
            page(&["a"], &next("1")),
            page(&["b"], &next("2")),
            page(&["c"], &next("1")),
        ],
        &["a", "b", "c", &format!("page 4: the request cannot be sent: {again}")],
        &["/after", "/after?after=1", "/after?after=2"],
    );
    let unknown = "page 2: the request cannot be sent: the page before has no cursor, although it says that more pages follow";
    for rest in [r#","has_more":true"#, r#","next":null,"has_more":true"#] {
        check(&ListAfter::new(), vec![page(&["a"], rest)], &["a", unknown], &["/after"]);
    }
    check(
        &ListStripes::new(),
        vec![page(&[], r#","has_more":true"#)],
        &[unknown],
        &["/stripes"],
    );
}

fn a_page_that_fails_is_retried_or_ends_the_list() {
    let first = || page(&["a"], r#","next":"1""#);
    let busy = || answer(429, "retry-after: 1\r\n", String::new());
    check(
        &ListAfter::new(),
        vec![first(), busy(), page(&["b"], "")],
        &["a", "b"],
        &["/after", "/after?after=1", "/after?after=1"],
    );
    check(
        &ListAfter::new(),
        vec![first(), busy(), busy(), busy()],
        &["a", "page 2: the API returned 429 Too Many Requests"],
        &["/after", "/after?after=1", "/after?after=1", "/after?after=1"],
    );
    check(
        &ListAfter::new(),
        vec![first(), answer(200, "", r#"{"data":7}"#.to_owned())],
        &["a", "page 2: 200 OK with an unexpected body: /data: invalid type: integer `7`, expected an array at line 1 column 9"],
        &["/after", "/after?after=1"],
    );
}

fn cursors_are_those_of_the_last_item() {
    let more = r#","has_more":true"#;
    check(
        &ListStripes::new(),
        vec![page(&["a", "b"], more), page(&["c"], r#","has_more":false"#)],
        &["a", "b", "c"],
        &["/stripes", "/stripes?starting_after=b"],
    );
    // Without a flag, an empty page ends the list.
    check(
        &ListStripes::new(),
        vec![page(&["a"], ""), page(&[], "")],
        &["a"],
        &["/stripes", "/stripes?starting_after=a"],
    );
    // A server that knows no such parameter begins again.
    check(
        &ListStripes::new(),
        vec![page(&["a", "b"], more), page(&["a", "b"], more)],
        &["a", "b", "a", "b", "page 3: the request cannot be sent: the cursor of the next page leads back to an earlier page"],
        &["/stripes", "/stripes?starting_after=b"],
    );
    let numbered = r#"[{"id":"a","number":8},{"id":"b","number":7}]"#;
    check(
        &ListNewest::new().since(9),
        vec![answer(200, "", numbered.to_owned()), answer(200, "", "[]".to_owned())],
        &["a", "b"],
        &["/newest?since=9", "/newest?since=7"],
    );
}

fn cursors_are_in_a_header() {
    check(
        &ListByHeader::new("0"),
        vec![
            answer(200, "X-Next-Cursor: q=\r\n", toys(&["a"])),
            answer(200, "x-next-cursor: \r\n", toys(&["b"])),
        ],
        &["a", "b"],
        &["/header?cursor=0", "/header?cursor=q%3D"],
    );
}

fn cursors_are_sent_in_a_body() {
    let pages = || vec![page(&["a"], r#","next":"q=""#), page(&["b"], "")];
    check(
        &SearchToys::new(Search::new("red")),
        pages(),
        &["a", "b"],
        &[
            r#"/search {"color":"red"}"#,
            r#"/search {"color":"red","position":{"after":"q="}}"#,
        ],
    );
    check(&FindToys::new(), pages(), &["a", "b"], &["/form", "/form after=q%3D"]);
    // The body differs, not the URL.
    let same = || page(&["a"], r#","next":"1""#);
    check(
        &FindToys::new(),
        vec![same(), same()],
        &["a", "a", "page 3: the request cannot be sent: the cursor of the next page leads back to an earlier page"],
        &["/form", "/form after=1"],
    );
}

fn offsets_count_items() {
    let total = |total: i64| format!(r#","total":{total}"#);
    let list = ListFromOffset::new().color("red").limit(9);
    check(
        &list,
        vec![page(&["a", "b"], &total(3)), page(&["c"], &total(3))],
        &["a", "b", "c"],
        &["/offset?limit=9&color=red", "/offset?offset=2&limit=9&color=red"],
    );
    // The total shrinks, or a page is empty before it is reached.
    check(
        &ListFromOffset::new(),
        vec![page(&["a", "b"], &total(9)), page(&["c"], &total(2))],
        &["a", "b", "c"],
        &["/offset", "/offset?offset=2"],
    );
    check(
        &ListFromOffset::new(),
        vec![page(&["a"], &total(9)), page(&[], &total(9))],
        &["a"],
        &["/offset", "/offset?offset=1"],
    );
    // The caller begins past the end.
    check(
        &ListFromOffset::new().offset(50),
        vec![page(&[], &total(9))],
        &[],
        &["/offset?offset=50"],
    );
    check(
        &ListFromOffset::new().offset(50),
        vec![answer(416, "", String::new())],
        &["page 1: the API returned 416 Range Not Satisfiable"],
        &["/offset?offset=50"],
    );
    // Without a total, a short page is not the last.
    check(
        &ListFromOffset::new().limit(2),
        vec![page(&["a", "b"], ""), page(&["c"], ""), page(&[], "")],
        &["a", "b", "c"],
        &["/offset?limit=2", "/offset?offset=2&limit=2", "/offset?offset=3&limit=2"],
    );
}

fn a_short_page_ends_a_list_that_says_so() {
    let page = |ids: &[&str]| answer(200, "", toys(ids));
    check(
        &ListUntilShort::new(4).take(2),
        vec![page(&["a", "b"]), page(&["c"])],
        &["a", "b", "c"],
        &["/short?skip=4&take=2", "/short?skip=6&take=2"],
    );
    check(
        &ListUntilShort::new(0),
        vec![page(&["a"]), answer(204, "", String::new())],
        &["a"],
        &["/short?skip=0", "/short?skip=1"],
    );
}

fn links_are_in_a_header() {
    let links = |links: &[&str], id: &str| {
        let lines = links.iter().map(|it| format!("Link: {it}\r\n"));
        answer(200, &lines.collect::<String>(), toys(&[id]))
    };
    check(
        &ListByLinks::new().color("red"),
        vec![
            links(&[r#"</links?page=0>; rel=prev, <?page=2&color=red>; title="a, b; c"; REL="last NEXT""#], "a"),
            links(&["<1>; rel=first", "</other?page=3>;rel=next"], "b"),
            links(&["<?page=2>; rel=prev"], "c"),
        ],
        &["a", "b", "c"],
        &["/links?color=red", "/links?page=2&color=red", "/other?page=3"],
    );
    for (link, why) in [
        ("<https://example.com/links>; rel=next", "the URL has another origin than the API"),
        ("<//example.com/links>; rel=next", "the URL has another origin than the API"),
        ("</links>; rel=next", "the link to the next page leads back to an earlier page"),
    ] {
        let error = format!("page 2: the request cannot be sent: {why}");
        check(&ListByLinks::new(), vec![links(&[link], "a")], &["a", &error], &["/links"]);
    }
}

fn main() {
    cursors_are_in_a_page();
    a_cursor_that_leads_nowhere_is_an_error();
    a_page_that_fails_is_retried_or_ends_the_list();
    cursors_are_those_of_the_last_item();
    cursors_are_in_a_header();
    cursors_are_sent_in_a_body();
    offsets_count_items();
    a_short_page_ends_a_list_that_says_so();
    links_are_in_a_header();
}
