//! Validation: every rule, its words, and its place.

// Each list of rules stands where it is tried.
#![allow(clippy::items_after_statements)]

use serde::{Serialize, Serializer};
use serde_json::json;

use super::sample::{
    AwsVoiceSettings, CreateConferenceRequest, CustomHeader, EndedBy, LoopCount, Model,
    NativeVoiceSettings, Port, Size, VoiceSettings,
};
use crate::runtime::{
    Base64, Checker, DateTime, Map, Nullable, Rule, Validate, Value, ViolationKind,
};

fn request() -> CreateConferenceRequest {
    CreateConferenceRequest::new("v3:1", DateTime::from_text("no rule"), Vec::new())
}

/// What a value is told about these rules, one line each.
fn told<T: Validate>(value: &T, rules: &'static [Rule]) -> String {
    struct Ruled<'a, T>(&'a T, &'static [Rule]);
    impl<T: Validate> Serialize for Ruled<'_, T> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            self.0.serialize(to)
        }
    }
    impl<T: Validate> Validate for Ruled<'_, T> {
        fn check(&self, at: &mut Checker<'_>) {
            at.whole(self.0, self.1);
            self.0.check(at);
        }
    }
    let outcome = Ruled(value, rules).validate();
    outcome.map_or_else(|violations| violations.to_string(), |()| String::new())
}

#[test]
fn all_violations_are_returned() {
    let mut request = request()
        .beep_enabled("loud".into())
        .client_state(Base64::from_encoded("a-b_"))
        .max_participants(801)
        .hold_media_name("a")
        .hold_audio_url("b")
        .comfort_noise(true)
        .custom_headers(vec![CustomHeader::new("a b", "")]);
    request.ids = vec!["x".to_owned(), String::new()];
    let violations = request.validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        concat!(
            "/ids/1: has 0 characters, but `minLength` is 1\n",
            "/beep_enabled: \"loud\" is not one of \"always\", \"on_enter\" [10032]\n",
            "/client_state: is not base64: `-` and `_` belong to the URL-safe alphabet ",
            "(\"valid Base-64 encoded string\")\n",
            "/max_participants: 801 is outside 2..=800 (\"between 2 and 800\") [10033]\n",
            "/custom_headers/0/name: \"a b\" does not match ^[A-Za-z0-9-]+$\n",
            "/hold_audio_url: is mutually exclusive with `hold_media_name` ",
            "(\"cannot be used together\")\n",
            "/speed: is missing (\"`CallSidToCoach` has to be given\") [10004]",
        )
    );
    assert_eq!(violations.len(), 7);
    let first = violations.iter().next().unwrap();
    assert_eq!((first.kind, first.code), (ViolationKind::MinLength, None));
    let kinds: Vec<_> = violations.into_iter().map(|it| it.kind).collect();
    assert_eq!(kinds[3], ViolationKind::Maximum);
}

#[test]
fn valid_and_absent_values_have_no_violations() {
    request().validate().unwrap();
    let request = request()
        .max_participants(2)
        .comfort_noise(true)
        .speed(1.0)
        .voice_settings(AwsVoiceSettings::new().into());
    request.validate().unwrap();
}

#[test]
fn unions_are_validated() {
    let native = NativeVoiceSettings::new("native").speed(-0.005);
    let inner = Box::new(VoiceSettings::from(native));
    let nested = VoiceSettings::from(NativeVoiceSettings::new("native").fallback(inner));
    let violations = nested.validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        "/fallback/speed: -0.005 is not a multiple of 0.01\n\
         /fallback/speed: -0.005 is not greater than 0"
    );
    let other = |value| {
        VoiceSettings::Other(value)
            .validate()
            .unwrap_err()
            .to_string()
    };
    let listed = "\"aws\", \"native\", \"natural\"";
    assert_eq!(
        other(json!({"type": "gcp"})),
        format!("/type: \"gcp\" is not one of {listed}")
    );
    assert_eq!(other(json!({})), format!("`type` is not one of {listed}"));

    let count = |count: LoopCount| count.validate().unwrap_err().to_string();
    assert_eq!(count(0.into()), "0 is outside 1..=100");
    assert_eq!(
        count(LoopCount::Other(json!(true))),
        "matches none of the alternatives"
    );
    assert!(Size::Digits("1".to_owned()).validate().is_ok());
    assert_eq!(
        Port(0).validate().unwrap_err().to_string(),
        "0 is outside 1..=65535"
    );
}

#[test]
fn numbers_are_validated() {
    const HALF: &[Rule] = &[Rule::minimum("0.5")];
    assert_eq!(told(&0.5, HALF), "");
    assert_eq!(told(&0_i64, HALF), "0 is less than 0.5");
    assert_eq!(told(&1_u64, HALF), "");
    assert_eq!(told(&json!(-1), HALF), "-1 is less than 0.5");

    const BELOW: &[Rule] = &[Rule::exclusive_maximum("9223372036854775807.5")];
    assert_eq!(told(&i64::MAX, BELOW), "");
    assert_eq!(
        told(&u64::MAX, BELOW),
        "18446744073709551615 is not less than 9223372036854775807.5"
    );

    const WIDE: &[Rule] = &[Rule::minimum("-1e400"), Rule::maximum("1e400")];
    assert_eq!(told(&f64::MAX, WIDE), "");
    assert_eq!(
        told(&f64::NEG_INFINITY, WIDE),
        "-inf cannot be written as JSON"
    );
    assert_eq!(told(&f64::NAN, WIDE), "NaN cannot be written as JSON");

    const ABOVE: &[Rule] = &[Rule::exclusive_minimum("0.1")];
    assert_eq!(told(&0.1, ABOVE), "0.1 is not greater than 0.1");
    assert_eq!(told(&0.100_000_000_000_000_02, ABOVE), "");

    // The double of each of these is that of 2 to the power of 64.
    const HUGE: &[Rule] = &[Rule::maximum("18446744073709551615")];
    assert_eq!(told(&18_446_744_073_709_551_600_u64, HUGE), "");
    assert_eq!(told(&18_446_744_073_709_551_600_f64, HUGE), "");
    assert_eq!(
        told(&18_446_744_073_709_551_616_i128, HUGE),
        "18446744073709551616 is greater than 18446744073709551615"
    );
    assert_eq!(
        told(&18_446_744_073_709_560_000_f64, HUGE),
        "1.844674407370956e19 is greater than 18446744073709551615"
    );

    const CENTS: &[Rule] = &[Rule::multiple_of("0.01")];
    assert_eq!(told(&19.99, CENTS), "");
    assert_eq!(told(&19.995, CENTS), "19.995 is not a multiple of 0.01");
    assert_eq!(
        told(&7_i64, const { &[Rule::multiple_of("2.5")] }),
        "7 is not a multiple of 2.5"
    );

    const APART: &[Rule] = &[
        Rule::minimum("2").because("a"),
        Rule::maximum("4").because("b"),
    ];
    assert_eq!(told(&1_i64, APART), "1 is less than 2 (\"a\")");
    assert_eq!(told(&5_i64, APART), "5 is greater than 4 (\"b\")");
}

#[test]
fn strings_are_validated() {
    const LENGTH: &[Rule] = &[Rule::min_length(2), Rule::max_length(4)];
    assert_eq!(told(&"éé".to_owned(), LENGTH), "");
    assert_eq!(
        told(&"😀".to_owned(), LENGTH),
        "has 1 character, which is outside 2..=4"
    );
    assert_eq!(told(&"éééé".to_owned(), LENGTH), "");
    assert_eq!(
        told(&json!("ééééé"), LENGTH),
        "has 5 characters, which is outside 2..=4"
    );
    assert_eq!(
        told(&DateTime::from_text("x"), LENGTH),
        "has 1 character, which is outside 2..=4"
    );
    assert_eq!(
        told(&"abc".to_owned(), const { &[Rule::max_length(2)] }),
        "has 3 characters, but `maxLength` is 2"
    );

    const DIGITS: &[Rule] = &[Rule::pattern("^[0-9]*$")];
    let secret = "s".repeat(41);
    let shown = format!("\"{}\"… does not match ^[0-9]*$", "s".repeat(40));
    assert_eq!(told(&secret, DIGITS), shown);
    assert_eq!(told(&json!(5), DIGITS), "", "speaks of texts only");

    const BASE64: &[Rule] = &[Rule::base64()];
    for (text, fault) in [
        ("", None),
        ("YQ==", None),
        (
            "YQ",
            Some("its length is not a multiple of four, padded with `=`"),
        ),
        ("YQ==\n", Some("it contains white space")),
        ("YÄ==", Some("'Ä' is not in its alphabet")),
        (
            "YR==",
            Some("the unused bits of its last character are not zero"),
        ),
    ] {
        let expected = fault.map_or(String::new(), |fault| format!("is not base64: {fault}"));
        assert_eq!(told(&text.to_owned(), BASE64), expected);
    }
}

#[cfg(feature = "pattern")]
#[test]
fn patterns_that_need_an_engine_are_validated() {
    const PHONE: &[Rule] = &[Rule::pattern(r"^\+[1-9]\d{1,14}$")];
    assert_eq!(told(&"+13125550100".to_owned(), PHONE), "");
    assert_eq!(
        told(&"x".to_owned(), PHONE),
        r#""x" does not match ^\+[1-9]\d{1,14}$"#
    );
}

#[test]
fn arrays_are_validated() {
    const COUNT: &[Rule] = &[Rule::min_items(1).code("c"), Rule::max_items(2).code("c")];
    assert_eq!(
        told(&Vec::<i64>::new(), COUNT),
        "has 0 items, which is outside 1..=2 [c]"
    );
    assert_eq!(told(&vec![1_i64], COUNT), "");

    const UNIQUE: &[Rule] = &[Rule::unique_items()];
    assert_eq!(told(&vec![json!(1), json!("1"), json!(true)], UNIQUE), "");
    assert_eq!(
        told(&vec![json!(1), json!(2), json!(1.0)], UNIQUE),
        "/2: is the same as item 0"
    );
    assert_eq!(
        told(&json!([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}]), UNIQUE),
        "/1: is the same as item 0"
    );

    const NESTED: &[Rule] = &[Rule::items(
        const { &[Rule::items(const { &[Rule::minimum("1")] })] },
    )];
    assert_eq!(
        told(&vec![vec![1_i64], vec![2, 0]], NESTED),
        "/1/1: 0 is less than 1"
    );
}

#[test]
fn objects_are_validated() {
    let map =
        |names: &[&str]| -> Map<i64> { names.iter().map(|name| ((*name).to_owned(), 0)).collect() };
    const COUNT: &[Rule] = &[Rule::min_properties(1), Rule::max_properties(2)];
    assert_eq!(
        told(&map(&[]), COUNT),
        "has 0 members, which is outside 1..=2"
    );
    assert_eq!(
        told(&CustomHeader::new("a", "b"), COUNT),
        "",
        "objects are counted as they are sent"
    );
    assert_eq!(
        told(&json!({}), COUNT),
        "has 0 members, which is outside 1..=2"
    );

    const NAMES: &[Rule] = &[Rule::property_names(const { &[Rule::pattern("^[a-z]+$")] })];
    assert_eq!(
        told(&map(&["a", "A/~"]), NAMES),
        "/A~1~0: \"A/~\" does not match ^[a-z]+$"
    );
    const VALUES: &[Rule] = &[Rule::items(const { &[Rule::minimum("1")] })];
    assert_eq!(told(&map(&["a"]), VALUES), "/a: 0 is less than 1");
    const NONE: &[Rule] = &[Rule::no_additional_properties()];
    assert_eq!(told(&map(&["a"]), NONE), "/a: is not a known member");
    assert_eq!(told(&map(&[]), NONE), "");
}

#[test]
fn enums_are_validated() {
    const LIST: &[Rule] = &[Rule::enumeration(&["1", "true", r#"{"a":[1]}"#, "\"x\""])];
    assert_eq!(told(&1.0, LIST), "");
    assert_eq!(told(&true, LIST), "");
    assert_eq!(told(&"x".to_owned(), LIST), "");
    assert_eq!(told(&json!({"a": [1.0]}), LIST), "");
    assert_eq!(
        told(&2_i64, LIST),
        r#"2 is not one of 1, true, {"a":[1]}, "x""#
    );
    assert_eq!(
        told(&false, const { &[Rule::enumeration(&["true"])] }),
        "false is not true"
    );
    assert_eq!(
        told(&Value::Null, LIST),
        r#"null is not one of 1, true, {"a":[1]}, "x""#
    );
    assert_eq!(
        told(&Nullable::<i64>::Null, LIST),
        "",
        "null was allowed where it may stand"
    );
}

#[test]
fn long_lists_of_values_are_shortened() {
    const MANY: &[&str] = &["0"; 500];
    let text = told(&1_i64, const { &[Rule::enumeration(MANY)] });
    assert!(text.ends_with(", 0 and 480 more"), "{text}");
}

#[test]
fn an_open_enum_allows_other_values() {
    assert!(Model::from("huge").validate().is_ok());
    assert!(EndedBy::from("huge").validate().is_err());
}
