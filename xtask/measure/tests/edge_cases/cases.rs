//! The statements in the headers of the edge cases.

/// A document, its diagnostics, and instances of its schemas.
pub(crate) struct EdgeCase {
    /// The name of the file, without `.yml`.
    pub(crate) name: &'static str,
    /// The codes of the diagnostics, in order; consecutive repetitions count once.
    pub(crate) codes: &'static [&'static str],
    /// Component and JSON of instances that decode, pass `validate` and encode to equal JSON.
    pub(crate) accept: &'static [(&'static str, &'static str)],
    /// Component and JSON of instances that do not decode or fail `validate`.
    pub(crate) reject: &'static [(&'static str, &'static str)],
}

const NONE: EdgeCase = EdgeCase {
    name: "",
    codes: &[],
    accept: &[],
    reject: &[],
};

/// The documents without possible bindings, and the codes of their errors.
pub(crate) const REJECTED: &[(&str, &[&str])] = &[
    ("38-billion-laughs", &["limit"]),
    // Deeper than the parser reads; a crash would be wrong.
    ("41-deep-nesting-1000", &["limit"]),
    (
        "44-external-missing-ref",
        &[
            "dangling-ref",
            "missing-file",
            "dangling-ref",
            "dangling-ref",
        ],
    ),
];

/// All other documents.
pub(crate) const CASES: &[EdgeCase] = &[
    EdgeCase {
        name: "01-keyword-fields",
        codes: &["name-clash"],
        accept: &[("Kw", r#"{"type":"a","self":"b","":"c","1st":"d"}"#)],
        reject: &[("Kw", r#"{"type":"a"}"#)],
    },
    EdgeCase {
        name: "02-colliding-fields",
        codes: &["name-clash"],
        accept: &[(
            "C",
            r#"{"foo_bar":"a","fooBar":1,"foo-bar":true,"FooBar":1.5,"foo bar":null}"#,
        )],
        ..NONE
    },
    EdgeCase {
        name: "04-colliding-enum-variants",
        codes: &["name-clash"],
        accept: &[
            ("E", r#""foo_bar""#),
            ("E", r#""fooBar""#),
            ("E", r#""foo-bar""#),
            ("E", r#""FooBar""#),
            ("E", r#""foo bar""#),
            ("E", r#""FOO_BAR""#),
            ("E", r#""""#),
            ("E", r#"" ""#),
            ("E", r#""+1""#),
            ("E", r#""-1""#),
            ("E", r#""1.0""#),
            ("E", r#""é""#),
            ("E", r#""日本""#),
            ("E", r#""🙂""#),
            ("E", r#""Self""#),
            ("E", r#""*""#),
            ("E", r#""a\"b""#),
            ("E", r#""a\\b""#),
            ("E", r#""a\nb""#),
        ],
        // Kept in `Other`, and rejected by `validate`.
        reject: &[("E", r#""nope""#)],
    },
    EdgeCase {
        name: "05-empty-enum",
        codes: &["unsatisfiable"],
        accept: &[("U", "{}")],
        reject: &[
            ("E", r#""""#),
            ("E", "null"),
            ("E", "1"),
            ("U", r#"{"e":"a"}"#),
        ],
    },
    EdgeCase {
        name: "07-enum-mixed-null",
        accept: &[
            ("N", r#""a""#),
            ("N", "null"),
            ("M", "6"),
            ("M", r#""foo""#),
            ("M", "true"),
            ("M", "null"),
            ("M", r#"{"a":1}"#),
            ("M", "[2]"),
        ],
        reject: &[
            ("N", r#""c""#),
            ("M", "7"),
            ("M", "false"),
            ("M", r#"{"a":2}"#),
        ],
        ..NONE
    },
    EdgeCase {
        name: "08-bounds-beyond-i64",
        accept: &[
            ("U64", "18446744073709551615"),
            ("Frac", "1"),
            ("Frac", "3"),
            ("Exp", "1000"),
        ],
        reject: &[("U64", "-1"), ("Frac", "0"), ("Frac", "4"), ("Exp", "1001")],
        ..NONE
    },
    EdgeCase {
        name: "10-nullable-30",
        accept: &[("T", r#"{"a":null,"p":null}"#)],
        reject: &[("T", r#"{"a":"x"}"#)],
        ..NONE
    },
    EdgeCase {
        name: "11-const",
        accept: &[("C", r#"{"s":"fixed","kind":"dog","n":1.0,"o":{"a":[1]}}"#)],
        reject: &[
            ("C", r#"{"s":"other","kind":"dog"}"#),
            ("C", r#"{"s":"fixed","kind":"cat"}"#),
            ("C", r#"{"s":"fixed","kind":"dog","n":2}"#),
        ],
        ..NONE
    },
    EdgeCase {
        name: "13-allof-overlap",
        accept: &[("X", r#"{"a":"abc","n":7}"#)],
        reject: &[
            ("X", r#"{"n":7}"#),
            ("X", r#"{"a":"abc"}"#),
            ("X", r#"{"a":"a","n":7}"#),
            ("X", r#"{"a":"abcdef","n":7}"#),
            ("X", r#"{"a":"abc","n":7.5}"#),
            ("X", r#"{"a":"abc","n":11}"#),
        ],
        ..NONE
    },
    EdgeCase {
        name: "14-allof-conflict",
        codes: &["unsatisfiable"],
        accept: &[("X", "{}")],
        reject: &[("X", r#"{"a":"x"}"#), ("X", r#"{"a":1}"#)],
    },
    EdgeCase {
        name: "16-oneof-discriminator-mapping",
        accept: &[
            ("Pet", r#"{"petType":"kitty","lives":9}"#),
            ("Pet", r#"{"petType":"dog-v1"}"#),
            ("Pet", r#"{"petType":"Fish"}"#),
        ],
        reject: &[
            ("Pet", r#"{"petType":"bird"}"#),
            ("Pet", r#"{"lives":9}"#),
            ("Pet", r#"{"petType":"kitty","lives":"x"}"#),
        ],
        ..NONE
    },
    EdgeCase {
        name: "17-discriminator-allof-parent",
        accept: &[(
            "Zoo",
            r#"{"animals":[{"kind":"Cat","lives":9,"name":"x"}]}"#,
        )],
        ..NONE
    },
    EdgeCase {
        name: "19-anyof-ref-null",
        accept: &[
            ("T", r#"{"a":null}"#),
            ("T", r#"{"a":{"x":"1"},"b":null,"d":null}"#),
        ],
        reject: &[("T", "{}"), ("T", r#"{"a":{}}"#)],
        ..NONE
    },
    EdgeCase {
        name: "20-anyof-merge",
        accept: &[("X", r#"{"a":"1","b":"2"}"#)],
        reject: &[("X", "{}")],
        ..NONE
    },
    EdgeCase {
        name: "22-unicode-names",
        codes: &["name-clash"],
        accept: &[(
            "P",
            // The first two names differ in how the accent is written.
            "{\"\u{e9}\":\"1\",\"e\u{301}\":\"2\",\"🙂\":\"3\",\"имя\":\"4\",\"名前\":\"5\",\"ß\":\"6\",\"SS\":\"7\"}",
        )],
        ..NONE
    },
    EdgeCase {
        name: "23-path-params-odd",
        ..NONE
    },
    EdgeCase {
        name: "25-no-operation-id",
        codes: &["name-clash"],
        ..NONE
    },
    EdgeCase {
        name: "26-response-ranges",
        ..NONE
    },
    EdgeCase {
        name: "28-header-cookie-params",
        ..NONE
    },
    EdgeCase {
        name: "29-query-styles",
        ..NONE
    },
    EdgeCase {
        name: "31-read-write-only",
        accept: &[
            ("U", r#"{"name":"a","password":"b"}"#),
            ("U", r#"{"id":"1","name":"a"}"#),
        ],
        reject: &[("U", r#"{"id":"1","password":"b"}"#)],
        ..NONE
    },
    EdgeCase {
        name: "32-defaults-wrong-type",
        codes: &["repaired", "example-refused"],
        accept: &[("D", "{}")],
        ..NONE
    },
    EdgeCase {
        name: "34-exclusive-bounds-30",
        accept: &[("A", "2"), ("A", "4"), ("B", "0")],
        reject: &[("A", "1"), ("A", "5")],
        ..NONE
    },
    EdgeCase {
        name: "35-invalid-regex",
        codes: &["not-enforced"],
        accept: &[("A", r#""x""#), ("B", r#""x""#), ("D", r#""x""#)],
        ..NONE
    },
    EdgeCase {
        name: "37-formats",
        accept: &[
            ("F", r#"{"dt":"1985-04-12T23:20:50.52+05:30"}"#),
            ("F", r#"{"dec":"123456789012345678901234567890.10"}"#),
            ("F", r#"{"u64":18446744073709551615}"#),
            ("F", r#"{"i64s":"5"}"#),
            ("F", r#"{"odd":"x"}"#),
            ("F", r#"{"i32":-2147483648,"u8":255}"#),
        ],
        // A `uuid` is a text, so `{"uuid":"x"}` is one.
        reject: &[("F", r#"{"i32":2147483648}"#), ("F", r#"{"u8":256}"#)],
        ..NONE
    },
    EdgeCase {
        name: "40-yaml-scalars",
        codes: &["repaired", "name-clash"],
        accept: &[
            ("E", r#""NO""#),
            ("E", r#""2020-01-01""#),
            ("E", r#""12:30:45""#),
            ("O", r#"{"on":"a","1":"b","null":"c","true":"d"}"#),
        ],
        reject: &[("E", "false"), ("O", r#"{"on":1}"#)],
    },
    EdgeCase {
        name: "43-external-file-ref",
        codes: &["name-clash"],
        accept: &[("Whole", r#"{"w":"x"}"#), ("Local", r#"{"x":"y"}"#)],
        ..NONE
    },
    EdgeCase {
        name: "46-ref-siblings",
        accept: &[("T", r#"{"a":"abc"}"#)],
        reject: &[("T", r#"{"a":"abcd"}"#), ("T", r#"{"a":""}"#)],
        ..NONE
    },
    EdgeCase {
        name: "47-ref-siblings-30",
        codes: &["keyword-ignored"],
        accept: &[("T", r#"{"a":"abcd"}"#)],
        reject: &[("T", r#"{"a":""}"#)],
    },
    EdgeCase {
        name: "49-hostile-text",
        ..NONE
    },
    EdgeCase {
        name: "50-crlf-bom-tabs",
        ..NONE
    },
    EdgeCase {
        name: "52-empty-and-boolean-schemas",
        accept: &[
            ("Any", "1"),
            ("Yes", "null"),
            ("Obj", r#"{"x":[1]}"#),
            ("Arr", r#"[1,"a"]"#),
            ("Arr2", r#"[1,"a"]"#),
            ("Has", r#"{"ghost":null}"#),
        ],
        reject: &[
            ("No", "null"),
            ("Not", "{}"),
            ("Has", "{}"),
            ("Has", r#"{"ghost":1,"n":1}"#),
        ],
        ..NONE
    },
    EdgeCase {
        name: "53-required-undeclared",
        accept: &[
            ("A", r#"{"x":"1","y":5}"#),
            ("B", r#"{"m":"a"}"#),
            ("C", "[]"),
        ],
        reject: &[("A", r#"{"x":"1"}"#), ("B", "{}")],
        ..NONE
    },
    EdgeCase {
        name: "55-webhooks-callbacks-only",
        accept: &[("Ev", r#"{"event_type":"conference.created"}"#)],
        reject: &[("Ev", r#"{"event_type":"x"}"#)],
        ..NONE
    },
    EdgeCase {
        name: "56-security-combos",
        ..NONE
    },
    EdgeCase {
        name: "58-name-clash-ops-types",
        codes: &["name-clash"],
        ..NONE
    },
    EdgeCase {
        name: "59-not-if-then-else",
        accept: &[
            ("A", r#"{"t":"n","v":1}"#),
            ("B", r#""ok""#),
            ("C", r#"{"b":"1"}"#),
            ("E", r#"{"x":"1"}"#),
            ("F", "[1,2]"),
        ],
        reject: &[
            ("A", r#"{"t":"n","v":"x"}"#),
            ("B", r#""forbidden""#),
            ("C", r#"{"a":"1"}"#),
            ("D", r#"{"A":1}"#),
            ("E", r#"{"y":1}"#),
            ("F", "[2]"),
            ("F", "[1,1]"),
        ],
        ..NONE
    },
];

/// What the headers say about requests, as a program.
pub(crate) const WIRE: &str = r#"
use bindings::Operation;
use bindings::{n22_unicode_names, n23_path_params_odd};

fn uri(operation: &impl Operation) -> String {
    let request = operation.request().expect("it keeps the rules");
    request.uri().to_string()
}

fn main() {
    let dots = n23_path_params_odd::Dots::new("a/b?c#d%e", 5);
    assert_eq!(uri(&dots), "/a/a%2Fb%3Fc%23d%25e/b/5.json");
    let fixed = n23_path_params_odd::FixedQuery::new().z("1");
    assert_eq!(uri(&fixed), "/q?fixed=1&z=1");
    let unicode = n22_unicode_names::GrößeAbrufen::new("ü");
    assert_eq!(uri(&unicode), "/stra%C3%9Fe/%C3%BC");
}
"#;
