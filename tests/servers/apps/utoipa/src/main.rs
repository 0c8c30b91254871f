//! A ferry, served by axum with documentation by utoipa. Run with the port as the argument.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::{Form, Json};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::{IntoParams, Modify, OpenApi, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Class {
    Deck,
    Cabin,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Vehicle {
    Bike,
    Car { plate: String, metres: f32 },
    Lorry { plate: String, axles: u8 },
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
enum Age {
    Years(u16),
    Group(String),
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NewBooking {
    #[schema(min_length = 1, max_length = 30)]
    name: String,
    class: Class,
    vehicle: Option<Vehicle>,
    #[serde(default)]
    ages: Vec<Age>,
    leaves_on: NaiveDate,
    #[schema(minimum = 0)]
    dogs: Option<u64>,
}

#[derive(Clone, Serialize, ToSchema)]
struct Booking {
    id: Uuid,
    #[serde(flatten)]
    booking: NewBooking,
    made: DateTime<Utc>,
    price: (i64, String),
    extras: BTreeMap<String, bool>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Refusal {
    NotFound { id: Uuid },
    Full(u32),
    Closed,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    class: Option<Class>,
    #[param(minimum = 1, maximum = 30)]
    limit: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
struct Report {
    hour: u8,
    waves: f64,
    calm: Option<bool>,
}

#[derive(ToSchema)]
#[allow(dead_code)]
struct Pass {
    #[schema(value_type = String, format = Binary)]
    photo: Vec<u8>,
    name: String,
}

#[derive(Serialize, ToSchema)]
struct Page<T> {
    items: Vec<T>,
    total: u64,
}

type Bookings = Arc<Mutex<BTreeMap<Uuid, Booking>>>;

const ID: Uuid = Uuid::from_u128(0x0a0b_0c0d_0102_4304_8506_0708_090a_0b0c);

#[utoipa::path(post, path = "/bookings", tag = "bookings", request_body = NewBooking, responses((status = 201, body = Booking, headers(("x-queue" = i32))), (status = 409, body = Refusal)))]
async fn book(
    State(bookings): State<Bookings>,
    Json(booking): Json<NewBooking>,
) -> axum::response::Response {
    if booking.dogs > Some(2) {
        return (StatusCode::CONFLICT, Json(Refusal::Full(2))).into_response();
    }
    let made = DateTime::from_timestamp(1_790_000_000, 5_000_000).unwrap();
    let extras = BTreeMap::from([("breakfast".to_owned(), true)]);
    let booking = Booking {
        id: ID,
        booking,
        made,
        price: (4250, "EUR".to_owned()),
        extras,
    };
    bookings.lock().unwrap().insert(ID, booking.clone());
    (StatusCode::CREATED, [("x-queue", "3")], Json(booking)).into_response()
}

#[utoipa::path(get, path = "/bookings", tag = "bookings", params(Filter), responses((status = 200, body = Page<Booking>)))]
async fn list_bookings(
    State(bookings): State<Bookings>,
    Query(filter): Query<Filter>,
) -> Json<Page<Booking>> {
    let found = bookings
        .lock()
        .unwrap()
        .values()
        .filter(|it| filter.class.is_none_or(|class| class == it.booking.class))
        .cloned()
        .collect::<Vec<_>>();
    let total = found.len() as u64;
    Json(Page {
        items: found
            .into_iter()
            .take(filter.limit.unwrap_or(10) as usize)
            .collect(),
        total,
    })
}

#[utoipa::path(get, path = "/bookings/{id}", tag = "bookings", responses((status = 200, body = Booking), (status = 404, body = Refusal)))]
async fn get_booking(
    State(bookings): State<Bookings>,
    Path(id): Path<Uuid>,
) -> axum::response::Response {
    match bookings.lock().unwrap().get(&id) {
        Some(booking) => Json(booking).into_response(),
        None => (StatusCode::NOT_FOUND, Json(Refusal::NotFound { id })).into_response(),
    }
}

#[utoipa::path(delete, path = "/bookings/{id}", tag = "bookings", responses((status = 204), (status = 410, body = Refusal)))]
async fn cancel(
    State(bookings): State<Bookings>,
    Path(id): Path<Uuid>,
) -> axum::response::Response {
    match bookings.lock().unwrap().remove(&id) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => (StatusCode::GONE, Json(Refusal::Closed)).into_response(),
    }
}

#[utoipa::path(post, path = "/reports", request_body(content = Report, content_type = "application/x-www-form-urlencoded"), responses((status = 200, body = String, content_type = "text/plain")))]
async fn report(Form(report): Form<Report>) -> String {
    format!("{}h: {} m, {:?}", report.hour, report.waves, report.calm)
}

#[utoipa::path(put, path = "/passes/{number}", request_body(content = Pass, content_type = "multipart/form-data"), responses((status = 200, body = BTreeMap<String, u64>)))]
async fn set_pass(Path(number): Path<u32>, mut form: Multipart) -> Json<BTreeMap<String, u64>> {
    let mut sizes = BTreeMap::from([("number".to_owned(), u64::from(number))]);
    while let Some(field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap_or_default().to_owned();
        sizes.insert(name, field.bytes().await.unwrap().len() as u64);
    }
    Json(sizes)
}

#[utoipa::path(get, path = "/captain", security(("whistle" = [])), responses((status = 200, body = Option<String>), (status = 401, body = Refusal)))]
async fn captain(headers: HeaderMap) -> axum::response::Response {
    match headers.get("x-whistle").map(|it| it.as_bytes()) {
        Some(b"loud") => Json(Some("Ana")).into_response(),
        Some(_) => Json(None::<String>).into_response(),
        None => (StatusCode::UNAUTHORIZED, Json(Refusal::Closed)).into_response(),
    }
}

#[utoipa::path(get, path = "/maps/{*file}", params(("file" = String, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
async fn map(Path(file): Path<String>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/pdf")],
        format!("%PDF {file}"),
    )
}

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-Whistle")));
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("whistle", scheme);
    }
}

#[derive(OpenApi)]
#[openapi(info(title = "Ferry", version = "1.0.0"), modifiers(&Schemes))]
struct Document;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (router, document) = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(book, list_bookings))
        .routes(routes!(get_booking, cancel))
        .routes(routes!(report))
        .routes(routes!(set_pass))
        .routes(routes!(captain))
        .routes(routes!(map))
        .with_state(Bookings::default())
        .split_for_parts();
    let router = router.route("/document", axum::routing::get(|| async { Json(document) }));
    let port = std::env::args().nth(1).unwrap();
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}"))
        .await
        .unwrap();
    axum::serve(listener, router).await.unwrap();
}
