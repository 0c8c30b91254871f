//! Conditions on members in, Rust expressions out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Condition, Field, ObjectDef, Type, TypeKind, Value};
use crate::tree::Tree;

use super::imports::Imports;
use super::literal;

/// The expression for a condition; `None` if it never holds.
pub(super) fn holds(
    imports: &mut Imports<'_>,
    object: &ObjectDef,
    condition: &Condition,
) -> Option<TokenStream> {
    match condition {
        Condition::Present(wire) => Some(is_there(object, wire)),
        Condition::Equals(wire, value) => {
            if let Some(field) = field(object, wire) {
                return equals(imports, field, value);
            }
            let mut constants = object.constants.iter();
            let is_it =
                |(name, text): &(String, String)| name == wire && value.as_str() == Some(text);
            constants.any(is_it).then(|| quote!(true))
        }
    }
}

/// The expression for whether a member is there. One that is no field is a constant, always written.
pub(super) fn is_there(object: &ObjectDef, wire: &str) -> TokenStream {
    let optional = field(object, wire).filter(|field| !field.required);
    optional.map_or_else(
        || quote!(true),
        |Field { name, .. }| quote!(object.#name.is_some()),
    )
}

fn field<'o>(object: &'o ObjectDef, wire: &str) -> Option<&'o Field> {
    object.fields.iter().find(|field| field.wire == wire)
}

fn equals(imports: &mut Imports<'_>, field: &Field, value: &Tree) -> Option<TokenStream> {
    let Match { pattern, guard } = matching(imports, &field.value.ty, value)?;
    let pattern = if field.required {
        pattern
    } else {
        quote!(Some(#pattern))
    };
    let guard = guard.map(|guard| quote!(if #guard));
    let name = &field.name;
    Some(quote!(matches!(object.#name, #pattern #guard)))
}

/// A pattern, which may bind `it` by reference, and what must hold then.
struct Match {
    pattern: TokenStream,
    guard: Option<TokenStream>,
}

impl Match {
    fn pattern(pattern: TokenStream) -> Self {
        Self {
            pattern,
            guard: None,
        }
    }

    fn guard(guard: TokenStream) -> Self {
        Self {
            pattern: quote!(ref it),
            guard: Some(guard),
        }
    }
}

/// How a value of a type is told to be this one; `None` if it never is, or is an object or an
/// array, which `lower` does not let through.
fn matching(imports: &mut Imports<'_>, ty: &Type, value: &Tree) -> Option<Match> {
    let scope = imports.scope();
    match (scope.resolve(ty), value) {
        (Type::Nullable(_), Tree::Null) => {
            let nullable = imports.runtime("Nullable");
            Some(Match::pattern(quote!(#nullable::Null)))
        }
        (Type::Nullable(inner), value) => {
            let Match { pattern, guard } = matching(imports, inner, value)?;
            let nullable = imports.runtime("Nullable");
            Some(Match {
                pattern: quote!(#nullable::Value(#pattern)),
                guard,
            })
        }
        (Type::Box(inner), value) => {
            matching(imports, inner, value).filter(|it| it.guard.is_some())
        }
        (Type::Bool, Tree::Bool(value)) => {
            let value = value.is_true();
            Some(Match::pattern(quote!(#value)))
        }
        (Type::I64 | Type::U64 | Type::I128 | Type::U128, Tree::Number(number)) => {
            let digits: Literal = number.as_i128()?.to_string().parse().ok()?;
            Some(Match::pattern(quote!(#digits)))
        }
        (Type::F64, Tree::Number(number)) => {
            let text = literal::text(&number.to_json());
            Some(Match::guard(quote!(Ok(*it) == #text.parse())))
        }
        (Type::String | Type::Base64 | Type::DateTime, Tree::String(text)) => {
            let text = literal::text(text);
            Some(Match::guard(quote!(it.as_str() == #text)))
        }
        (Type::Foreign(_), value) => {
            let json = literal::text(&value.to_json());
            Some(Match::guard(quote!(it.is_json(#json))))
        }
        (Type::Named(id), Tree::String(text)) => match &scope.api.type_def(*id).kind {
            TypeKind::StringEnum(_)
            | TypeKind::Newtype(Value {
                ty: Type::String, ..
            }) => {
                let text = literal::text(text);
                Some(Match::guard(quote!(it.as_str() == #text)))
            }
            _ => None,
        },
        (Type::Json, Tree::Null) => Some(Match::guard(quote!(it.is_null()))),
        (Type::Json, Tree::Bool(value)) => {
            let value = value.is_true();
            Some(Match::guard(quote!(it.as_bool() == Some(#value))))
        }
        (Type::Json, Tree::String(text)) => {
            let text = literal::text(text);
            Some(Match::guard(quote!(it.as_str() == Some(#text))))
        }
        _ => None,
    }
}
