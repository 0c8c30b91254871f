//! What the generator and the crates that it writes have to agree on. The generator depends on this
//! package, and so does the runtime; into crates its module `schema` is copied, below `runtime`.

mod schema;

pub use self::schema::*;

#[cfg(test)]
mod tests;
