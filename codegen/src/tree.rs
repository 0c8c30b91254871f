//! A document as it was written: JSON's data model, with numbers and truth values as their source
//! text and members in document order.

mod deserialize;
mod json;
mod node;
mod number;
mod truth;

pub use deserialize::Error;
pub use node::{Object, Tree};
pub use number::Number;
pub use truth::Truth;
