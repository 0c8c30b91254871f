//! What JSON Schema and OpenAPI mean, for the generator and for the crates that it writes alike.

mod style;

pub use self::style::Style;
