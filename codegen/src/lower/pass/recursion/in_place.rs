//! Unions that contain themselves in place in, unions without those alternatives out. Decoding
//! would not terminate otherwise.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::UNSATISFIABLE;
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

use super::{SearchState, Visit, contained_type, ids_by_name};

/// Removes the alternatives through which a union reaches itself without an object or a list in
/// between. They allow what the others allow and nothing else. The removal is reported.
pub(super) fn remove_self_alternatives(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
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
            match alternative_type(&types[visit.id].kind, next).and_then(contained_type) {
                Some(TypeId(target)) if state[target] == SearchState::New => {
                    state[target] = SearchState::Open;
                    stack.push(Visit::of(types, target));
                }
                Some(TypeId(target)) if state[target] == SearchState::Open => {
                    let is_union = |id: usize| {
                        matches!(types[id].kind, TypeKind::Union(_) | TypeKind::Tagged(_))
                    };
                    let start = stack.iter().rposition(|visit| visit.id == target);
                    let last = stack.iter().rposition(|visit| is_union(visit.id));
                    // Aliases that refer to each other are handled elsewhere.
                    if let Some(last) = last.filter(|last| Some(*last) >= start) {
                        for visit in stack.drain(last + 1..) {
                            state[visit.id] = SearchState::New;
                        }
                        let visit = &mut stack[last];
                        remove_alternative(&mut types[visit.id], visit.last(), diagnostics);
                        visit.forget();
                    }
                }
                _ => {}
            }
        }
    }
}

/// The type of the alternative with this index, for the same value.
fn alternative_type(kind: &TypeKind, index: usize) -> Option<&Type> {
    match kind {
        TypeKind::Tagged(tagged) => Some(&tagged.variants.get(index)?.ty),
        TypeKind::Union(list) => Some(&list.get(index)?.value.ty),
        TypeKind::Newtype(value) => (index == 0).then_some(&value.ty),
        TypeKind::Alias(ty) => (index == 0).then_some(ty),
        TypeKind::Object(_) | TypeKind::StringEnum(_) | TypeKind::Tuple(_) => None,
    }
}

fn remove_alternative(union: &mut TypeDef, index: usize, diagnostics: &mut Diagnostics) {
    let (name, is_empty) = match &mut union.kind {
        TypeKind::Tagged(tagged) => {
            let name = tagged.variants.remove(index).name;
            (name, tagged.variants.is_empty())
        }
        TypeKind::Union(list) => (list.remove(index).name, list.is_empty()),
        _ => unreachable!("it has alternatives"),
    };
    let message = format!("the alternative `{name}` refers back to this union; left out");
    diagnostics.report(&UNSATISFIABLE, &union.address, message);
    if is_empty {
        union.kind = TypeKind::Alias(Type::Json);
        union.rules.clear();
    }
}
