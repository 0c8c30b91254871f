//! An object that `openapiv3` refuses in, the innermost part of it that is to blame out.

use serde::de::DeserializeOwned;

use super::grammar::{Kind, Shape};
use crate::pointer::Pointer;
use crate::tree::Tree;

/// The innermost object that `openapiv3` refuses: what it is, where, and the words.
pub(super) fn narrow(
    shape: Shape,
    tree: &Tree,
    at: &Pointer,
) -> Option<(&'static str, Pointer, String)> {
    let kind = match (shape, tree) {
        (Shape::One(kind), _) => kind,
        (Shape::List(kind), Tree::Array(items)) => {
            return (items.iter().enumerate()).find_map(|(index, item)| {
                narrow(Shape::One(kind), item, &at.join(&index.to_string()))
            });
        }
        (Shape::Map(kind), Tree::Object(members)) => {
            return (members.iter())
                .find_map(|(name, member)| narrow(Shape::One(kind), member, &at.join(name)));
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
        .find_map(|(key, shape, member)| narrow(shape, member, &at.join(key)))
        .or_else(|| Some((kind.noun(), at.clone(), message)))
}

/// Why `openapiv3` refuses an object, if it does.
fn refusal(kind: Kind, tree: &Tree) -> Option<String> {
    fn error<T: DeserializeOwned>(tree: &Tree) -> Option<String> {
        T::deserialize(tree)
            .err()
            .map(|error| error.message().to_owned())
    }
    if tree.get("$ref").is_some() {
        return None;
    }
    match kind {
        Kind::Info => error::<openapiv3::Info>(tree),
        Kind::Server => error::<openapiv3::Server>(tree),
        Kind::ServerVariable => error::<openapiv3::ServerVariable>(tree),
        Kind::Tag => error::<openapiv3::Tag>(tree),
        Kind::PathItem => error::<openapiv3::PathItem>(tree),
        Kind::Operation => error::<openapiv3::Operation>(tree),
        Kind::Parameter => error::<openapiv3::Parameter>(tree),
        Kind::Header => error::<openapiv3::Header>(tree),
        Kind::RequestBody => error::<openapiv3::RequestBody>(tree),
        Kind::Responses => error::<openapiv3::Responses>(tree),
        Kind::Response => error::<openapiv3::Response>(tree),
        Kind::Callback => error::<openapiv3::Callback>(tree),
        Kind::MediaType => error::<openapiv3::MediaType>(tree),
        Kind::Encoding => error::<openapiv3::Encoding>(tree),
        Kind::Example => error::<openapiv3::Example>(tree),
        Kind::SecurityScheme => error::<openapiv3::SecurityScheme>(tree),
    }
}
