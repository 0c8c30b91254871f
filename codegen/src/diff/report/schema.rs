//! The JSON Schema of a report in JSON.

use serde_json::{Value, json};

use crate::diff::change::Impact;
use crate::diff::kind::ChangeKind;
use crate::diff::verdict::Step;

/// Returns the schema (JSON Schema 2020-12) of what [`render_json`](super::render_json) writes.
#[must_use]
pub fn report_schema() -> String {
    let impacts = Impact::ALL.map(Impact::name);
    let steps = Step::ALL.map(Step::name);
    let kinds: Vec<&str> = ChangeKind::ALL.iter().map(|it| it.name()).collect();
    let summaries: Vec<&str> = ChangeKind::ALL.iter().map(|it| it.summary()).collect();
    let string = |words: &str| json!({ "type": "string", "description": words });
    let place = |words: &str| json!({ "anyOf": [{ "$ref": "#/$defs/place" }, { "type": "null" }], "description": words });
    let list = |items: Value, words: &str| json!({ "type": "array", "items": items, "description": words });
    let krate =
        json!({ "enum": impacts, "description": "What it means to callers of the bindings." });
    let wire =
        json!({ "enum": impacts, "description": "What it means to clients of any language." });
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of `diff --format json`",
        "$ref": "#/$defs/report",
        "$defs": {
            "report": object(&json!({
                "verdict": { "$ref": "#/$defs/verdict" },
                "apis": list(json!({ "$ref": "#/$defs/api" }), "Each API that is on one side at least."),
            })),
            "api": object(&json!({
                "module": string("The name of its module."),
                "verdict": { "$ref": "#/$defs/verdict" },
                "changes": list(json!({ "$ref": "#/$defs/change" }), "Each change once."),
            })),
            "verdict": object(&json!({
                "crate": krate,
                "wire": wire,
                "step": { "enum": steps, "description": "The next version of the crate." },
                "reason": string("Why, in one sentence."),
            })),
            "change": object(&json!({
                // Editors show what each value means.
                "kind": { "enum": kinds, "enumDescriptions": summaries },
                "item": string("The Rust item: `Pet.name`, `ListPets`."),
                "text": string("What is different, as a clause."),
                "crate": krate,
                "wire": wire,
                "swapsArguments": {
                    "type": "boolean",
                    "description": "Whether callers compile and pass their arguments in the wrong order.",
                },
                "before": string("How it was spelled; empty where it is new."),
                "after": string("How it is spelled now; empty where it is gone."),
                "old": place("Its place in the old document."),
                "new": place("Its place in the new document."),
                "reaches": list(json!({ "type": "string" }), "The operations and webhooks that it reaches, sorted."),
            })),
            "place": object(&json!({
                "file": string("The name of the file."),
                "line": { "type": "integer", "minimum": 1, "description": "The line, from 1." },
                "pointer": string("The JSON pointer."),
            })),
        },
    });
    format!("{schema:#}\n")
}

/// An object that has all of these members and no others.
fn object(properties: &Value) -> Value {
    let names = properties.as_object().into_iter().flatten();
    let required: Vec<&String> = names.map(|(name, _)| name).collect();
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}
