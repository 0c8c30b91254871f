//! Spellings in, Rust identifiers out: any text becomes a valid and readable name, and equal texts
//! become equal names.
//!
//! `words` splits a spelling into words, [`NameKind`] joins them, and [`resolve_collisions`] makes
//! equal names distinct.

mod collision;
mod disambiguator;
mod identifier;
mod kind;
mod reserved;
mod rust_path;
mod words;

pub use collision::{Collision, NameRequest, Resolution, resolve_collisions};
pub use identifier::{ConstName, FeatureName, FieldName, ModuleName, Name, TypeName, VariantName};
pub use kind::{Case, Const, Feature, Field, Module, NameKind, Type, Variant};
pub use reserved::{CLIENT_METHODS, is_keyword};
pub use rust_path::RustPath;
pub(crate) use words::is_identifier;
