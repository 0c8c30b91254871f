//! A body of one content type in, its kind out.

use crate::ir::{Content, ContentKind, Type, TypeDef, TypeKind, Via};
use crate::lower::media_type;
use crate::lower::member::resolve_alias;

/// The maximal nesting of unions to visit: they may be recursive.
const MAX_DEPTH: usize = 8;

/// The kind of a body by its media type, or by its schema if the media type is a range: bytes stay
/// bytes, strings are text, and structures are JSON.
pub(super) fn content_kind(types: &[TypeDef], content: &Content) -> ContentKind {
    let media_type = &content.media_type;
    if media_type::framing(media_type).is_some() {
        ContentKind::Stream
    } else if media_type::is_multipart(media_type) {
        ContentKind::Parts
    } else if content.binary {
        ContentKind::Bytes
    } else if media_type::is_json(media_type) {
        ContentKind::Json
    } else if media_type::is_form(media_type) {
        ContentKind::Form
    } else if media_type::is_text(media_type) {
        ContentKind::Text
    } else if media_type::is_any(media_type) {
        match &content.value {
            Some(value) if is_text(types, &value.ty, 0) => ContentKind::Text,
            Some(value) if resolve_alias(types, &value.ty) != Type::Json => ContentKind::Json,
            _ => ContentKind::Bytes,
        }
    } else {
        ContentKind::Bytes
    }
}

/// Whether every value of a type is a string.
pub(super) fn is_text(types: &[TypeDef], ty: &Type, depth: usize) -> bool {
    if depth >= MAX_DEPTH {
        return false;
    }
    let below = |ty: &Type| is_text(types, ty, depth + 1);
    match resolve_alias(types, ty) {
        Type::String | Type::Base64 | Type::DateTime | Type::File => true,
        Type::Foreign(foreign) => foreign.via == Via::Text,
        Type::Nullable(inner) | Type::Box(inner) => below(&inner),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::StringEnum(_) => true,
            TypeKind::Newtype(value) => below(&value.ty),
            TypeKind::Union(list) => list.iter().all(|it| below(&it.value.ty)),
            TypeKind::Object(_) | TypeKind::Tagged(_) | TypeKind::Tuple(_) | TypeKind::Alias(_) => {
                false
            }
        },
        Type::Bool
        | Type::I64
        | Type::U64
        | Type::I128
        | Type::U128
        | Type::F64
        | Type::Vec(_)
        | Type::Map(_)
        | Type::Json => false,
    }
}
