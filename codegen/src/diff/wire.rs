//! Two types in the same position in, which JSON values only one of them allows out.

use crate::ir::shape::same_shape;
use crate::ir::{Alternative, Api, Type, TypeId, TypeKind, Via};

use super::alias::without_alias;
use super::collector::Collector;
use super::shift::Shift;

/// The JSON that a type is, behind aliases, boxes and newtypes.
enum Json<'a> {
    Any,
    Bool,
    Integer(&'a Type),
    Number,
    /// Text, in a format.
    Text(&'a Type),
    Words(TypeId),
    Array(&'a Type),
    Map(&'a Type),
    Union(TypeId, &'a [Alternative]),
    /// What a type of another crate reads, of which only the type knows what it is.
    Foreign(&'a Type),
    Other(TypeId),
}

impl Collector<'_> {
    /// How the JSON that a position allows has changed. Types that are in both APIs count as the
    /// same here: what changed in them is reported once, where they are declared.
    pub(super) fn shift_of_types(&self, old: &Type, new: &Type) -> Shift {
        let (old_null, old) = without_null(self.old, old);
        let (new_null, new) = without_null(self.new, new);
        let null = match (old_null, new_null) {
            (false, true) => Shift::Wider,
            (true, false) => Shift::Narrower,
            _ => Shift::Same,
        };
        null.and(self.shift_of_json(old, new))
    }

    fn shift_of_json(&self, old: &Type, new: &Type) -> Shift {
        if let (Type::Named(old), Type::Named(new)) = (old, new)
            && self.is_same_type(*old, *new)
        {
            return Shift::Same;
        }
        match (json(self.old, old), json(self.new, new)) {
            (Json::Any, Json::Any) | (Json::Bool, Json::Bool) | (Json::Number, Json::Number) => {
                Shift::Same
            }
            (_, Json::Any) | (Json::Integer(_), Json::Number) | (Json::Words(_), Json::Text(_)) => {
                Shift::Wider
            }
            (Json::Any, _) | (Json::Number, Json::Integer(_)) | (Json::Text(_), Json::Words(_)) => {
                Shift::Narrower
            }
            (Json::Integer(old), Json::Integer(new)) => integers(old, new),
            (Json::Text(old), Json::Text(new)) => texts(old, new),
            (Json::Foreign(old), Json::Foreign(new)) if old == new => Shift::Same,
            (Json::Array(old), Json::Array(new)) | (Json::Map(old), Json::Map(new)) => {
                self.shift_of_types(old, new)
            }
            (Json::Union(old_id, _), Json::Union(new_id, _)) => {
                self.shift_of_shapes(old_id, new_id)
            }
            (_, Json::Union(_, alternatives)) => self.to_union(old, alternatives),
            (Json::Union(_, alternatives), _) => self.union_to(alternatives, new),
            (Json::Words(old) | Json::Other(old), Json::Words(new) | Json::Other(new)) => {
                self.shift_of_shapes(old, new)
            }
            _ => Shift::Other,
        }
    }

    fn to_union(&self, old: &Type, alternatives: &[Alternative]) -> Shift {
        let mut values = alternatives.iter().map(|it| &it.value);
        if values.any(|it| it.rules.is_empty() && self.shift_of_types(old, &it.ty) == Shift::Same) {
            Shift::Wider
        } else {
            Shift::Other
        }
    }

    fn union_to(&self, alternatives: &[Alternative], new: &Type) -> Shift {
        let mut values = alternatives.iter().map(|it| &it.value);
        if values.any(|it| it.rules.is_empty() && self.shift_of_types(&it.ty, new) == Shift::Same) {
            Shift::Narrower
        } else {
            Shift::Other
        }
    }

    /// Types that are not the same item: whether they look the same.
    fn shift_of_shapes(&self, old: TypeId, new: TypeId) -> Shift {
        let mut open = vec![(old, new)];
        let mut seen = open.clone();
        while let Some((old, new)) = open.pop() {
            let mut named = |left: TypeId, right: TypeId| {
                // `same_shape` is asked with the old type on the left.
                if !self.is_same_type(left, right) && !seen.contains(&(left, right)) {
                    seen.push((left, right));
                    open.push((left, right));
                }
                Ok(())
            };
            let kinds = (&self.old.type_def(old).kind, &self.new.type_def(new).kind);
            if same_shape(kinds.0, kinds.1, &mut named).is_err() {
                return Shift::Other;
            }
        }
        Shift::Same
    }
}

/// Whether no JSON value is of both types, as far as the types of JSON tell.
pub(super) fn are_disjoint(api: &Api, left: &Type, right: &Type) -> bool {
    let json_type = |ty: &Type| match json(api, ty) {
        Json::Any | Json::Union(..) | Json::Foreign(_) => None,
        Json::Bool => Some("boolean"),
        Json::Integer(_) | Json::Number => Some("number"),
        Json::Text(_) | Json::Words(_) => Some("string"),
        Json::Array(_) => Some("array"),
        Json::Other(id) if matches!(api.type_def(id).kind, TypeKind::Tuple(_)) => Some("array"),
        Json::Map(_) | Json::Other(_) => Some("object"),
    };
    let allows_null = |ty: &Type| without_null(api, ty).0;
    match (json_type(left), json_type(right)) {
        (Some(one), Some(other)) => one != other && !(allows_null(left) && allows_null(right)),
        _ => false,
    }
}

/// Whether a type allows null, and the type without it.
fn without_null<'a>(api: &'a Api, ty: &'a Type) -> (bool, &'a Type) {
    let mut ty = without_alias(api, ty);
    let mut allows_null = false;
    while let Type::Nullable(inner) | Type::Box(inner) = ty {
        allows_null |= matches!(ty, Type::Nullable(_));
        ty = without_alias(api, inner);
    }
    (allows_null, ty)
}

fn json<'a>(api: &'a Api, ty: &'a Type) -> Json<'a> {
    match without_null(api, ty).1 {
        Type::Bool => Json::Bool,
        integer @ (Type::I64 | Type::U64 | Type::I128 | Type::U128) => Json::Integer(integer),
        Type::F64 => Json::Number,
        text @ (Type::String | Type::Base64 | Type::DateTime | Type::File) => Json::Text(text),
        Type::Json => Json::Any,
        ty @ Type::Foreign(foreign) => match foreign.via {
            Via::Text => Json::Text(ty),
            Via::Number => Json::Number,
            Via::Json => Json::Foreign(ty),
        },
        Type::Vec(inner) => Json::Array(inner),
        Type::Map(inner) => Json::Map(inner),
        Type::Nullable(_) | Type::Box(_) => unreachable!("`without_null` takes them off"),
        Type::Named(id) => match &api.type_def(*id).kind {
            TypeKind::StringEnum(_) => Json::Words(*id),
            TypeKind::Newtype(value) => json(api, &value.ty),
            TypeKind::Union(alternatives) => Json::Union(*id, alternatives),
            TypeKind::Object(_) | TypeKind::Tagged(_) | TypeKind::Tuple(_) | TypeKind::Alias(_) => {
                Json::Other(*id)
            }
        },
    }
}

/// Integer types differ in the bounds that they stand for.
fn integers(old: &Type, new: &Type) -> Shift {
    let size = |ty: &Type| match ty {
        Type::I64 => (false, 64),
        Type::U64 => (true, 64),
        Type::I128 => (false, 128),
        _ => (true, 128),
    };
    let ((old_positive, old_bits), (new_positive, new_bits)) = (size(old), size(new));
    let sign = match (old_positive, new_positive) {
        (true, false) => Shift::Wider,
        (false, true) => Shift::Narrower,
        _ => Shift::Same,
    };
    let bits = match old_bits.cmp(&new_bits) {
        std::cmp::Ordering::Less => Shift::Wider,
        std::cmp::Ordering::Greater => Shift::Narrower,
        std::cmp::Ordering::Equal => Shift::Same,
    };
    sign.and(bits)
}

fn texts(old: &Type, new: &Type) -> Shift {
    match (old, new) {
        (old, new) if old == new => Shift::Same,
        (_, Type::String) => Shift::Wider,
        (Type::String, _) => Shift::Narrower,
        _ => Shift::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_integers_allow_more() {
        assert_eq!(integers(&Type::I64, &Type::I128), Shift::Wider);
        assert_eq!(integers(&Type::I64, &Type::U64), Shift::Narrower);
        assert_eq!(integers(&Type::U64, &Type::I128), Shift::Wider);
        assert_eq!(texts(&Type::String, &Type::DateTime), Shift::Narrower);
    }
}
