//! Every published body decodes, encodes to equal JSON, and keeps its rules.

use std::collections::BTreeSet;

use crate::{bodies, schemas};

/// FIXME: earlier documents show a null where there is no next page, and where nobody has ended the
/// conference. Today's say no more than "string", so these bodies are refused.
const NOT_DECODED: &[(&str, &str)] = &[
    (
        "earlier/2025-10-30/ConferenceRecordingResourceIndex.json",
        "/next_page_uri",
    ),
    (
        "earlier/2025-10-30/ConferenceResource.json",
        "/call_sid_ending_conference",
    ),
    (
        "earlier/2025-10-30/ParticipantResourceIndex.json",
        "/next_page_uri",
    ),
];

#[test]
fn every_body_comes_back_equal() {
    let mut faults = Vec::new();
    for body in bodies::all() {
        let known = NOT_DECODED.iter().find(|(name, _)| *name == body.name);
        match (body.schema.judge(body.json.to_string()), known) {
            (Err(error), Some((_, at))) if error.pointer() == *at => {}
            (Err(error), _) => faults.push(format!("{}: {error}", body.name)),
            (Ok(_), Some(_)) => faults.push(format!("{}: decodes now", body.name)),
            (Ok(judged), None) if judged.encoded != body.json => {
                faults.push(format!("{}: became {}", body.name, judged.encoded));
            }
            (Ok(judged), None) => {
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
