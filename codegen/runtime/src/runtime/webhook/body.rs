//! The body of a webhook in, the event out, whether it is a form or JSON.

use crate::runtime::form::{decode_form, decode_form_text, split_pairs};
use crate::runtime::{Decode, DecodeError, Style, decode, decode_multipart};

/// The members of forms that are not written the usual way, by the value of the tag of the webhook
/// that they belong to.
pub type FormStyles = &'static [(&'static str, &'static [(&'static str, Style)])];

/// Reads a webhook of a document that declares forms. What begins with `{` is JSON, for no form does
/// (URL standard, §5.2), and what begins with `--` has parts, where its content type does not say
/// otherwise; all else is a form, unless its content type says that it is JSON. `tag` is the member that tells webhooks apart.
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
