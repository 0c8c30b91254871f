//! Lowers schemas to types and rules.

pub(in crate::lower) mod binary;
pub(in crate::lower) mod constant_tag;
pub(in crate::lower) mod doc;
mod draft;
pub(in crate::lower) mod event_data;
pub(in crate::lower) mod field_doc;
pub(in crate::lower) mod foreign;
pub(in crate::lower) mod foreign_reference;
pub(in crate::lower) mod format_table;
pub(in crate::lower) mod inheritance;
mod intersection;
pub(in crate::lower) mod lower;
pub(in crate::lower) mod merged;
mod named_string;
mod null;
mod object;
pub(in crate::lower) mod residual;
pub(in crate::lower) mod rule_codes;
mod rules;
pub mod shown_null;
pub(in crate::lower) mod state;
mod string_enum;
mod tuple;
pub(in crate::lower) mod undeclared;
mod union;
pub(in crate::lower) mod unsatisfiable;
pub(in crate::lower) mod untyped;
