//! Types that contain themselves: boxed where that is needed, and nowhere else.

mod in_place;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::UNSATISFIABLE;
use crate::document::cycle;
use crate::ir::{Kind, Type, TypeDef, TypeId};

/// Boxes the fields and alternatives that close a cycle of types containing each other, and makes
/// a newtype of an alias that leads back to itself.
///
/// A struct that must contain itself has no finite value: the member that closes such a circle
/// becomes optional, and an alternative that is the union itself is left out; that is reported.
pub(super) fn break_cycles(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    break_aliases(types);
    end_circles(types, diagnostics);
    in_place::leave_out(types, diagnostics);
    open_circles(types, diagnostics);
    // Depth first, by hand: a chain of a thousand types must not overflow the stack.
    let mut state = vec![State::New; types.len()];
    for start in 0..types.len() {
        if state[start] != State::New {
            continue;
        }
        let mut stack = vec![(start, 0)];
        state[start] = State::Open;
        while let Some((id, edge)) = stack.last_mut() {
            let (id, next) = (*id, *edge);
            *edge += 1;
            let Some(part) = part(&mut types[id].kind, next) else {
                state[id] = State::Done;
                stack.pop();
                continue;
            };
            match contained(part) {
                Some(TypeId(target)) if state[target] == State::Open => enclose(part),
                Some(TypeId(target)) if state[target] == State::New => {
                    state[target] = State::Open;
                    stack.push((target, 0));
                }
                _ => {}
            }
        }
    }
}

/// Makes members optional that nobody could ever write down to the end.
fn open_circles(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let mut state = vec![State::New; types.len()];
    for start in 0..types.len() {
        if state[start] != State::New {
            continue;
        }
        let mut stack = vec![(start, 0)];
        state[start] = State::Open;
        while let Some((id, edge)) = stack.last_mut() {
            let (id, next) = (*id, *edge);
            *edge += 1;
            match needs(&types[id].kind, next) {
                Need::Type(TypeId(target)) if state[target] == State::Open => {
                    // Names may stand between the last struct of the circle and its first type.
                    let start = stack.iter().rposition(|(id, _)| *id == target);
                    let circle = &stack[start.expect("what is open is on the stack")..];
                    open(types, circle, diagnostics);
                }
                Need::Type(TypeId(target)) if state[target] == State::New => {
                    state[target] = State::Open;
                    stack.push((target, 0));
                }
                Need::Type(_) | Need::Nothing => {}
                Need::End => {
                    state[id] = State::Done;
                    stack.pop();
                }
            }
        }
    }
}

/// Makes the member optional by which the last struct of a circle leads on. Each type of the circle
/// comes with the number of its next part. A circle without a struct has been ended before.
fn open(types: &mut [TypeDef], circle: &[(usize, usize)], diagnostics: &mut Diagnostics) {
    for &(id, next) in circle.iter().rev() {
        if let Kind::Object(object) = &mut types[id].kind {
            object.fields[next - 1].required = false;
            let message = "the type contains itself without end, so this becomes optional";
            diagnostics.report(&UNSATISFIABLE, &types[id].address, message);
            return;
        }
    }
}

/// Lets go of names that stand for nothing but each other, as a single alternative and an `allOf`
/// that lead to each other do: they say nothing of a value.
fn end_circles(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let only = |kind: &Kind| match kind {
        Kind::Newtype(value) => contained(&value.ty),
        Kind::Alias(ty) => contained(ty),
        _ => None,
    };
    let next: Vec<_> = types
        .iter()
        .map(|ty| only(&ty.kind).map(|TypeId(next)| next))
        .collect();
    for circle in cycle::circles(&next) {
        let message = "the schema stands only for itself, so any JSON is taken";
        let report = diagnostics.report(&UNSATISFIABLE, &types[circle[0]].address, message);
        for &other in &circle[1..] {
            report.related(&types[other].address, "by way of this");
        }
        types[circle[0]].kind = Kind::Alias(Type::Json);
    }
}

/// What one part of a type needs for a value.
enum Need {
    /// A value of this type.
    Type(TypeId),
    /// Nothing of the API's own.
    Nothing,
    /// There are no more parts.
    End,
}

/// What the part of a type at `index` needs. A list, a map and a union can do without more.
fn needs(kind: &Kind, index: usize) -> Need {
    let of = |ty: &Type| match ty {
        Type::Named(id) => Need::Type(*id),
        _ => Need::Nothing,
    };
    match (kind, index) {
        (Kind::Object(object), index) => match object.fields.get(index) {
            Some(field) if field.required => of(&field.value.ty),
            Some(_) => Need::Nothing,
            None => Need::End,
        },
        (Kind::Newtype(value), 0) => of(&value.ty),
        (Kind::Alias(ty), 0) => of(ty),
        _ => Need::End,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// An alias that reaches itself through aliases only, even inside a `Vec`, is no legal alias.
fn break_aliases(types: &mut [TypeDef]) {
    let recursive = |types: &[TypeDef], start: usize| {
        let mut seen = vec![false; types.len()];
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            let Kind::Alias(ty) = &types[id].kind else {
                continue;
            };
            if let Some(TypeId(next)) = named(ty) {
                if next == start {
                    return true;
                }
                if !std::mem::replace(&mut seen[next], true) {
                    open.push(next);
                }
            }
        }
        false
    };
    for id in 0..types.len() {
        if let Kind::Alias(ty) = &types[id].kind
            && named(ty).is_some()
            && recursive(types, id)
        {
            types[id].kind = Kind::Newtype(crate::ir::Value::of(ty.clone()));
        }
    }
}

/// The named type at the core of a type.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Box(inner) => {
            named(inner)
        }
        _ => None,
    }
}

/// The named type that a value of this type holds within itself, without a pointer between.
fn contained(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => contained(inner),
        _ => None,
    }
}

/// Puts a box around the named type.
fn enclose(ty: &mut Type) {
    match ty {
        Type::Nullable(inner) => enclose(inner),
        other => *other = Type::Box(Box::new(other.clone())),
    }
}

/// One of the types that a type is made of.
fn part(kind: &mut Kind, index: usize) -> Option<&mut Type> {
    match kind {
        Kind::Object(object) => Some(&mut object.fields.get_mut(index)?.value.ty),
        Kind::Tagged(tagged) => Some(&mut tagged.variants.get_mut(index)?.ty),
        Kind::Union(list) => Some(&mut list.get_mut(index)?.value.ty),
        Kind::Newtype(value) => (index == 0).then_some(&mut value.ty),
        Kind::Alias(ty) => (index == 0).then_some(ty),
        Kind::StringEnum(_) => None,
    }
}
