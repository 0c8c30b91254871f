//! Unions within unions: how often alternatives are tried does not multiply without an end.

use crate::runtime::{Validate, Value, decode};

/// A condition; `all` or `any` tells which.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Filter {
    /// All hold.
    All(All),
    /// Any holds.
    Any(Any),
    /// What is none of them, as it came.
    Other(Value),
}

crate::runtime::union! {
    Filter {
        All(All) rules &[],
        Any(Any) rules &[],
    } fits exactly_one
}

crate::runtime::object! {
    /// All hold.
    pub struct All
    new(all: Vec<Filter>)
    required {
        /// Doc.
        all "all": Vec<Filter> where valid,
    }
}

crate::runtime::object! {
    /// Any holds.
    pub struct Any
    new(any: Vec<Filter>)
    required {
        /// Doc.
        any "any": Vec<Filter> where valid,
    }
}

/// Either fits wherever the other does.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Alike {
    /// One.
    One(One),
    /// Two.
    Two(Two),
    /// What is none of them, as it came.
    Other(Value),
}

crate::runtime::union! {
    Alike {
        One(One) rules &[],
        Two(Two) rules &[],
    }
}

crate::runtime::object! {
    /// One.
    pub struct One
    optional {
        /// Doc.
        child "child" into Box<Alike>,
    }
}

crate::runtime::object! {
    /// Two.
    pub struct Two
    optional {
        /// Doc.
        child "child" into Box<Alike>,
    }
}

/// Objects in objects, each with one member.
fn nested(names: &[&str], [open, close]: [&str; 2], depth: usize) -> String {
    let opened = names.iter().cycle().take(depth);
    let opened: Vec<String> = opened.map(|name| format!(r#"{{"{name}":{open}"#)).collect();
    opened.concat() + &format!("{close}}}").repeat(depth)
}

#[test]
fn a_single_matching_alternative_is_found_at_any_depth() {
    let json = nested(&["all", "any"], ["[", "]"], 60);
    let decoded: Filter = decode(json.as_bytes()).unwrap();
    assert_eq!(decoded.validate().map_err(|it| it.to_string()), Ok(()));
    assert_eq!(serde_json::to_string(&decoded).unwrap(), json);
    let mut depth = 0;
    let mut open = vec![decoded];
    while let Some(filter) = open.pop() {
        let (Filter::All(All { all: inner }) | Filter::Any(Any { any: inner })) = filter else {
            panic!("{depth} levels were read");
        };
        depth += 1;
        open.extend(inner);
    }
    assert_eq!(depth, 60);
}

#[test]
fn deep_ambiguous_unions_stay_json() {
    let json = nested(&["child"], ["", ""], 100).replace(":}", ":{}}");
    let decoded: Alike = decode(json.as_bytes()).unwrap();
    assert!(matches!(&decoded, Alike::One(One { child: Some(_) })));
    assert_eq!(decoded.validate().map_err(|it| it.to_string()), Ok(()));
    assert_eq!(serde_json::to_string(&decoded).unwrap(), json);
    // The next value may cost as much again.
    let json = r#"{"child":{"child":{}}}"#;
    let decoded: Alike = decode(json.as_bytes()).unwrap();
    let Alike::One(One { child: Some(child) }) = decoded else {
        panic!("it is an object with a child");
    };
    assert!(matches!(*child, Alike::One(_)));
}

#[test]
fn a_second_matching_alternative_is_found() {
    let both = r#"{"all":[],"any":[]}"#;
    let decoded: Filter = decode(format!(r#"{{"all":[{both}]}}"#).as_bytes()).unwrap();
    // Neither holds all of it, so it stays what it is.
    let Filter::All(All { all }) = decoded else {
        panic!("`all` tells");
    };
    assert_eq!(all, [Filter::Other(serde_json::from_str(both).unwrap())]);
    let broken = Filter::All(All::new(vec![Filter::Other(Value::Null)]));
    let violations = broken.validate().unwrap_err().to_string();
    assert!(violations.contains("/all/0"), "{violations}");
}
