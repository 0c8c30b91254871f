//! Types that other crates define, and the dependencies that they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::name::RustPath;

/// A type that another crate defines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ForeignType {
    /// Its path.
    pub path: RustPath,
    /// How it is read and written.
    pub via: Via,
}

/// How a type of another crate is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// As a JSON string, by `FromStr` and `Display`.
    Text,
    /// As a JSON number, by `FromStr` and `Display`.
    Number,
    /// As any JSON, by `Deserialize` and `Serialize`.
    Json,
}

impl Via {
    /// Returns the name of the type around it in generated code.
    #[must_use]
    pub fn wrapper(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Number => "Number",
            Self::Json => "Json",
        }
    }
}

/// What an API uses of other crates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForeignTypes {
    /// Whether it has a type of another crate.
    pub is_used: bool,
    /// The crates that it needs, by name.
    pub dependencies: BTreeMap<String, Dependency>,
}

/// A crate that generated code depends on because the document says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The version requirement.
    pub version: String,
    /// Its features.
    pub features: BTreeSet<String>,
}

/// Crates whose version need not be stated. All of them that have types for values have a feature `serde`.
const KNOWN: [(&str, &str); 10] = [
    ("bigdecimal", "0.4"),
    ("chrono", "0.4"),
    ("ipnet", "2"),
    ("jiff", "0.2"),
    ("rust_decimal", "1"),
    ("schemars", "1"),
    ("semver", "1"),
    ("url", "2"),
    ("utoipa", "6"),
    ("uuid", "1"),
];

impl Dependency {
    /// Returns the version requirement of a crate whose version need not be stated.
    #[must_use]
    pub fn known_version(name: &str) -> Option<&'static str> {
        let known = KNOWN.iter().find(|(known, _)| *known == name);
        known.map(|(_, version)| *version)
    }

    /// Whether a crate comes with the compiler.
    #[must_use]
    pub fn is_built_in(name: &str) -> bool {
        matches!(name, "std" | "core" | "alloc")
    }
}
