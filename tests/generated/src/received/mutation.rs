//! Random mutations of good requests.

use bytes::Bytes;
use generated::Value;
use http::{HeaderValue, Request};

/// A generator of random numbers (xorshift64*), the same in every run.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// Texts that are special somewhere: in percent-encoding, JSON, lists, numbers, or headers.
const TEXTS: [&str; 20] = [
    "",
    " ",
    "a,b",
    "a b",
    "100%",
    "%41",
    "ä€😀",
    "\"",
    "\\",
    "{}",
    "[1]",
    "null",
    "true",
    "-0",
    "1e3",
    "a&b=c",
    "a;b",
    "a/b",
    "..",
    "\n",
];

/// Returns any JSON value.
fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth > 2 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => (random.below(2) == 0).into(),
        2 => (i64::try_from(random.next() % 2000).unwrap() - 1000).into(),
        3 => 0.5.into(),
        4 => random.pick(&TEXTS).into(),
        5 => (0..random.below(3))
            .map(|_| value(random, depth + 1))
            .collect(),
        _ => {
            let members = 0..random.below(3);
            let member = |_| (random.pick(&TEXTS).to_owned(), value(random, depth + 1));
            Value::Object(members.map(member).collect())
        }
    }
}

/// Changes a value somewhere.
fn change(json: &mut Value, random: &mut Random) {
    match json {
        Value::Object(members) if !members.is_empty() && random.below(4) > 0 => {
            let index = random.below(members.len());
            let name = members.keys().nth(index).unwrap().clone();
            match random.below(6) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert(random.pick(&TEXTS).to_owned(), value(random, 0))),
                _ => change(members.get_mut(&name).unwrap(), random),
            }
        }
        Value::Array(items) if !items.is_empty() && random.below(4) > 0 => {
            let index = random.below(items.len());
            match random.below(4) {
                0 => drop(items.remove(index)),
                1 => items.push(value(random, 0)),
                _ => change(&mut items[index], random),
            }
        }
        // A value of the same type is accepted more often.
        Value::String(text) if random.below(2) == 0 => random.pick(&TEXTS).clone_into(text),
        other => *other = value(random, 0),
    }
}

/// Changes some bytes of a text.
fn scramble(text: &[u8], random: &mut Random) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(text.len() + 1);
        let byte = random.pick(b"%&=?/#+;,.:[]{}\"\\ a0zZ\x00\xff");
        match random.below(4) {
            0 if at < text.len() => drop(text.remove(at)),
            1 => text.insert(at, byte),
            2 => text.truncate(at),
            _ if at < text.len() => text[at] = byte,
            _ => {}
        }
    }
    text
}

/// Returns the request with something changed.
pub(super) fn mutated(request: &Request<Bytes>, random: &mut Random) -> Request<Bytes> {
    let mut request = request.clone();
    match random.below(8) {
        0..4 => match serde_json::from_slice(request.body()) {
            Ok(mut json) => {
                for _ in 0..=random.below(2) {
                    change(&mut json, random);
                }
                *request.body_mut() = json.to_string().into();
            }
            Err(_) => *request.body_mut() = scramble(request.body(), random).into(),
        },
        4 => *request.body_mut() = scramble(request.body(), random).into(),
        5..7 => {
            let uri = scramble(request.uri().to_string().as_bytes(), random);
            if let Ok(uri) = String::from_utf8_lossy(&uri).parse() {
                *request.uri_mut() = uri;
            }
        }
        _ => {
            let names: Vec<_> = request.headers().keys().cloned().collect();
            if !names.is_empty() {
                let name = names[random.below(names.len())].clone();
                let text = scramble(request.headers()[&name].as_bytes(), random);
                if let Ok(text) = HeaderValue::from_bytes(&text) {
                    request.headers_mut().insert(name, text);
                }
            }
        }
    }
    request
}
