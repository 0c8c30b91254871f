//! JSON Schema and OpenAPI semantics that the generator and generated crates share.

mod decimal;
mod equality;
mod json;
mod json_schema;
pub(crate) mod pattern;
mod style;
mod validator;

pub use self::decimal::{Decimal, NumberText};
pub use self::equality::{canonical, is_same};
pub use self::json::{Json, JsonView, excerpt};
pub use self::json_schema::JsonSchema;
pub use self::pattern::Pattern;
#[cfg(feature = "pattern")]
pub use self::pattern::compile;
pub use self::style::Style;
pub use self::validator::{Options, Schema, ValidationError, escape_segment, validate};
