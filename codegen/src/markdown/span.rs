//! Code spans in, code blocks out if the author meant a block but did not start a line with the
//! fence.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

/// The fence of a code block, which is one only at the start of a line.
const FENCE: &str = "```";

/// Names of languages that are neither a command nor the first word of a text in the language.
const LANGUAGES: &[&str] = &[
    "graphql",
    "html",
    "javascript",
    "json",
    "typescript",
    "xml",
    "yaml",
];

/// Moves each opening fence at the end of a line to a line of its own, if its closing fence has a
/// line of its own. By the specification (`CommonMark` 0.31.2, §4.5), only the closing fence would
/// be a fence, and would open a block.
pub(super) fn with_fences_apart(text: &str) -> Cow<'_, str> {
    let mut apart = String::new();
    // Looked for once, so that a text of nothing but beginnings takes no longer.
    let Some(last_end) = last_end(text) else {
        return Cow::Borrowed(text);
    };
    let (mut copied, mut start, mut is_open) = (0, 0, false);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(FENCE) {
            is_open = !is_open;
        } else if !is_open
            && start < last_end
            && let Some(fence) = last_fence(line)
        {
            apart.push_str(text[copied..start + fence].trim_end());
            apart.push_str("\n\n");
            apart.push_str(&" ".repeat(indent(line)));
            copied = start + fence;
            is_open = true;
        }
        start += line.len();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    apart.push_str(&text[copied..]);
    Cow::Owned(apart)
}

/// Returns the start of the last line that consists of a fence.
fn last_end(text: &str) -> Option<usize> {
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev() {
        end -= line.len();
        if line.trim() == FENCE {
            return Some(end);
        }
    }
    None
}

/// Returns the position of the only fence in a line, if at most a language follows it.
fn last_fence(line: &str) -> Option<usize> {
    let (before, language) = line.split_once(FENCE)?;
    let is_language = language
        .trim_end()
        .chars()
        .all(|char| char.is_ascii_alphanumeric());
    is_language.then_some(before.len())
}

/// Returns the start of the text in a line, after the mark of an item.
fn indent(line: &str) -> usize {
    let text = line.trim_start_matches(' ');
    let spaces = line.len() - text.len();
    let digits = text.len()
        - text
            .trim_start_matches(|char: char| char.is_ascii_digit())
            .len();
    let mark = match text.as_bytes().get(digits..digits + 2) {
        Some([b'-' | b'*' | b'+', b' ']) if digits == 0 => 2,
        Some([b'.' | b')', b' ']) if digits > 0 => digits + 2,
        _ => 0,
    };
    spaces + mark
}

/// The elements that are open around a span.
#[derive(Default)]
pub(super) struct Spans {
    /// The number of open elements that cannot contain a block.
    inline: usize,
}

impl Spans {
    /// Tracks the start or the end of an element.
    pub(super) fn pass(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) if !is_flow(tag.to_end()) => self.inline += 1,
            Event::End(tag) if !is_flow(*tag) => self.inline = self.inline.saturating_sub(1),
            _ => {}
        }
    }

    /// Adds the events of a code span: a block if at most a language follows the fence on its line, or
    /// else the span without the name of its language.
    pub(super) fn push_code<'e>(&self, span: Event<'e>, source: &str, events: &mut Vec<Event<'e>>) {
        let fenced = source
            .strip_prefix(FENCE)
            .and_then(|it| it.strip_suffix(FENCE));
        let Some(fenced) = fenced else {
            events.push(span);
            return;
        };
        let is_word = |text: &str| text.chars().all(|char| char.is_ascii_alphanumeric());
        if let Some((language, lines)) = fenced.split_once('\n')
            && is_word(language.trim())
        {
            let lines = outdented(lines);
            if self.inline > 0 || lines.trim().is_empty() {
                events.push(Event::Code(lines.trim().replace('\n', " ").into()));
                return;
            }
            events.extend([
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced("".into()))),
                Event::Text(lines.into()),
                Event::End(TagEnd::CodeBlock),
            ]);
            return;
        }
        match fenced.trim_start().split_once(char::is_whitespace) {
            Some((language, code)) if LANGUAGES.contains(&language) && !code.trim().is_empty() => {
                events.push(Event::Code(code.trim().replace('\n', " ").into()));
            }
            _ => events.push(span),
        }
    }
}

/// Whether the element can contain a block.
fn is_flow(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item
    )
}

/// Returns the lines without their common indentation.
fn outdented(lines: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let written = || lines.lines().filter(|line| !line.trim().is_empty());
    let common = written().map(indent).min().unwrap_or_default();
    let lines = lines
        .lines()
        .map(|line| line.get(common..).unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}
