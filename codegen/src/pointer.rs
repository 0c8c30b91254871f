//! JSON Pointers (RFC 6901), and addresses: a pointer within a file.

use std::borrow::Cow;
use std::fmt;

/// A JSON Pointer: empty, or segments with a `/` before each, `~` and `/` escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a pointer; `None` when it neither is empty nor starts with `/`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// Reads the fragment of a `$ref` (`/a/b` after the `#`), percent-decoding it.
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

    /// This pointer and one more segment, which is given unescaped.
    #[must_use]
    pub fn join(&self, segment: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + segment.len() + 1);
        text.push_str(&self.0);
        let mut pointer = Self(text);
        pointer.push(segment);
        pointer
    }

    /// Appends one segment, given unescaped.
    pub fn push(&mut self, segment: &str) {
        self.0.push('/');
        for char in segment.chars() {
            match char {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                char => self.0.push(char),
            }
        }
    }

    /// This pointer with several segments more.
    #[must_use]
    pub fn join_all<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Self {
        segments
            .into_iter()
            .fold(self.clone(), |pointer, segment| pointer.join(segment))
    }

    /// The segments, unescaped.
    #[must_use]
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        self.0
            .strip_prefix('/')
            .into_iter()
            .flat_map(|text| text.split('/'))
            .map(|segment| {
                if segment.contains('~') {
                    Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
                } else {
                    Cow::Borrowed(segment)
                }
            })
    }

    /// The last segment, unescaped.
    #[must_use]
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.segments().next_back()
    }

    /// The pointer without its last segment; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The text, escaped.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text with its `%20`s decoded (RFC 3986 §2.1).
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

/// A place in a document that does not move when the file is re-indented.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The file.
    pub file: FileId,
    /// The node in it.
    pub pointer: Pointer,
}

impl Address {
    /// A place in `file`.
    #[must_use]
    pub fn new(file: FileId, pointer: Pointer) -> Self {
        Self { file, pointer }
    }

    /// The place of a member or item of the node here.
    #[must_use]
    pub fn join(&self, segment: &str) -> Self {
        Self::new(self.file, self.pointer.join(segment))
    }

    /// The place several levels below.
    #[must_use]
    pub fn join_all<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Self {
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
