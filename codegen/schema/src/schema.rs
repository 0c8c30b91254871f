//! What JSON Schema and OpenAPI mean, for the generator and for the crates that it writes alike.

mod decimal;
mod equality;
mod json;
pub(crate) mod pattern;
mod style;

pub use self::decimal::{Decimal, NumberText};
pub use self::equality::canonical;
pub use self::json::{Json, JsonView};
pub use self::pattern::Pattern;
#[cfg(feature = "pattern")]
pub use self::pattern::compile;
pub use self::style::Style;
