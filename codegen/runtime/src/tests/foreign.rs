//! Types of other crates, here of the standard library.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::num::{NonZeroU8, ParseFloatError};

use crate::foreign::{Json, Number, Text};
use crate::runtime::{Nullable, decode};

crate::runtime::object! {
    /// A host.
    pub struct Host
    new(address: impl Into<Text<Ipv4Addr>>, names: impl Into<Json<BTreeSet<String>>>)
    required {
        /// The address.
        address "address" into Text<Ipv4Addr>,
        /// The names.
        names "names" into Json<BTreeSet<String>>,
    }
    optional {
        /// The number of cores.
        cores "cores" into Nullable<Number<NonZeroU8>>,
        /// The load.
        load "load" into Number<Load>,
    }
}

/// A type with neither `Debug`, `PartialEq` nor `Default`.
#[derive(Clone)]
pub struct Load(f64);

impl std::str::FromStr for Load {
    type Err = ParseFloatError;

    fn from_str(text: &str) -> Result<Self, ParseFloatError> {
        text.parse().map(Self)
    }
}

impl std::fmt::Display for Load {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

const JSON: &str = r#"{"address":"127.0.0.1","names":["a","b"],"cores":8,"load":0.5}"#;

#[test]
fn values_dereference_and_convert() {
    let host: Host = decode(JSON.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&host).unwrap(), JSON);
    assert!(host.address.is_loopback() && host.names.contains("a"));
    let eight = NonZeroU8::new(8).unwrap();
    let names: BTreeSet<String> = host.names.clone().into_inner();
    let made = Host::new(Ipv4Addr::LOCALHOST, names)
        .cores(eight)
        .load(Load(0.5));
    assert_eq!(made, host);
    let debug = r#"Host { address: "127.0.0.1", names: ["a","b"], cores: Some(Value(8)), load: Some(0.5) }"#;
    assert_eq!(format!("{host:?}"), debug);
    assert_eq!(host.address.to_string(), "127.0.0.1");
    assert_ne!(made.clone().load(Load(0.25)), host);
}

#[test]
fn what_the_type_refuses_fails_with_its_pointer() {
    for (from, to, pointer, message) in [
        (
            "127.0.0.1",
            "127.0.0",
            "/address",
            "invalid IPv4 address syntax",
        ),
        ("\"127.0.0.1\"", "1", "/address", "expected a string"),
        (":8", ":0", "/cores", "number would be zero"),
        (":8", ":8.5", "/cores", "invalid digit"),
        (":8", ":\"8\"", "/cores", "expected a number"),
        (r#"["a","b"]"#, "{}", "/names", "expected a sequence"),
        (r#""names":["a","b"],"#, "", "", "missing"),
    ] {
        let error = decode::<Host>(JSON.replace(from, to).as_bytes()).unwrap_err();
        assert_eq!(error.pointer(), pointer, "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn numbers_are_equal_by_value_and_have_to_be_numbers() {
    let number = |value: f64| Number::new(Load(value));
    assert_eq!(Number::new(String::from("1.50")), Number::new("1.5".into()));
    assert_ne!(number(1.0), number(2.0));
    assert_eq!(serde_json::to_string(&number(3.0)).unwrap(), "3");
    let error = serde_json::to_string(&number(f64::NAN)).unwrap_err();
    assert_eq!(error.to_string(), "\"NaN\" is not a number");
    assert!(number(1.0).is_json("1.0") && !number(1.0).is_json("2"));
}
