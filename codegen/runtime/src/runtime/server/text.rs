//! The texts of parameters in, JSON values out.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::runtime::decode::DUPLICATE;
use crate::runtime::form::{insert_deep, insert_member};
use crate::runtime::text_encoding::{TextEncoding, decode_text};
use crate::runtime::{JsonTypes, Style};

/// A value, and whether its strings may stand for values of other types, such as numbers.
pub(super) type TextValue = (Value, bool);

/// The delimiter of the items of a style, as in the text.
fn delimiter(style: Style) -> char {
    match style {
        Style::CatchAll => '/',
        Style::LabelExploded => '.',
        Style::MatrixExploded => ';',
        _ => ',',
    }
}

/// Returns the value of a parameter that is not a pair: of a path or a header. `kinds` are the JSON
/// types of the parameter.
pub(super) fn read_text(
    name: &str,
    style: Style,
    encoding: TextEncoding,
    kinds: JsonTypes,
    text: &str,
) -> Result<TextValue, String> {
    let text = match style {
        Style::Json | Style::DeepObject => return read_json(text, encoding),
        Style::Label | Style::LabelExploded => strip(text, '.')?,
        Style::Matrix | Style::MatrixExploded => strip(text, ';')?,
        _ => text,
    };
    let matrix = matches!(style, Style::Matrix | Style::MatrixExploded);
    let unnamed = || {
        if matrix {
            strip_name(text, name)
        } else {
            Some(text)
        }
    };
    let has_items = kinds.meets(JsonTypes::ARRAY.or(JsonTypes::OBJECT));
    if !has_items {
        let text = unnamed().ok_or_else(|| format!("does not have the form `;{name}=…`"))?;
        return Ok((decode_text(text, encoding)?.into(), true));
    }
    let is_header = encoding == TextEncoding::Verbatim;
    let trim = |item| if is_header { str::trim(item) } else { item };
    let items = text.split(delimiter(style)).map(trim);
    let is_exploded = matches!(
        style,
        Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded
    );
    let is_array = kinds.meets(JsonTypes::ARRAY);
    if style == Style::MatrixExploded && is_array {
        let items = items.clone().map(|item| strip_name(item, name));
        if let Some(items) = items.collect::<Option<Vec<_>>>() {
            return decode_items(items.into_iter(), kinds);
        }
    }
    if is_exploded
        && kinds.meets(JsonTypes::OBJECT)
        && (!is_array || items.clone().all(|item| item.contains('=')))
    {
        return members(items, matrix);
    }
    let text = unnamed().ok_or_else(|| format!("does not have the form `;{name}=…`"))?;
    decode_items(text.split(delimiter(style)).map(trim), kinds)
}

/// A pair of a query or a cookie: its name, decoded, and its value.
pub(super) type Pair<'r> = (Cow<'r, str>, &'r str);

/// Returns the value of a parameter that is a pair, or several; `None` if there is none. `is_other`
/// tells whether a pair belongs to another parameter.
pub(super) fn read_pairs(
    (name, style): (&str, Style),
    kinds: JsonTypes,
    pairs: &[Pair<'_>],
    decode: &dyn Fn(&str) -> Result<String, String>,
    is_other: &dyn Fn(&str) -> bool,
) -> Result<Option<TextValue>, String> {
    let mut own = pairs.iter().filter(|(it, _)| it == name);
    match style {
        Style::DeepObject => return read_deep(name, pairs, decode),
        Style::Form | Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded => {
            let mut members = Map::new();
            for (_, value) in own {
                insert_member(&mut members, name, decode(value)?.into());
            }
            if let Some(value) = members.remove(name) {
                return Ok(Some((value, true)));
            }
            // A union accepts anything, but is hardly ever an object.
            if kinds.meets(JsonTypes::OBJECT) && kinds != JsonTypes::ANY {
                for (name, value) in pairs.iter().filter(|(it, _)| !is_other(it)) {
                    insert_member(&mut members, name, decode(value)?.into());
                }
            }
            return Ok((!members.is_empty()).then(|| (members.into(), true)));
        }
        _ => {}
    }
    let Some((_, text)) = own.next() else {
        return Ok(None);
    };
    if own.next().is_some() {
        return Err(DUPLICATE.to_owned());
    }
    let has_items = kinds.meets(JsonTypes::ARRAY.or(JsonTypes::OBJECT));
    let items: Vec<String> = match style {
        Style::Json => return parse_json(&decode(text)?).map(Some),
        _ if !has_items => vec![decode(text)?],
        // The delimiter is percent-encoded, so it can only be told when all is decoded.
        Style::SpaceDelimited => decode(text)?.split(' ').map(str::to_owned).collect(),
        Style::PipeDelimited => decode(text)?.split('|').map(str::to_owned).collect(),
        Style::CatchAll => text.split('/').map(decode).collect::<Result<_, _>>()?,
        _ => text.split(',').map(decode).collect::<Result<_, _>>()?,
    };
    Ok(Some(nest_items(items, kinds)))
}

/// Returns the value of the pairs `name[…]` and `name`.
fn read_deep(
    name: &str,
    pairs: &[Pair<'_>],
    decode: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Option<TextValue>, String> {
    let mut members = Map::new();
    for (found, value) in pairs {
        let Some(keys) = found.strip_prefix(name) else {
            continue;
        };
        if keys.is_empty() {
            insert_member(&mut members, name, decode(value)?.into());
        } else if let Some(keys) = keys.strip_prefix('[') {
            insert_deep(&mut members, name, keys, decode(value)?.into())?;
        }
    }
    Ok(members.remove(name).map(|value| (value, true)))
}

fn strip(text: &str, mark: char) -> Result<&str, String> {
    let rest = text.strip_prefix(mark);
    rest.ok_or_else(|| format!("does not begin with {mark:?}"))
}

/// Returns the value in `name=value`, or an empty one in `name`.
fn strip_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (found, value) = text.split_once('=').unwrap_or((text, ""));
    let found = decode_text(found, TextEncoding::Percent).ok()?;
    (found == name).then_some(value)
}

/// Decodes the items of a text, and returns their value as [`nest_items`] does.
fn decode_items<'t>(
    items: impl Iterator<Item = &'t str>,
    kinds: JsonTypes,
) -> Result<TextValue, String> {
    let items = items.map(|item| Ok(decode_text(item, TextEncoding::Percent)?.into_owned()));
    Ok(nest_items(items.collect::<Result<_, String>>()?, kinds))
}

/// Returns the value of the items of one text: a list in a list, or the only item if the parameter may
/// be a scalar.
fn nest_items(mut items: Vec<String>, kinds: JsonTypes) -> TextValue {
    let scalar = JsonTypes::BOOLEAN
        .or(JsonTypes::NUMBER)
        .or(JsonTypes::STRING);
    if items.len() == 1 && kinds.meets(scalar) {
        return (items.remove(0).into(), true);
    }
    let items: Vec<Value> = items.into_iter().map(Value::from).collect();
    (vec![Value::from(items)].into(), true)
}

/// Returns the object of the members `name=value`. In the style `matrix`, a name alone has an empty value
/// (RFC 6570, §3.2.7).
fn members<'t>(items: impl Iterator<Item = &'t str>, matrix: bool) -> Result<TextValue, String> {
    let mut members = Map::new();
    for item in items {
        let (name, value) = item
            .split_once('=')
            .or(matrix.then_some((item, "")))
            .ok_or_else(|| format!("the member {item:?} has no value"))?;
        let name = decode_text(name, TextEncoding::Percent)?.into_owned();
        let value = decode_text(value, TextEncoding::Percent)?;
        members.insert(name, value.into());
    }
    Ok((members.into(), true))
}

/// Decodes a text and parses it as JSON.
pub(super) fn read_json(text: &str, encoding: TextEncoding) -> Result<TextValue, String> {
    parse_json(&decode_text(text, encoding)?)
}

fn parse_json(text: &str) -> Result<TextValue, String> {
    serde_json::from_str(text)
        .map(|value| (value, false))
        .map_err(|error| format!("is not JSON: {error}"))
}
