//! The tree of a document: the data model of JSON, with numbers and booleans as their source text
//! and members in document order.

mod deserialize;
mod json;
mod node;
mod number;
mod query;
mod truth;
mod write;

pub use deserialize::Error;
pub use node::{Object, Tree};
pub use number::Number;
pub(crate) use query::QuerySegment;
pub use truth::Truth;
