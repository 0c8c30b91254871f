//! Descriptions in, the phrases that state rules out.

mod bound;
mod phrase;
mod text;

pub use bound::{Bound, Measure, find_bounds};
pub use phrase::{Found, Phrases};
pub use text::{Prose, Token, TokenKind, fold};
