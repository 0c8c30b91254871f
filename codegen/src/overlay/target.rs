//! A query (RFC 9535) in, the JSON Pointers of the nodes it selects out.

use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use jsonpath_rust::query::queryable::Queryable;
use rustc_hash::FxHashSet;

use super::suggestion;
use crate::pointer::Pointer;
use crate::tree::{Number, Tree};

/// The target of an action.
#[derive(Debug)]
pub(super) struct Target {
    /// The query, as written.
    pub(super) text: String,
    query: JpQuery,
}

impl Target {
    /// Parses a query; `None` if it is invalid.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(Self {
            text: text.to_owned(),
            query: parse_json_path(text).ok()?,
        })
    }

    /// Returns the selected nodes in order, each once.
    pub(super) fn find(&self, tree: &Tree) -> Vec<Pointer> {
        let mut seen = FxHashSet::default();
        let mut nodes = select(&self.query, tree);
        nodes.retain(|node| seen.insert(node.clone()));
        nodes
    }

    /// Returns how far a query matches that selects nothing.
    pub(super) fn reach(&self, tree: &Tree) -> Reach {
        let segments = &self.query.segments;
        let reach = (0..segments.len()).rev().find_map(|length| {
            let beginning = JpQuery::new(segments[..length].to_vec());
            let nodes = select(&beginning, tree);
            let meant = suggestion::suggest_name(&segments[length], &nodes, tree);
            let node = nodes.into_iter().next()?;
            let node = (length > 0).then_some(node);
            Some(Reach { node, meant })
        });
        reach.unwrap_or_default()
    }
}

/// How far a query matches that selects nothing.
#[derive(Default)]
pub(super) struct Reach {
    /// A node that the longest matching prefix selects.
    pub(super) node: Option<Pointer>,
    /// The most similar member or value there.
    pub(super) meant: Option<String>,
}

fn select(query: &JpQuery, tree: &Tree) -> Vec<Pointer> {
    // Only a query within a filter can give a value that is not a node, which would be an error.
    let nodes = js_path_process(query, tree).unwrap_or_default();
    nodes.iter().map(|node| pointer(&node.path)).collect()
}

/// Returns the pointer of a normalized path (§2.7), which is a query, too.
fn pointer(path: &str) -> Pointer {
    let query = parse_json_path(path).expect("a normalized path is a query");
    query
        .segments
        .iter()
        .fold(Pointer::root(), |parent, segment| match segment {
            Segment::Selector(Selector::Name(name)) => parent.join(name),
            Segment::Selector(Selector::Index(index)) => parent.join(&index.to_string()),
            segment => unreachable!("a normalized path has names and indexes only, not {segment}"),
        })
}

impl Queryable for Tree {
    fn get(&self, key: &str) -> Option<&Self> {
        self.get(key)
    }

    fn as_array(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    fn as_object(&self) -> Option<Vec<(&str, &Self)>> {
        let object = self.as_object()?;
        Some(
            object
                .iter()
                .map(|(key, value)| (key.as_str(), value))
                .collect(),
        )
    }

    fn as_str(&self) -> Option<&str> {
        self.as_str()
    }

    fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_i128()?.try_into().ok(),
            _ => None,
        }
    }

    fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number.as_f64()),
            _ => None,
        }
    }

    fn as_bool(&self) -> Option<bool> {
        self.as_bool()
    }

    fn null() -> Self {
        Self::Null
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Tree {
    fn from(value: bool) -> Self {
        Self::Bool(value.into())
    }
}

impl From<i64> for Tree {
    fn from(value: i64) -> Self {
        Number::parse(&value.to_string()).map_or(Self::Null, Self::Number)
    }
}

impl From<f64> for Tree {
    /// Infinities and NaN, which are not JSON numbers, become null.
    fn from(value: f64) -> Self {
        Number::parse(&value.to_string()).map_or(Self::Null, Self::Number)
    }
}

impl From<Vec<Tree>> for Tree {
    fn from(items: Vec<Tree>) -> Self {
        Self::Array(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &[&str]) {
        let tree = Tree::from(vec![
            Tree::from(vec![Tree::from(1), Tree::from(2)]),
            Tree::Null,
        ]);
        let nodes = Target::parse(query).unwrap().find(&tree);
        assert_eq!(
            nodes.iter().map(Pointer::as_str).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn each_node_once() {
        check("$", &[""]);
        check("$[0, 0][::-1]", &["/0/1", "/0/0"]);
        check("$[?@[0] < 1.5]", &["/0"]);
    }

    #[test]
    fn what_jsonpath_rust_gets_wrong() {
        // FIXME: a filter right on the node of a filter finds nothing; RFC 9535 finds `/0`.
        check("$[?@[?@ > 1]]", &[]);
        // FIXME: the count of no nodes is nothing; RFC 9535 says zero, and finds `/0` and `/1`.
        check("$[?count(@.x) == 0]", &[]);
    }
}
