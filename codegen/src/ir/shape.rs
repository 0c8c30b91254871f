//! Two types in, the difference of their shapes out. Documentation does not belong to a shape;
//! everything else does, and is destructured member by member, so that no new field is forgotten.

use std::fmt;

use indexmap::IndexMap;

use super::rule::{ObjectRule, ObjectRuleKind};
use super::type_def::{
    Alternative, Direction, Field, ObjectDef, Others, StringEnum, Tagged, TaggedVariant, TupleItem,
    TypeKind,
};
use super::value::{Type, TypeId, Value};

/// A difference between two shapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path of the member that differs, from the compared types.
    path: Vec<String>,
    /// The difference, as a predicate of the member.
    what: String,
}

impl Difference {
    fn of(what: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            what: what.into(),
        }
    }

    /// Prepends a member to the path.
    fn below(mut self, member: &str) -> Self {
        self.path.insert(0, member.to_owned());
        self
    }
}

/// `` `payload.id` is `readOnly` in one of them only ``.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path[..] {
            [] => f.write_str(&self.what),
            path => write!(f, "`{}` {}", path.join("."), self.what),
        }
    }
}

/// Compares two named types at the same place of two shapes.
pub type Named<'a> = dyn FnMut(TypeId, TypeId) -> Result<(), Difference> + 'a;

/// Returns the difference of two unequal named types.
#[must_use]
pub fn other_type() -> Difference {
    Difference::of("has a different type")
}

/// Compares the shapes of two kinds of types, without documentation.
pub fn same_shape(
    left: &TypeKind,
    right: &TypeKind,
    named: &mut Named<'_>,
) -> Result<(), Difference> {
    match (left, right) {
        (TypeKind::Object(left), TypeKind::Object(right)) => objects(left, right, named),
        (TypeKind::StringEnum(left), TypeKind::StringEnum(right)) => enums(left, right),
        (TypeKind::Tagged(left), TypeKind::Tagged(right)) => tagged(left, right, named),
        (TypeKind::Union(left), TypeKind::Union(right)) => unions(left, right, named),
        (TypeKind::Tuple(left), TypeKind::Tuple(right)) => tuples(left, right, named),
        (TypeKind::Newtype(left), TypeKind::Newtype(right)) => values(left, right, named),
        (TypeKind::Alias(left), TypeKind::Alias(right)) => types(left, right, named),
        (
            TypeKind::Object(_)
            | TypeKind::StringEnum(_)
            | TypeKind::Tagged(_)
            | TypeKind::Union(_)
            | TypeKind::Tuple(_)
            | TypeKind::Newtype(_)
            | TypeKind::Alias(_),
            _,
        ) => Err(Difference::of(format!(
            "one is {}, the other {}",
            in_words(left),
            in_words(right)
        ))),
    }
}

fn in_words(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object(_) => "an object",
        TypeKind::StringEnum(_) => "an enum",
        TypeKind::Tagged(_) | TypeKind::Union(_) => "a union",
        TypeKind::Tuple(_) => "an array with a type for each position",
        TypeKind::Newtype(_) => "a value with rules",
        TypeKind::Alias(_) => "a value",
    }
}

fn objects(left: &ObjectDef, right: &ObjectDef, named: &mut Named<'_>) -> Result<(), Difference> {
    let ObjectDef {
        fields: left_fields,
        constants: left_constants,
        others: left_others,
        rules: left_rules,
    } = left;
    let ObjectDef {
        fields: right_fields,
        constants: right_constants,
        others: right_others,
        rules: right_rules,
    } = right;
    each(
        left_fields,
        right_fields,
        |field| &field.wire,
        |left, right| fields(left, right, named),
    )?;
    each(
        left_constants,
        right_constants,
        |(wire, _)| wire,
        |left, right| expect(left == right, "has a different value"),
    )?;
    match (left_others, right_others) {
        (None, None) => {}
        (Some(left), Some(right)) => others(left, right, named)?,
        (None, Some(_)) | (Some(_), None) => {
            return Err(Difference::of(
                "only one of them has a field for additional members",
            ));
        }
    }
    let is_same = same_items(&canonical(left_rules), &canonical(right_rules));
    expect(is_same, "their rules about several members differ")
}

fn fields(left: &Field, right: &Field, named: &mut Named<'_>) -> Result<(), Difference> {
    let Field {
        name: left_name,
        wire: _, // By it, they were found.
        value: left_value,
        required: left_required,
        argument: _, // Recorded of a name, not of a shape.
        initial: left_initial,
        direction: left_direction,
        doc: _, // Prose.
        deprecated: left_deprecated,
        default: left_default,
    } = left;
    let Field {
        name,
        wire: _,
        value,
        required,
        argument: _,
        initial,
        direction,
        doc: _,
        deprecated,
        default,
    } = right;
    expect(left_required == required, "is required in one of them only")?;
    expect(
        left_direction == direction,
        match (left_direction, direction) {
            (Some(Direction::Received), None) | (None, Some(Direction::Received)) => {
                "is `readOnly` in one of them only"
            }
            (Some(Direction::Sent), None) | (None, Some(Direction::Sent)) => {
                "is `writeOnly` in one of them only"
            }
            _ => "is `readOnly` in one of them and `writeOnly` in the other",
        },
    )?;
    values(left_value, value, named)?;
    expect(
        left_deprecated == deprecated,
        "is deprecated in one of them only",
    )?;
    expect(left_default == default, "has a different `default`")?;
    expect(left_initial == initial, "has a different initial value")?;
    expect(left_name == name, "has a different name in Rust")
}

fn others(left: &Others, right: &Others, named: &mut Named<'_>) -> Result<(), Difference> {
    let Others {
        name: left_name,
        value: left_value,
        forbidden: left_forbidden,
        undeclared: left_undeclared,
        rules: left_rules,
    } = left;
    let Others {
        name,
        value,
        forbidden,
        undeclared,
        rules,
    } = right;
    let is_same = left_name == name
        && left_forbidden == forbidden
        && left_undeclared == undeclared
        && left_rules == rules;
    let same = expect(is_same, "differs");
    let result = same.and_then(|()| values(left_value, value, named));
    result.map_err(|difference| difference.below("additionalProperties"))
}

fn enums(left: &StringEnum, right: &StringEnum) -> Result<(), Difference> {
    let StringEnum {
        variants: left_variants,
        code: left_code,
        open: left_open,
    } = left;
    let StringEnum {
        variants,
        code,
        open,
    } = right;
    each(
        left_variants,
        variants,
        |(_, value)| value,
        |(left, _), (right, _)| expect(left == right, "has a different name in Rust"),
    )?;
    expect(left_open == open, "one of them allows other values too")?;
    expect(left_code == code, "their error codes differ")
}

fn tagged(left: &Tagged, right: &Tagged, named: &mut Named<'_>) -> Result<(), Difference> {
    let Tagged {
        tag: left_tag,
        is_optional: left_is_optional,
        default: left_default,
        variants: left_variants,
        code: left_code,
    } = left;
    let Tagged {
        tag,
        is_optional,
        default,
        variants,
        code,
    } = right;
    expect(left_tag == tag, "their discriminators differ")?;
    expect(
        left_is_optional == is_optional,
        "the discriminator is optional in one of them only",
    )?;
    expect(
        left_default == default,
        "other values of the discriminator select different alternatives",
    )?;
    each(
        left_variants,
        variants,
        |variant| &variant.value,
        |left, right| {
            let TaggedVariant {
                name: left_name,
                value: _, // By it, they were found.
                also: left_also,
                ty: left_ty,
            } = left;
            let TaggedVariant {
                name,
                value: _,
                also,
                ty,
            } = right;
            expect(left_name == name, "has a different name in Rust")?;
            expect(
                left_also == also,
                "has different values of the discriminator",
            )?;
            types(left_ty, ty, named)
        },
    )?;
    expect(left_code == code, "their error codes differ")
}

fn tuples(
    left: &[TupleItem],
    right: &[TupleItem],
    named: &mut Named<'_>,
) -> Result<(), Difference> {
    expect(left.len() == right.len(), "one of them has more items")?;
    for (index, (left, right)) in left.iter().zip(right).enumerate() {
        let TupleItem {
            value: left_value,
            required: left_required,
        } = left;
        let TupleItem { value, required } = right;
        let at = |it: Difference| it.below(&index.to_string());
        expect(left_required == required, "is required in one of them only").map_err(at)?;
        values(left_value, value, named).map_err(at)?;
    }
    Ok(())
}

/// Compares unions. The first matching alternative is taken, so their order counts.
fn unions(
    left: &[Alternative],
    right: &[Alternative],
    named: &mut Named<'_>,
) -> Result<(), Difference> {
    expect(
        left.len() == right.len(),
        "one of them has more alternatives",
    )?;
    for (left, right) in left.iter().zip(right) {
        let Alternative {
            name: left_name,
            value: left_value,
        } = left;
        let Alternative { name, value } = right;
        if left_name != name {
            return Err(Difference::of(format!(
                "where one has the alternative `{left_name}`, the other has `{name}`"
            )));
        }
        let result = values(left_value, value, named);
        result.map_err(|difference| difference.below(name.as_str()))?;
    }
    Ok(())
}

fn values(left: &Value, right: &Value, named: &mut Named<'_>) -> Result<(), Difference> {
    let Value {
        ty: left_ty,
        rules: left_rules,
    } = left;
    let Value { ty, rules } = right;
    types(left_ty, ty, named)?;
    expect(left_rules == rules, "has different rules")
}

fn types(left: &Type, right: &Type, named: &mut Named<'_>) -> Result<(), Difference> {
    match (left, right) {
        (Type::Named(left), Type::Named(right)) => named(*left, *right),
        (Type::Vec(left), Type::Vec(right))
        | (Type::Map(left), Type::Map(right))
        | (Type::Nullable(left), Type::Nullable(right))
        | (Type::Box(left), Type::Box(right)) => types(left, right, named),
        (left, right) if left == right => Ok(()),
        (Type::Nullable(inner), other) | (other, Type::Nullable(inner)) if **inner == *other => {
            Err(Difference::of("may be null in one of them only"))
        }
        _ => Err(other_type()),
    }
}

/// Compares items with the same key, in any order.
fn each<T>(
    left: &[T],
    right: &[T],
    key: impl Fn(&T) -> &str,
    mut compare: impl FnMut(&T, &T) -> Result<(), Difference>,
) -> Result<(), Difference> {
    let mut others: IndexMap<&str, &T> = right.iter().map(|it| (key(it), it)).collect();
    for item in left {
        let key = key(item);
        let same = match others.swap_remove(key) {
            Some(other) => compare(item, other),
            None => Err(Difference::of("is in one of them only")),
        };
        same.map_err(|difference| difference.below(key))?;
    }
    match others.keys().min() {
        Some(only) => Err(Difference::of("is in one of them only").below(only)),
        None => Ok(()),
    }
}

/// Returns rules about several members in canonical order.
fn canonical(rules: &[ObjectRule]) -> Vec<ObjectRule> {
    let mut rules = rules.to_vec();
    for ObjectRule { kind, .. } in &mut rules {
        match kind {
            ObjectRuleKind::MutuallyExclusive(members) => members.sort(),
            ObjectRuleKind::Requires { when: _, then } => then.sort(),
        }
    }
    rules
}

/// Whether two lists have the same items, in any order.
fn same_items<T: PartialEq>(left: &[T], right: &[T]) -> bool {
    let count = |list: &[T], item: &T| list.iter().filter(|it| *it == item).count();
    left.len() == right.len() && left.iter().all(|it| count(left, it) == count(right, it))
}

/// Returns a difference unless `holds`.
pub fn expect(holds: bool, what: &str) -> Result<(), Difference> {
    if holds {
        return Ok(());
    }
    Err(Difference::of(what))
}
