//! Types in, their nesting depth as a compiler counts it out.
//!
//! To find out whether a type is `Send`, rustc visits the types of its fields, and theirs, and
//! gives up at its recursion limit.

use std::iter;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// The steps of an `Option` or the like: itself.
const ENUM: usize = 1;
/// The steps of a `Box`: itself, a pointer and its target.
const BOX: usize = 2;
/// The steps of a `Vec`: a buffer around those of a pointer.
const VEC: usize = 3;
/// The steps of a map: nodes, and their arrays.
const MAP: usize = 9;

/// The most steps from any type to one without fields. Types that contain each other count as if
/// each were passed through.
pub(in crate::lower) fn measure_depth(types: &[TypeDef]) -> usize {
    let graph = type_graph(types);
    let circles = kosaraju_scc(&graph);
    let mut circle_of = vec![0; types.len()];
    for (number, circle) in circles.iter().enumerate() {
        for id in circle {
            circle_of[id.index()] = number;
        }
    }
    // What a cycle leads to comes before it.
    let mut depths = vec![0; circles.len()];
    for (number, circle) in circles.iter().enumerate() {
        let (mut within, mut below) = (0, 0);
        for id in circle {
            below = below.max(steps_within(&types[id.index()].kind));
            let mut longest = 0;
            for edge in graph.edges(*id) {
                let target = circle_of[edge.target().index()];
                if target == number {
                    longest = longest.max(*edge.weight());
                } else {
                    below = below.max(edge.weight() + depths[target]);
                }
            }
            within += 1 + longest;
        }
        depths[number] = within + below;
    }
    depths.into_iter().max().unwrap_or(0)
}

/// The graph of types; an edge has the number of steps to a part.
fn type_graph(types: &[TypeDef]) -> DiGraph<(), usize> {
    let mut graph = DiGraph::with_capacity(types.len(), types.len());
    for _ in types {
        graph.add_node(());
    }
    for (index, def) in types.iter().enumerate() {
        for (ty, around) in parts_with_steps(&def.kind) {
            if let (Some(TypeId(target)), steps) = steps_to_named(ty) {
                let (from, to) = (NodeIndex::new(index), NodeIndex::new(target));
                graph.add_edge(from, to, around + steps);
            }
        }
    }
    graph
}

/// The steps of a type by itself.
fn steps_within(kind: &TypeKind) -> usize {
    let unnamed = parts_with_steps(kind).filter_map(|(ty, around)| match steps_to_named(ty) {
        (None, steps) => Some(around + steps),
        (Some(_), _) => None,
    });
    unnamed.max().unwrap_or(0)
}

/// The parts of a type, each with the steps to it.
fn parts_with_steps(kind: &TypeKind) -> Box<dyn Iterator<Item = (&Type, usize)> + '_> {
    match kind {
        TypeKind::Object(object) => {
            let fields = object.fields.iter();
            let fields = fields.map(|it| (&it.value.ty, if it.required { 0 } else { ENUM }));
            let others = object.others.iter().map(|it| (&it.value.ty, MAP));
            Box::new(fields.chain(others))
        }
        TypeKind::Tagged(tagged) => Box::new(tagged.variants.iter().map(|it| (&it.ty, 0))),
        TypeKind::Union(list) => Box::new(list.iter().map(|it| (&it.value.ty, 0))),
        TypeKind::Tuple(items) => {
            let items = items.iter();
            Box::new(items.map(|it| (&it.value.ty, if it.required { 0 } else { ENUM })))
        }
        TypeKind::Newtype(value) => Box::new(iter::once((&value.ty, 0))),
        TypeKind::Alias(ty) => Box::new(iter::once((ty, 0))),
        TypeKind::StringEnum(_) => Box::new(iter::empty()),
    }
}

/// The named type within a type, and the steps to it or to the innermost type.
fn steps_to_named(mut ty: &Type) -> (Option<TypeId>, usize) {
    let mut steps = 0;
    loop {
        let (inner, more) = match ty {
            Type::Named(id) => return (Some(*id), steps),
            Type::Nullable(inner) => (inner, ENUM),
            Type::Box(inner) => (inner, BOX),
            Type::Vec(inner) => (inner, VEC),
            Type::Map(inner) => (inner, MAP),
            _ => return (None, steps),
        };
        (ty, steps) = (inner, steps + more);
    }
}
