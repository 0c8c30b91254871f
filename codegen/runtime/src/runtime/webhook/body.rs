//! Bodies of webhooks: JSON, forms and multipart bodies in, events out.

#[cfg(feature = "signer")]
use serde::Serialize;

#[cfg(feature = "signer")]
use crate::runtime::RequestWriter;
use crate::runtime::form::{decode_form, decode_form_text, split_pairs};
use crate::runtime::{Decode, DecodeError, Style, decode, decode_multipart};

/// The styles of form members that are not written in the default style, by the member and its value
/// that identify their webhook; `None` stands for any value.
pub type FormStyles = &'static [(
    (&'static str, Option<&'static str>),
    &'static [(&'static str, Style)],
)];

/// Decodes the body of a webhook whose document declares forms. `tags` are the members that tell
/// webhooks apart, of which the first in the body counts.
///
/// The content type decides the format; without one, a body that begins with `{` is JSON, because
/// no form does (URL standard, §5.2), a body that begins with `--` is multipart, and any other is a
/// form.
///
/// # Errors
///
/// If the body does not match its schema.
pub fn decode_body<E: Decode>(
    content_type: Option<&str>,
    raw_body: &[u8],
    tags: &[&str],
    styles: FormStyles,
) -> Result<E, DecodeError> {
    if is_json(content_type, raw_body) {
        return decode(raw_body);
    }
    if is_multipart(content_type, raw_body) {
        return decode_multipart(content_type, &[], raw_body);
    }
    if styles.is_empty() {
        return decode_form(&[], raw_body);
    }
    let pairs = split_pairs(raw_body)?;
    let pair = |tag: &&str| {
        pairs
            .iter()
            .find(|(name, raw)| name == tag && !raw.is_empty())
    };
    let pair = tags.iter().find_map(pair);
    let pair = pair.and_then(|(name, raw)| Some((name, decode_form_text(raw).ok()?)));
    let own = pair.and_then(|(name, value)| find_styles(styles, name, &value));
    decode_form(own.unwrap_or_default(), raw_body)
}

/// Writes the body of a webhook as a form. `tags` and `styles` are those of [`decode_body`].
#[cfg(feature = "signer")]
pub fn write_form<E: Serialize>(
    event: &E,
    to: &mut RequestWriter,
    tags: &[&str],
    styles: FormStyles,
) {
    let value = serde_json::to_value(event).unwrap_or_default();
    let tag = tags
        .iter()
        .find_map(|tag| Some((*tag, value.get(*tag)?.as_str()?)));
    let own = tag.and_then(|(name, value)| find_styles(styles, name, value));
    to.form(
        "application/x-www-form-urlencoded",
        own.unwrap_or_default(),
        event,
    );
}

/// Returns the styles of the webhook that a member with this value identifies.
fn find_styles(
    styles: FormStyles,
    name: &str,
    value: &str,
) -> Option<&'static [(&'static str, Style)]> {
    let is_own =
        |(member, it): (&str, Option<&str>)| member == name && it.is_none_or(|it| it == value);
    let mut styles = styles.iter();
    let (_, own) = styles.find(|(selector, _)| is_own(*selector))?;
    Some(own)
}

/// Whether a body is JSON. The content type decides, unless no form could begin so.
pub(super) fn is_json(content_type: Option<&str>, raw_body: &[u8]) -> bool {
    if let [b'{', ..] | [] = raw_body.trim_ascii_start() {
        return true;
    }
    let essence = content_type.map(essence);
    essence.is_some_and(|it| it.ends_with("/json") || it.ends_with("+json"))
}

fn is_multipart(content_type: Option<&str>, raw_body: &[u8]) -> bool {
    match content_type.map(essence).as_deref() {
        Some("application/x-www-form-urlencoded") => false,
        Some(essence) if essence.starts_with("multipart/") => true,
        _ => raw_body.starts_with(b"--"),
    }
}

fn essence(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
