//! Errors: named examples, and the body of errors.

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
    /// The detail of the example.
    pub detail: Option<String>,
    /// The pointer to the invalid member.
    pub pointer: Option<String>,
    /// The invalid parameter.
    pub parameter: Option<String>,
    /// Further details, as JSON.
    pub meta: Option<Tree>,
    /// The whole body, as JSON.
    pub json: Tree,
    /// The address of the example.
    pub address: Address,
    /// A reference to the example.
    pub reference: String,
}

/// The paths of the parts of an error body.
#[derive(Clone, Debug)]
pub struct ErrorBody {
    /// The body's type.
    pub ty: TypeId,
    /// The path of the list of errors.
    pub list: Vec<Step>,
    /// The path of the code, from an item.
    pub code: Option<Vec<Step>>,
    /// The path of the title.
    pub title: Option<Vec<Step>>,
    /// The path of the detail.
    pub detail: Option<Vec<Step>>,
    /// The path of the pointer.
    pub pointer: Option<Vec<Step>>,
    /// The path of the parameter.
    pub parameter: Option<Vec<Step>>,
}

/// A field in a path to a part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The field.
    pub field: FieldName,
    /// Whether it is an `Option`.
    pub optional: bool,
    /// Whether it is a `Nullable`.
    pub nullable: bool,
}
