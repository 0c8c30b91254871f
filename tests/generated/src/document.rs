//! The documents that the bindings are made of.

use std::fs;
use std::path::Path;

use codegen::diagnostic::Diagnostics;
use codegen::source::{Sources, parse};
use serde_json::Value;

/// Reads a document as JSON, without its overlay.
pub(crate) fn read_document(module: &str) -> Value {
    let path = format!("../../specs/{module}.yml");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(path).expect("the document is there");
    let mut sources = Sources::default();
    let file = sources.add(module, text);
    let tree = parse(&sources, file, &mut Diagnostics::default()).expect("the document is YAML");
    serde_json::from_str(&tree.to_json()).expect("a tree is JSON")
}
