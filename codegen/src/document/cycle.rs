//! Schemas in, cycles of `$ref` and `allOf` out, in which a schema refers to itself.
//!
//! A cycle through `oneOf` or `anyOf` is not reported: a parent that lists its children, which
//! extend it with `allOf`, is common and meaningful.

use super::schema::{SchemaId, Schemas};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::REF_CYCLE;

/// The state of a schema in the search.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// On the current path.
    Open,
    Done,
}

/// Reports each cycle once, with all of its addresses.
pub(super) fn report_ref_cycles(schemas: &Schemas, diagnostics: &mut Diagnostics) {
    let mut states = vec![State::New; schemas.list.len()];
    for (start, _) in schemas.iter() {
        if states[start.0 as usize] != State::New {
            continue;
        }
        // The path, each schema with how many of its successors were tried.
        let mut path = vec![(start, 0)];
        states[start.0 as usize] = State::Open;
        while let Some((id, tried)) = path.last_mut() {
            let Some(next) = successor(schemas, *id, *tried) else {
                states[id.0 as usize] = State::Done;
                path.pop();
                continue;
            };
            *tried += 1;
            match states[next.0 as usize] {
                State::Done => {}
                State::New => {
                    states[next.0 as usize] = State::Open;
                    path.push((next, 0));
                }
                State::Open => {
                    let from = path.iter().position(|&(id, _)| id == next).unwrap_or(0);
                    report_one(path[from..].iter().map(|&(id, _)| id), schemas, diagnostics);
                }
            }
        }
    }
}

/// Returns the schema at this index among those that apply wherever this one does.
fn successor(schemas: &Schemas, id: SchemaId, index: usize) -> Option<SchemaId> {
    let schema = &schemas[id];
    match (schema.reference, index.checked_sub(1)) {
        (Some(reference), None) => Some(reference),
        (Some(_), Some(rest)) => schema.all_of.get(rest).copied(),
        (None, _) => schema.all_of.get(index).copied(),
    }
}

fn report_one(
    mut circle: impl Iterator<Item = SchemaId>,
    schemas: &Schemas,
    diagnostics: &mut Diagnostics,
) {
    let Some(first) = circle.next() else { return };
    let message = "the schema refers to itself, with no object or array in between";
    let report = diagnostics.report(&REF_CYCLE, schemas.address(first), message);
    for id in circle {
        report.related(schemas.address(id), "through this");
    }
    report.help("remove one of the references");
}

/// Returns the cycles of a graph in which each node has at most one successor; each starts at its
/// first node.
pub(crate) fn find_cycles(next: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut circles = Vec::new();
    // From which start a thing was reached first.
    let mut reached = vec![None; next.len()];
    for start in 0..next.len() {
        let mut end = Some(start);
        while let Some(at) = end.filter(|&at| reached[at].is_none()) {
            reached[at] = Some(start);
            end = next[at];
        }
        if let Some(first) = end.filter(|&at| reached[at] == Some(start)) {
            let more = std::iter::successors(next[first], |&at| next[at]);
            let more = more.take_while(|&at| at != first);
            circles.push(std::iter::once(first).chain(more).collect());
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_once() {
        let next = [Some(1), Some(2), Some(1), None, Some(4), Some(3)];
        assert_eq!(find_cycles(&next), [vec![1, 2], vec![4]]);
    }
}
