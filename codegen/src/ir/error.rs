//! Errors: the examples under their names, and the body they come in.

use crate::name::{ConstName, FieldName};
use crate::pointer::Address;
use crate::tree::Tree;

use super::value::TypeId;

/// A named error, made from an example.
#[derive(Clone, Debug)]
pub struct NamedError {
    /// The constant's name.
    pub constant: ConstName,
    /// The example's name.
    pub name: String,
    /// The response status.
    pub status: u16,
    /// The error code.
    pub code: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The detail: sample text.
    pub detail: Option<String>,
    /// The pointer to the offending member.
    pub pointer: Option<String>,
    /// The offending query parameter.
    pub parameter: Option<String>,
    /// More about it, JSON.
    pub meta: Option<Tree>,
    /// The whole body, JSON.
    pub json: Tree,
    /// Where the example stands.
    pub address: Address,
}

/// Where the parts of an error body stand.
#[derive(Clone, Debug)]
pub struct ErrorBody {
    /// The body's type.
    pub ty: TypeId,
    /// The fields that lead to the list of errors, and which of them are optional.
    pub list: Vec<Step>,
    /// The field with the code, from an item.
    pub code: Option<Vec<Step>>,
    /// The field with the title.
    pub title: Option<Vec<Step>>,
    /// The field with the detail.
    pub detail: Option<Vec<Step>>,
    /// The field with the pointer.
    pub pointer: Option<Vec<Step>>,
    /// The field with the parameter.
    pub parameter: Option<Vec<Step>>,
}

/// One field access on the way to a part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The field.
    pub field: FieldName,
    /// Whether it is an `Option`.
    pub optional: bool,
    /// Whether it is a `Nullable`.
    pub nullable: bool,
}
