//! An object that `openapiv3` rejects in, its innermost invalid part out.

use serde::de::DeserializeOwned;

use super::grammar::{ObjectKind, Shape};
use crate::pointer::Pointer;
use crate::tree::Tree;

/// Returns the innermost object that `openapiv3` rejects: its kind, its address and the message.
pub(super) fn locate_error(
    shape: Shape,
    tree: &Tree,
    at: &Pointer,
) -> Option<(&'static str, Pointer, String)> {
    let kind = match (shape, tree) {
        (Shape::One(kind), _) => kind,
        (Shape::List(kind), Tree::Array(items)) => {
            return (items.iter().enumerate()).find_map(|(index, item)| {
                locate_error(Shape::One(kind), item, &at.join(&index.to_string()))
            });
        }
        (Shape::Map(kind), Tree::Object(members)) => {
            return (members.iter())
                .find_map(|(name, member)| locate_error(Shape::One(kind), member, &at.join(name)));
        }
        _ => return None,
    };
    let message = refusal(kind, tree)?;
    let members = tree
        .as_object()
        .into_iter()
        .flat_map(|members| members.iter());
    members
        .filter_map(|(key, member)| Some((key, kind.member(key)?, member)))
        .find_map(|(key, shape, member)| locate_error(shape, member, &at.join(key)))
        .or_else(|| Some((kind.noun(), at.clone(), message)))
}

/// Returns why `openapiv3` rejects an object, if it does.
fn refusal(kind: ObjectKind, tree: &Tree) -> Option<String> {
    fn error<T: DeserializeOwned>(tree: &Tree) -> Option<String> {
        T::deserialize(tree)
            .err()
            .map(|error| error.message().to_owned())
    }
    if tree.get("$ref").is_some() {
        return None;
    }
    match kind {
        ObjectKind::Info => error::<openapiv3::Info>(tree),
        ObjectKind::Server => error::<openapiv3::Server>(tree),
        ObjectKind::ServerVariable => error::<openapiv3::ServerVariable>(tree),
        ObjectKind::Tag => error::<openapiv3::Tag>(tree),
        ObjectKind::PathItem => error::<openapiv3::PathItem>(tree),
        ObjectKind::Operation => error::<openapiv3::Operation>(tree),
        ObjectKind::Parameter => error::<openapiv3::Parameter>(tree),
        ObjectKind::Header => error::<openapiv3::Header>(tree),
        ObjectKind::RequestBody => error::<openapiv3::RequestBody>(tree),
        ObjectKind::Responses => error::<openapiv3::Responses>(tree),
        ObjectKind::Response => error::<openapiv3::Response>(tree),
        ObjectKind::Callback => error::<openapiv3::Callback>(tree),
        ObjectKind::MediaType => error::<openapiv3::MediaType>(tree),
        ObjectKind::Encoding => error::<openapiv3::Encoding>(tree),
        ObjectKind::Example => error::<openapiv3::Example>(tree),
        ObjectKind::SecurityScheme => error::<openapiv3::SecurityScheme>(tree),
    }
}
