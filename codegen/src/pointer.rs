//! JSON Pointers (RFC 6901), and addresses: a pointer within a file.

mod uri;

use std::borrow::Cow;
use std::fmt;

pub(crate) use uri::{has_scheme, resolve_uri};

/// A JSON Pointer: empty, or segments with a `/` before each, `~` and `/` escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses a pointer; `None` unless it is empty or starts with `/`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// Parses the fragment of a `$ref` (`/a/b` after the `#`), with percent-decoding.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let pointer = Self::parse(&percent_decode(fragment)?)?;
        // One spelling for one place, so that pointers can be compared as text.
        Some(
            pointer
                .segments()
                .fold(Self::root(), |parent, segment| parent.join(&segment)),
        )
    }

    /// Returns this pointer with one more segment, given unescaped.
    #[must_use]
    pub fn join(&self, segment: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + segment.len() + 1);
        text.push_str(&self.0);
        let mut pointer = Self(text);
        pointer.push(segment);
        pointer
    }

    /// Returns the pointer of a node below the one of this pointer.
    #[must_use]
    pub fn join_pointer(&self, below: &Self) -> Self {
        Self(format!("{}{}", self.0, below.0))
    }

    /// Appends a segment, given unescaped.
    pub fn push(&mut self, segment: &str) {
        self.0.push('/');
        if !segment.contains(['~', '/']) {
            self.0.push_str(segment);
            return;
        }
        for char in segment.chars() {
            match char {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                char => self.0.push(char),
            }
        }
    }

    /// Returns this pointer with more segments.
    #[must_use]
    pub fn join_all<'a, I>(&self, segments: I) -> Self
    where
        I: IntoIterator<Item = &'a str, IntoIter: Clone>,
    {
        let segments = segments.into_iter();
        let added: usize = segments.clone().map(|it| it.len() + 1).sum();
        let mut pointer = Self(String::with_capacity(self.0.len() + added));
        pointer.0.push_str(&self.0);
        for segment in segments {
            pointer.push(segment);
        }
        pointer
    }

    /// Returns the segments, unescaped.
    #[must_use]
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        self.0
            .strip_prefix('/')
            .into_iter()
            .flat_map(|text| text.split('/'))
            .map(unescape)
    }

    /// Returns the last segment, unescaped.
    #[must_use]
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.segments().next_back()
    }

    /// Returns the pointer and those of all nodes around its node, innermost first.
    pub(crate) fn ancestors(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self.clone()), Self::parent)
    }

    /// Returns the pointer without its last segment; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// Returns the text, escaped.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn unescape(segment: &str) -> Cow<'_, str> {
    if !segment.contains('~') {
        return Cow::Borrowed(segment);
    }
    let mut text = String::with_capacity(segment.len());
    let mut rest = segment;
    while let Some((before, behind)) = rest.split_once('~') {
        text.push_str(before);
        let (char, length) = match behind.as_bytes().first() {
            Some(b'0') => ('~', 1),
            Some(b'1') => ('/', 1),
            _ => ('~', 0),
        };
        text.push(char);
        rest = &behind[length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Decodes percent-encoded text (RFC 3986 §2.1).
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// A file of a run: an index into its [`Sources`](crate::source::Sources).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// The address of a node: a file and a pointer, which do not change when the file is reformatted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The file.
    pub file: FileId,
    /// The node in it.
    pub pointer: Pointer,
}

impl Address {
    /// Creates an address in `file`.
    #[must_use]
    pub fn new(file: FileId, pointer: Pointer) -> Self {
        Self { file, pointer }
    }

    /// Returns the address of the node and those of all nodes around it, innermost first.
    pub(crate) fn ancestors(&self) -> impl Iterator<Item = Self> {
        let file = self.file;
        self.pointer.ancestors().map(move |it| Self::new(file, it))
    }

    /// Returns the address of a member or item.
    #[must_use]
    pub fn join(&self, segment: &str) -> Self {
        Self::new(self.file, self.pointer.join(segment))
    }

    /// Returns the address of a node several levels below.
    #[must_use]
    pub fn join_all<'a, I>(&self, segments: I) -> Self
    where
        I: IntoIterator<Item = &'a str, IntoIter: Clone>,
    {
        Self::new(self.file, self.pointer.join_all(segments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_both_ways() {
        let pointer = Pointer::root().join("paths").join("/a~b").join("get");
        assert_eq!(pointer.as_str(), "/paths/~1a~0b/get");
        assert_eq!(
            pointer.segments().collect::<Vec<_>>(),
            ["paths", "/a~b", "get"]
        );
        assert_eq!(pointer.parent().unwrap().last().unwrap(), "/a~b");
    }

    #[test]
    fn fragments_are_percent_decoded() {
        let pointer = Pointer::from_fragment("/a%20b/%7E1c").unwrap();
        assert_eq!(pointer.segments().collect::<Vec<_>>(), ["a b", "/c"]);
        assert_eq!(Pointer::from_fragment("/a%2"), None);
        assert_eq!(Pointer::from_fragment("a"), None);
    }
}
