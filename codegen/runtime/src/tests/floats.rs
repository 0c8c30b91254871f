//! Doubles: each is the one that its text is nearest to, whichever way it is read.

use http::{HeaderMap, HeaderValue};

use super::operation::AddHeader;
use super::sample::{NativeVoiceSettings, VoiceSettings};
use super::typed_headers::PingHeaders;
use crate::runtime::{Decode, Map, TypedHeaders, Value, decode};

/// A union that a number goes through in memory.
#[derive(Clone, Debug, PartialEq)]
enum Length {
    Number(f64),
    Numbers(Vec<f64>),
    Other(Value),
}

crate::runtime::union! {
    Length {
        Number(f64) rules &[],
        Numbers(Vec<f64>) rules &[],
    }
}

/// A way to read a double from the text of one.
type Way = fn(&str) -> f64;

/// Doubles of all sizes, the same ones each time: any bits, and those between 0 and 1.
fn doubles(count: usize) -> Vec<f64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut doubles = vec![
        0.0,
        -0.0,
        f64::MIN_POSITIVE,
        5e-324,
        f64::MAX,
        2_f64.powi(64),
    ];
    while doubles.len() < count {
        let any = f64::from_bits(next());
        let unit = f64::from_bits(next() >> 12 | 1.0_f64.to_bits()) - 1.0;
        doubles.extend([any, unit].into_iter().filter(|it| it.is_finite()));
    }
    doubles
}

fn read<T: Decode>(json: &str) -> T {
    decode(json.as_bytes()).expect(json)
}

/// Asserts that both are the same to the last bit, the sign of zero included.
fn same(found: f64, expected: f64, how: &str) {
    assert_eq!(
        found.to_bits(),
        expected.to_bits(),
        "{how}: {found:e} for {expected:e}"
    );
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn doubles_survive_a_round_trip_through_json() {
    let doubles = doubles(100_000);
    let text = serde_json::to_string(&doubles).expect("numbers");
    let read: Vec<f64> = read(&text);
    for (found, expected) in read.into_iter().zip(doubles) {
        same(found, expected, "a list");
    }
}

#[test]
fn a_number_decodes_to_the_nearest_double() {
    // Digits beyond those of a double, halfway between two of them, and whole numbers of any size.
    for text in [
        "0.1000000000000000055511151231257827021181583404541015625",
        "9007199254740993",
        "9007199254740993.0",
        "9007199254740992.9999999999999999999999999999",
        "2.2250738585072011e-308",
        "2.4703282292062328e-324",
        "123456789012345678901234567890",
        "-1797693134862315708145274237317043567980705675258449965989174768031572607800285e230",
        "8.5e-1",
        "1e23",
    ] {
        let expected: f64 = text.parse().expect(text);
        same(read(text), expected, text);
        same(number(&read(text)), expected, text);
    }
}

#[test]
fn doubles_survive_a_round_trip_through_a_json_value() {
    let lent: Way = |text| {
        let value: Value = serde_json::from_str(text).expect(text);
        f64::decode(value).expect(text)
    };
    let buffered: Way = |text| {
        // The tag comes last, so that what stands before it waits.
        let json = format!(r#"{{"speed":{text},"type":"native"}}"#);
        let VoiceSettings::Native(settings) = read(&json) else {
            panic!("{json}")
        };
        settings.speed.expect("a speed")
    };
    let ways: [(&str, Way); 8] = [
        ("a member", |text| {
            let json = format!(r#"{{"type":"native","speed":{text}}}"#);
            read::<NativeVoiceSettings>(&json).speed.expect("a speed")
        }),
        ("behind a tag", buffered),
        ("a value", |text| number(&read(text))),
        ("a value that is lent", lent),
        ("a union", |text| match read(text) {
            Length::Number(number) => number,
            other => panic!("{other:?}"),
        }),
        ("a list in a union", |text| {
            match read(&format!("[{text}]")) {
                Length::Numbers(numbers) => numbers[0],
                other => panic!("{other:?}"),
            }
        }),
        ("a map", |text| {
            read::<Map<f64>>(&format!(r#"{{"a":{text}}}"#))["a"]
        }),
        ("a header", header),
    ];
    for expected in doubles(4_000) {
        // As short as it can be, and with the digits that other languages write.
        for text in [format!("{expected:?}"), format!("{expected:.16e}")] {
            for (how, read) in ways {
                same(read(&text), expected, how);
            }
        }
        let written = serde_json::to_string(&expected).expect("a number");
        same(written.parse().expect("a number"), expected, "written");
    }
}

fn header(text: &str) -> f64 {
    let value = HeaderValue::from_str(text).expect("digits");
    let mut headers = HeaderMap::new();
    headers.insert("x-left", HeaderValue::from_static("1"));
    headers.insert("x-share", value);
    let said: PingHeaders = AddHeader::headers(&headers).expect("headers");
    said.share.expect("a share")
}
