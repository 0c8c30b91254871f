//! Types as they are written in a field, and the rules of what they hold.

use super::foreign::ForeignType;
use super::rule::Rule;

/// A value in some position: its type and the rules that hold there.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The type.
    pub ty: Type,
    /// The rules.
    pub rules: Vec<Rule>,
}

impl Value {
    /// A type without rules.
    #[must_use]
    pub fn of(ty: Type) -> Self {
        Self {
            ty,
            rules: Vec::new(),
        }
    }

    /// The same value, or null.
    pub(crate) fn nullable(self) -> Self {
        match self.ty {
            Type::Nullable(_) => self,
            ty => Self {
                ty: Type::Nullable(Box::new(ty)),
                rules: self.rules,
            },
        }
    }

    /// The same value, or null where that is allowed.
    pub(crate) fn or_null(self, is_allowed: bool) -> Self {
        if is_allowed { self.nullable() } else { self }
    }
}

/// A type as it is written in a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `bool`.
    Bool,
    /// `i64`.
    I64,
    /// `u64`.
    U64,
    /// `i128`.
    I128,
    /// `u128`.
    U128,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// The runtime's `Base64`.
    Base64,
    /// The runtime's `DateTime`.
    DateTime,
    /// The runtime's `File`.
    File,
    /// Any JSON.
    Json,
    /// A type of another crate.
    Foreign(Box<ForeignType>),
    /// A named type.
    Named(TypeId),
    /// `Vec<T>`.
    Vec(Box<Type>),
    /// The runtime's `Map<T>`.
    Map(Box<Type>),
    /// The runtime's `Nullable<T>`.
    Nullable(Box<Type>),
    /// `Box<T>`, where a type would contain itself.
    Box(Box<Type>),
}

impl Type {
    /// Returns the type within arrays, maps, boxes and `Nullable`.
    #[must_use]
    pub fn leaf(&self) -> &Self {
        let mut ty = self;
        while let Self::Vec(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Box(inner) =
            ty
        {
            ty = inner;
        }
        ty
    }

    /// The named type in it, if there is one.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self.leaf() {
            Self::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// The id of the named type in it, to be changed.
    pub fn named_mut(&mut self) -> Option<&mut TypeId> {
        match self {
            Self::Vec(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Box(inner) => {
                inner.named_mut()
            }
            Self::Named(id) => Some(id),
            _ => None,
        }
    }
}

/// The index of a type in the list of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);
