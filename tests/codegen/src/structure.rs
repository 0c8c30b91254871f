//! Who may import whom, which words a function is called by, and what the documents name.
//!
//! These tests read the sources of the packages as syntax, without what is `#[cfg(test)]`.

mod circles;
mod documents;
mod extension_keys;
mod fences;
mod imports;
mod layers;
mod sources;
mod words;
