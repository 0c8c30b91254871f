//! Bodies of webhooks: JSON, forms and multipart bodies in, events out.

use crate::runtime::form::{decode_form, decode_form_text, split_pairs};
use crate::runtime::{Decode, DecodeError, Style, decode, decode_multipart};

/// The styles of form members that are not written in the default style, by the value of the tag of
/// their webhook.
pub type FormStyles = &'static [(&'static str, &'static [(&'static str, Style)])];

/// Decodes the body of a webhook whose document declares forms. `tag` is the member that tells
/// webhooks apart.
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
    tag: &str,
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
    let value = pairs.iter().find(|(name, _)| name == tag);
    let value = value.and_then(|(_, value)| decode_form_text(value).ok());
    let own = styles.iter().find(|(it, _)| Some(*it) == value.as_deref());
    decode_form(own.map_or(&[], |(_, styles)| styles), raw_body)
}

fn is_json(content_type: Option<&str>, raw_body: &[u8]) -> bool {
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
