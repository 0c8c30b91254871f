//! HTML of descriptions in, tags and the text between them out.

/// What a tag means to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Bold text.
    Strong,
    /// Italic text.
    Emphasis,
    /// Text struck out.
    Strikethrough,
    /// Code among text.
    Code,
    /// A link.
    Link,
    /// A picture.
    Image,
    /// The end of a line.
    Break,
    /// Styling that Markdown does not have.
    Style,
    /// A block of plain text.
    Block,
    /// A heading.
    Heading,
    /// A list; whether its items are numbered.
    List(bool),
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// A line across the page.
    Rule,
    /// Text with its line breaks.
    Preformatted,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table; whether it is a heading.
    Cell(bool),
    /// Content that is not displayed.
    Hidden,
}

impl Meaning {
    /// Whether it starts on a line of its own.
    pub(super) fn is_block(self) -> bool {
        match self {
            Self::Block
            | Self::Heading
            | Self::List(_)
            | Self::Item
            | Self::Quote
            | Self::Rule
            | Self::Preformatted
            | Self::Table
            | Self::Row
            | Self::Cell(_)
            | Self::Hidden => true,
            Self::Strong
            | Self::Emphasis
            | Self::Strikethrough
            | Self::Code
            | Self::Link
            | Self::Image
            | Self::Break
            | Self::Style => false,
        }
    }

    /// Whether it is a void element.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Image | Self::Break | Self::Rule)
    }
}

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The whole tag, as written.
    pub(super) source: &'a str,
    /// Its name.
    pub(super) name: &'a str,
    /// Whether it is an end tag.
    pub(super) is_end: bool,
}

impl<'a> Tag<'a> {
    /// Parses a text that consists of a tag.
    pub(super) fn parse(source: &'a str) -> Option<Self> {
        let inner = source.strip_prefix('<')?.strip_suffix('>')?;
        let is_end = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let end = inner.find(|char: char| !(char.is_ascii_alphanumeric() || "-_:".contains(char)));
        let name = &inner[..end.unwrap_or(inner.len())];
        name.starts_with(|char: char| char.is_ascii_alphabetic())
            .then_some(Self {
                source,
                name,
                is_end,
            })
    }

    /// Returns the meaning of the tag; `None` if HTML does not have it, or if it is more likely a
    /// placeholder (`<id>`, `<body>`) or an XML element (`<Details>`) in a description.
    pub(super) fn meaning(&self) -> Option<Meaning> {
        let is_lower = self.name.bytes().any(|byte| byte.is_ascii_lowercase());
        let lower = if is_lower {
            self.name.to_owned()
        } else {
            self.name.to_ascii_lowercase()
        };
        Some(match lower.as_str() {
            "b" | "strong" => Meaning::Strong,
            "em" | "i" => Meaning::Emphasis,
            "del" | "s" | "strike" => Meaning::Strikethrough,
            "code" | "kbd" | "samp" | "tt" => Meaning::Code,
            "a" => Meaning::Link,
            "img" => Meaning::Image,
            "br" => Meaning::Break,
            "abbr" | "big" | "font" | "ins" | "mark" | "small" | "span" | "sub" | "sup" | "u" => {
                Meaning::Style
            }
            "center" | "dd" | "details" | "div" | "dl" | "figure" | "p" | "tbody" | "tfoot"
            | "thead" => Meaning::Block,
            "dt" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => Meaning::Heading,
            "ul" => Meaning::List(false),
            "ol" => Meaning::List(true),
            "li" => Meaning::Item,
            "blockquote" => Meaning::Quote,
            "hr" => Meaning::Rule,
            "pre" => Meaning::Preformatted,
            "table" => Meaning::Table,
            "tr" => Meaning::Row,
            "td" => Meaning::Cell(false),
            "th" => Meaning::Cell(true),
            "script" | "style" => Meaning::Hidden,
            _ => return None,
        })
    }

    /// Returns the value of an attribute without quotes.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.source;
        while let Some((before, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let quote = after
                .chars()
                .next()
                .filter(|char| matches!(char, '"' | '\''));
            let value = match quote {
                Some(quote) => after[1..].split(quote).next(),
                None => after.split([' ', '\n', '>']).next(),
            };
            let value = value.unwrap_or_default();
            let key = before.trim_end().rsplit([' ', '\n', '"', '\'']).next();
            if key.is_some_and(|key| key.eq_ignore_ascii_case(name)) {
                return Some(decode(value));
            }
            rest = &after[value.len() + quote.map_or(0, |_| 1)..];
        }
        None
    }
}

/// A part of a piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A tag.
    Tag(Tag<'a>),
    /// Text.
    Text(&'a str),
    /// A comment.
    Comment,
}

/// The maximum length of a tag, in bytes.
const LONGEST_TAG: usize = 2000;

/// Splits HTML at its tags.
pub(super) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let start = rest.find('<').unwrap_or(rest.len());
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
            rest = &rest[start..];
            continue;
        }
        let (piece, end) = if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + "-->".len());
            (Piece::Comment, end)
        } else {
            let end = tag_end(rest).unwrap_or("<".len());
            let tag = Tag::parse(&rest[..end]);
            (tag.map_or(Piece::Text(&rest[..end]), Piece::Tag), end)
        };
        pieces.push(piece);
        rest = &rest[end..];
    }
    pieces
}

/// Returns the end of the tag at the start of a text: the first `>` outside of quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, byte) in text.bytes().enumerate().take(LONGEST_TAG) {
        match (byte, quote) {
            (b'>', None) => return Some(index + 1),
            (b'<', None) if index > 0 => return None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

/// Replaces the character references that HTML itself requires.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{A0}")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read() {
        let tag = Tag::parse("<a class='x' HREF = \"/a?b=1&amp;c\" target=_blank>").unwrap();
        assert_eq!((tag.name, tag.is_end), ("a", false));
        assert_eq!(tag.attribute("href").as_deref(), Some("/a?b=1&c"));
        assert_eq!(tag.attribute("target").as_deref(), Some("_blank"));
        assert_eq!(tag.attribute("id"), None);
        assert_eq!(Tag::parse("</B>").unwrap().meaning(), Some(Meaning::Strong));
        assert_eq!(Tag::parse("<Details>").unwrap().meaning(), None);
        assert_eq!(Tag::parse("<3>"), None);
    }

    #[test]
    fn html_is_cut_at_tags() {
        let kinds = |html| {
            let kind = |piece: &Piece<'_>| match piece {
                Piece::Tag(tag) => format!("tag {}", tag.source),
                Piece::Text(text) => format!("text {text}"),
                Piece::Comment => "comment".to_owned(),
            };
            pieces(html).iter().map(kind).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds("a<b x='>'>c</b>"),
            ["text a", "tag <b x='>'>", "text c", "tag </b>"]
        );
        assert_eq!(
            kinds("1 < 2<!-- <b> -->"),
            ["text 1 ", "text <", "text  2", "comment"]
        );
    }
}
