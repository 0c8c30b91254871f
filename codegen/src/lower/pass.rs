//! Passes over finished types.

pub(in crate::lower) mod client_method;
pub(in crate::lower) mod depth;
pub(in crate::lower) mod derive;
pub(in crate::lower) mod direction;
pub(in crate::lower) mod feature;
pub(in crate::lower) mod recursion;
pub(in crate::lower) mod traits;
