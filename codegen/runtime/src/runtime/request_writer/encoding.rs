//! Percent-encoding: which bytes are literal at each place of a request.

/// The set of bytes that are not percent-encoded.
pub(super) struct Encoding {
    /// Whether a byte is literal.
    plain: [bool; 256],
    /// The encoding of a space, unless it is literal.
    space: &'static str,
    /// Whether what is percent-encoded already is literal (RFC 6570, §3.2.3).
    keeps_encoded: bool,
    /// Whether blanks at the start and at the end are literal.
    keeps_blanks: bool,
}

const ALPHANUMERIC: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The unreserved characters (RFC 3986, §2.3).
pub(super) const UNRESERVED: &Encoding = &Encoding::all(false).with(ALPHANUMERIC).with(b"-._~");

/// The characters of a path segment: `pchar` (RFC 3986, §3.3).
pub(super) const SEGMENT: &Encoding = &UNRESERVED.with(b"!$&'()*+,;=:@");

/// The characters of a query (RFC 3986, §3.4), except those that delimit pairs or stand for a
/// space.
pub(super) const RESERVED: &Encoding = &SEGMENT.with(b"/?").without(b"&+=").keeping();

/// The characters of a path segment, for values that may be percent-encoded already.
pub(super) const PATH_RESERVED: &Encoding = &SEGMENT.keeping();

/// The characters of a path.
pub(super) const PATH: &Encoding = &SEGMENT.with(b"/");

/// The characters of an item in the style `label`, whose delimiter is an unreserved character.
pub(super) const LABEL: &Encoding = &UNRESERVED.without(b".");

/// The characters of a form (URL standard, §5.2).
pub(super) const FORM: &Encoding = &Encoding {
    space: "+",
    ..Encoding::all(false).with(ALPHANUMERIC).with(b"*-._")
};

/// The octets of a cookie value (RFC 6265, §4.1.1), except `%`.
pub(super) const COOKIE: &Encoding = &UNRESERVED.with(b"!#$&'()*+/:<=>?@[]^`{|}");

/// The octets of a cookie value, for values that may be percent-encoded already.
pub(super) const COOKIE_RESERVED: &Encoding = &COOKIE.keeping();

/// All bytes.
pub(super) const VERBATIM: &Encoding = &Encoding::all(true);

/// All bytes, except `%`, those that delimit items in a header, and blanks around items, which are
/// not part of them (RFC 9110, §5.6.1).
pub(super) const HEADER: &Encoding = &Encoding {
    keeps_blanks: false,
    ..VERBATIM.without(b"%,=")
};

impl Encoding {
    const fn all(plain: bool) -> Self {
        Self {
            plain: [plain; 256],
            space: "%20",
            keeps_encoded: false,
            keeps_blanks: true,
        }
    }

    const fn keeping(&self) -> Self {
        Self {
            keeps_encoded: true,
            ..*self
        }
    }

    const fn with(&self, bytes: &[u8]) -> Self {
        self.changed(bytes, true)
    }

    const fn without(&self, bytes: &[u8]) -> Self {
        self.changed(bytes, false)
    }

    const fn changed(&self, bytes: &[u8], to: bool) -> Self {
        let mut plain = self.plain;
        let mut at = 0;
        while at < bytes.len() {
            plain[bytes[at] as usize] = to;
            at += 1;
        }
        Self { plain, ..*self }
    }

    /// Appends text, encoded.
    pub(super) fn append(&self, to: &mut Vec<u8>, text: &[u8]) {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        let mut literal = 0;
        let is_end = |at| at == 0 || at + 1 == text.len();
        for (at, &byte) in text.iter().enumerate() {
            let is_encoded = || byte == b'%' && starts_encoded(&text[at + 1..]);
            let is_cut = || matches!(byte, b' ' | b'\t') && is_end(at);
            if self.plain[usize::from(byte)] && (self.keeps_blanks || !is_cut())
                || self.keeps_encoded && is_encoded()
            {
                continue;
            }
            if literal < at {
                to.extend_from_slice(&text[literal..at]);
            }
            literal = at + 1;
            if byte == b' ' {
                to.extend_from_slice(self.space.as_bytes());
            } else {
                let [high, low] = [byte >> 4, byte & 15].map(|it| HEX[usize::from(it)]);
                to.extend_from_slice(&[b'%', high, low]);
            }
        }
        to.extend_from_slice(&text[literal..]);
    }
}

/// Replaces each `%25` after `from` by `%`, unless anything else is percent-encoded, or would look so.
pub(super) fn undo_percent(text: &mut Vec<u8>, from: usize) {
    let mut pieces = text[from..].split(|byte| *byte == b'%').skip(1).peekable();
    let is_bare = |piece: &[u8]| {
        let rest = piece.strip_prefix(b"25");
        rest.is_some_and(|rest| !starts_encoded(rest))
    };
    if pieces.peek().is_some() && pieces.all(is_bare) {
        let mut at = from;
        while let Some(next) = text[at..].iter().position(|byte| *byte == b'%') {
            at += next + 1;
            text.drain(at..at + 2);
        }
    }
}

/// Appends a literal part of a path template, and keeps what is percent-encoded there already.
pub(super) fn append_literal(to: &mut Vec<u8>, text: &str) {
    for (index, piece) in text.split('%').enumerate() {
        if index > 0 {
            let encoded = starts_encoded(piece.as_bytes());
            to.extend_from_slice(if encoded { b"%" } else { b"%25" });
        }
        PATH.append(to, piece.as_bytes());
    }
}

/// Whether the text after a `%` makes it the start of a percent-encoded byte.
fn starts_encoded(rest: &[u8]) -> bool {
    matches!(rest, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}
