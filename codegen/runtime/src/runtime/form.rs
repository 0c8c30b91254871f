//! Decoding of forms (`application/x-www-form-urlencoded`).
//!
//! The pairs become an object of strings, and the expected types decide what each string stands for
//! ([`ValueDeserializer`]).

use std::borrow::Cow;
use std::str::{self, Utf8Error};

use percent_encoding::percent_decode;
use serde::de::Error as _;
use serde_json::map::Entry;
use serde_json::{Error, Map, Value};

use super::decode::DUPLICATE;
use super::decode_error::prefix_pointer;
use super::value_deserializer::ValueDeserializer;
use super::{Decode, DecodeError, Style};

/// The maximum nesting of a name, as in `a[b][c]`.
const DEPTH: usize = 64;

/// Decodes a form, `application/x-www-form-urlencoded`, as sent by webhooks and callbacks.
///
/// A member takes its value from the pair of its name: numbers and booleans from their text, arrays
/// from all pairs of that name, and objects from JSON. An empty string counts as absent, unless it
/// is a valid value of the optional member. Unknown pairs are kept as strings with the unknown
/// members. `styles` are the styles that the document declares in `encoding` for members that are
/// not written in the default style (OpenAPI 3.1.1, §4.8.15.1).
///
/// # Errors
///
/// If a member does not match its schema; the error points to it, such as `/SequenceNumber`.
pub fn decode_form<T: Decode>(styles: &[(&str, Style)], form: &[u8]) -> Result<T, DecodeError> {
    let object = build_object(styles, &split_pairs(form)?)?;
    Ok(T::decode(ValueDeserializer::text(&object))?)
}

/// A name, and its encoded value.
pub(super) type Pair<'f> = (Cow<'f, str>, &'f [u8]);

/// Splits a form into pairs (URL standard, §5.1).
pub(super) fn split_pairs(form: &[u8]) -> Result<Vec<Pair<'_>>, Error> {
    // A line break is never part of a form.
    let form = form.trim_ascii_end();
    let mut found = Vec::new();
    for pair in form.split(|byte| *byte == b'&') {
        if pair.is_empty() {
            continue;
        }
        let equals = memchr::memchr(b'=', pair).unwrap_or(pair.len());
        let name =
            decode_form_text(&pair[..equals]).map_err(|error| utf8_error("a name", error))?;
        found.push((name, pair.get(equals + 1..).unwrap_or_default()));
    }
    Ok(found)
}

/// Decodes percent-encoded text, with `+` for a space.
pub(super) fn decode_form_text(text: &[u8]) -> Result<Cow<'_, str>, Utf8Error> {
    if !text.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return str::from_utf8(text).map(Cow::Borrowed);
    }
    let spaced: Vec<u8> = (text.iter())
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let text = percent_decode(&spaced).collect();
    match String::from_utf8(text) {
        Ok(text) => Ok(Cow::Owned(text)),
        Err(error) => Err(error.utf8_error()),
    }
}

#[cold]
fn utf8_error(what: &str, error: Utf8Error) -> Error {
    Error::custom(format_args!("{what} is not UTF-8: {error}"))
}

/// Returns the object that the pairs stand for.
fn build_object(styles: &[(&str, Style)], pairs: &[Pair<'_>]) -> Result<Value, Error> {
    let mut members = Map::new();
    for (name, raw) in pairs {
        let style = styles.iter().find(|(styled, _)| styled == name);
        let deep = || {
            let (stem, keys) = name.split_once('[')?;
            let is_deep = |it: &&(&str, Style)| **it == (stem, Style::DeepObject);
            styles.iter().find(is_deep)?;
            Some((stem, keys))
        };
        if style.is_none()
            && let Some((stem, keys)) = deep()
        {
            let value = decode_value(raw).map_err(|error| prefix_pointer(stem, &error))?;
            insert_deep(&mut members, stem, keys, value)
                .map_err(|message| prefix_pointer(stem, &Error::custom(message)))?;
            continue;
        }
        let style = style.map_or(Style::Form, |(_, style)| *style);
        if style != Style::Form && members.contains_key(&**name) {
            return Err(prefix_pointer(name, &Error::custom(DUPLICATE)));
        }
        let value = decode_styled(style, raw).map_err(|error| prefix_pointer(name, &error))?;
        insert_member(&mut members, name, value);
    }
    Ok(members.into())
}

fn decode_value(raw: &[u8]) -> Result<Value, Error> {
    match decode_form_text(raw) {
        Ok(text) => Ok(text.into()),
        Err(error) => Err(utf8_error("the value", error)),
    }
}

/// Decodes a value by its style. The items of a delimited list are returned as a list in a list.
fn decode_styled(style: Style, raw: &[u8]) -> Result<Value, Error> {
    let delimiter = match style {
        Style::FormJoined => ',',
        Style::SpaceDelimited => ' ',
        Style::PipeDelimited => '|',
        Style::Json => {
            let json = decode_form_text(raw).map_err(|error| utf8_error("the value", error))?;
            return serde_json::from_str(&json);
        }
        _ => return decode_value(raw),
    };
    // A comma within an item is percent-encoded, unless all are, which then delimit.
    let byte = u8::try_from(delimiter).unwrap_or_default();
    let items: Vec<Value> = if raw.contains(&byte) {
        let items = raw.split(|it| *it == byte).map(decode_value);
        items.collect::<Result<_, _>>()?
    } else {
        let all = decode_form_text(raw).map_err(|error| utf8_error("the value", error))?;
        if all.is_empty() {
            return Ok(all.into());
        }
        all.split(delimiter).map(Value::from).collect()
    };
    Ok(vec![Value::from(items)].into())
}

/// Inserts a member; values of the same name become a list.
pub(super) fn insert_member(members: &mut Map<String, Value>, name: &str, value: Value) {
    match members.entry(name) {
        Entry::Vacant(entry) => {
            entry.insert(value);
        }
        Entry::Occupied(mut entry) => {
            let known = entry.get_mut();
            if let Value::Array(items) = known {
                items.push(value);
            } else {
                *known = vec![known.take(), value].into();
            }
        }
    }
}

/// Inserts a member at `stem[keys`.
pub(super) fn insert_deep(
    mut members: &mut Map<String, Value>,
    stem: &str,
    keys: &str,
    value: Value,
) -> Result<(), &'static str> {
    let keys = keys
        .strip_suffix(']')
        .ok_or("a `[` in the name is not closed")?;
    let mut keys = keys.split("][").peekable();
    let mut name = stem;
    let mut depth = 0;
    while let Some(key) = keys.next() {
        depth += 1;
        if depth > DEPTH {
            return Err("the name is nested too deeply");
        }
        // `a[]` is another item of `a`.
        if key.is_empty() && keys.peek().is_none() {
            break;
        }
        let inner = members.entry(name).or_insert_with(|| Map::new().into());
        members = inner
            .as_object_mut()
            .ok_or("the name is both a value and an object")?;
        name = key;
    }
    if members.get(name).is_some_and(Value::is_object) {
        return Err("the name is both a value and an object");
    }
    insert_member(members, name, value);
    Ok(())
}
