//! Values in requests and responses, over a loopback connection.

use axum::body::Body;
use http::Response;
use jiff::civil::date;
use rust_decimal::Decimal;
use tokio::net::TcpListener;
use url::Url;
use uuid::Uuid;

use crate::Client;
use crate::orders::server::Call;
use crate::orders::{GetOrder, Order, PutRange, Range, Upload};
use crate::server::axum::{Received, into_response};
use crate::server::{HandlerResult, Receive};

const ID: Uuid = Uuid::from_u128(0xabc);

/// Answers all operations, and asserts what they have.
async fn answer(Received(call): Received<Call>) -> Response<Body> {
    into_response(match call {
        Call::GetOrder(call) => {
            let mut response = GetOrder::respond(get_order(call));
            let headers = response.headers_mut();
            headers.insert("x-request-id", ID.to_string().parse().unwrap());
            headers.insert("x-rate", "2.50".parse().unwrap());
            response
        }
        Call::PutRange(call) => PutRange::respond(Ok(call.body)),
        Call::Upload(call) => {
            assert_eq!(call.body, range());
            Upload::respond(Ok(()))
        }
    })
}

fn get_order(call: GetOrder) -> HandlerResult<GetOrder> {
    assert_eq!(call.days.len(), 2);
    assert_eq!(*call.days[1], date(2024, 2, 29));
    assert_eq!(call.range, Some(range()));
    assert_eq!(call.x_least, Some(Decimal::new(10, 2).into()));
    assert_eq!(call.parts.as_deref(), Some(&[ID.into(), ID.into()][..]));
    assert_eq!(call.session, Some(ID.into()));
    let place = call.place.ok_or("the place is sent").unwrap();
    Ok(Order::new(call.id, [ID], place, Decimal::new(125, 2)))
}

fn range() -> Range {
    Range::new(date(2024, 1, 1))
        .last(date(2024, 1, 31))
        .most(Decimal::new(150, 2))
        .least(Decimal::new(5, 1))
}

#[tokio::test]
async fn operations_go_over_the_wire() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server =
        tokio::spawn(axum::serve(listener, axum::Router::new().fallback(answer)).into_future());
    let client = Client::keyless()
        .base_url(format!("http://{address}"))
        .build()
        .unwrap();

    let place: Url = "https://a.b/c?d=%20".parse().unwrap();
    let call = GetOrder::new(ID, [date(2024, 1, 1), date(2024, 2, 29)])
        .parts([ID, ID])
        .range(range())
        .place(place.clone())
        .x_least(Decimal::new(10, 2))
        .session(ID);
    let (order, headers) = client.call(&call).with_headers().await.unwrap();
    assert_eq!(*order.id, ID);
    assert_eq!(order.place, place.into());
    assert_eq!(*order.total, Decimal::new(125, 2));
    assert_eq!(headers.x_request_id, Some(ID.into()));
    assert_eq!(headers.x_rate, Some(Decimal::new(25, 1).into()));

    let sent = PutRange::new(ID, date(2024, 1, 1), range());
    assert_eq!(sent.send(&client).await.unwrap(), range());
    Upload::new(ID, date(2024, 1, 1), range())
        .send(&client)
        .await
        .unwrap();
    server.abort();
}

#[test]
fn what_does_not_parse_is_rejected() {
    let request = http::Request::put(format!("/orders/{ID}/2024-13-01"))
        .body(bytes::Bytes::from("first=2024-01-01"));
    let rejection = PutRange::read(&request.unwrap()).unwrap_err();
    assert!(rejection.to_string().contains("days"), "{rejection}");
}
