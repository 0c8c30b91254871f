//! Checks of the formats that JSON Schema defines (Validation 2020-12 §7.3), which are copied into the crates
//! that check some.

pub mod format_checks;

#[cfg(test)]
mod tests;
