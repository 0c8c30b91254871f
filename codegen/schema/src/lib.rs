//! JSON Schema and OpenAPI semantics that the generator and generated crates share: validation, exact
//! numbers, patterns and parameter styles.
//!
//! The generator and the runtime depend on this package. Generated crates contain its module `schema`
//! as `runtime::schema` instead.

mod schema;

pub use self::schema::*;

#[cfg(test)]
mod tests;
