//! A segment of a query that selects nothing in, the spelling that it probably means out.

use jsonpath_rust::parser::model::{
    Comparable, Comparison, Filter, FilterAtom, Literal, Segment, Selector, SingularQuery,
    SingularQuerySegment,
};

use crate::diagnostic::spelling::closest_name;
use crate::pointer::Pointer;
use crate::tree::Tree;

/// Returns the name of a member of these nodes, or a value in them, that is most similar to that in
/// a segment.
pub(super) fn suggest_name(segment: &Segment, nodes: &[Pointer], tree: &Tree) -> Option<String> {
    let selectors = match segment {
        Segment::Selector(selector) => std::slice::from_ref(selector),
        Segment::Selectors(selectors) => selectors,
        Segment::Descendant(_) => return None,
    };
    let nodes: Vec<&Tree> = nodes.iter().filter_map(|node| tree.at(node)).collect();
    let objects = || nodes.iter().filter_map(|node| node.as_object());
    let mut found = selectors.iter().filter_map(|selector| match selector {
        Selector::Name(name) => {
            let members = objects().flat_map(|it| it.keys().map(String::as_str));
            closest_name(plain(name), members)
        }
        Selector::Filter(filter) => {
            let values = objects().flat_map(|it| it.values());
            let items = nodes.iter().filter_map(|node| node.as_array()).flatten();
            of_filter(filter, &values.chain(items).collect::<Vec<_>>())
        }
        Selector::Wildcard | Selector::Index(_) | Selector::Slice(..) => None,
    });
    found.next().map(str::to_owned)
}

/// Returns the value that a comparison in a filter probably means.
fn of_filter<'t>(filter: &Filter, candidates: &[&'t Tree]) -> Option<&'t str> {
    let comparison = match filter {
        Filter::Or(filters) | Filter::And(filters) => {
            let mut found = filters.iter().map(|it| of_filter(it, candidates));
            return found.find_map(|it| it);
        }
        Filter::Atom(FilterAtom::Comparison(comparison)) => comparison,
        Filter::Atom(FilterAtom::Filter { .. } | FilterAtom::Test { .. }) => return None,
    };
    let (Comparison::Eq(Comparable::SingularQuery(path), Comparable::Literal(wanted))
    | Comparison::Eq(Comparable::Literal(wanted), Comparable::SingularQuery(path))) = &**comparison
    else {
        return None;
    };
    let (SingularQuery::Current(path), Literal::String(wanted)) = (path, wanted) else {
        return None;
    };
    let step = |node: &'t Tree, segment: &SingularQuerySegment| match segment {
        SingularQuerySegment::Name(name) => node.get(plain(name)),
        SingularQuerySegment::Index(index) => node.as_array()?.get(usize::try_from(*index).ok()?),
    };
    let texts = candidates.iter().filter_map(|candidate| {
        let found = path.iter().try_fold(*candidate, step)?;
        found.as_str()
    });
    let texts: Vec<&str> = texts.collect();
    let wanted = plain(wanted);
    // One that is there is not what is missing.
    if texts.contains(&wanted) {
        return None;
    }
    closest_name(wanted, texts)
}

/// Removes the quotes of a name or text.
fn plain(text: &str) -> &str {
    text.trim_matches(['\'', '"'])
}
