//! In a generated crate the files of `codegen/schema` stand here.

pub use codegen_schema::*;
