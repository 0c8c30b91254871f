//! The JSON Schema of a report in JSON.

use serde_json::{Value, json};

use crate::diff::change::Impact;
use crate::diff::kind::ChangeKind;
use crate::diff::verdict::Step;

/// Returns the schema (JSON Schema 2020-12) of what [`render_json`](super::render_json) writes.
#[must_use]
pub fn report_schema() -> String {
    let steps = Step::ALL.map(Step::name);
    let [krate, wire] = impact_schemas();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of `diff --format json`",
        "$ref": "#/$defs/report",
        "$defs": {
            "report": object(&json!({
                "verdict": { "$ref": "#/$defs/verdict" },
                "crateRoot": { "$ref": "#/$defs/crateRoot" },
                "apis": list(&json!({ "$ref": "#/$defs/api" }), "Each API that is on one side at least."),
            })),
            "crateRoot": object(&json!({
                "verdict": { "$ref": "#/$defs/verdict" },
                "changes": list(
                    &json!({ "$ref": "#/$defs/change" }),
                    "Each change of what belongs to none of the modules: shared types, the enum of all webhooks, cargo features.",
                ),
            })),
            "api": object(&json!({
                "module": string("The name of its module."),
                "verdict": { "$ref": "#/$defs/verdict" },
                "changes": list(&json!({ "$ref": "#/$defs/change" }), "Each change once."),
            })),
            "verdict": object(&json!({
                "crate": krate,
                "wire": wire,
                "step": { "enum": steps, "description": "The next version of the crate." },
                "reason": string("Why, in one sentence."),
            })),
            "change": change_schema(),
            "place": object(&json!({
                "file": string("The name of the file."),
                "line": { "type": "integer", "minimum": 1, "description": "The line, from 1." },
                "pointer": string("The JSON pointer."),
            })),
        },
    });
    format!("{schema:#}\n")
}

/// What a change means to callers, and on the wire.
fn impact_schemas() -> [Value; 2] {
    let impacts = Impact::ALL.map(Impact::name);
    [
        "What it means to callers of the bindings.",
        "What it means to clients of any language.",
    ]
    .map(|words| json!({ "enum": impacts, "description": words }))
}

fn change_schema() -> Value {
    let kinds: Vec<&str> = ChangeKind::ALL.iter().map(|it| it.name()).collect();
    let summaries: Vec<&str> = ChangeKind::ALL.iter().map(|it| it.summary()).collect();
    let place = |words: &str| json!({ "anyOf": [{ "$ref": "#/$defs/place" }, { "type": "null" }], "description": words });
    let [krate, wire] = impact_schemas();
    object(&json!({
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
        "reaches": list(&json!({ "type": "string" }), "The operations and webhooks that it reaches, sorted."),
    }))
}

fn string(words: &str) -> Value {
    json!({ "type": "string", "description": words })
}

fn list(items: &Value, words: &str) -> Value {
    json!({ "type": "array", "items": items, "description": words })
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
