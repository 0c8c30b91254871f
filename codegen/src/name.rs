//! Spellings in, Rust identifiers out: any text becomes a legal and readable name, the same
//! text always the same one.
//!
//! `words` cuts a spelling into words, [`NameKind`] puts them together, [`resolve_collisions`] tells
//! names apart that came out alike.

mod collision;
mod disambiguator;
mod identifier;
mod kind;
mod reserved;
mod words;

pub use collision::{Collision, NameRequest, Resolution, resolve_collisions};
pub use identifier::{ConstName, FeatureName, FieldName, ModuleName, Name, TypeName, VariantName};
pub use kind::{Case, Const, Feature, Field, Module, NameKind, Type, Variant};
pub use reserved::is_keyword;
pub(crate) use words::is_identifier;
