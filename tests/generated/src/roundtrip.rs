//! Every published body decodes, encodes to equal JSON, and is valid.

use std::collections::BTreeSet;

use crate::{bodies, schemas};

#[test]
fn every_body_round_trips() {
    let mut faults = Vec::new();
    for body in bodies::all() {
        match body.schema.decode_and_validate(body.json.to_string()) {
            Err(error) => faults.push(format!("{}: {error}", body.name)),
            Ok(decoded) if decoded.encoded != body.json => {
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
