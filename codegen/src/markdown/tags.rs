//! HTML tags and the text between them in, equivalent Markdown out.
//!
//! This module and `flow` import each other, because Markdown contains tags and tags contain
//! Markdown.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::flow::push_markdown;
use super::html::{self, Meaning, Piece};
use super::page::Page;

/// Adds an inline tag. A tag that needs a partner and has none is shown as it was written.
pub(super) fn push_inline(tag: html::Tag<'_>, is_paired: bool, page: &mut Page) {
    let Some(meaning) = tag.meaning() else {
        return page.push_text(tag.source);
    };
    let event = match meaning {
        Meaning::Break => Event::HardBreak,
        Meaning::Image => return push_image(tag, page),
        Meaning::Block | Meaning::Item | Meaning::Rule if !tag.is_end => {
            page.event(Event::HardBreak);
            if meaning == Meaning::Item {
                page.push_text("• ");
            }
            return;
        }
        _ if !is_paired && tag.is_end => return,
        _ if !is_paired => return page.push_text(tag.source),
        Meaning::Strong => either(tag, Tag::Strong),
        Meaning::Emphasis => either(tag, Tag::Emphasis),
        Meaning::Strikethrough => either(tag, Tag::Strikethrough),
        Meaning::Link => either(tag, link(tag)),
        Meaning::Style | Meaning::Code => return,
        _ => Event::HardBreak,
    };
    page.html_event(event);
}

fn either<'a>(tag: html::Tag<'_>, meaning: Tag<'a>) -> Event<'a> {
    if tag.is_end {
        Event::End(meaning.to_end())
    } else {
        Event::Start(meaning)
    }
}

fn link(tag: html::Tag<'_>) -> Tag<'static> {
    Tag::Link {
        link_type: LinkType::Inline,
        dest_url: tag.attribute("href").unwrap_or_default().into(),
        title: "".into(),
        id: "".into(),
    }
}

fn push_image(tag: html::Tag<'_>, page: &mut Page) {
    let image = Tag::Image {
        link_type: LinkType::Inline,
        dest_url: tag.attribute("src").unwrap_or_default().into(),
        title: "".into(),
        id: "".into(),
    };
    page.event(Event::Start(image));
    page.push_text(&tag.attribute("alt").unwrap_or_default());
    page.event(Event::End(TagEnd::Image));
}

/// Adds a block of HTML. Text between block tags is Markdown, as authors who mix both expect; a
/// block without any HTML tag is XML, and shown as code.
pub(super) fn push_blocks(source: &str, page: &mut Page) {
    let pieces = html::pieces(source);
    let is_html = |piece: &Piece<'_>| match piece {
        Piece::Tag(tag) => tag.meaning().is_some(),
        Piece::Comment => true,
        Piece::Text(_) => false,
    };
    if !pieces.iter().any(is_html) {
        return push_code(source, page);
    }
    let mut between = String::new();
    let mut index = 0;
    while let Some(piece) = pieces.get(index) {
        index += 1;
        match piece {
            Piece::Comment => {}
            Piece::Text(text) => between.push_str(text),
            Piece::Tag(tag) => match tag.meaning().filter(|meaning| meaning.is_block()) {
                None => between.push_str(tag.source),
                Some(meaning) => {
                    push_between(&mut between, page);
                    index += push_block(*tag, meaning, &pieces[index..], page);
                }
            },
        }
    }
    push_between(&mut between, page);
}

/// Adds the text between two block tags, without the indentation of the nested tags.
fn push_between(between: &mut String, page: &mut Page) {
    let lines: Vec<_> = between.lines().map(str::trim).collect();
    let markdown = lines.join("\n");
    between.clear();
    if !markdown.trim().is_empty() {
        push_markdown(&markdown, page, false);
    }
}

/// Adds a block tag, and returns how many of the pieces after it belong to it.
fn push_block(tag: html::Tag<'_>, meaning: Meaning, after: &[Piece<'_>], page: &mut Page) -> usize {
    let event = match meaning {
        Meaning::Heading => either(tag, heading()),
        Meaning::List(is_ordered) => either(tag, Tag::List(is_ordered.then_some(1))),
        Meaning::Item => either(tag, Tag::Item),
        Meaning::Quote => either(tag, Tag::BlockQuote(None)),
        Meaning::Rule => Event::Rule,
        Meaning::Table => either(tag, Tag::Table(Vec::new())),
        Meaning::Row if is_head(after) => either(tag, Tag::TableHead),
        Meaning::Row => either(tag, Tag::TableRow),
        Meaning::Cell(_) => either(tag, Tag::TableCell),
        Meaning::Preformatted | Meaning::Hidden if !tag.is_end => {
            let inner = up_to_end(after, tag.name);
            if meaning == Meaning::Preformatted {
                let text = inner.iter().filter_map(|piece| match piece {
                    Piece::Text(text) => Some(html::decode(text)),
                    Piece::Tag(tag) if tag.meaning().is_none() => Some(tag.source.to_owned()),
                    Piece::Tag(_) | Piece::Comment => None,
                });
                push_code(&text.collect::<String>(), page);
            }
            return inner.len();
        }
        _ => {
            page.start_block();
            return 0;
        }
    };
    page.html_event(event);
    0
}

fn heading() -> Tag<'static> {
    Tag::Heading {
        level: HeadingLevel::H3,
        id: None,
        classes: Vec::new(),
        attrs: Vec::new(),
    }
}

/// Whether the first cell of a row is a heading.
fn is_head(row: &[Piece<'_>]) -> bool {
    row.iter().take(8).find_map(|piece| match piece {
        Piece::Tag(tag) => match tag.meaning() {
            Some(Meaning::Cell(is_head)) => Some(is_head),
            _ => None,
        },
        _ => None,
    }) == Some(true)
}

/// Returns the pieces before the end tag.
fn up_to_end<'a, 'b>(pieces: &'a [Piece<'b>], name: &str) -> &'a [Piece<'b>] {
    let is_end = |piece: &Piece<'_>| matches!(piece, Piece::Tag(tag) if tag.is_end && tag.name.eq_ignore_ascii_case(name));
    &pieces[..pieces.iter().position(is_end).unwrap_or(pieces.len())]
}

/// Adds HTML as the text that it displays.
pub(super) fn push_plain(source: &str, page: &mut Page) {
    page.start_block();
    for piece in html::pieces(source) {
        match piece {
            Piece::Text(text) => page.push_text(&html::decode(text)),
            Piece::Tag(tag) => push_inline(tag, false, page),
            Piece::Comment => {}
        }
    }
    page.start_block();
}

fn push_code(code: &str, page: &mut Page) {
    page.event(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
    page.push_text(code.trim_matches('\n'));
    page.event(Event::End(TagEnd::CodeBlock));
}
