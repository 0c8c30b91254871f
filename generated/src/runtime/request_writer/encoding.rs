//! Which bytes stand for themselves at which place of a request.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode, percent_encode_byte};

/// All but the unreserved characters (RFC 3986, §2.3).
pub(super) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// All but what may stand in a segment of a path: `pchar` (RFC 3986, §3.3).
pub(super) const SEGMENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// All but what may stand in a path.
const PATH: &AsciiSet = &SEGMENT.remove(b'/');

/// The delimiter of an exploded `label` is an unreserved character.
pub(super) const LABEL: &AsciiSet = &UNRESERVED.add(b'.');

/// What delimits items in a header, and the sign of encoding itself.
pub(super) const HEADER: &[u8] = b"%,=";

/// How text is encoded.
#[derive(Clone, Copy, Debug)]
pub(super) enum Encoding {
    /// Percent-encoded: these characters, and all that are not ASCII.
    Percent(&'static AsciiSet),
    /// As a part of a form (URL standard, §5.2).
    Form,
    /// As it is, but for these bytes, which are percent-encoded.
    Only(&'static [u8]),
}

impl Encoding {
    /// Appends text, encoded.
    pub(super) fn append(self, to: &mut Vec<u8>, text: &[u8]) {
        if text.iter().all(|byte| is_plain(*byte)) {
            to.extend_from_slice(text);
            return;
        }
        match self {
            Self::Percent(set) => {
                for piece in percent_encode(text, set) {
                    to.extend_from_slice(piece.as_bytes());
                }
            }
            Self::Form => {
                for piece in form_urlencoded::byte_serialize(text) {
                    to.extend_from_slice(piece.as_bytes());
                }
            }
            Self::Only([]) => to.extend_from_slice(text),
            Self::Only(reserved) => {
                for byte in text {
                    if reserved.contains(byte) {
                        to.extend_from_slice(percent_encode_byte(*byte).as_bytes());
                    } else {
                        to.push(*byte);
                    }
                }
            }
        }
    }
}

/// Whether a byte stands for itself everywhere: names and ids hardly have others.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Appends a part of a path as a document spells it: what is encoded there already stays.
pub(super) fn append_literal(to: &mut Vec<u8>, text: &str) {
    for (index, piece) in text.split('%').enumerate() {
        if index > 0 {
            let encoded = matches!(
                piece.as_bytes(),
                [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()
            );
            to.extend_from_slice(if encoded { b"%" } else { b"%25" });
        }
        Encoding::Percent(PATH).append(to, piece.as_bytes());
    }
}
