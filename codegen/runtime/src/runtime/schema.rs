//! Generated crates contain the files of `codegen/schema` here.

pub use codegen_schema::*;
