//! Percent-encoded text in, its value out.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// How the text of a parameter is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "server"), allow(dead_code))] // Only a server reads the others.
pub(super) enum TextEncoding {
    /// Percent-encoded.
    Percent,
    /// Percent-encoded, with `+` for a space.
    Form,
    /// Percent-encoded, unless a `%` in it is that of no octet.
    Lenient,
    /// As it is, except that items are percent-encoded.
    Verbatim,
}

/// Decodes percent-encoded text, with `+` for a space if it is of a form.
pub(super) fn decode_text(text: &str, encoding: TextEncoding) -> Result<Cow<'_, str>, String> {
    let spaced = match encoding {
        TextEncoding::Verbatim => return Ok(Cow::Borrowed(text)),
        TextEncoding::Form if text.contains('+') => Cow::Owned(text.replace('+', " ")),
        TextEncoding::Form | TextEncoding::Percent | TextEncoding::Lenient => Cow::Borrowed(text),
    };
    if !spaced.contains('%') {
        return Ok(spaced);
    }
    let is_encoded = |piece: &str| {
        let mut digits = piece.bytes().take(2).filter(u8::is_ascii_hexdigit);
        digits.by_ref().count() == 2
    };
    if !spaced.split('%').skip(1).all(is_encoded) {
        if encoding == TextEncoding::Lenient {
            return Ok(spaced);
        }
        return Err("is not valid percent-encoding".to_owned());
    }
    let decoded = percent_decode_str(&spaced).decode_utf8();
    let decoded = decoded.map_err(|error| format!("is not UTF-8: {error}"))?;
    Ok(Cow::Owned(decoded.into_owned()))
}
