//! Paged lists: which page is next, when it is fetched, and where the list ends.

use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use generated::conferences::{ListConferences, Page};
use generated::texml::{GetTexmlConferenceParticipants, GetTexmlConferences};
use generated::{Client, Error, Value};
use serde_json::json;
use tokio::time::timeout;

use super::{KEY, builder, conference, instant, once};
use crate::server::raw::{Act, Raw};
use crate::server::{Answer, Server};

/// A page with these conferences, and the total number of pages.
fn page(ids: &[&str], pages: Option<i64>) -> Answer {
    let data: Vec<_> = ids.iter().map(|id| conference(id)).collect();
    let meta = pages.map(|pages| json!({ "total_pages": pages }));
    Answer::json(match meta {
        Some(meta) => json!({ "data": data, "meta": meta }),
        None => json!({ "data": data }),
    })
}

/// The items up to the end or an error.
async fn ids(client: &Client, operation: &ListConferences) -> Vec<String> {
    let mut ids = Vec::new();
    let mut items = operation.items(client);
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push(item.id.into()),
            Err(error) => ids.push(error.to_string()),
        }
    }
    assert!(items.next().await.is_none(), "the end is the end");
    ids
}

/// Serves these pages, and compares the listed items and the numbers of the requested pages.
async fn check(operation: ListConferences, pages: Vec<Answer>, items: &[&str], numbers: &[&str]) {
    let server = Server::script(pages);
    let client = once(&server);
    assert_eq!(ids(&client, &operation).await, items);
    let asked: Vec<_> = server
        .seen()
        .iter()
        .map(|it| number(&it.query_pairs()))
        .collect();
    assert_eq!(asked, numbers);
}

fn number(pairs: &[(String, String)]) -> String {
    let number = pairs.iter().find(|(name, _)| name == "page[number]");
    number.map_or("none", |(_, value)| value).to_owned()
}

#[tokio::test]
async fn a_list_ends_with_the_last_page() {
    let list = ListConferences::new;
    let pages = || {
        vec![
            page(&["a", "b"], Some(3)),
            page(&["c"], Some(3)),
            page(&["d"], Some(3)),
        ]
    };
    check(list(), pages(), &["a", "b", "c", "d"], &["none", "2", "3"]).await;
    check(list(), vec![page(&["a"], Some(1))], &["a"], &["none"]).await;
    // The last response decides the number of pages.
    let pages = vec![page(&["a"], Some(3)), page(&["b"], Some(2))];
    check(list(), pages, &["a", "b"], &["none", "2"]).await;
}

#[tokio::test]
async fn a_list_ends_with_an_empty_page() {
    let list = ListConferences::new;
    let pages = vec![page(&["a"], None), page(&["b"], None), page(&[], None)];
    check(list(), pages, &["a", "b"], &["none", "2", "3"]).await;
    check(list(), vec![page(&[], Some(5))], &[], &["none"]).await;
    check(list(), vec![Answer::json(json!({}))], &[], &["none"]).await;
}

#[tokio::test]
async fn a_list_can_start_at_a_page() {
    let from = |number| ListConferences::new().page(Page::new().number(number).size(1));
    let pages = vec![page(&["b"], Some(3)), page(&["c"], Some(3))];
    check(from(2), pages, &["b", "c"], &["2", "3"]).await;
    check(from(3), vec![page(&["c"], Some(3))], &["c"], &["3"]).await;
    check(
        from(i64::MAX),
        vec![page(&["z"], None)],
        &["z"],
        &["9223372036854775807"],
    )
    .await;
}

#[tokio::test]
async fn the_other_query_parameters_stay_the_same() {
    let server = Server::script([page(&["a"], Some(2)), page(&["b"], Some(2))]);
    let client = once(&server);
    let operation = ListConferences::new().region("US".into());
    let operation = operation.page(Page::new().size(7));
    let call = client
        .call(&operation)
        .query("debug", "1")
        .header("x-mine", "2");
    let items: Vec<_> = call.items().collect().await;
    assert_eq!(items.len(), 2);
    let [one, mut two] = <[_; 2]>::try_from(server.seen()).expect("two pages");
    two.headers.remove("host");
    let pairs = two.query_pairs();
    for (name, value) in [("region", "US"), ("page[size]", "7"), ("debug", "1")] {
        assert!(
            pairs.contains(&(name.to_owned(), value.to_owned())),
            "{pairs:?}"
        );
    }
    assert_eq!(one.query_pairs().len() + 1, pairs.len());
    assert_eq!((one.header("x-mine"), two.header("x-mine")), ("2", "2"));
    let authorization = format!("Bearer {KEY}");
    assert_eq!(two.header("authorization"), authorization);
}

#[tokio::test]
async fn pages_are_fetched_on_demand() {
    let pages = || [page(&["a", "b"], Some(2)), page(&["c"], Some(2))];
    let server = Server::script(pages());
    let client = once(&server);
    let mut items = ListConferences::new().items(&client);
    assert_eq!(server.seen().len(), 0);
    for (id, requests) in [("a", 1), ("b", 1), ("c", 2)] {
        let item = items.next().await.expect("an item").expect("a page");
        assert_eq!((item.id.as_str(), server.seen().len()), (id, requests));
    }
    assert!(items.next().await.is_none());
    assert_eq!(server.seen().len(), 2);

    let server = Server::script(pages());
    let client = once(&server);
    let mut pages = ListConferences::new().pages(&client);
    assert_eq!(server.seen().len(), 0);
    let page = pages.next().await.expect("a page").expect("a page");
    let value = serde_json::to_value(&page).expect("it encodes");
    assert_eq!(value["data"][1]["id"], "b");
    assert_eq!(server.seen().len(), 1);
    drop(pages);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_dropped_list_closes_its_connection() {
    let server = Raw::new([vec![Act::Read, Act::UntilClosed]]);
    let client = builder(&server.base_url()).build();
    let client = client.expect("it is well configured");
    let list = tokio::spawn(async move {
        let mut items = ListConferences::new().items(&client);
        items.next().await.is_none()
    });
    server.until(|log| log.requests.len() == 1).await;
    list.abort();
    server.until(|log| log.closed == 1).await;
}

/// A page that was fetched is kept when the future is dropped.
#[tokio::test]
async fn a_cancelled_list_can_be_continued() {
    let slow = |answer: Answer| answer.after(Duration::from_millis(60));
    let server = Server::script([slow(page(&["a"], Some(2))), slow(page(&["b"], Some(2)))]);
    let client = once(&server);
    let mut items = ListConferences::new().items(&client);
    let mut ids = Vec::new();
    loop {
        match timeout(Duration::from_millis(10), items.next()).await {
            Ok(Some(item)) => ids.push(item.expect("an item").id),
            Ok(None) => break,
            Err(_) => {}
        }
    }
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_list_is_a_stream() {
    let server = Server::script([page(&["a", "b"], Some(2)), page(&["c"], Some(2))]);
    let client = once(&server);
    let items = ListConferences::new().items(&client);
    let ids = items.map(|item| item.expect("an item").id);
    let ids: Vec<_> = pin!(ids.take(3)).collect().await;
    assert_eq!(ids, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_page_that_fails_at_first_is_retried() {
    let busy = Answer::new(503);
    let server = Server::script([page(&["a"], Some(2)), busy, page(&["b"], Some(2))]);
    let (builder, clock) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    assert_eq!(ids(&client, &ListConferences::new()).await, ["a", "b"]);
    assert_eq!(clock.slept(), [500.0]);
    let seen = server.seen();
    assert_eq!(seen[1].target(), seen[2].target());
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let error = "page 2: the API returned 404 Not Found";
    let pages = vec![
        page(&["a"], Some(9)),
        Answer::new(404),
        page(&["c"], Some(9)),
    ];
    check(ListConferences::new(), pages, &["a", error], &["none", "2"]).await;
    let pages = vec![page(&["a"], Some(9)), Answer::new(200).text("?")];
    let error = "page 2: 200 OK with an unexpected body: expected value at line 1 column 1";
    check(ListConferences::new(), pages, &["a", error], &["none", "2"]).await;
    let server = Server::script([]);
    let client = once(&server);
    let wrong = ListConferences::new().page(Page::new().size(251));
    let mut items = wrong.items(&client);
    assert!(matches!(items.next().await, Some(Err(Error::Invalid(_)))));
    assert!(items.next().await.is_none());
    assert!(server.seen().is_empty());
}

/// A page of TeXML conferences with this link.
#[allow(clippy::needless_pass_by_value)] // Tests read better.
fn linked(sid: &str, next: Value) -> Answer {
    Answer::json(json!({ "conferences": [{ "sid": sid }], "next_page_uri": next }))
}

async fn sids(client: &Client) -> Vec<String> {
    let list = GetTexmlConferences::new("acct").page_size(1);
    let items: Vec<_> = list.items(client).collect().await;
    let sids = items.into_iter().map(|item| match item {
        Ok(item) => item.sid.expect("it has one").into(),
        Err(error) => format!("{error}"),
    });
    sids.collect()
}

const FIRST: &str = "/v2/texml/Accounts/acct/Conferences?PageSize=1";

#[tokio::test]
async fn a_list_follows_links() {
    let path = "/v2/texml/Accounts/acct/Conferences";
    let second = format!("{path}?Page=1&PageToken=a%2Bb&FriendlyName=x%20y");
    for end in [Value::Null, json!("")] {
        let answer = linked("one", json!(second.clone()));
        let server = Server::script([
            answer,
            linked("two", json!("?Page=2")),
            linked("three", end),
        ]);
        let client = builder(&server.base_url()).header("x-mine", "1").retries(0);
        let client = client.build().expect("it is well configured");
        assert_eq!(sids(&client).await, ["one", "two", "three"]);
        let third = format!("{path}?Page=2");
        assert_eq!(server.targets(), [FIRST, &second, &third]);
        for seen in server.seen() {
            assert_eq!(seen.method, "GET");
            assert_eq!(seen.header("authorization"), format!("Bearer {KEY}"));
            assert_eq!(seen.header("accept"), "application/json");
            assert_eq!(seen.header("x-mine"), "1");
        }
    }
    let server = Server::script([Answer::json(json!({ "conferences": [{ "sid": "one" }] }))]);
    assert_eq!(sids(&once(&server)).await, ["one"]);
}

#[tokio::test]
async fn an_absolute_link_is_followed() {
    let server = Server::new(|seen| {
        let next = format!("http://{}/v2/other?Page=1", seen.header("host"));
        let is_first = seen.path != "/v2/other";
        linked("x", if is_first { json!(next) } else { Value::Null })
    });
    assert_eq!(sids(&once(&server)).await, ["x", "x"]);
    assert_eq!(server.targets(), [FIRST, "/v2/other?Page=1"]);
}

/// The page after an empty one may have items.
#[tokio::test]
async fn an_empty_page_with_a_link_does_not_end_the_list() {
    let empty = Answer::json(json!({ "conferences": [], "next_page_uri": "?Page=1" }));
    let server = Server::script([empty, linked("two", Value::Null)]);
    assert_eq!(sids(&once(&server)).await, ["two"]);
}

#[tokio::test]
async fn a_link_to_another_host_is_an_error() {
    let other = Server::script([]);
    let name = "http://me@127.0.0.1/v2/a".to_owned();
    let foreign = "the URL has another origin than the API";
    for (link, why) in [
        (other.base_url(), foreign),
        (name, foreign),
        ("//example.com/v2".to_owned(), foreign),
        ("http://".to_owned(), "empty host"),
    ] {
        let server = Server::script([linked("one", json!(link))]);
        let sids = sids(&once(&server)).await;
        let error = format!("page 2: the request cannot be sent: {why}");
        assert_eq!(sids, ["one", &error], "{link}");
        assert_eq!(server.seen().len(), 1);
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_link_to_the_same_page_is_an_error() {
    let server = Server::new(|_| linked("one", json!("?PageSize=1#same")));
    let sids = sids(&once(&server)).await;
    assert_eq!(
        sids,
        [
            "one",
            "page 2: the request cannot be sent: the link to the next page leads back to an earlier page"
        ]
    );
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn links_in_a_cycle_are_an_error() {
    let answers = ["?Page=1", "?Page=2", "?Page=1"].map(|link| linked("one", json!(link)));
    let server = Server::script(answers);
    let sids = sids(&once(&server)).await;
    assert_eq!(
        sids,
        [
            "one",
            "one",
            "one",
            "page 4: the request cannot be sent: the link to the next page leads back to an earlier page"
        ]
    );
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_linked_page_that_fails_at_first_is_retried() {
    let answers = [
        linked("one", json!("?Page=1")),
        Answer::new(502),
        linked("two", json!("?Page=2")),
        Answer::new(404).text(r#"{"errors":[{"detail":"gone"}]}"#),
    ];
    let server = Server::script(answers);
    let (builder, clock) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    let sids = sids(&client).await;
    assert_eq!(sids[..2], ["one", "two"]);
    assert!(
        sids[2].starts_with("page 3: the API returned 404 Not Found: "),
        "{sids:?}"
    );
    assert!(sids[2].contains("gone"), "{sids:?}");
    assert_eq!(clock.slept(), [500.0]);
}

#[tokio::test]
async fn the_other_lists_of_the_document_follow_links_too() {
    let body =
        |next: Value| json!({ "participants": [{ "call_sid": "p" }], "next_page_uri": next });
    let server = Server::script([
        Answer::json(body(json!("?Page=1"))),
        Answer::json(body(Value::Null)),
    ]);
    let client = once(&server);
    let list = GetTexmlConferenceParticipants::new("a", "c");
    let call = client.call(&list).query("debug", "1").header("x-mine", "1");
    let items: Vec<_> = call.items().collect().await;
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(Result::is_ok));
    let queries: Vec<_> = server.seen().iter().map(|it| it.query.clone()).collect();
    assert_eq!(
        queries,
        ["debug=1", "Page=1"],
        "a link is the whole reference"
    );
}

/// No unneeded page is fetched.
#[tokio::test]
async fn items_are_collected_up_to_a_limit() {
    let pages = || {
        [
            page(&["a", "b"], Some(3)),
            page(&["c"], Some(3)),
            page(&["d"], Some(3)),
        ]
    };
    for (limit, expected, fetched) in [
        (0, &[][..], 0),
        (1, &["a"], 1),
        (2, &["a", "b"], 1),
        (3, &["a", "b", "c"], 2),
        (100, &["a", "b", "c", "d"], 3),
        (usize::MAX, &["a", "b", "c", "d"], 3),
    ] {
        let ids = |items: Vec<generated::conferences::Conference>| {
            items.into_iter().map(|it| it.id).collect::<Vec<_>>()
        };
        let server = Server::script(pages());
        let client = once(&server);
        let items = ListConferences::new().items(&client).into_vec(limit).await;
        assert_eq!(ids(items.expect("a list")), expected);
        assert_eq!(server.seen().len(), fetched, "{limit}");
        let server = Server::script(pages());
        let client = generated::blocking::Client::builder(KEY).base_url(server.base_url());
        let client = client.build().expect("a client");
        let items = ListConferences::new()
            .items_blocking(&client)
            .into_vec(limit);
        assert_eq!(ids(items.expect("a list")), expected);
        assert_eq!(server.seen().len(), fetched, "{limit}");
    }
    let server = Server::script([page(&["a"], Some(2)), Answer::new(404)]);
    let error = ListConferences::new()
        .items(&once(&server))
        .into_vec(9)
        .await;
    assert_eq!(
        error
            .expect_err("no second page")
            .status()
            .map(|it| it.as_u16()),
        Some(404)
    );
}
