//! Tests the requests of operations: each line of a file has the name of an operation and the values of
//! its parameters and body. Prints a line for each operation, separated by tabs.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Debug;

use serde_json::Value;

use crate::runtime::server::{Receive, Router};
use crate::runtime::{Bytes, Decode, Operation};

/// Makes an operation of values, writes its request and reads it.
type Test = fn(&mut Values) -> Option<Outcome>;

/// The values of a request: an empty list stands for an absent one.
pub struct Values(VecDeque<Vec<Value>>);

impl Values {
    fn next(&mut self) -> Option<Value> {
        self.0.pop_front()?.pop()
    }

    fn required<T: Decode>(&mut self) -> Option<T> {
        crate::decode(self.next()?.to_string().as_bytes()).ok()
    }

    fn optional<T: Decode>(&mut self) -> Option<Option<T>> {
        match self.next() {
            Some(value) => crate::decode(value.to_string().as_bytes()).ok().map(Some),
            None => Some(None),
        }
    }

    fn bytes(&mut self) -> Option<Bytes> {
        Some(self.next()?.to_string().into_bytes().into())
    }

    fn optional_bytes(&mut self) -> Option<Option<Bytes>> {
        Some(self.next().map(|it| it.to_string().into_bytes().into()))
    }

    fn is_present(&mut self) -> bool {
        self.next().is_some()
    }

    fn choice(&mut self) -> u64 {
        self.next().and_then(|it| it.as_u64()).unwrap_or(u64::MAX)
    }
}

enum Outcome {
    Passed,
    /// It cannot be represented in HTTP.
    Refused,
    Failed(String),
}

/// A value of an operation, to be compared with the one that is read.
pub struct Listed {
    value: Value,
    /// Whether it is written as JSON, of which nothing is lost.
    is_json: bool,
}

impl Listed {
    fn json<T: serde::Serialize>(value: &T) -> Self {
        let value = serde_json::to_value(value).expect("all keys are strings");
        Self { value, is_json: true }
    }

    fn styled<T: serde::Serialize>(value: &T) -> Self {
        Self { is_json: false, ..Self::json(value) }
    }

    fn bytes(value: &Bytes) -> Self {
        Self::json(&value.to_vec())
    }

    fn is_equal(&self, other: &Self) -> bool {
        self.value == other.value
            || !self.is_json && equality::are_equal(&self.value, &other.value)
    }
}

/// Returns whether what was read is what was written, but for values that are equal on the wire.
fn is_equal<O: Receive + PartialEq>(
    written: &O,
    read: &O,
    list: fn(&O) -> Vec<Listed>,
) -> bool {
    let (one, other) = (list(written), list(read));
    written == read
        || one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one.is_equal(other))
}

fn test<O: Receive + PartialEq + Debug, R: Router>(
    operation: O,
    list: fn(&O) -> Vec<Listed>,
) -> Option<Outcome> {
    let Ok(request) = operation.unchecked_request() else {
        return Some(Outcome::Refused);
    };
    match O::unchecked_read(&request).map(|it| it.unchecked_request()) {
        Ok(Ok(again)) if is_same(&again, &request) => {}
        Ok(again) => {
            return Some(Outcome::Failed(format!("{request:?} is written again as {again:?}")));
        }
        // Reported below.
        Err(_) => {}
    }
    let mut requests = vec![request.clone()];
    // The order of pairs with different names does not matter.
    if let Some((path, query)) = request.uri().to_string().split_once('?') {
        let mut pairs: Vec<&str> = query.split('&').collect();
        pairs.sort_by_key(|pair| std::cmp::Reverse(pair.split('=').next()));
        let (mut parts, body) = request.into_parts();
        if let Ok(uri) = format!("{path}?{}", pairs.join("&")).parse() {
            let is_form = O::ROUTE.parameters.iter().all(|it| {
                !matches!(it.location, crate::runtime::server::Location::QueryString)
            });
            parts.uri = uri;
            if is_form {
                requests.push(http::Request::from_parts(parts, body));
            }
        }
    }
    for request in requests {
        match O::unchecked_read(&request) {
            Ok(read) if is_equal(&operation, &read, list) => {}
            Ok(read) => {
                let difference = format!("{operation:?} is read as {read:?} from {request:?}");
                return Some(Outcome::Failed(difference));
            }
            Err(error) => {
                return Some(Outcome::Failed(format!("{error}: {operation:?} as {request:?}")));
            }
        }
        match R::route(&request) {
            Ok(route) if route.name == O::NAME => {}
            // Two operations may have the same path but for the names of its parameters.
            Ok(route) if is_alike(route.path, O::PATH) => {}
            Ok(route) => {
                let message = format!("the route of {request:?} is {}", route.name);
                return Some(Outcome::Failed(message));
            }
            Err(error) => return Some(Outcome::Failed(format!("{error}: {request:?}"))),
        }
    }
    Some(Outcome::Passed)
}

/// Returns whether two requests have the same bytes.
fn is_same(one: &http::Request<Bytes>, other: &http::Request<Bytes>) -> bool {
    one.method() == other.method()
        && one.uri() == other.uri()
        && one.headers() == other.headers()
        && one.body() == other.body()
}

fn is_alike(path: &str, other: &str) -> bool {
    path.matches('/').count() == other.matches('/').count()
}

/// What became of the requests of an operation.
#[derive(Default)]
struct Counts {
    passed: usize,
    refused: usize,
    not_made: usize,
    failed: usize,
    first: Option<String>,
}

pub fn run() {
    let path = std::env::args().nth(1).expect("the file is named");
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    let mut modules: BTreeMap<String, Counts> = BTreeMap::new();
    for line in text.lines() {
        let (name, values): (String, VecDeque<Vec<Value>>) =
            serde_json::from_str(line).expect("a line has a name and values");
        let test = OPERATIONS.iter().find(|(known, _)| *known == name);
        let module = name.split(':').next().unwrap_or_default().to_owned();
        let tested = test.and_then(|(_, test)| test(&mut Values(values)));
        let module = modules.entry(module).or_default();
        let counts = counts.entry(name).or_default();
        match tested {
            Some(Outcome::Passed) => module.passed += 1,
            Some(Outcome::Refused) => module.refused += 1,
            None => module.not_made += 1,
            Some(Outcome::Failed(why)) => {
                module.failed += 1;
                counts.failed += 1;
                counts.first.get_or_insert(why);
            }
        }
    }
    for (name, counts) in counts {
        if let Some(why) = counts.first {
            println!("failed\t{name}\t{}\t{}", counts.failed, why.replace(['\n', '\t'], " "));
        }
    }
    for (module, it) in modules {
        println!(
            "{module}: {} read as written, {} with another result, {} not representable, {} without values",
            it.passed, it.failed, it.refused, it.not_made
        );
    }
}
