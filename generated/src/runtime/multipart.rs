//! Bodies of several parts (RFC 2046 §5.1) in, values out.

mod header;
mod part;
mod split;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::de::value::MapDeserializer;
use serde_json::Error;

pub(super) use self::header::Parameters;
use self::part::{Parts, Reader};
use super::{Decode, DecodeError, Kinds, Map, Part, Walk};

/// Reads an object whose members are parts.
///
/// A part belongs to the member that it names: by the parameter `name` of its `Content-Disposition`,
/// or by its `Content-Id`. One that names none belongs to the first member of its content type, as
/// `table` has it, or else to the first that has no content type; if it has none itself, to the first
/// that no part belongs to. What belongs to no member is kept where unknown members of JSON are, under
/// what it is named, or its number.
pub(super) fn read<T: Decode>(
    content_type: Option<&str>,
    body: &[u8],
    table: &[Part],
) -> Result<T, DecodeError> {
    let mut members = Members::default();
    T::blank().members(&mut members);
    let parts = all(content_type.unwrap_or_default(), body)?;
    let named = assign(&parts, &members.0, table);
    let named = named.iter().map(|(name, parts)| (&**name, Parts(parts)));
    Ok(T::decode(MapDeserializer::new(named))?)
}

/// The parts of a body.
fn all<'b>(content_type: &str, body: &'b [u8]) -> Result<Vec<Reader<'b>>, Error> {
    let parameters = Parameters::of(content_type);
    if !parameters.essence.starts_with("multipart/") {
        let message = format!("{content_type:?} has no parts");
        return Err(Error::custom(message));
    }
    let boundary = parameters.get("boundary");
    let boundary = boundary.ok_or_else(|| Error::custom("the content type has no boundary"))?;
    let parts = split::split(body, boundary)?;
    parts.into_iter().map(Reader::new).collect()
}

/// The members of an object, and what each may be.
#[derive(Default)]
struct Members(Vec<(&'static str, Kinds)>);

impl Walk for Members {
    fn required<T: Decode>(&mut self, key: &'static str, _: &mut T) {
        self.0.push((key, T::ACCEPTS));
    }

    fn optional<T: Decode>(&mut self, key: &'static str, _: &mut Option<T>) {
        self.0.push((key, T::ACCEPTS));
    }

    fn constant(&mut self, key: &'static str, _: &'static str) {
        self.0.push((key, Kinds::STRING));
    }

    fn others<T: Decode>(&mut self, _: &mut Map<T>) {}
}

/// The parts by the names of what they belong to.
fn assign<'p, 'b>(
    parts: &'p [Reader<'b>],
    members: &[(&'static str, Kinds)],
    table: &[Part],
) -> BTreeMap<Cow<'p, str>, Vec<&'p Reader<'b>>> {
    let mut named: BTreeMap<Cow<'p, str>, Vec<&'p Reader<'b>>> = BTreeMap::new();
    let is_member = |name: &&str| members.iter().any(|(key, _)| key == name);
    let mut nameless = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let given = [part.name(), part.content_id()];
        match given.into_iter().flatten().find(is_member) {
            Some(name) => named.entry(Cow::Borrowed(name)).or_default().push(part),
            None => nameless.push((index, part)),
        }
    }
    // Members in the order of the document, as the table has them.
    let in_order = table
        .iter()
        .filter_map(|part| members.iter().find(|(key, _)| *key == part.name));
    let others = members
        .iter()
        .filter(|(key, _)| table.iter().all(|part| part.name != *key));
    let in_order: Vec<_> = in_order.chain(others).collect();
    for (index, part) in nameless {
        let free = in_order
            .iter()
            .filter(|(key, kinds)| kinds.meets(Kinds::ARRAY) || !named.contains_key(*key));
        let rated = free.filter_map(|(key, kinds)| {
            let declared = table.iter().find(|it| it.name == *key);
            let declared = declared.and_then(|it| it.content_type);
            Some((part.likeness(declared, *kinds)?, *key))
        });
        // Of equals the first.
        let best = rated.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let name = match (part.name(), best, part.content_id()) {
            (Some(name), _, _) | (None, None, Some(name)) => Cow::Borrowed(name),
            (None, Some((_, key)), _) => Cow::Borrowed(key),
            (None, None, None) => Cow::Owned(index.to_string()),
        };
        named.entry(name).or_default().push(part);
    }
    named
}
