//! Decoding of multipart bodies (RFC 2046 §5.1).

mod header;
mod part;
mod split;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Error;

pub(super) use self::header::HeaderParameters;
use self::part::{MemberParts, PartReader};
pub(super) use self::split::PartSplitter;
use super::request_writer::with_boundary;
use super::{Decode, DecodeError, JsonTypes, Map, Part, VisitFields};

/// Decodes an object whose members are parts; see [`Reply::multipart`](super::Reply::multipart). A
/// part that belongs to no member is kept under its name or its number.
pub(super) fn decode_parts<T: Decode>(
    content_type: Option<&str>,
    body: &[u8],
    table: &[Part],
) -> Result<T, DecodeError> {
    let parts = split_parts(content_type.unwrap_or_default(), body)?;
    if T::ACCEPTS.meets(JsonTypes::ARRAY) && !T::ACCEPTS.meets(JsonTypes::OBJECT) {
        let parts: Vec<&PartReader<'_>> = parts.iter().collect();
        return Ok(T::decode(ListDeserializer(&parts))?);
    }
    let mut members = MemberTypes::default();
    T::empty().visit_fields(&mut members);
    let named = assign_parts(&parts, &members.0, table);
    Ok(T::decode(PartsDeserializer(&named))?)
}

/// Decodes a multipart body (RFC 2046 §5.1), such as `multipart/form-data`, as sent by webhooks and
/// callbacks.
///
/// `content_type` is the value of the header; if it is unknown, the boundary is taken from the
/// body. `parts` declares what the types of the members do not say, and may be empty.
/// [`Reply::multipart`](super::Reply::multipart) explains which part belongs to which member.
///
/// # Errors
///
/// If the body is not multipart, or a part does not match the type of its member.
pub fn decode_multipart<T: Decode>(
    content_type: Option<&str>,
    parts: &[Part],
    body: &[u8],
) -> Result<T, DecodeError> {
    let given = content_type.map(HeaderParameters::parse);
    if given.is_some_and(|it| it.get("boundary").is_some()) {
        return decode_parts(content_type, body, parts);
    }
    let content_type = with_boundary("multipart/form-data", body);
    decode_parts(content_type.as_deref(), body, parts)
}

/// A deserializer of parts by the names of their members. Their texts may stand for other types.
struct PartsDeserializer<'w, 'p, 'b>(&'w BTreeMap<Cow<'p, str>, Vec<&'p PartReader<'b>>>);

impl<'de> Deserializer<'de> for PartsDeserializer<'_, '_, '_> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let named = self.0.iter();
        let named = named.map(|(name, parts)| (&**name, MemberParts(parts)));
        visitor.visit_map(MapDeserializer::new(named))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// Decodes a part of a list, which has its headers before it.
pub(super) fn decode_part<T: Decode>(part: &[u8]) -> Result<T, DecodeError> {
    let part = PartReader::new(part)?;
    Ok(T::decode(MemberParts(&[&part]))?)
}

/// A deserializer of parts as the items of a list.
struct ListDeserializer<'p, 'b>(&'p [&'p PartReader<'b>]);

impl<'de> Deserializer<'de> for ListDeserializer<'_, '_> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let items = self.0.iter();
        let items = items.map(|part| MemberParts(std::slice::from_ref(part)));
        visitor.visit_seq(SeqDeserializer::new(items))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// Splits a body into parts.
fn split_parts<'b>(content_type: &str, body: &'b [u8]) -> Result<Vec<PartReader<'b>>, Error> {
    let parameters = HeaderParameters::parse(content_type);
    if !parameters.essence.starts_with("multipart/") {
        let message = format!("{content_type:?} is not multipart");
        return Err(Error::custom(message));
    }
    let boundary = parameters.get("boundary");
    let boundary = boundary.ok_or_else(|| Error::custom("the content type has no boundary"))?;
    let parts = split::split_body(body, boundary)?;
    parts.into_iter().map(PartReader::new).collect()
}

/// The members of an object, with the JSON types that they accept.
#[derive(Default)]
struct MemberTypes(Vec<(&'static str, JsonTypes)>);

impl VisitFields for MemberTypes {
    fn required<T: Decode>(&mut self, key: &'static str, _: &mut T) {
        self.0.push((key, T::ACCEPTS));
    }

    fn optional<T: Decode>(&mut self, key: &'static str, _: &mut Option<T>) {
        self.0.push((key, T::ACCEPTS));
    }

    fn constant(&mut self, key: &'static str, _: &'static str) {
        self.0.push((key, JsonTypes::STRING));
    }

    fn others<T: Decode>(&mut self, _: &mut Map<T>) {}
}

/// Assigns the parts to members by name.
fn assign_parts<'p, 'b>(
    parts: &'p [PartReader<'b>],
    members: &[(&'static str, JsonTypes)],
    table: &[Part],
) -> BTreeMap<Cow<'p, str>, Vec<&'p PartReader<'b>>> {
    let mut named: BTreeMap<Cow<'p, str>, Vec<&'p PartReader<'b>>> = BTreeMap::new();
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
            .filter(|(key, kinds)| kinds.meets(JsonTypes::ARRAY) || !named.contains_key(*key));
        let rated = free.filter_map(|(key, kinds)| {
            let declared = table.iter().find(|it| it.name == *key);
            let declared = declared.and_then(|it| it.content_type);
            Some((part.match_score(declared, *kinds)?, *key))
        });
        // The first of equal candidates.
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
