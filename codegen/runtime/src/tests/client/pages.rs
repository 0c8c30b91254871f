//! Lists: which pages are fetched, when, and where they end.

use std::pin::Pin;
use std::task::{Context, Waker};

use futures_core::Stream;

use super::harness::{API, Answer, World, body, fails, now, reply, status};
use crate::runtime::{Client, Error, TransportErrorKind};

mod calls {
    use crate::runtime::{HeaderMap, Map, NextPage, Paged, Value, header_text};

    crate::runtime::operation! {
        /// A list with numbers.
        pub struct ListCalls(GET "/calls", retry Idempotent)
        gives "application/json" pages { Map<Value> | Map<Value> }
        optional {
            /// Doc.
            page query(Form) "page": i64,
            /// Doc.
            per query(Form) "per": i64,
        }
    }

    impl Paged for ListCalls {
        type Item = Value;

        fn items(page: &mut Self::Body) -> Vec<Value> {
            take_items(page)
        }

        fn next(&self, page: &Self::Body, _: &HeaderMap) -> Option<NextPage<Self>> {
            let items = page
                .get("data")
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            let pages = page.get("pages").and_then(Value::as_i64);
            NextPage::numbered(self, items, pages, |next| &mut next.page)
        }
    }

    crate::runtime::operation! {
        /// A list with links.
        pub struct LinkedCalls(GET "/calls", retry Idempotent)
        gives "application/json" pages { Map<Value> | Map<Value> }
        optional {
            /// Doc.
            per query(Form) "per": i64,
        }
    }

    impl Paged for LinkedCalls {
        type Item = Value;

        fn items(page: &mut Self::Body) -> Vec<Value> {
            take_items(page)
        }

        fn next(&self, page: &Self::Body, _: &HeaderMap) -> Option<NextPage<Self>> {
            NextPage::linked(page.get("next").and_then(Value::as_str))
        }
    }

    crate::runtime::operation! {
        /// A list with cursors.
        pub struct CallsAfter(GET "/calls", retry Idempotent)
        gives "application/json" pages { Map<Value> | Map<Value> }
        optional {
            /// Doc.
            after query(Form) "after" into String,
        }
    }

    impl Paged for CallsAfter {
        type Item = Value;

        fn items(page: &mut Self::Body) -> Vec<Value> {
            take_items(page)
        }

        fn next(&self, _: &Self::Body, headers: &HeaderMap) -> Option<NextPage<Self>> {
            let cursor = header_text(headers, "x-next");
            NextPage::after(self, cursor, None, |next, cursor| {
                next.after = Some(cursor.into());
            })
        }
    }

    fn take_items(page: &mut Map<Value>) -> Vec<Value> {
        match page.remove("data") {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        }
    }
}
use calls::{CallsAfter, LinkedCalls, ListCalls};

fn client(answers: impl IntoIterator<Item = Answer>) -> (World, Client) {
    let world = World::new(answers);
    let client = world.client();
    (world, client)
}

#[test]
fn a_page_is_fetched_on_demand() {
    let (world, client) = client([
        body(r#"{"data":[1,2],"pages":2}"#),
        body(r#"{"data":[3],"pages":2}"#),
    ]);
    let mut items = ListCalls::new().per(2).items(&client);
    assert_eq!(world.sent(), 0);
    let mut seen = Vec::new();
    while let Some(item) = now(items.next()) {
        seen.push((item.expect("an item").as_i64(), world.sent()));
    }
    assert_eq!(seen, [(Some(1), 1), (Some(2), 1), (Some(3), 2)]);
    assert_eq!(
        world.uris(),
        [
            "https://api.example.com/v2/calls?per=2",
            "https://api.example.com/v2/calls?page=2&per=2",
        ]
    );
    assert!(now(items.next()).is_none());
    assert_eq!(world.sent(), 2);
}

#[test]
fn an_empty_page_ends_the_list() {
    let (world, client) = client([body(r#"{"data":[1]}"#), body(r#"{"data":[]}"#)]);
    let mut pages = ListCalls::new().page(7).pages(&client);
    let mut count = 0;
    while let Some(page) = now(pages.next()) {
        page.expect("a page");
        count += 1;
    }
    assert_eq!(count, 2);
    assert!(world.uris()[1].ends_with("?page=8"));
}

#[test]
fn a_page_is_retried_by_itself() {
    let (world, client) = client([
        body(r#"{"data":[1],"pages":2}"#),
        status(503),
        body(r#"{"data":[2],"pages":2}"#),
    ]);
    let call = ListCalls::new();
    let mut items = client
        .call(&call)
        .header("x-a", "1")
        .query("q", "r")
        .items();
    let mut next = || now(items.next()).map(|it| it.expect("an item").as_i64());
    assert_eq!(
        [next(), next(), next()],
        [Some(Some(1)), Some(Some(2)), None]
    );
    let uris = world.uris();
    assert_eq!(uris[1], "https://api.example.com/v2/calls?page=2&q=r");
    assert_eq!(uris[1], uris[2]);
    let all = world.requests();
    assert!(all.iter().all(|it| it.headers()["x-a"] == "1"));
}

#[test]
fn an_error_ends_the_list() {
    let (world, client) = client([body(r#"{"data":[1],"pages":9}"#), status(404)]);
    let mut items = ListCalls::new().items(&client);
    now(items.next()).expect("an item").expect("a success");
    let error = now(items.next()).expect("an error").expect_err("404");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(404));
    assert_eq!(error.page(), Some(2));
    assert!(now(items.next()).is_none());
    assert_eq!(world.sent(), 2);
}

/// Every kind of error says which page could not be fetched.
#[test]
fn errors_have_the_number_of_the_page() {
    let first = || body(r#"{"data":[1]}"#);
    for (answer, said) in [
        (status(404), "page 2: the API returned 404 Not Found: {}"),
        (body("?"), "page 2: 200 OK with an unexpected body"),
        (
            fails(TransportErrorKind::Tls),
            "page 2: no secure connection",
        ),
        (
            fails(TransportErrorKind::Timeout),
            "page 2: no reply within",
        ),
    ] {
        let world = World::new([first(), answer]);
        let client = world.builder().retries(0).build().expect("a client");
        let pages: Vec<_> = [(), ()]
            .iter()
            .scan(ListCalls::new().pages(&client), |pages, ()| {
                now(pages.next())
            })
            .collect();
        assert!(pages[0].is_ok());
        let error = pages[1].as_ref().expect_err(said);
        assert_eq!(error.page(), Some(2));
        assert!(error.to_string().starts_with(said), "{error}");
    }
    let (_, client) = client([status(404)]);
    let call = ListCalls::new();
    let error = now(client.call(&call).send()).expect_err("404");
    assert_eq!(error.page(), None);
}

#[test]
fn a_list_with_cursors_ends_where_there_is_none() {
    let page = |next: &str| reply(200, &[("x-next", next)], r#"{"data":[1]}"#);
    let urls = [
        "https://api.example.com/v2/calls?q=r",
        "https://api.example.com/v2/calls?after=b&q=r",
        "https://api.example.com/v2/calls?after=a&q=r",
    ];
    for (end, expected) in [
        ("", "end"),
        ("b", "page 4: the request cannot be sent: the cursor"),
    ] {
        let (world, client) = client([page("b"), page("a"), page(end)]);
        let call = CallsAfter::new();
        let mut pages = client.call(&call).query("q", "r").pages();
        for _ in urls {
            now(pages.next()).expect("a page").expect("a success");
        }
        let last = now(pages.next());
        let last = last.map_or("end".to_owned(), |it| it.expect_err("a cycle").to_string());
        assert!(last.starts_with(expected), "{last}");
        assert!(now(pages.next()).is_none());
        assert_eq!(world.uris(), urls);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_lists_have_cursors_too() {
    let page = |next: &str| reply(200, &[("x-next", next)], r#"{"data":[1]}"#);
    let world = World::new([page("b"), page("a"), page("b")]);
    let pages = CallsAfter::new().pages_blocking(&world.blocking());
    let said: Vec<String> = pages
        .map(|page| page.map_or_else(|error| error.to_string(), |_| "page".to_owned()))
        .collect();
    assert_eq!(said[..3], ["page"; 3]);
    let error =
        "the request cannot be sent: the cursor of the next page leads back to an earlier page";
    assert_eq!(said[3..], [format!("page 4: {error}")]);
    assert_eq!(world.sent(), 3);
}

#[test]
fn links_to_the_next_page_are_followed() {
    let (world, client) = client([
        body(r#"{"data":[1],"next":"/v2/calls?token=%2B1"}"#),
        body(r#"{"data":[2],"next":"?token=3"}"#),
        body(r#"{"data":[3],"next":""}"#),
    ]);
    let call = LinkedCalls::new().per(1);
    let mut items = client.call(&call).query("q", "r").items();
    let mut count = 0;
    while let Some(item) = now(items.next()) {
        item.expect("an item");
        count += 1;
    }
    assert_eq!(count, 3);
    assert_eq!(
        world.uris(),
        [
            "https://api.example.com/v2/calls?per=1&q=r",
            "https://api.example.com/v2/calls?token=%2B1",
            "https://api.example.com/v2/calls?token=3",
        ]
    );
    let key = |it: &http::Request<_>| it.headers().contains_key("authorization");
    assert!(world.requests().iter().all(key));
}

#[test]
fn invalid_links_to_the_next_page_are_errors() {
    for link in [
        "https://other.example.com/v2/calls?token=2",
        "//other.example.com/",
        "/v2/calls",
        "https://[",
    ] {
        let page = format!(r#"{{"data":[1],"next":"{link}"}}"#);
        let (world, client) = client([body(&page)]);
        let mut items = LinkedCalls::new().items(&client);
        now(items.next()).expect("an item").expect("a success");
        let error = now(items.next()).expect("an error").expect_err(link);
        assert!(matches!(error, Error::Transport(it) if it.kind() == TransportErrorKind::Request));
        assert!(now(items.next()).is_none());
        assert_eq!(world.sent(), 1);
    }
}

#[test]
fn items_are_a_stream() {
    fn is_stream<S: Stream + Send + Unpin>(_: &S) {}
    let (_, client) = client([body(r#"{"data":[1],"pages":1}"#)]);
    let mut items = ListCalls::new().items(&client);
    is_stream(&items);
    is_stream(&ListCalls::new().pages(&client));
    let mut context = Context::from_waker(Waker::noop());
    let first = Pin::new(&mut items).poll_next(&mut context);
    assert!(first.map(|it| it.is_some_and(|it| it.is_ok())).is_ready());
    assert!(now(items.next()).is_none());
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_items_are_an_iterator() {
    let answers = || {
        [
            body(r#"{"data":[1,2],"pages":3}"#),
            body(r#"{"data":[3],"pages":3}"#),
            status(404),
        ]
    };
    let world = World::new(answers());
    let client = world.blocking();
    let mut items = ListCalls::new().items_blocking(&client);
    assert_eq!(world.sent(), 0);
    let first: Vec<_> = items
        .by_ref()
        .take(2)
        .map(|it| it.expect("an item"))
        .collect();
    assert_eq!(first, [1, 2]);
    assert_eq!(world.sent(), 1);
    assert_eq!(items.next().expect("an item").expect("a success"), 3);
    let error = items.next().expect("an error").expect_err("404");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(404));
    assert!(items.next().is_none());

    let world = World::new(answers());
    let pages = ListCalls::new().pages_blocking(&world.blocking());
    let succeeded: Vec<_> = pages.map(|page| page.is_ok()).collect();
    assert_eq!(succeeded, [true, true, false]);
}
