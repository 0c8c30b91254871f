//! What the headers of the traps say.

/// A document, what is said about it, and instances of its schemas.
pub(crate) struct Trap {
    /// The file, without `.yml`.
    pub(crate) name: &'static str,
    /// The codes of the diagnostics, in order; one after the other counts once.
    pub(crate) said: &'static [&'static str],
    /// Component and JSON: decodes, keeps its rules, and encodes to the same JSON.
    pub(crate) accept: &'static [(&'static str, &'static str)],
    /// Component and JSON: does not decode, or breaks a rule.
    pub(crate) reject: &'static [(&'static str, &'static str)],
}

const NONE: Trap = Trap {
    name: "",
    said: &[],
    accept: &[],
    reject: &[],
};

/// The documents that no bindings can be made of, and the codes of the errors.
pub(crate) const REFUSED: &[(&str, &[&str])] = &[
    ("38-billion-laughs", &["limit"]),
    // Deeper than the reader goes; a crash would be wrong.
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

/// All others.
pub(crate) const CASES: &[Trap] = &[
    Trap {
        name: "01-keyword-fields",
        said: &["name-clash"],
        accept: &[("Kw", r#"{"type":"a","self":"b","":"c","1st":"d"}"#)],
        reject: &[("Kw", r#"{"type":"a"}"#)],
    },
    Trap {
        name: "02-colliding-fields",
        said: &["name-clash"],
        accept: &[(
            "C",
            r#"{"foo_bar":"a","fooBar":1,"foo-bar":true,"FooBar":1.5,"foo bar":null}"#,
        )],
        ..NONE
    },
    Trap {
        name: "04-colliding-enum-variants",
        said: &["name-clash"],
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
        // Kept in `Other`, and refused by `validate`.
        reject: &[("E", r#""nope""#)],
    },
    Trap {
        name: "05-empty-enum",
        said: &["unsatisfiable"],
        accept: &[("U", "{}")],
        reject: &[
            ("E", r#""""#),
            ("E", "null"),
            ("E", "1"),
            ("U", r#"{"e":"a"}"#),
        ],
    },
    Trap {
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
    Trap {
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
    Trap {
        name: "10-nullable-30",
        accept: &[("T", r#"{"a":null,"p":null}"#)],
        reject: &[("T", r#"{"a":"x"}"#)],
        ..NONE
    },
    Trap {
        name: "11-const",
        accept: &[("C", r#"{"s":"fixed","kind":"dog","n":1.0,"o":{"a":[1]}}"#)],
        reject: &[
            ("C", r#"{"s":"other","kind":"dog"}"#),
            ("C", r#"{"s":"fixed","kind":"cat"}"#),
            ("C", r#"{"s":"fixed","kind":"dog","n":2}"#),
        ],
        ..NONE
    },
    Trap {
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
    Trap {
        name: "14-allof-conflict",
        said: &["unsatisfiable"],
        accept: &[("X", "{}")],
        reject: &[("X", r#"{"a":"x"}"#), ("X", r#"{"a":1}"#)],
    },
    Trap {
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
    Trap {
        name: "17-discriminator-allof-parent",
        accept: &[(
            "Zoo",
            r#"{"animals":[{"kind":"Cat","lives":9,"name":"x"}]}"#,
        )],
        ..NONE
    },
    Trap {
        name: "19-anyof-ref-null",
        accept: &[
            ("T", r#"{"a":null}"#),
            ("T", r#"{"a":{"x":"1"},"b":null,"d":null}"#),
        ],
        reject: &[("T", "{}"), ("T", r#"{"a":{}}"#)],
        ..NONE
    },
    Trap {
        name: "20-anyof-merge",
        accept: &[("X", r#"{"a":"1","b":"2"}"#)],
        reject: &[("X", "{}")],
        ..NONE
    },
    Trap {
        name: "22-unicode-names",
        said: &["name-clash"],
        accept: &[(
            "P",
            // The first two names differ in how the accent is written.
            "{\"\u{e9}\":\"1\",\"e\u{301}\":\"2\",\"🙂\":\"3\",\"имя\":\"4\",\"名前\":\"5\",\"ß\":\"6\",\"SS\":\"7\"}",
        )],
        ..NONE
    },
    Trap {
        name: "23-path-params-odd",
        ..NONE
    },
    Trap {
        name: "25-no-operation-id",
        said: &["name-clash"],
        ..NONE
    },
    Trap {
        name: "26-response-ranges",
        ..NONE
    },
    Trap {
        name: "28-header-cookie-params",
        ..NONE
    },
    Trap {
        name: "29-query-styles",
        ..NONE
    },
    Trap {
        name: "31-read-write-only",
        accept: &[
            ("U", r#"{"name":"a","password":"b"}"#),
            ("U", r#"{"id":"1","name":"a"}"#),
        ],
        reject: &[("U", r#"{"id":"1","password":"b"}"#)],
        ..NONE
    },
    Trap {
        name: "32-defaults-wrong-type",
        said: &["repaired", "example-refused"],
        accept: &[("D", "{}")],
        ..NONE
    },
    Trap {
        name: "34-exclusive-bounds-30",
        accept: &[("A", "2"), ("A", "4"), ("B", "0")],
        reject: &[("A", "1"), ("A", "5")],
        ..NONE
    },
    Trap {
        name: "35-invalid-regex",
        said: &["not-enforced"],
        accept: &[("A", r#""x""#), ("B", r#""x""#), ("D", r#""x""#)],
        ..NONE
    },
    Trap {
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
    Trap {
        name: "40-yaml-scalars",
        said: &["repaired", "name-clash"],
        accept: &[
            ("E", r#""NO""#),
            ("E", r#""2020-01-01""#),
            ("E", r#""12:30:45""#),
            ("O", r#"{"on":"a","1":"b","null":"c","true":"d"}"#),
        ],
        reject: &[("E", "false"), ("O", r#"{"on":1}"#)],
    },
    Trap {
        name: "43-external-file-ref",
        said: &["name-clash"],
        accept: &[("Whole", r#"{"w":"x"}"#), ("Local", r#"{"x":"y"}"#)],
        ..NONE
    },
    Trap {
        name: "46-ref-siblings",
        accept: &[("T", r#"{"a":"abc"}"#)],
        reject: &[("T", r#"{"a":"abcd"}"#), ("T", r#"{"a":""}"#)],
        ..NONE
    },
    Trap {
        name: "47-ref-siblings-30",
        said: &["keyword-ignored"],
        accept: &[("T", r#"{"a":"abcd"}"#)],
        reject: &[("T", r#"{"a":""}"#)],
    },
    Trap {
        name: "49-hostile-text",
        ..NONE
    },
    Trap {
        name: "50-crlf-bom-tabs",
        ..NONE
    },
    Trap {
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
    Trap {
        name: "53-required-undeclared",
        accept: &[
            ("A", r#"{"x":"1","y":5}"#),
            ("B", r#"{"m":"a"}"#),
            ("C", "[]"),
        ],
        reject: &[("A", r#"{"x":"1"}"#), ("B", "{}")],
        ..NONE
    },
    Trap {
        name: "55-webhooks-callbacks-only",
        accept: &[("Ev", r#"{"event_type":"conference.created"}"#)],
        reject: &[("Ev", r#"{"event_type":"x"}"#)],
        ..NONE
    },
    Trap {
        name: "56-security-combos",
        ..NONE
    },
    Trap {
        name: "58-name-clash-ops-types",
        said: &["name-clash"],
        ..NONE
    },
    Trap {
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
use trial::Operation;
use trial::{n22_unicode_names, n23_path_params_odd};

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
