//! Boxes types that contain themselves, and only those.

mod in_place;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::UNSATISFIABLE;
use crate::document::cycle;
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// Boxes the fields and alternatives that close a cycle of types, and makes a newtype of an alias
/// that refers to itself.
///
/// A struct that must contain itself has no finite value: the field that closes such a cycle
/// becomes optional, and an alternative that is the union itself is removed. Both are reported.
pub(in crate::lower) fn break_cycles(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    break_aliases(types);
    break_empty_cycles(types, diagnostics);
    in_place::remove_self_alternatives(types, diagnostics);
    break_required_cycles(types, diagnostics);
    // A depth-first search with a stack of its own, for a thousand nested types must not overflow
    // that of the thread.
    let mut state = vec![SearchState::New; types.len()];
    for start in ids_by_name(types) {
        if state[start] != SearchState::New {
            continue;
        }
        let mut stack = vec![Visit::of(types, start)];
        state[start] = SearchState::Open;
        while let Some(visit) = stack.last_mut() {
            let Some(next) = visit.next() else {
                state[visit.id] = SearchState::Done;
                stack.pop();
                continue;
            };
            let part = part_mut(&mut types[visit.id].kind, next);
            match part.and_then(|part| Some((contained_type(part)?, part))) {
                Some((TypeId(target), part)) if state[target] == SearchState::Open => {
                    box_type(part);
                }
                Some((TypeId(target), _)) if state[target] == SearchState::New => {
                    state[target] = SearchState::Open;
                    stack.push(Visit::of(types, target));
                }
                _ => {}
            }
        }
    }
}

/// The types by name, so that the result does not depend on the document's order.
fn ids_by_name(types: &[TypeDef]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..types.len()).collect();
    order.sort_unstable_by_key(|&id| &types[id].name);
    order
}

/// A type on the path of the depth-first search.
struct Visit {
    id: usize,
    /// The indices of its parts, in an order that does not depend on the document.
    parts: Vec<usize>,
    /// How many of them are visited.
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
            // The order of these is that of a list in the document.
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

    /// The index of the next part.
    fn next(&mut self) -> Option<usize> {
        let next = self.parts.get(self.tried).copied();
        self.tried += 1;
        next
    }

    /// The index of the part that was visited last.
    fn last(&self) -> usize {
        self.parts[self.tried - 1]
    }

    /// Removes the part that was visited last.
    fn forget(&mut self) {
        self.tried -= 1;
        let gone = self.parts.remove(self.tried);
        let behind = self.parts.iter_mut().filter(|part| **part > gone);
        behind.for_each(|part| *part -= 1);
    }
}

/// Makes fields optional whose values would have no end.
fn break_required_cycles(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let mut state = vec![SearchState::New; types.len()];
    for start in ids_by_name(types) {
        if state[start] != SearchState::New {
            continue;
        }
        let mut stack = vec![Visit::of(types, start)];
        state[start] = SearchState::Open;
        while let Some(visit) = stack.last_mut() {
            let Some(next) = visit.next() else {
                state[visit.id] = SearchState::Done;
                stack.pop();
                continue;
            };
            match required_type(&types[visit.id].kind, next) {
                Some(TypeId(target)) if state[target] == SearchState::Open => {
                    // Aliases may be between the last struct of the cycle and its first type.
                    let start = stack.iter().rposition(|visit| visit.id == target);
                    let circle = &stack[start.expect("what is open is on the stack")..];
                    relax_field(types, circle, diagnostics);
                }
                Some(TypeId(target)) if state[target] == SearchState::New => {
                    state[target] = SearchState::Open;
                    stack.push(Visit::of(types, target));
                }
                _ => {}
            }
        }
    }
}

/// Makes the field optional that closes a cycle in its last struct. Cycles without a struct are
/// gone already.
fn relax_field(types: &mut [TypeDef], circle: &[Visit], diagnostics: &mut Diagnostics) {
    for visit in circle.iter().rev() {
        let def = &mut types[visit.id];
        if let TypeKind::Object(object) = &mut def.kind {
            object.fields[visit.last()].required = false;
            let message = "the type contains itself, so this becomes optional";
            diagnostics.report(&UNSATISFIABLE, &def.address, message);
            return;
        }
    }
}

/// Makes any JSON of aliases that only refer to each other, such as a single alternative and an
/// `allOf` do: they say nothing about a value.
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
        let message = "the schema refers only to itself, so any JSON is accepted";
        let report = diagnostics.report(&UNSATISFIABLE, &types[circle[0]].address, message);
        for &other in &circle[1..] {
            report.related(&types[other].address, "through this");
        }
        types[circle[0]].kind = TypeKind::Alias(Type::Json);
    }
}

/// The type that a part with this index requires a value of. A list, a map and a union require
/// none.
fn required_type(kind: &TypeKind, part: usize) -> Option<TypeId> {
    let ty = match kind {
        TypeKind::Object(object) => {
            let field = &object.fields[part];
            field.required.then_some(&field.value.ty)?
        }
        TypeKind::Newtype(value) => &value.ty,
        TypeKind::Alias(ty) => ty,
        // A tuple that requires itself compiles, although no value decodes.
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
enum SearchState {
    New,
    Open,
    Done,
}

/// An alias that reaches itself through aliases only, even inside a `Vec`, is not valid Rust.
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

/// The named type within a type.
fn core_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Box(inner) => {
            core_type(inner)
        }
        _ => None,
    }
}

/// The named type that a value contains directly, without a pointer.
fn contained_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => contained_type(inner),
        _ => None,
    }
}

/// Boxes the named type.
fn box_type(ty: &mut Type) {
    match ty {
        Type::Nullable(inner) => box_type(inner),
        other => *other = Type::Box(Box::new(other.clone())),
    }
}

/// The part of a type with this index.
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
