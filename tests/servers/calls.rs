//! Calls of the servers in `apps`, which web frameworks describe and serve. Runs as an example of a crate `bindings`
//! that is made from `documents`: against `exchanges`, or against servers, as arguments such as
//! `fastapi=http://127.0.0.1:8000`.

use std::collections::VecDeque;
use std::env;
use std::fmt::Debug;
use std::future;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bindings::{
    Base64, BoxFuture, Bytes, Client, ClientBuilder, Clock, Credential, DateTime, Error, File, Map,
    Nullable, Transport, TransportError, TransportErrorKind, fastapi, fastify, hono, litestar,
    nestjs, ninja, tsoa, utoipa,
};
use http::{Request, Response};
use serde_json::{Value, json};

/// A framework with its recorded exchanges and the calls that lead to them.
type Framework = (&'static str, &'static str, fn(&dyn Fn() -> ClientBuilder));

const FRAMEWORKS: [Framework; 8] = [
    (
        "fastapi",
        include_str!("exchanges/fastapi.json"),
        call_fastapi,
    ),
    (
        "fastify",
        include_str!("exchanges/fastify.json"),
        call_fastify,
    ),
    ("hono", include_str!("exchanges/hono.json"), call_hono),
    (
        "litestar",
        include_str!("exchanges/litestar.json"),
        call_litestar,
    ),
    ("nestjs", include_str!("exchanges/nestjs.json"), call_nestjs),
    ("ninja", include_str!("exchanges/ninja.json"), call_ninja),
    ("tsoa", include_str!("exchanges/tsoa.json"), call_tsoa),
    ("utoipa", include_str!("exchanges/utoipa.json"), call_utoipa),
];

fn main() {
    let urls: Vec<String> = env::args().skip(1).collect();
    for (name, exchanges, calls) in FRAMEWORKS {
        println!("{name}");
        let url = urls
            .iter()
            .find_map(|it| it.strip_prefix(name)?.strip_prefix('='));
        if let Some(url) = url {
            calls(&|| client(url).transport(Sockets));
            continue;
        }
        let recorded: Vec<Value> = serde_json::from_str(exchanges).expect("they are JSON");
        let rest: &'static Mutex<VecDeque<Value>> =
            Box::leak(Box::new(Mutex::new(recorded.into())));
        calls(&|| client("http://recorded.example").transport(Recorded(rest)));
        let rest = rest.lock().unwrap();
        assert!(rest.is_empty(), "{name} has more exchanges: {rest:?}");
    }
}

fn client(url: &str) -> ClientBuilder {
    Client::keyless()
        .base_url(url)
        .retries(0)
        .clock(Stopped)
        .randomness(|| [0; 16])
}

/// A clock whose time does not pass.
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(future::pending())
    }
}

/// Returns what a call comes to. The transports here never wait.
fn ready<T>(call: impl Future<Output = T>) -> T {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

/// A transport that sends each request over a connection of its own.
struct Sockets;

impl Transport for Sockets {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let reply = exchange(&request);
        let broken = |error| TransportError::new(TransportErrorKind::Broken, error);
        Box::pin(future::ready(reply.map_err(broken)))
    }
}

fn exchange(request: &Request<Bytes>) -> std::io::Result<Response<Bytes>> {
    let uri = request.uri();
    let host = uri.authority().expect("a host").as_str();
    let mut stream = TcpStream::connect(host)?;
    let (method, target) = (request.method(), uri.path_and_query().expect("a target"));
    write!(stream, "{method} {target} HTTP/1.1\r\nhost: {host}\r\n")?;
    write!(stream, "content-length: {}\r\n", request.body().len())?;
    for (name, value) in request.headers() {
        write!(stream, "{name}: {}\r\n", value.to_str().expect("ASCII"))?;
    }
    stream.write_all(b"\r\n")?;
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
        reply = reply.header(name, value);
    }
    let mut body = Vec::new();
    reader.read_to_end(&mut body)?;
    Ok(reply.body(body.into()).expect("a reply"))
}

/// A transport that expects each recorded request in turn, and answers as it was answered.
struct Recorded(&'static Mutex<VecDeque<Value>>);

impl Transport for Recorded {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let exchange = self
            .0
            .lock()
            .unwrap()
            .pop_front()
            .expect("another exchange");
        let target = request.uri().path_and_query().expect("a target").as_str();
        let line = format!("{} {target}", request.method());
        assert_eq!(exchange["request"], line);
        for (name, value) in exchange["request_headers"].as_object().expect("headers") {
            let sent = request
                .headers()
                .get(name)
                .map(|it| it.to_str().expect("ASCII"));
            assert_eq!(sent, value.as_str(), "{name} of {line}");
        }
        assert_eq!(
            bytes(&exchange["request_body"]),
            request.body(),
            "the body of {line}"
        );
        let status = exchange["status"].as_u64().expect("a status");
        let mut reply = Response::builder().status(u16::try_from(status).expect("a status"));
        for (name, value) in exchange["reply_headers"].as_object().expect("headers") {
            reply = reply.header(name, value.as_str().expect("a value"));
        }
        let reply = reply.body(bytes(&exchange["reply_body"])).expect("a reply");
        Box::pin(future::ready(Ok(reply)))
    }
}

/// Decodes a body: text, or Base64 in an array.
fn bytes(body: &Value) -> Bytes {
    match body {
        Value::String(text) => Bytes::from(text.clone()),
        body => {
            let text = body[0].as_str().expect("Base64");
            Base64::from_encoded(text).decode().expect("Base64").into()
        }
    }
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

/// Returns the status and the decoded body of an error response.
fn refusal<O, E: Debug>(result: Result<O, Error<E>>) -> (u16, E)
where
    O: Debug,
{
    match result {
        Err(Error::Api(error)) => (error.status.as_u16(), error.body.expect("a declared body")),
        other => panic!("{other:?}"),
    }
}

fn call_fastapi(client: &dyn Fn() -> ClientBuilder) {
    use fastapi::{
        AddBook, BodyLogInLoginPost, BodySetCoverBooksIdCoverPut, CountBooks, Ebook, Genre,
        GetBook, GetCover, GetOpening, ListBooks, ListLoans, ListShelves, LogIn,
        MissingOrHttpValidationError, NewBook, NewBookMedium, NewBookPrice, RemoveBook, SetCover,
        ValidationErrorLocItem, WatchLoans,
    };
    let plain = client().build().unwrap();
    let ebook = Ebook::new(52_428).formats(texts(["epub", "pdf"]));
    let price = NewBookPrice::String("19.90".to_owned());
    let new = NewBook::new(
        Genre::ReferenceWork,
        NewBookMedium::Ebook(ebook),
        price,
        "2025-12-24",
        "Tables",
    );
    let added = ready(
        plain
            .call(&AddBook::new(new.subtitle(Nullable::Null)))
            .send(),
    )
    .unwrap();
    assert_eq!(
        (added.price.as_str(), added.loan.as_str()),
        ("19.90", "P28D")
    );
    assert_eq!(added.added.as_str(), "2026-02-03T04:05:06.789000Z");
    let id = added.id.as_str();

    let genres = [Genre::ReferenceWork, Genre::Novel];
    let list = ListBooks::new()
        .genre(genres.to_vec())
        .after("2025-12-01".to_owned())
        .limit(5);
    assert_eq!(ready(plain.call(&list).send()).unwrap()[0], added);
    let list = ListBooks::new().accept_language("none".to_owned());
    assert!(ready(plain.call(&list).send()).unwrap().is_empty());

    assert_eq!(ready(plain.call(&GetBook::new(id)).send()).unwrap(), added);
    let other = "7d9a5d10-0c6e-4a55-9d63-0b5ad2f4a002";
    let (status, body) = refusal(ready(plain.call(&GetBook::new(other)).send()));
    let MissingOrHttpValidationError::Missing(missing) = body else {
        panic!("{body:?}")
    };
    assert_eq!(
        (status, missing.id.as_str(), missing.reason.as_str()),
        (404, other, "never bought")
    );
    let (status, body) = refusal(ready(plain.call(&GetBook::new("none")).send()));
    let MissingOrHttpValidationError::HttpValidationError(invalid) = body else {
        panic!("{body:?}")
    };
    let loc = &invalid.detail.expect("details")[0].loc;
    let words = ["path", "id"].map(|it| ValidationErrorLocItem::String(it.to_owned()));
    assert_eq!((status, &loc[..]), (422, &words[..]));

    assert_eq!(
        &ready(plain.call(&GetCover::new(id)).send()).unwrap()[..4],
        b"\x89PNG"
    );
    let image = File::new(&b"\x00\x01"[..])
        .name("a.png")
        .content_type("image/png");
    let body = BodySetCoverBooksIdCoverPut::new(texts(["a chart", "a table"]), "Charts", image);
    let stored = ready(plain.call(&SetCover::new(id, body)).send()).unwrap();
    let stored = serde_json::to_value(&stored).unwrap();
    assert_eq!(
        stored,
        json!({"name": "a.png", "size": 2, "caption": "Charts", "alt": "a chart|a table"})
    );

    let form = BodyLogInLoginPost::new("open sesame", "Ana & co");
    let token = ready(plain.call(&LogIn::new(form)).send()).unwrap();
    let known = client().credential("OAuth2PasswordBearer", Credential::key(token.access_token));
    let loans = ready(known.build().unwrap().call(&ListLoans::new()).send()).unwrap();
    assert_eq!(
        (loans.0.as_str(), loans.1, loans.2[0].weeks),
        ("token of Ana & co", 1, 4)
    );

    let shelves = ready(plain.call(&ListShelves::new()).send()).unwrap();
    let novels = &shelves.shelves.expect("shelves")[0];
    assert_eq!(
        novels.shelves.as_ref().expect("shelves")[0].name,
        "long ones"
    );
    let counts = ready(plain.call(&CountBooks::new()).send()).unwrap();
    assert_eq!(counts.get("reference work"), Some(&1));
    let mut events = ready(plain.call(&WatchLoans::new()).events()).unwrap();
    let next = || ready(events.next()).map(|it| it.unwrap().data.value().expect("JSON").data.weeks);
    let weeks: Vec<i64> = std::iter::from_fn(next).collect();
    assert_eq!(weeks, [1, 2]);
    assert_eq!(
        ready(plain.call(&GetOpening::new()).send()).unwrap(),
        "9 to 5"
    );
    ready(plain.call(&RemoveBook::new(id)).send()).unwrap();
}

fn call_fastify(client: &dyn Fn() -> ClientBuilder) {
    use fastify::{
        AnnounceShip, ChangeShip, ChangeShipRequest, ComputeFee, ComputeFeeRequest, ForgetShip,
        GetBerth, GetBerthPier, GetLog, GetSession, GetShip, ListShips, Ship, ShipCargo,
        ShipCargoBoxes, ShipFlag, ShipPosition,
    };
    let plain = client().build().unwrap();
    let cargo = ShipCargo::Boxes(ShipCargoBoxes::new(120).cold(true));
    let mut tags = Map::new();
    tags.insert("line".to_owned(), "north".to_owned());
    let position = Nullable::Value(ShipPosition(51.95, 4.05));
    let due = DateTime::from_text("2026-12-01T06:30:00Z");
    let ship = Ship::new(
        cargo,
        due,
        ShipFlag::No,
        "IMO9074729",
        "Nordlys",
        position,
        tags,
    )
    .draught(4.7);
    let (announced, headers) =
        ready(plain.call(&AnnounceShip::new(ship.clone())).with_headers()).unwrap();
    assert_eq!((&announced, headers.x_berth), (&ship, Some(1)));
    let mut invalid = ship.clone();
    invalid.imo = "IMO1".to_owned();
    let unchecked = client().validation(false).build().unwrap();
    let (status, failure) = refusal(ready(unchecked.call(&AnnounceShip::new(invalid)).send()));
    assert_eq!((status, failure.status_code), (400, 400));
    assert!(failure.message.contains("imo"), "{failure:?}");

    let list = ListShips::new(10).flag(texts(["NO", "NL"])).cold(true);
    assert_eq!(
        ready(plain.call(&list).send()).unwrap(),
        std::slice::from_ref(&ship)
    );
    assert_eq!(
        ready(plain.call(&GetShip::new("IMO9074729")).send()).unwrap(),
        ship
    );
    let (status, failure) = refusal(ready(plain.call(&GetShip::new("no ship/at all")).send()));
    assert_eq!(
        (status, failure.message.as_str()),
        (404, "no ship no ship/at all")
    );
    let change = ChangeShipRequest::new().draught(5.0);
    let changed = ready(plain.call(&ChangeShip::new("IMO9074729", change)).send()).unwrap();
    assert_eq!(changed.draught, Some(5.0));
    let berth = ready(
        plain
            .call(&GetBerth::new(GetBerthPier::South, 3).x_tide(0.25))
            .send(),
    )
    .unwrap();
    assert_eq!((berth.name.as_str(), berth.depth), ("south 3", 8.75));
    let known = client()
        .credential("pass", Credential::basic("Ana", "sea"))
        .build()
        .unwrap();
    assert_eq!(
        ready(known.call(&GetLog::new()).send()).unwrap(),
        "log of Ana"
    );
    let fee = ComputeFeeRequest::new(2, texts(["water", "power"]), 12.5);
    let fee = ready(plain.call(&ComputeFee::new(fee)).send()).unwrap();
    assert_eq!((fee.fee, fee.services.len()), (45.0, 2));
    assert_eq!(
        ready(plain.call(&GetSession::new()).send()).unwrap().last,
        Nullable::Null
    );
    ready(plain.call(&ForgetShip::new("IMO9074729")).send()).unwrap();
}

fn call_hono(client: &dyn Fn() -> ClientBuilder) {
    use hono::{
        BuyTicket, GetFilm, GetTakings, ListFilms, ListSeats, Price, ProblemCode, ReturnTicket,
        Review, ReviewRequest, Seat, SetPoster, SetPosterRequest, Ticket, WatchQueue,
    };
    let plain = client().build().unwrap();
    let films = ready(
        plain
            .call(&ListFilms::new().day("2026-05-06").limit(2))
            .send(),
    )
    .unwrap();
    assert_eq!(
        (&films[0].rating, &films[1].rating),
        (&Nullable::Null, &Nullable::Value(4.5))
    );
    assert!(
        matches!(&films[0].prices[1], Price::Reduced(price) if price.why.as_str() == "student")
    );
    let film = ready(plain.call(&GetFilm::new(films[0].id.clone())).send()).unwrap();
    assert_eq!(film, films[0]);
    let (status, problem) = refusal(ready(
        plain
            .call(&GetFilm::new("00000000-0000-4000-8000-000000000000"))
            .send(),
    ));
    assert_eq!((status, problem.code), (404, ProblemCode::Unknown));

    let ticket =
        |row: &str| Ticket::new(film.id.clone(), vec![Seat::new(4, row)]).note(Nullable::Null);
    let sold = ready(plain.call(&BuyTicket::new(ticket("C"))).send()).unwrap();
    assert_eq!(
        (sold.number, sold.paid, sold.note),
        (7, Some(false), Some(Nullable::Null))
    );
    let (status, problem) = refusal(ready(
        plain.call(&BuyTicket::new(ticket("Z")).x_till("3")).send(),
    ));
    assert_eq!((status, problem.detail.as_str()), (409, "row Z at 3"));
    ready(plain.call(&ReturnTicket::new(7)).send()).unwrap();
    let review = ready(
        plain
            .call(&Review::new(ReviewRequest::new(5, "Sad & short")))
            .send(),
    )
    .unwrap();
    assert_eq!((review.stars, review.words.as_str()), (5.0, "Sad & short"));
    let poster = File::new(&b"pier"[..])
        .name("pier.png")
        .content_type("image/png");
    let poster = SetPoster::new(film.id, SetPosterRequest::new(poster));
    let poster = ready(plain.call(&poster).send()).unwrap();
    assert_eq!(
        (poster.name.as_str(), poster.size, poster.artist),
        ("pier.png", 4, Nullable::Null)
    );
    let row = ready(plain.call(&ListSeats::new("C")).send()).unwrap();
    assert_eq!(
        serde_json::to_value(row).unwrap(),
        json!(["C", 3, true, false, true])
    );
    let known = client()
        .credential("key", Credential::key("popcorn"))
        .build()
        .unwrap();
    assert_eq!(
        ready(known.call(&GetTakings::new()).send()).unwrap().big,
        "90071992547409930"
    );
    let unknown = client()
        .credential("key", Credential::key("none"))
        .build()
        .unwrap();
    assert_eq!(
        refusal(ready(unknown.call(&GetTakings::new()).send())).0,
        401
    );
    let mut events = ready(plain.call(&WatchQueue::new()).events()).unwrap();
    let next = || ready(events.next()).map(|it| it.unwrap().data.value().expect("JSON").waiting);
    let waiting: Vec<i64> = std::iter::from_fn(next).collect();
    assert_eq!(waiting, [3, 1]);
}

fn call_litestar(client: &dyn Fn() -> ClientBuilder) {
    use litestar::{
        Bake, Boil, Course, MenuDayGetMenu, Order, OrdersOrder, Photo, Recipe, RecipeStepsItem,
        RecipesListRecipes, RecipesRecipeIdDropRecipe, RecipesRecipeIdGetRecipe,
        RecipesRecipeIdPhotoSetPhoto, RecipesRecipeIdRatingRateRecipe, RecipesSaveRecipe,
        TimersLengthGetTimer,
    };
    let plain = client().build().unwrap();
    let steps = vec![
        RecipeStepsItem::Boil(Boil::new(10)),
        RecipeStepsItem::Bake(Bake::new(180, 25)),
    ];
    let mut amounts = Map::new();
    amounts.insert("flour".to_owned(), 0.5);
    let recipe = Recipe::new(amounts, Course::Main, steps, "Gratin").notes("Hot.".to_owned());
    let saved = ready(plain.call(&RecipesSaveRecipe::new(recipe.clone())).send()).unwrap();
    assert_eq!((&saved.recipe, saved.takes.as_str()), (&recipe, "PT5400S"));
    let list = RecipesListRecipes::new()
        .course(Course::Main)
        .words(vec!["Gra".to_owned(), "tin".to_owned()]);
    let page = ready(plain.call(&list.page_size(3)).send()).unwrap();
    assert_eq!(
        (page.total, page.next, &page.items[0]),
        (1, Some(Nullable::Null), &saved)
    );
    let id = saved.id.as_str();
    assert_eq!(
        ready(plain.call(&RecipesRecipeIdGetRecipe::new(id)).send()).unwrap(),
        saved
    );
    let rated = ready(
        plain
            .call(&RecipesRecipeIdRatingRateRecipe::new(id, 4))
            .send(),
    );
    assert_eq!(rated.unwrap().recipe.rating, Some(4));
    let photo = File::new(&b"\xff\xd8"[..])
        .name("a b.jpg")
        .content_type("image/jpeg");
    let photo = RecipesRecipeIdPhotoSetPhoto::new(id, Photo::new("Brown", photo));
    let stored = serde_json::to_value(ready(plain.call(&photo).send()).unwrap()).unwrap();
    assert_eq!(
        stored,
        json!({"caption": "Brown", "name": "a b.jpg", "size": 2})
    );
    ready(plain.call(&RecipesRecipeIdDropRecipe::new(id)).send()).unwrap();
    let (status, _) = refusal(ready(plain.call(&RecipesRecipeIdGetRecipe::new(id)).send()));
    assert_eq!(status, 404);
    let order = Order::new("Gratin")
        .guests(4)
        .wishes(texts(["no salt", "late"]));
    assert_eq!(
        ready(plain.call(&OrdersOrder::new(order.clone())).send()).unwrap(),
        order
    );
    let menu = MenuDayGetMenu::new("2026-12-24").x_language("Dutch".to_owned());
    assert_eq!(
        ready(plain.call(&menu).send()).unwrap(),
        "2026-12-24 in Dutch"
    );
    let timer = ready(plain.call(&TimersLengthGetTimer::new("PT90S")).send()).unwrap();
    assert_eq!(serde_json::to_value(timer).unwrap(), json!(["PT90S", 90]));
}

fn call_nestjs(client: &dyn Fn() -> ClientBuilder) {
    use nestjs::{
        DeskHours, FailureMessage, NewPatient, Owner, PatientChange, PatientsAdmit, PatientsChange,
        PatientsDischarge, PatientsFind, PatientsList, PatientsPapers, PatientsPapersRequest,
        PatientsScan, PatientsVisits, Species, VisitTreatment,
    };
    let plain = client().build().unwrap();
    let owner = Owner::new("Bo").mail(Nullable::Null);
    let new = NewPatient::new(3, "Tom", owner, Species::Cat).allergies(texts(["dust"]));
    let patient = ready(plain.call(&PatientsAdmit::new(new)).send()).unwrap();
    assert_eq!(
        (patient.id, patient.weights.get("2026-06")),
        (12.0, Some(&4.25))
    );
    assert_eq!(patient.admitted.as_str(), "2026-06-07T08:09:10.011Z");
    let listed = ready(plain.call(&PatientsList::new("Tom", "east")).send()).unwrap();
    assert_eq!(listed, std::slice::from_ref(&patient));
    assert_eq!(
        ready(plain.call(&PatientsFind::new(12.0)).send()).unwrap(),
        patient
    );
    let (status, failure) = refusal(ready(plain.call(&PatientsFind::new(13.0)).send()));
    let message = FailureMessage::String("no patient 13".to_owned());
    assert_eq!((status, failure.message), (404, message));
    let change = PatientsChange::new(12.0, PatientChange::new().age(4));
    assert_eq!(ready(plain.call(&change).send()).unwrap().age, 4);
    let invalid = PatientsChange::new(12.0, PatientChange::new().age(99));
    assert!(matches!(
        ready(plain.call(&invalid).send()),
        Err(Error::Invalid(_))
    ));
    let known = client()
        .credential("bearer", Credential::key("stethoscope"))
        .build()
        .unwrap();
    let visits = ready(known.call(&PatientsVisits::new(12.0)).send()).unwrap();
    assert!(matches!(&visits[0].treatment, VisitTreatment::Shot(it) if it.vaccine == "rabies"));
    assert!(matches!(&visits[1].treatment, VisitTreatment::Surgery(it) if it.minutes == 45.0));
    assert_eq!(
        (&visits[0].fee, &visits[1].fee),
        (&Nullable::Null, &Nullable::Value(210.5))
    );
    assert_eq!(
        &ready(plain.call(&PatientsScan::new(12.0)).send()).unwrap()[..],
        [0, 12, 255]
    );
    let papers =
        ["a.txt", "b.txt"].map(|name| File::new(name).name(name).content_type("text/plain"));
    let papers = PatientsPapers::new(
        12.0,
        PatientsPapersRequest::new(papers.to_vec()).note("two"),
    );
    let stored = ready(plain.call(&papers).send()).unwrap();
    assert_eq!(
        (stored.names, stored.note),
        (
            vec!["12/a.txt".to_owned(), "12/b.txt".to_owned()],
            Some("two".to_owned())
        )
    );
    assert_eq!(
        ready(plain.call(&DeskHours::new()).send()).unwrap(),
        "8 to 18"
    );
    ready(plain.call(&PatientsDischarge::new(12.0)).send()).unwrap();
}

fn call_ninja(client: &dyn Fn() -> ClientBuilder) {
    use ninja::{
        MainAddNote, MainAddNoteRequest, MainAddPhotos, MainAddPhotosRequest, MainAddPlant,
        MainGetBed, MainGetLabel, MainGetPlant, MainListPlants, MainRemovePlant, PlantIn,
        PlantInColoursItem, PlantInHeight, Zone,
    };
    let known = client()
        .credential("Key", Credential::key("spade"))
        .build()
        .unwrap();
    let height = PlantInHeight::String("1.25".to_owned());
    let plant =
        PlantIn::new(height, "Rose", "2026-04-01", Zone(2)).watered_at("07:30:00".to_owned());
    let plant = plant.colours(vec![PlantInColoursItem::Red, PlantInColoursItem::White]);
    let added = ready(known.call(&MainAddPlant::new(plant.clone())).send()).unwrap();
    assert_eq!(
        (added.id, added.height.as_str(), &added.zone),
        (1, "1.25", &Zone(2))
    );
    let (status, problem) = refusal(ready(known.call(&MainAddPlant::new(plant)).send()));
    assert_eq!((status, problem.message.as_str()), (409, "Rose is there"));
    let list = MainListPlants::new()
        .zone(Zone(2))
        .colours(texts(["red", "white"]))
        .limit(5);
    let page = ready(known.call(&list).send()).unwrap();
    assert_eq!((page.count, &page.items[0]), (1, &added));
    assert_eq!(
        ready(known.call(&MainGetPlant::new(1)).send()).unwrap(),
        added
    );
    assert_eq!(
        refusal(ready(known.call(&MainGetPlant::new(9)).send())).0,
        404
    );
    let bed = ready(known.call(&MainGetBed::new(2, 3).x_light(0.5)).send()).unwrap();
    assert_eq!((bed.row, bed.column), (2, 3));
    let note = MainAddNoteRequest::new("Water & weed").urgent(true);
    let note = ready(known.call(&MainAddNote::new(note)).send()).unwrap();
    assert_eq!(note.get("urgent").map(String::as_str), Some("True"));
    let photos = ["x", "yz"].map(|it| {
        File::new(it)
            .name(format!("{it}.jpg"))
            .content_type("image/jpeg")
    });
    let sizes = ready(
        known
            .call(&MainAddPhotos::new(MainAddPhotosRequest::new(
                "May",
                photos.to_vec(),
            )))
            .send(),
    )
    .unwrap();
    assert_eq!(
        (sizes.get("May/x.jpg"), sizes.get("May/yz.jpg")),
        (Some(&1), Some(&2))
    );
    ready(known.call(&MainGetLabel::new()).send()).unwrap();
    ready(known.call(&MainRemovePlant::new(1)).send()).unwrap();
}

fn call_tsoa(client: &dyn Fn() -> ClientBuilder) {
    use tsoa::{
        CheckPlan, CountHours, Cut, GetPart, IsReady, Join, JoinTool, ListParts, MakePart,
        Material, NewPart, Plan, RecordStringStringOrNumberValue, ScrapPart, SetDrawing,
        SetDrawingRequest, Step,
    };
    let plain = client().build().unwrap();
    let mut extra = Map::new();
    extra.insert(
        "finish".to_owned(),
        RecordStringStringOrNumberValue::String("oil".to_owned()),
    );
    extra.insert(
        "holes".to_owned(),
        RecordStringStringOrNumberValue::Number(4.0),
    );
    let part = NewPart::new(3, "d1", extra, Material::Brass, "AB-1234", vec![1.5, 2.0]).grams(12.5);
    let made = ready(plain.call(&MakePart::new(part.clone())).send()).unwrap();
    assert_eq!(
        (made.made.as_str(), made.count),
        ("2026-07-08T09:10:11.120Z", 3)
    );
    let (status, failure) = refusal(ready(plain.call(&MakePart::new(part)).send()));
    assert_eq!((status, failure.why.as_str()), (409, "made before"));
    let list = ListParts::new()
        .material(Material::Brass)
        .limit(5)
        .words(texts(["a", "b"]));
    let page = ready(plain.call(&list).send()).unwrap();
    assert_eq!((page.total, &page.items[0]), (1.0, &made));
    assert!(
        ready(plain.call(&ListParts::new().x_bench("bare")).send())
            .unwrap()
            .items
            .is_empty()
    );
    assert_eq!(
        ready(plain.call(&GetPart::new("AB-1234")).send()).unwrap(),
        made
    );
    assert_eq!(
        refusal(ready(plain.call(&GetPart::new("ZZ-0000")).send())).0,
        404
    );
    let drawing = File::new(&b"%PDF"[..])
        .name("d1.pdf")
        .content_type("application/pdf");
    let drawing = SetDrawing::new("AB-1234", SetDrawingRequest::new(drawing).author("Cy"));
    let stored = ready(plain.call(&drawing).send()).unwrap();
    assert_eq!(
        (stored.bytes, stored.author),
        (4.0, Nullable::Value("Cy".to_owned()))
    );
    let steps = vec![
        Step::Cut(Cut::new(2.5)),
        Step::Join(Join::new(JoinTool::Glue, ["AB-1234"])),
    ];
    let plan = ready(
        plain
            .call(&CheckPlan::new(Plan::new(steps.clone(), "Box")))
            .send(),
    )
    .unwrap();
    assert_eq!(
        (
            &plan.steps[..],
            plan.parent.expect("a parent").title.as_str()
        ),
        (&steps[..], "all")
    );
    let known = client()
        .credential("badge", Credential::key("blue"))
        .build()
        .unwrap();
    assert_eq!(
        ready(
            known
                .call(&CountHours::new(vec![1.0, 2.0]).exact(true))
                .send()
        )
        .unwrap(),
        15.0
    );
    assert!(ready(plain.call(&IsReady::new()).send()).unwrap());
    ready(plain.call(&ScrapPart::new("AB-1234")).send()).unwrap();
}

fn call_utoipa(client: &dyn Fn() -> ClientBuilder) {
    use utoipa::{
        Age, Book, Cancel, Captain, Class, GetBooking, ListBookings, Map as GetMap, NewBooking,
        Pass, Refusal, Report, ReportOperation, SetPass, Vehicle, VehicleCar,
    };
    let plain = client().build().unwrap();
    let car = Vehicle::Car(VehicleCar::new(4.5, "AB-12"));
    let new = NewBooking::new(Class::Cabin, "2026-08-09", "Dee").vehicle(car.clone());
    let new = new.ages(vec![Age::Integer(41), Age::String("child".to_owned())]);
    let (booking, headers) = ready(plain.call(&Book::new(new.clone())).with_headers()).unwrap();
    assert_eq!(
        (&booking.vehicle, headers.x_queue),
        (&Some(Nullable::Value(car)), Some(3))
    );
    assert_eq!(booking.made.as_str(), "2026-09-21T14:13:20.005Z");
    assert_eq!(
        (booking.price.0, booking.price.1.as_deref()),
        (Some(4250), Some("EUR"))
    );
    let (status, refused) = refusal(ready(plain.call(&Book::new(new.dogs(3))).send()));
    assert!(
        status == 409 && matches!(&refused, Refusal::Full(it) if it.full == 2),
        "{refused:?}"
    );
    let page = ready(
        plain
            .call(&ListBookings::new().class(Class::Cabin).limit(5))
            .send(),
    )
    .unwrap();
    assert_eq!(
        (page.total, page.items[0].id.as_str()),
        (1, booking.id.as_str())
    );
    assert_eq!(
        ready(plain.call(&GetBooking::new(booking.id.clone())).send()).unwrap(),
        booking
    );
    let other = "00000000-0000-4000-8000-000000000000";
    let (status, refused) = refusal(ready(plain.call(&GetBooking::new(other)).send()));
    assert!(
        status == 404
            && matches!(&refused, Refusal::NotFound(it) if it.not_found.id == other),
        "{refused:?}"
    );
    ready(plain.call(&Cancel::new(booking.id.clone())).send()).unwrap();
    let (status, refused) = refusal(ready(plain.call(&Cancel::new(booking.id)).send()));
    assert!(
        status == 410 && matches!(refused, Refusal::String(_)),
        "{refused:?}"
    );
    let report = ReportOperation::new(Report::new(6, 1.5).calm(false));
    assert_eq!(
        ready(plain.call(&report).send()).unwrap(),
        "6h: 1.5 m, Some(false)"
    );
    let photo = File::new(&b"\x89PNG"[..])
        .name("dee.png")
        .content_type("image/png");
    let sizes = ready(plain.call(&SetPass::new(8, Pass::new("Dee", photo))).send()).unwrap();
    assert_eq!(
        (sizes.get("number"), sizes.get("photo")),
        (Some(&8), Some(&4))
    );
    let known = client()
        .credential("whistle", Credential::key("loud"))
        .build()
        .unwrap();
    assert_eq!(
        ready(known.call(&Captain::new()).send()).unwrap(),
        Nullable::Value("Ana".to_owned())
    );
    let quiet = client()
        .credential("whistle", Credential::key("low"))
        .build()
        .unwrap();
    assert_eq!(
        ready(quiet.call(&Captain::new()).send()).unwrap(),
        Nullable::Null
    );
    let map = ready(plain.call(&GetMap::new("north/sea chart.pdf")).send()).unwrap();
    assert_eq!(&map[..], b"%PDF north/sea chart.pdf");
}
