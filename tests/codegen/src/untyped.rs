//! The schemas of each document that became arbitrary JSON although they say more, and why.

use std::fmt::Write;
use std::path::Path;

use codegen::ir::Untyped;

use crate::corpus::REAL;
use crate::run::{Document, compare, shared};

#[test]
fn untyped_schemas_are_those_of_the_snapshot() {
    let (Some(folder), Some(results)) = (shared("corpus/openapi", 1), &*REAL) else {
        return;
    };
    let mut text = String::new();
    let mut total = 0;
    for (document, result) in results {
        let found = result.as_ref().ok().and_then(|it| it.untyped.clone());
        let found = found.unwrap_or_else(|| without_files(&folder, document));
        let places: Vec<String> = found.iter().map(line).collect();
        total += places.len();
        if !places.is_empty() {
            let _ = write!(text, "{document}: {}\n{}", places.len(), places.concat());
        }
    }
    let _ = write!(text, "{total} in {} documents", results.len());
    compare("", "untyped", &text);
}

fn line(untyped: &Untyped) -> String {
    format!("  {}: {}\n", untyped.address.pointer, untyped.reason)
}

/// The untyped schemas of a document that refers to missing files.
fn without_files(folder: &Path, document: &str) -> Vec<Untyped> {
    let run = Document {
        allow_missing_files: true,
        ..Document::alone(folder, document)
    }
    .run();
    run.api().untyped.clone()
}
