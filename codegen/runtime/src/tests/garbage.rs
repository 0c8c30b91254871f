//! Whatever comes in, nothing panics.

use super::sample::{CreateConferenceRequest, CustomHeader, Event, LoopCount, Tree};
use crate::runtime::{Decode, Delivery, Map, Nullable, Validate, Value, decode};

/// Small numbers that are the same on every run (Marsaglia's xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

/// Pieces of JSON, right and wrong, and words of the schema.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "0",
    "-1.5e3",
    "1e999",
    "\"",
    "\"\"",
    "\\",
    "\"type\"",
    "\"native\"",
    "\"speed\"",
    "\"ids\"",
    "\"name\"",
    "\"data\"",
    "\"event_type\"",
    " ",
    "\u{0}",
    "é",
    "\"\\ud800\"",
    "\"a: /b\"",
    "{\"type\":\"aws\"}",
    "{\"a\":1}",
    "\"call_control_id\":\"\",",
    "\"fallback\":{\"type\":\"native\",",
    "\"conference.created\"",
    "[[",
];

fn try_all(json: &[u8]) {
    fn attempt<T: Decode>(json: &[u8]) {
        if let Err(error) = decode::<T>(json) {
            let _ = error.to_string();
        }
    }
    attempt::<CustomHeader>(json);
    attempt::<Delivery<Event>>(json);
    attempt::<Tree>(json);
    attempt::<Map<Nullable<Vec<u64>>>>(json);
    attempt::<Value>(json);
    if let Ok(count) = decode::<LoopCount>(json) {
        let _ = count.validate();
        serde_json::to_string(&count).unwrap();
    }
    if let Ok(request) = decode::<CreateConferenceRequest>(json) {
        let _ = request.validate().map_err(|it| it.to_string());
        serde_json::to_string(&request).unwrap();
    }
}

#[test]
fn random_json_does_not_panic() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..20_000 {
        let length = numbers.below(24);
        let json: String = (0..length)
            .map(|_| PIECES[numbers.below(PIECES.len())])
            .collect();
        try_all(json.as_bytes());
    }
}

#[test]
fn mutated_requests_do_not_panic() {
    let request = concat!(
        r#"{"call_control_id":"v3:1","created_at":"2025","ids":["a"],"max_participants":900,"#,
        r#""custom_headers":[{"name":"é","value":"b"}],"ended_by":null,"beep_enabled":"x","#,
        r#""voice_settings":{"speed":0.015,"fallback":{"type":"aws"},"type":"native"},"more":1}"#,
    );
    assert!(decode::<CreateConferenceRequest>(request.as_bytes()).is_ok());
    let mut numbers = Numbers(7);
    for _ in 0..20_000 {
        let mut bytes = request.as_bytes().to_vec();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(bytes.len());
            bytes[at] = u8::try_from(numbers.below(256)).unwrap();
        }
        bytes.truncate(1 + numbers.below(bytes.len() * 4));
        try_all(&bytes);
    }
}
