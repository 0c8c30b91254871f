//! The places where a value of another JSON type decodes, which `facts/other_kinds.tsv` lists.

use std::collections::BTreeSet;
use std::mem::discriminant;

use generated::Value;
use serde_json::json;

use crate::bodies;
use crate::garbage::places;
use crate::roundtrip::is_equal;

#[test]
fn every_member_accepts_its_own_type_and_the_listed_ones() {
    let all = [
        ("null", Value::Null),
        ("boolean", json!(true)),
        ("number", json!(1)),
        ("string", json!("x")),
        ("array", json!([])),
        ("object", json!({})),
    ];
    let mut found = BTreeSet::new();
    for body in bodies::assembled() {
        for place in places(&body.json) {
            let mut taken = Vec::new();
            for (kind, other) in &all {
                let mut json = body.json.clone();
                let value = json.pointer_mut(&place).expect("the place is there");
                if discriminant(value) == discriminant(other) {
                    continue;
                }
                *value = other.clone();
                if let Ok(decoded) = body.schema.decode_and_validate(json.to_string()) {
                    if decoded.encoded == without(&body.json, &place) && *kind == "null" {
                        continue; // An optional member: absent.
                    }
                    assert!(is_equal(&decoded.encoded, &json), "{} {place}", body.name);
                    taken.push(*kind);
                }
            }
            if !taken.is_empty() {
                let place = if place.is_empty() { "." } else { &place };
                let kinds = if taken.len() == 5 {
                    "anything".to_owned()
                } else {
                    taken.join(" ")
                };
                found.insert(format!("{}\t{place}\t{kinds}", body.schema.key));
            }
        }
    }
    let lines = include_str!("../facts/other_kinds.tsv").lines();
    let listed: BTreeSet<_> = lines
        .filter(|it| !it.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let extra: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(
        extra.is_empty() && gone.is_empty(),
        "not listed: {extra:#?}, not found: {gone:#?}"
    );
}

/// The value without the member at a pointer, if it is one.
fn without(json: &Value, place: &str) -> Value {
    let mut json = json.clone();
    if let Some((object, member)) = place.rsplit_once('/')
        && let Some(Value::Object(members)) = json.pointer_mut(object)
    {
        members.remove(&member.replace("~1", "/").replace("~0", "~"));
    }
    json
}
