//! Pointers in, the segments of queries out (RFC 9535).

use std::fmt::Write;

use crate::pointer::Pointer;

use super::node::Tree;

/// A segment of a query that selects one child.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum QuerySegment {
    /// A member.
    Name(String),
    /// An item.
    Index(usize),
}

impl QuerySegment {
    /// Splits a pointer. The tree tells names from indexes.
    pub(crate) fn split(pointer: &Pointer, tree: &Tree) -> Vec<Self> {
        let mut node = Some(tree);
        let segments = pointer.segments().map(|segment| {
            let parent = node;
            node = parent.and_then(|it| it.at(&Pointer::root().join(&segment)));
            match segment.parse() {
                Ok(index) if matches!(parent, Some(Tree::Array(_))) => Self::Index(index),
                _ => Self::Name(segment.into_owned()),
            }
        });
        segments.collect()
    }

    /// Adds the segment to a query: a name that needs no quotes after a dot (§2.5.1.1), or else in
    /// brackets.
    pub(crate) fn push_to(&self, query: &mut String) {
        match self {
            Self::Name(name) if is_shorthand(name) => {
                query.push('.');
                query.push_str(name);
            }
            segment => query.extend(["[", &segment.selector(), "]"]),
        }
    }

    /// Returns the selector of the segment: a quoted name (§2.3.1), or an index.
    pub(crate) fn selector(&self) -> String {
        match self {
            Self::Index(index) => index.to_string(),
            Self::Name(name) => quote_name(name),
        }
    }
}

fn is_shorthand(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_')
}

fn quote_name(name: &str) -> String {
    let mut text = "'".to_owned();
    for char in name.chars() {
        match char {
            '\'' | '\\' => text.extend(['\\', char]),
            char if char.is_control() => {
                write!(text, "\\u{:04x}", u32::from(char))
                    .expect("writing to a string never fails");
            }
            char => text.push(char),
        }
    }
    text + "'"
}
