//! Pointers in, queries (RFC 9535) that select just these nodes out.

use crate::pointer::Pointer;
use crate::tree::{QuerySegment, Tree};

/// Nodes that one query selects.
#[derive(Debug, PartialEq)]
pub(super) struct Group {
    pub(super) target: String,
    /// The indexes of the pointers.
    pub(super) members: Vec<usize>,
}

/// Groups pointers that differ in one segment only. The tree tells names from indexes.
pub(super) fn group_pointers(pointers: &[Pointer], tree: &Tree) -> Vec<Group> {
    let paths = pointers.iter().map(|it| QuerySegment::split(it, tree));
    let mut open: Vec<(usize, Vec<QuerySegment>)> = paths.enumerate().collect();
    let mut groups = Vec::new();
    while let Some((_, first)) = open.first().cloned() {
        // The segment in which most of the others differ from the first.
        let differing = |at: usize| {
            let others = open.iter();
            others
                .filter(|(_, it)| differs_at_most_at(&first, it, at))
                .count()
        };
        let at = (0..first.len())
            .rev()
            .max_by_key(|at| differing(*at))
            .unwrap_or(0);
        let is_member = |it: &(usize, Vec<QuerySegment>)| differs_at_most_at(&first, &it.1, at);
        let (members, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(is_member);
        let mut alternatives: Vec<&QuerySegment> = Vec::new();
        for (_, segments) in &members {
            if let Some(segment) = segments.get(at)
                && !alternatives.contains(&segment)
            {
                alternatives.push(segment);
            }
        }
        groups.push(Group {
            target: write_query(&first, at, &alternatives),
            members: members.iter().map(|(index, _)| *index).collect(),
        });
        open = rest;
    }
    groups
}

fn differs_at_most_at(first: &[QuerySegment], other: &[QuerySegment], at: usize) -> bool {
    let mut pairs = first.iter().zip(other).enumerate();
    first.len() == other.len() && pairs.all(|(index, (a, b))| index == at || a == b)
}

/// Writes a query with several alternatives at one place.
fn write_query(segments: &[QuerySegment], at: usize, alternatives: &[&QuerySegment]) -> String {
    let mut query = "$".to_owned();
    for (index, segment) in segments.iter().enumerate() {
        if index == at && alternatives.len() > 1 {
            let list: Vec<String> = alternatives.iter().map(|it| it.selector()).collect();
            query.extend(["[", &list.join(", "), "]"]);
        } else {
            segment.push_to(&mut query);
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{self, Sources};

    fn check(document: &str, pointers: &[&str], expected: &[&str]) {
        let mut sources = Sources::default();
        let file = sources.add("api.yml", document);
        let tree = source::parse(
            &sources,
            file,
            &mut crate::diagnostic::Diagnostics::default(),
        );
        let pointers: Vec<Pointer> = pointers
            .iter()
            .map(|it| Pointer::parse(it).expect("it is a pointer"))
            .collect();
        let groups = group_pointers(&pointers, &tree.expect("it is YAML")).into_iter();
        assert_eq!(groups.map(|it| it.target).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn nodes_that_differ_in_one_segment_have_one_query() {
        let document = "{}";
        check(document, &["/a/b/c"], &["$.a.b.c"]);
        check(document, &["/a/b/c", "/a/b/d"], &["$.a.b['c', 'd']"]);
        check(
            document,
            &["/a/b/p", "/a/c/p", "/a/b/q", "/x"],
            &["$.a['b', 'c'].p", "$.a.b.q", "$.x"],
        );
    }

    #[test]
    fn names_are_told_from_indexes() {
        let document = "{ paths: { /a: { '200': [x], it's: [y, z] } } }";
        let path = "/paths/~1a/200/0";
        check(document, &[path], &["$.paths['/a']['200'][0]"]);
        let paths = ["/paths/~1a/it's/0", "/paths/~1a/it's/1"];
        check(document, &paths, &["$.paths['/a']['it\\'s'][0, 1]"]);
    }
}
