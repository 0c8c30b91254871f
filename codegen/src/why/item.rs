//! The items of an API that can be asked about.

use crate::ir::{
    Alternative, Api, Body, Event, Events, Feature, Field, NamedError, Operation, Others,
    Parameter, SecurityScheme, Server, Tagged, TaggedVariant, TupleItem, Type, TypeDef, TypeId,
    Webhook,
};
use crate::name::{TypeName, VariantName};

/// An item of an API.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item<'a> {
    Module(&'a Api),
    Server(usize, &'a Server),
    Scheme(&'a SecurityScheme),
    Security,
    Feature(&'a Feature),
    Type(TypeId, &'a TypeDef),
    Field(TypeId, &'a TypeDef, &'a Field),
    /// A member whose value is fixed, by its name.
    Constant(TypeId, &'a TypeDef, &'a str, &'a str),
    Others(TypeId, &'a TypeDef, &'a Others),
    /// A value of an enum of strings.
    Value(TypeId, &'a TypeDef, &'a VariantName, &'a str),
    Variant(TypeId, &'a TypeDef, &'a Tagged, &'a TaggedVariant),
    Alternative(TypeId, &'a TypeDef, &'a Alternative),
    Element(TypeId, &'a TypeDef, usize, &'a TupleItem),
    Operation(&'a Operation),
    Parameter(&'a Operation, &'a Parameter),
    Body(&'a Operation, &'a Body),
    /// An enum of bodies of an operation, which is in its file.
    BodyEnum(&'a Operation, &'a TypeName, &'static str),
    Events(&'a Events),
    Event(&'a Events, &'a Event),
    Webhook(&'a Webhook),
    Error(&'a NamedError),
}

impl Item<'_> {
    /// The kind of the item.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Module(_) => "module",
            Self::Server(..) => "server",
            Self::Scheme(_) => "security scheme",
            Self::Security => "security requirements",
            Self::Feature(_) => "cargo feature",
            Self::Type(..) => "type",
            Self::Field(..) => "field",
            Self::Constant(..) => "constant member",
            Self::Others(..) => "field for additional properties",
            Self::Value(..) => "enum value",
            Self::Variant(..) | Self::Alternative(..) => "variant",
            Self::Element(..) => "tuple item",
            Self::Operation(_) => "operation",
            Self::Parameter(..) => "parameter",
            Self::Body(..) => "request body",
            Self::BodyEnum(..) => "enum of bodies",
            Self::Events(_) => "enum of webhooks",
            Self::Event(..) | Self::Webhook(_) => "webhook",
            Self::Error(_) => "named error",
        }
    }

    /// The type whose use is that of the item.
    pub(super) fn user(&self) -> Option<TypeId> {
        match *self {
            Self::Type(id, _)
            | Self::Field(id, ..)
            | Self::Constant(id, ..)
            | Self::Others(id, ..)
            | Self::Value(id, ..)
            | Self::Variant(id, ..)
            | Self::Alternative(id, ..)
            | Self::Element(id, ..) => Some(id),
            Self::Module(_)
            | Self::Server(..)
            | Self::Scheme(_)
            | Self::Security
            | Self::Feature(_)
            | Self::Operation(_)
            | Self::Parameter(..)
            | Self::Body(..)
            | Self::BodyEnum(..)
            | Self::Events(_)
            | Self::Event(..)
            | Self::Webhook(_)
            | Self::Error(_) => None,
        }
    }

    /// The type that the item holds, and whether it is required.
    pub(super) fn held_type(&self) -> Option<(&Type, bool)> {
        match self {
            Self::Field(_, _, field) => Some((&field.value.ty, field.required)),
            Self::Others(_, _, others) => Some((&others.value.ty, true)),
            Self::Variant(.., variant) => Some((&variant.ty, true)),
            Self::Alternative(.., it) => Some((&it.value.ty, true)),
            Self::Element(.., it) => Some((&it.value.ty, it.required)),
            Self::Parameter(_, it) => Some((&it.value.ty, it.required)),
            Self::Event(_, event) => Some((&event.ty, true)),
            Self::Webhook(webhook) => webhook.ty.as_ref().map(|ty| (ty, true)),
            _ => None,
        }
    }
}
