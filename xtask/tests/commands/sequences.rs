//! What OpenAPI 3.2 added, over a socket: the bindings of `sequences_32.yml`, `parameters_32.yml` and
//! `methods_32.yml` send requests that their server side reads again. Runs as an example of the crate
//! `bindings`.

use std::fmt::Debug;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use bindings::methods_32::{CopyPets, FindPets, MSearchPets};
use bindings::parameters_32::{ByCookies, ByForm, ByJson, ByText, Filter, FilterNear, Json};
use bindings::sequences_32::{
    Pet, PutLines, PutPage, PutPageRequest, SendEvents, SendEventsRequestItem, SendImages,
    SendLines, SendSequence,
};
use bindings::server::Receive;
use bindings::{Bytes, File, Operation};
use http::{HeaderMap, Method, Request, StatusCode, header};

/// A request as it arrived.
struct Arrived {
    /// The first line.
    line: String,
    request: Request<Bytes>,
}

impl Arrived {
    fn text(&self) -> &str {
        std::str::from_utf8(self.request.body()).expect("the body is text")
    }

    fn header(&self, name: header::HeaderName) -> &str {
        let value = self
            .request
            .headers()
            .get(name)
            .expect("there is the header");
        value.to_str().expect("it is ASCII")
    }
}

/// Reads a request from a connection.
fn receive(stream: &TcpStream) -> Arrived {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    let line = line.trim_end().to_owned();
    let mut words = line.split(' ');
    let method = words.next().expect("a method").as_bytes();
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = Method::from_bytes(method).expect("a method");
    *request.uri_mut() = words.next().expect("a target").parse().expect("a target");
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
        let name = header::HeaderName::from_bytes(name.as_bytes()).expect("a name");
        request
            .headers_mut()
            .insert(name, value.parse().expect("a value"));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    *request.body_mut() = body.into();
    Arrived { line, request }
}

/// Sends an operation to a server on this machine, which replies with these bytes. Returns what the
/// server received, and the result.
fn exchange<O: Operation>(
    operation: &O,
    content_type: &str,
    reply: &[u8],
) -> (Arrived, Result<O::Output, String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
        reply.len()
    );
    let answer = [head.as_bytes(), reply].concat();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let arrived = receive(&stream);
        stream.write_all(&answer).expect("a client");
        arrived
    });
    let request = operation.request().expect("it keeps the rules");
    let mut stream = TcpStream::connect(address).expect("a server");
    let mut text = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri()).into_bytes();
    for (name, value) in request.headers() {
        text.extend_from_slice(format!("{name}: ").as_bytes());
        text.extend_from_slice(value.as_bytes());
        text.extend_from_slice(b"\r\n");
    }
    let length = format!("content-length: {}\r\n\r\n", request.body().len());
    text.extend_from_slice(length.as_bytes());
    text.extend_from_slice(request.body());
    stream.write_all(&text).expect("a server");
    let arrived = server.join().expect("the server does not panic");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("a reply");
    let end = answer
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .expect("a head")
        + 4;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, content_type.parse().expect("a value"));
    let body = Bytes::copy_from_slice(&answer[end..]);
    let result = O::response(StatusCode::OK, &headers, &body);
    (arrived, result.map_err(|error| error.to_string()))
}

/// Sends an operation that has no result, and checks that the server reads the same operation.
fn round_trip<O: Receive + PartialEq + Debug>(operation: &O) -> Arrived
where
    O::Output: Debug,
{
    let (arrived, _) = exchange(operation, "text/plain", b"");
    let read = O::read(&arrived.request);
    assert_eq!(read.as_ref().ok(), Some(operation), "{}", arrived.line);
    arrived
}

fn pets() -> Vec<Pet> {
    vec![Pet::new("Mia"), Pet::new("a\nb \u{e9}")]
}

fn methods_without_a_constant_arrive() {
    let line = |arrived: Arrived| arrived.line;
    assert_eq!(
        line(round_trip(&CopyPets::new("/b").page(2))),
        "COPY /pets?page=2 HTTP/1.1"
    );
    assert_eq!(
        line(round_trip(&MSearchPets::new())),
        "M-SEARCH /pets HTTP/1.1"
    );
    let filter = bindings::methods_32::Filter::new().name("Mia");
    let (arrived, found) = exchange(
        &FindPets::new(filter),
        "application/json",
        b"[{\"name\":\"Mia\"}]",
    );
    assert_eq!(arrived.line, "QUERY /pets HTTP/1.1");
    assert_eq!(arrived.text(), "{\"name\":\"Mia\"}");
    assert_eq!(found.expect("they are decoded")[0].name, "Mia");
}

fn a_whole_query_is_a_form_or_a_value() {
    let filter = Filter::new("a + b").tags(vec!["x".to_owned(), "y".to_owned()]);
    let filter = filter.near(FilterNear::new().lat(1.5));
    let arrived = round_trip(&ByForm::new(filter));
    let query = "name=a+%2B+b&tags=x%7Cy&near=%7B%22lat%22%3A1.5%7D";
    assert_eq!(arrived.line, format!("GET /form?{query} HTTP/1.1"));

    let call = ByJson::new("a%2Fb;c d").selector(Json::new(vec![1, 2]));
    let (arrived, _) = exchange(&call, "text/plain", b"");
    let query = "%7B%22numbers%22%3A%5B1%2C2%5D%7D";
    assert_eq!(
        arrived.line,
        format!("GET /json/a%2Fb;c%20d?{query} HTTP/1.1")
    );
    let read = ByJson::read(&arrived.request).expect("it is one");
    assert_eq!((&*read.id, read.selector), ("a/b;c d", call.selector));

    let arrived = round_trip(&ByText::new().text("1 + 1 = 2"));
    assert_eq!(arrived.line, "GET /text?1%20%2B%201%20%3D%202 HTTP/1.1");
    assert_eq!(round_trip(&ByText::new()).line, "GET /text HTTP/1.1");
}

fn cookies_are_sent_as_they_are() {
    let both = bindings::parameters_32::ByCookiesBoth::new()
        .a("Hello%2C world!")
        .b(42);
    let texts = |list: [&str; 2]| list.map(str::to_owned).to_vec();
    let call = ByCookies::new("50%25 \"off\"")
        .list(texts(["x", "y"]))
        .joined(texts(["1", "2"]))
        .both(both);
    let arrived = round_trip(&call);
    assert_eq!(
        arrived.header(header::COOKIE),
        "greeting=50%25 \"off\"; list=x; list=y; joined=1,2; a=Hello%2C world!; b=42"
    );
    let (arrived, _) = exchange(
        &ByCookies::new("a").form("b%20c,d").q("/a?b%20c"),
        "text/plain",
        b"",
    );
    assert_eq!(arrived.header(header::COOKIE), "greeting=a; form=b%20c%2Cd");
    assert_eq!(arrived.line, "GET /cookies?q=/a?b%20c HTTP/1.1");
    let refused = ByCookies::new("a; b").request();
    assert!(refused.is_err(), "a semicolon would end the cookie");
}

fn items_are_lines_texts_and_events() {
    let (arrived, found) = exchange(
        &SendLines::new(pets()),
        "application/jsonl",
        b"{\"name\":\"Leo\"}\n{\"name\":\"Kim\"}",
    );
    assert_eq!(
        arrived.text(),
        "{\"name\":\"Mia\"}\n{\"name\":\"a\\nb \u{e9}\"}\n"
    );
    assert_eq!(arrived.header(header::CONTENT_TYPE), "application/jsonl");
    let names: Vec<String> = found.expect("two").into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["Leo", "Kim"]);
    round_trip(&PutLines::new().body(pets()));
    round_trip(&PutLines::new());

    let texts = vec!["a\nb".to_owned(), "c".to_owned()];
    let (arrived, found) = exchange(
        &SendSequence::new(texts),
        "application/geo+json-seq",
        b"\x1e{\n\"name\": \"Leo\"}\n\x1e{\"name\":\"Kim\"}\n",
    );
    assert_eq!(arrived.text(), "\u{1e}\"a\\nb\"\n\u{1e}\"c\"\n");
    assert_eq!(found.expect("two").len(), 2);

    let events = pets().into_iter().map(SendEventsRequestItem::new);
    let events: Vec<SendEventsRequestItem> = events.map(|it| it.event("born")).collect();
    let arrived = round_trip(&SendEvents::new(events));
    assert!(
        arrived
            .text()
            .starts_with("event: born\ndata: {\"name\":\"Mia\"}\n\n")
    );
}

fn parts_are_the_items_of_a_list() {
    let images = vec![
        File::new(&b"\x89PNG\r\n--"[..]),
        File::new("two").content_type("image/gif"),
    ];
    let (arrived, found) = exchange(
        &SendImages::new(images),
        "multipart/mixed; boundary=b",
        b"preamble\r\n--b\r\ncontent-type: image/png\r\n\r\n\x89\xff\r\n--b\r\n\r\nsecond\r\n--b--\r\n",
    );
    let body = String::from_utf8_lossy(arrived.request.body()).into_owned();
    assert_eq!(body.matches("X-Camera: front").count(), 2, "{body}");
    assert!(
        body.contains("Content-Type: image/png") && body.contains("image/gif"),
        "{body}"
    );
    assert!(!body.contains("Content-Disposition"), "{body}");
    let found = found.expect("two images");
    assert_eq!(found[0].data, &b"\x89\xff"[..]);
    assert_eq!(found[1].data, &b"second"[..]);

    let page = PutPageRequest(Pet::new("Mia"), File::new("x"), Some("<p>".to_owned()));
    let (arrived, found) = exchange(
        &PutPage::new(page),
        "multipart/related; boundary=b",
        b"--b\r\ncontent-type: application/json\r\n\r\n{\"name\":\"Leo\"}\r\n--b--\r\n",
    );
    assert!(
        arrived.text().contains("{\"name\":\"Mia\"}"),
        "{}",
        arrived.text()
    );
    assert!(
        arrived
            .text()
            .contains("Content-Type: text/html\r\n\r\n<p>\r\n"),
        "{}",
        arrived.text()
    );
    assert_eq!(found.expect("a pet")[0].name, "Leo");
}

fn main() {
    methods_without_a_constant_arrive();
    a_whole_query_is_a_form_or_a_value();
    cookies_are_sent_as_they_are();
    items_are_lines_texts_and_events();
    parts_are_the_items_of_a_list();
}
