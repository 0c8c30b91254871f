//! Bindings with types of other crates, which the build script makes.

include!(concat!(env!("OUT_DIR"), "/lib.rs"));

#[cfg(test)]
mod tests;
