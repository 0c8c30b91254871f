//! Every published body decodes, encodes to equal JSON, and is valid.

use std::collections::BTreeSet;

use generated::Value;

use crate::{bodies, schemas};

#[test]
fn every_body_round_trips() {
    let mut faults = Vec::new();
    for body in bodies::all() {
        match body.schema.decode_and_validate(body.json.to_string()) {
            Err(error) => faults.push(format!("{}: {error}", body.name)),
            Ok(decoded) if !is_equal(&decoded.encoded, &body.json) => {
                faults.push(format!("{}: became {}", body.name, decoded.encoded));
            }
            Ok(decoded) => {
                let refused = decoded.violations.iter().map(|it| it.pointer.clone());
                if refused.collect::<Vec<_>>() != body.refused {
                    faults.push(format!("{}: {:?}", body.name, decoded.lines()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether two values are equal, and so are their numbers: an integer in the place of a float becomes one.
pub(crate) fn is_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            let mut pairs = left.iter().zip(right);
            left.len() == right.len() && pairs.all(|(left, right)| is_equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let is_there =
                |(name, left)| right.get(name).is_some_and(|right| is_equal(left, right));
            left.len() == right.len() && left.iter().all(is_there)
        }
        _ => left == right,
    }
}

#[test]
fn every_schema_has_a_body() {
    let with_body: BTreeSet<_> = bodies::all()
        .iter()
        .map(|body| (body.schema.document, body.schema.key))
        .collect();
    let all: BTreeSet<_> = schemas::all_schemas()
        .map(|it| (it.document, it.key))
        .collect();
    assert_eq!(with_body, all);
}
