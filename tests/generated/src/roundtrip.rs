//! Every published body decodes, encodes to equal JSON, and keeps its rules.

use std::collections::BTreeSet;

use crate::{bodies, schemas};

#[test]
fn every_body_comes_back_equal() {
    let mut faults = Vec::new();
    for body in bodies::all() {
        match body.schema.judge(body.json.to_string()) {
            Err(error) => faults.push(format!("{}: {error}", body.name)),
            Ok(judged) if judged.encoded != body.json => {
                faults.push(format!("{}: became {}", body.name, judged.encoded));
            }
            Ok(judged) => {
                let refused = judged.violations.iter().map(|it| it.pointer.clone());
                if refused.collect::<Vec<_>>() != body.refused {
                    faults.push(format!("{}: {:?}", body.name, judged.lines()));
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
    let all: BTreeSet<_> = schemas::all().map(|it| (it.document, it.key)).collect();
    assert_eq!(with_body, all);
}
