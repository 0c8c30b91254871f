//! Spellings in, Rust identifiers out: any text becomes a legal and readable name, the same
//! text always the same one.
//!
//! `words` cuts a spelling into words, [`Kind`] puts them together, [`resolve`] tells names apart
//! that came out alike.

mod clash;
mod epithet;
mod identifier;
mod kind;
mod reserved;
mod words;

pub use clash::{Claim, Clash, Resolution, resolve};
pub use identifier::{ConstName, FeatureName, FieldName, ModuleName, Name, TypeName, VariantName};
pub use kind::{Case, Const, Feature, Field, Kind, Module, Type, Variant};
pub use reserved::is_keyword;
