//! The schemas of each document that became arbitrary JSON although they say more, and why.

use std::fmt::Write;
use std::path::Path;

use codegen::ir::Untyped;

use crate::corpus::documents;
use crate::run::{Document, compare, shared};

#[test]
fn untyped_schemas_are_those_of_the_snapshot() {
    let Some(folder) = shared("corpus/openapi", 1) else {
        return;
    };
    let documents = documents(&folder);
    let mut text = String::new();
    let mut total = 0;
    for document in &documents {
        let places = untyped(&folder, document);
        total += places.len();
        if !places.is_empty() {
            let _ = write!(text, "{document}: {}\n{}", places.len(), places.concat());
        }
    }
    let _ = write!(text, "{total} in {} documents", documents.len());
    compare("", "untyped", &text);
}

/// A line for each such schema.
fn untyped(folder: &Path, document: &str) -> Vec<String> {
    let run = Document {
        allow_missing_files: true,
        ..Document::alone(folder, document)
    }
    .run();
    let line = |it: &Untyped| format!("  {}: {}\n", it.address.pointer, it.reason);
    run.api().untyped.iter().map(line).collect()
}
