//! Markdown with HTML in it in, a page without HTML out.

use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use super::html::{self, Meaning, Piece};
use super::page::Page;

/// What authors of descriptions expect beyond `CommonMark`; rustdoc reads it too.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// How far back the start of a pair of tags is looked for.
const DEEPEST_PAIR: usize = 32;

/// The page that a clean text makes.
pub(super) fn page(text: &str) -> Page {
    let mut page = Page::default();
    if text.contains('<') {
        push_markdown(&with_blocks_apart(text), &mut page, true);
    } else {
        push_markdown(text, &mut page, true);
    }
    page
}

/// Puts an empty line before each tag of a block that starts in the middle of a paragraph, so that
/// it is read as HTML does and not as Markdown does.
fn with_blocks_apart(text: &str) -> String {
    let mut apart = String::with_capacity(text.len());
    let (mut depth, mut copied) = (0, 0);
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::InlineHtml(source)
                if depth == 1 && starts_block(&source, &text[range.end..]) =>
            {
                apart.push_str(&text[copied..range.start]);
                apart.push_str("\n\n");
                copied = range.start;
            }
            _ => {}
        }
    }
    apart.push_str(&text[copied..]);
    apart
}

fn starts_block(source: &str, after: &str) -> bool {
    let Some(tag) = html::Tag::parse(source).filter(|tag| !tag.is_end) else {
        return false;
    };
    let Some(meaning) = tag.meaning().filter(|meaning| meaning.is_block()) else {
        return false;
    };
    meaning.is_void() || after.contains(&format!("</{}", tag.name))
}

/// Adds Markdown to a page; blocks of HTML as blocks, or as text.
fn push_markdown(markdown: &str, page: &mut Page, has_blocks: bool) {
    // With line ends as text, a text knows what stands beside it.
    let parser = Parser::new_ext(markdown, OPTIONS).map(|event| match event {
        Event::SoftBreak => Event::Text("\n".into()),
        event => event,
    });
    let events: Vec<_> = TextMergeStream::new(parser).collect();
    let partners = partners(&events);
    let mut index = 0;
    while let Some(event) = events.get(index) {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let lines = events[index..].iter().map_while(|event| match event {
                    Event::Html(line) | Event::Text(line) => Some(Some(line.as_ref())),
                    Event::End(_) => None,
                    _ => Some(None),
                });
                let source: String = lines.flatten().collect();
                if has_blocks {
                    push_blocks(&source, page);
                } else {
                    push_plain(&source, page);
                }
                while !matches!(
                    events.get(index),
                    None | Some(Event::End(TagEnd::HtmlBlock))
                ) {
                    index += 1;
                }
            }
            Event::InlineHtml(source) => match (html::Tag::parse(source), partners[index]) {
                (Some(tag), Some(end)) if tag.meaning() == Some(Meaning::Code) && index < end => {
                    page.event(Event::Code(plain(&events, index + 1..end).into()));
                    index = end;
                }
                (Some(tag), partner) => push_inline_tag(tag, partner.is_some(), page),
                (None, _) if source.starts_with("<!--") => {}
                (None, _) => page.push_text(source),
            },
            event => page.event(event.clone()),
        }
        index += 1;
    }
}

/// For each event that is a tag, where the tag is that makes a pair with it.
fn partners(events: &[Event<'_>]) -> Vec<Option<usize>> {
    let mut partners = vec![None; events.len()];
    // Tags that wait for their ends, and nothing for each start of something of Markdown's.
    let mut open: Vec<Option<(usize, &str)>> = Vec::new();
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(None),
            Event::End(_) => while open.pop().is_some_and(|tag| tag.is_some()) {},
            Event::InlineHtml(source) => {
                let Some(tag) = html::Tag::parse(source) else {
                    continue;
                };
                if tag.meaning().is_none_or(Meaning::is_void) {
                    continue;
                }
                if !tag.is_end {
                    open.push(Some((index, tag.name)));
                    continue;
                }
                let nearest = open.iter().rev().take(DEEPEST_PAIR).map_while(|it| *it);
                let start = nearest.enumerate().find(|(_, (_, name))| *name == tag.name);
                if let Some((above, (start, _))) = start {
                    partners[start] = Some(index);
                    partners[index] = Some(start);
                    open.truncate(open.len() - above - 1);
                }
            }
            _ => {}
        }
    }
    partners
}

/// The text of some events.
fn plain(events: &[Event<'_>], range: Range<usize>) -> String {
    let text = events[range].iter().map(|event| match event {
        Event::Text(text) | Event::Code(text) => text.as_ref(),
        Event::HardBreak => " ",
        Event::InlineHtml(source) => match html::Tag::parse(source).map(|tag| tag.meaning()) {
            Some(None) => source,
            Some(Some(Meaning::Break)) => " ",
            None | Some(Some(_)) => "",
        },
        _ => "",
    });
    text.collect()
}

/// Adds a tag that stands in a text. One that should be half of a pair and is not is shown as it
/// was written.
fn push_inline_tag(tag: html::Tag<'_>, is_paired: bool, page: &mut Page) {
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

/// Adds a block of HTML. What stands between the tags of blocks is Markdown again, which is
/// what authors expect who mix both; a block without any tag of HTML's is somebody's XML.
fn push_blocks(source: &str, page: &mut Page) {
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
                    index += push_block_tag(*tag, meaning, &pieces[index..], page);
                }
            },
        }
    }
    push_between(&mut between, page);
}

/// Adds what stood between two tags of blocks, without the indentation that shows how those are
/// nested.
fn push_between(between: &mut String, page: &mut Page) {
    let lines: Vec<_> = between.lines().map(str::trim).collect();
    let markdown = lines.join("\n");
    between.clear();
    if !markdown.trim().is_empty() {
        push_markdown(&markdown, page, false);
    }
}

/// Adds a tag of a block; says how many of the pieces after it belong to it.
fn push_block_tag(
    tag: html::Tag<'_>,
    meaning: Meaning,
    after: &[Piece<'_>],
    page: &mut Page,
) -> usize {
    let event = match meaning {
        Meaning::Heading => either(
            tag,
            Tag::Heading {
                level: HeadingLevel::H3,
                id: None,
                classes: vec![],
                attrs: vec![],
            },
        ),
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

/// Whether the first cell of a row is a heading.
fn is_head(row: &[Piece<'_>]) -> bool {
    row.iter().find_map(|piece| match piece {
        Piece::Tag(tag) => match tag.meaning() {
            Some(Meaning::Cell(is_head)) => Some(is_head),
            _ => None,
        },
        _ => None,
    }) == Some(true)
}

/// The pieces before the end of a tag.
fn up_to_end<'a, 'b>(pieces: &'a [Piece<'b>], name: &str) -> &'a [Piece<'b>] {
    let is_end = |piece: &Piece<'_>| matches!(piece, Piece::Tag(tag) if tag.is_end && tag.name.eq_ignore_ascii_case(name));
    &pieces[..pieces.iter().position(is_end).unwrap_or(pieces.len())]
}

/// Adds HTML as the text that it shows.
fn push_plain(source: &str, page: &mut Page) {
    page.start_block();
    for piece in html::pieces(source) {
        match piece {
            Piece::Text(text) => page.push_text(&html::decode(text)),
            Piece::Tag(tag) => push_inline_tag(tag, false, page),
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
