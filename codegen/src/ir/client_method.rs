//! Operations as methods of the client.

use crate::name::{FieldName, TypeName};

use super::doc::Doc;

/// The operations of a tag, which a method of the client leads to.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name of the method.
    pub name: FieldName,
    /// The name of its type.
    pub ty: TypeName,
    /// The tag, as the document spells it.
    pub tag: String,
    /// The description of the tag.
    pub doc: Doc,
}

/// The index of a group in the list of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub usize);

/// A method that calls an operation.
#[derive(Clone, Debug)]
pub struct ClientMethod {
    /// The group that it belongs to; `None` if it is a method of the client itself.
    pub group: Option<GroupId>,
    /// Its name, unique in the group.
    pub name: FieldName,
}
