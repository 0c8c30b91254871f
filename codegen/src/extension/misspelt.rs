//! Unknown keys in, the extensions that they probably mean out.

use crate::diagnostic::spelling::count_edits;
use crate::tree::Tree;

use super::{ALL, ExtendedObject, Extension, Shape};

/// Returns the extension that an unknown key probably means.
///
/// Other tools have extensions, too, so the conditions are strict: the object may have the
/// extension, the value has its shape, and the key differs in one letter, or in two if it is long.
/// Short keys and plurals count as other words.
pub(crate) fn misspelt(
    key: &str,
    value: &Tree,
    object: ExtendedObject,
) -> Option<&'static Extension> {
    let is_meant = |extension: &&&Extension| {
        extension.objects.contains(&object)
            && is_close(key, extension.key)
            && has_shape(value, extension.shape)
    };
    ALL.iter().find(is_meant).copied()
}

fn is_close(key: &str, meant: &str) -> bool {
    let most = match meant.len() {
        ..7 => 0,
        7..11 => 1,
        _ => 2,
    };
    let is_plural = |one: &str, other: &str| one.strip_suffix('s') == Some(other);
    key.len().abs_diff(meant.len()) <= most
        && count_edits(key, meant) <= most
        && !is_plural(key, meant)
        && !is_plural(meant, key)
}

/// Whether a value has this shape, except for misspelt members.
fn has_shape(value: &Tree, shape: Shape) -> bool {
    match (shape, value) {
        (Shape::Any, _)
        | (Shape::Flag, Tree::Bool(_))
        | (Shape::Count, Tree::Number(_))
        | (
            Shape::Text | Shape::TextOr(_) | Shape::Choice(_) | Shape::Pointer | Shape::Quotation,
            Tree::String(_),
        )
        | (Shape::Texts | Shape::ListOfTextOr(_) | Shape::Quotation, Tree::Array(_))
        | (Shape::Names | Shape::PathItems | Shape::TextOrEach(_), Tree::Object(_)) => true,
        (Shape::Members(members) | Shape::TextOr(members), Tree::Object(object)) => members
            .iter()
            .any(|member| object.contains_key(member.name)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(key: &str, object: ExtendedObject, value: &str) -> Option<&'static str> {
        let value = match value {
            "true" => Tree::from(true),
            "{items}" => {
                let items = ("items".to_owned(), Tree::String("data".to_owned()));
                Tree::Object(Box::new([items].into_iter().collect()))
            }
            text => Tree::String(text.to_owned()),
        };
        misspelt(key, &value, object).map(|it| it.key)
    }

    #[test]
    fn a_slip_of_the_pen_is_told_from_the_key_of_another_tool() {
        use ExtendedObject::{Operation, Parameter, Schema};
        assert_eq!(
            meant("x-pagnation", Operation, "{items}"),
            Some("x-pagination")
        );
        assert_eq!(
            meant("x-pagiantion", Operation, "{items}"),
            Some("x-pagination")
        );
        assert_eq!(meant("x-rustName", Schema, "A"), Some("x-rust-name"));
        assert_eq!(
            meant("x-empty_body", Operation, "true"),
            Some("x-empty-body")
        );
        // Another object, another shape, and words of their own.
        assert_eq!(meant("x-pagnation", Schema, "{items}"), None);
        assert_eq!(meant("x-pagnation", Operation, "true"), None);
        assert_eq!(meant("x-fern-pagination", Operation, "{items}"), None);
        assert_eq!(meant("x-rust-crate", Schema, "A"), None);
        assert_eq!(meant("x-units", Schema, "ms"), None);
        assert_eq!(meant("x-node", Parameter, "a"), None);
    }
}
