//! Markdown with HTML in, a page without HTML out.

use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TextMergeStream};

use super::html::{self, Meaning};
use super::page::Page;
use super::plain::push_paragraphs;
use super::span::{Spans, with_fences_apart};
use super::tags;

/// The extensions of `CommonMark` that authors of descriptions expect and rustdoc supports.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The maximum number of open tags that are searched for the start of a pair.
const DEEPEST_PAIR: usize = 32;

/// Returns the page of a clean text.
pub(super) fn page(text: &str) -> Page {
    let mut page = Page::default();
    if push_paragraphs(text, &mut page) {
        return page;
    }
    let text = with_fences_apart(text);
    if text.contains('<') {
        push_markdown(&with_blocks_apart(&text), &mut page, true);
    } else {
        push_markdown(&text, &mut page, true);
    }
    page
}

/// Inserts an empty line before each block tag in the middle of a paragraph, so that it starts a
/// block as in HTML.
fn with_blocks_apart(text: &str) -> String {
    let mut last_ends = BTreeMap::new();
    let mut ends_after = |name: &str, start: usize| {
        let find = || text.rfind(&format!("</{name}"));
        *last_ends.entry(name.to_owned()).or_insert_with(find) > Some(start)
    };
    let mut starts_block = |source: &str, start: usize| {
        let tag = html::Tag::parse(source).filter(|tag| !tag.is_end);
        tag.is_some_and(|tag| {
            let meaning = tag.meaning().filter(|meaning| meaning.is_block());
            meaning.is_some_and(|meaning| meaning.is_void() || ends_after(tag.name, start))
        })
    };
    let mut apart = String::with_capacity(text.len());
    let (mut depth, mut copied) = (0, 0);
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::InlineHtml(source) if depth == 1 && starts_block(&source, range.start) => {
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

/// Adds Markdown to a page. Blocks of HTML are added as blocks if `has_blocks`, and as text
/// otherwise.
pub(super) fn push_markdown(markdown: &str, page: &mut Page, has_blocks: bool) {
    let mut spans = Spans::default();
    let mut pieces = Vec::new();
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        match event {
            // With line ends as text, a text knows what stands beside it.
            Event::SoftBreak => pieces.push(Event::Text("\n".into())),
            Event::Code(_) => spans.push_code(event, &markdown[range], &mut pieces),
            event => {
                spans.pass(&event);
                pieces.push(event);
            }
        }
    }
    let mut events: Vec<_> = TextMergeStream::new(pieces.into_iter()).collect();
    let partners = partners(&events);
    let mut index = 0;
    while index < events.len() {
        match mem::replace(&mut events[index], Event::SoftBreak) {
            Event::Start(Tag::HtmlBlock) => {
                let lines = events[index + 1..].iter().map_while(|event| match event {
                    Event::Html(line) | Event::Text(line) => Some(line.as_ref()),
                    _ => None,
                });
                let source: String = lines.clone().collect();
                index += lines.count();
                if has_blocks {
                    tags::push_blocks(&source, page);
                } else {
                    tags::push_plain(&source, page);
                }
            }
            Event::InlineHtml(source) => match (html::Tag::parse(&source), partners[index]) {
                (Some(tag), Some(end)) if tag.meaning() == Some(Meaning::Code) && index < end => {
                    page.event(Event::Code(plain(&events, index + 1..end).into()));
                    index = end;
                }
                (Some(tag), partner) => tags::push_inline(tag, partner.is_some(), page),
                (None, _) if source.starts_with("<!--") => {}
                (None, _) => page.push_text(&source),
            },
            event => page.event(event),
        }
        index += 1;
    }
}

/// Returns, for each event that is a tag, the index of the tag that forms a pair with it.
fn partners(events: &[Event<'_>]) -> Vec<Option<usize>> {
    let mut partners = vec![None; events.len()];
    if !events.iter().any(|it| matches!(it, Event::InlineHtml(_))) {
        return partners;
    }
    // Tags that wait for their ends, and nothing for each start of something of Markdown's.
    let mut open: Vec<Option<(usize, &str)>> = Vec::new();
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(None),
            Event::End(_) => {
                let start = open.iter().rposition(Option::is_none);
                open.truncate(start.unwrap_or_default());
            }
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

/// Returns the text of a range of events.
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
