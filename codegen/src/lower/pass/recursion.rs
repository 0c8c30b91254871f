//! Types that contain themselves: boxed where that is needed, and nowhere else.

mod in_place;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::UNSATISFIABLE;
use crate::document::cycle;
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// Boxes the fields and alternatives that close a cycle of types containing each other, and makes
/// a newtype of an alias that leads back to itself.
///
/// A struct that must contain itself has no finite value: the member that closes such a circle
/// becomes optional, and an alternative that is the union itself is left out; that is reported.
pub(in crate::lower) fn break_cycles(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    break_aliases(types);
    break_empty_cycles(types, diagnostics);
    in_place::remove_self_alternatives(types, diagnostics);
    break_required_cycles(types, diagnostics);
    // Depth first, by hand: a chain of a thousand types must not overflow the stack.
    let mut state = vec![State::New; types.len()];
    for start in ids_by_name(types) {
        if state[start] != State::New {
            continue;
        }
        let mut stack = vec![Visit::of(types, start)];
        state[start] = State::Open;
        while let Some(visit) = stack.last_mut() {
            let Some(next) = visit.next() else {
                state[visit.id] = State::Done;
                stack.pop();
                continue;
            };
            let part = part_mut(&mut types[visit.id].kind, next);
            match part.and_then(|part| Some((contained_type(part)?, part))) {
                Some((TypeId(target), part)) if state[target] == State::Open => box_type(part),
                Some((TypeId(target), _)) if state[target] == State::New => {
                    state[target] = State::Open;
                    stack.push(Visit::of(types, target));
                }
                _ => {}
            }
        }
    }
}

/// The types in an order that is not that of the document.
fn ids_by_name(types: &[TypeDef]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..types.len()).collect();
    order.sort_unstable_by_key(|&id| &types[id].name);
    order
}

/// A type on the path of a search.
struct Visit {
    id: usize,
    /// The numbers of its parts, in an order that is not that of members in the document.
    parts: Vec<usize>,
    /// How many of them were tried.
    tried: usize,
}

impl Visit {
    fn of(types: &[TypeDef], id: usize) -> Self {
        let mut parts: Vec<usize>;
        match &types[id].kind {
            TypeKind::Object(object) => {
                parts = (0..object.fields.len()).collect();
                parts.sort_by_key(|&part| &object.fields[part].wire);
            }
            TypeKind::Tagged(tagged) => {
                parts = (0..tagged.variants.len()).collect();
                parts.sort_by_key(|&part| &tagged.variants[part].value);
            }
            // These are a list in the document as well.
            TypeKind::Union(list) => parts = (0..list.len()).collect(),
            TypeKind::Tuple(items) => parts = (0..items.len()).collect(),
            TypeKind::Newtype(_) | TypeKind::Alias(_) => parts = vec![0],
            TypeKind::StringEnum(_) => parts = Vec::new(),
        }
        Self {
            id,
            parts,
            tried: 0,
        }
    }

    /// The number of the next part.
    fn next(&mut self) -> Option<usize> {
        let next = self.parts.get(self.tried).copied();
        self.tried += 1;
        next
    }

    /// The number of the part that was tried last.
    fn last(&self) -> usize {
        self.parts[self.tried - 1]
    }

    /// The part that was tried last is gone.
    fn forget(&mut self) {
        self.tried -= 1;
        let gone = self.parts.remove(self.tried);
        let behind = self.parts.iter_mut().filter(|part| **part > gone);
        behind.for_each(|part| *part -= 1);
    }
}

/// Makes members optional that nobody could ever write down to the end.
fn break_required_cycles(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let mut state = vec![State::New; types.len()];
    for start in ids_by_name(types) {
        if state[start] != State::New {
            continue;
        }
        let mut stack = vec![Visit::of(types, start)];
        state[start] = State::Open;
        while let Some(visit) = stack.last_mut() {
            let Some(next) = visit.next() else {
                state[visit.id] = State::Done;
                stack.pop();
                continue;
            };
            match required_type(&types[visit.id].kind, next) {
                Some(TypeId(target)) if state[target] == State::Open => {
                    // Names may stand between the last struct of the circle and its first type.
                    let start = stack.iter().rposition(|visit| visit.id == target);
                    let circle = &stack[start.expect("what is open is on the stack")..];
                    relax_field(types, circle, diagnostics);
                }
                Some(TypeId(target)) if state[target] == State::New => {
                    state[target] = State::Open;
                    stack.push(Visit::of(types, target));
                }
                _ => {}
            }
        }
    }
}

/// Makes the member optional by which the last struct of a circle leads on. A circle without a struct
/// has been ended before.
fn relax_field(types: &mut [TypeDef], circle: &[Visit], diagnostics: &mut Diagnostics) {
    for visit in circle.iter().rev() {
        let def = &mut types[visit.id];
        if let TypeKind::Object(object) = &mut def.kind {
            object.fields[visit.last()].required = false;
            let message = "the type contains itself without end, so this becomes optional";
            diagnostics.report(&UNSATISFIABLE, &def.address, message);
            return;
        }
    }
}

/// Lets go of names that stand for nothing but each other, as a single alternative and an `allOf`
/// that lead to each other do: they say nothing of a value.
fn break_empty_cycles(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let only = |kind: &TypeKind| match kind {
        TypeKind::Newtype(value) => contained_type(&value.ty),
        TypeKind::Alias(ty) => contained_type(ty),
        _ => None,
    };
    let next: Vec<_> = types
        .iter()
        .map(|ty| only(&ty.kind).map(|TypeId(next)| next))
        .collect();
    for mut circle in cycle::find_cycles(&next) {
        let first = (0..circle.len()).min_by_key(|&at| &types[circle[at]].name);
        circle.rotate_left(first.unwrap_or_default());
        let message = "the schema stands only for itself, so any JSON is taken";
        let report = diagnostics.report(&UNSATISFIABLE, &types[circle[0]].address, message);
        for &other in &circle[1..] {
            report.related(&types[other].address, "by way of this");
        }
        types[circle[0]].kind = TypeKind::Alias(Type::Json);
    }
}

/// The type of which a value is needed for the part of a type with this number. A list, a map and a
/// union can do without.
fn required_type(kind: &TypeKind, part: usize) -> Option<TypeId> {
    let ty = match kind {
        TypeKind::Object(object) => {
            let field = &object.fields[part];
            field.required.then_some(&field.value.ty)?
        }
        TypeKind::Newtype(value) => &value.ty,
        TypeKind::Alias(ty) => ty,
        // One that needs itself is never read, but compiles.
        TypeKind::Tuple(_) | TypeKind::Tagged(_) | TypeKind::Union(_) | TypeKind::StringEnum(_) => {
            return None;
        }
    };
    match ty {
        Type::Named(id) => Some(*id),
        _ => None,
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
            let TypeKind::Alias(ty) = &types[id].kind else {
                continue;
            };
            if let Some(TypeId(next)) = core_type(ty) {
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
        if let TypeKind::Alias(ty) = &types[id].kind
            && core_type(ty).is_some()
            && recursive(types, id)
        {
            types[id].kind = TypeKind::Newtype(crate::ir::Value::of(ty.clone()));
        }
    }
}

/// The named type at the core of a type.
fn core_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Box(inner) => {
            core_type(inner)
        }
        _ => None,
    }
}

/// The named type that a value of this type holds within itself, without a pointer between.
fn contained_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => contained_type(inner),
        _ => None,
    }
}

/// Puts a box around the named type.
fn box_type(ty: &mut Type) {
    match ty {
        Type::Nullable(inner) => box_type(inner),
        other => *other = Type::Box(Box::new(other.clone())),
    }
}

/// One of the types that a type is made of.
fn part_mut(kind: &mut TypeKind, index: usize) -> Option<&mut Type> {
    match kind {
        TypeKind::Object(object) => Some(&mut object.fields.get_mut(index)?.value.ty),
        TypeKind::Tagged(tagged) => Some(&mut tagged.variants.get_mut(index)?.ty),
        TypeKind::Union(list) => Some(&mut list.get_mut(index)?.value.ty),
        TypeKind::Tuple(items) => Some(&mut items.get_mut(index)?.value.ty),
        TypeKind::Newtype(value) => (index == 0).then_some(&mut value.ty),
        TypeKind::Alias(ty) => (index == 0).then_some(ty),
        TypeKind::StringEnum(_) => None,
    }
}
