//! Types in, their spelling in the listing out.

use crate::ir::{Api, Type};

/// Returns a type as in Rust.
pub(crate) fn spell_type(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::I128 => "i128".to_owned(),
        Type::U128 => "u128".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Base64 => "Base64".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::File => "File".to_owned(),
        Type::Json => "Value".to_owned(),
        Type::Foreign(foreign) => format!("{}<{}>", foreign.via.wrapper(), foreign.path),
        Type::Named(id) => api.type_def(*id).name.to_string(),
        Type::Vec(inner) => format!("Vec<{}>", spell_type(api, inner)),
        Type::Map(inner) => format!("Map<{}>", spell_type(api, inner)),
        Type::Nullable(inner) => format!("Nullable<{}>", spell_type(api, inner)),
        Type::Box(inner) => format!("Box<{}>", spell_type(api, inner)),
    }
}

/// Returns the type of a member, which may be optional.
pub(super) fn of_member(api: &Api, ty: &Type, required: bool) -> String {
    let ty = spell_type(api, ty);
    if required {
        ty
    } else {
        format!("Option<{ty}>")
    }
}
