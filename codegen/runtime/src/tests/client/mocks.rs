//! The mock, and operations whose paths match the same requests.

use bytes::Bytes;
use http::Request;

use super::harness::{API, World, now};
use crate::runtime::{Mock, Retry};

mod operations {
    use crate::runtime::Value;

    crate::runtime::operation! {
        /// Doc.
        pub struct RetrieveUser(GET "/users/{id}", retry Idempotent)
        gives "application/json" { String | Value }
        new(id: impl Into<String>)
        required {
            /// Doc.
            id path(Simple) "id" into String,
        }
    }

    crate::runtime::operation! {
        /// Doc.
        pub struct RetrieveMe(GET "/users/me", retry Idempotent)
        gives "application/json" { String | Value }
    }
}
use self::operations::{RetrieveMe, RetrieveUser};

#[test]
fn an_operation_without_a_closure_is_not_answered_by_one_with_a_similar_path() {
    let mock = Mock::new().on(|call: &RetrieveUser| Ok(call.id.clone()));
    let client = World::default().builder().transport(mock.clone());
    let client = client.build().unwrap();
    let error = now(RetrieveMe::new().send(&client)).unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    let text = error.to_string();
    let expected = "the mock does not answer GET https://api.example.com/v2/users/me";
    assert!(text.contains(expected), "{text}");
    let found = now(RetrieveUser::new("1").send(&client));
    assert_eq!(found.unwrap(), "1");
    assert_eq!(mock.calls::<RetrieveUser>(), [RetrieveUser::new("1")]);
    assert_eq!(mock.calls::<RetrieveMe>(), [RetrieveMe::new()]);

    let client = World::default().builder();
    let mock = mock.on(|_: &RetrieveMe| Ok("me".to_owned()));
    let client = client.transport(mock.clone()).build().unwrap();
    assert_eq!(now(RetrieveMe::new().send(&client)).unwrap(), "me");
    // Requests that are not sent as operations are told apart by their paths.
    for (path, expected) in [("/v2/users/me", "\"me\""), ("/v2/users/you", "\"you\"")] {
        let uri = format!("https://api.example.com{path}");
        let request = Request::get(uri).body(Bytes::new()).unwrap();
        let reply = now(client.execute(&API, request, Retry::Idempotent)).unwrap();
        assert_eq!(reply.body(), expected);
    }
}
