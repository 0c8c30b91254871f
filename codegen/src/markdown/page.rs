//! Events of a Markdown parser in, lines of Markdown out.

use std::mem;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::clean::visible;
use super::escape;
use super::inline::Inline;
use super::outline::{Author, Container, Outline};
use super::table::Table;

/// A page that is being built.
///
/// Events need not be balanced: an end without a start is ignored, and whatever remains open ends
/// with the page.
#[derive(Default)]
pub(super) struct Page {
    outline: Outline,
    author: Author,
    /// The paragraph, heading or cell that is being read.
    text: Inline,
    is_heading: bool,
    links: Vec<Link>,
    code: Option<String>,
    table: Option<Table>,
    /// The number of nested tables, whose cells become cells of the outer one.
    inner_tables: usize,
}

/// A link that is open.
enum Link {
    /// A link to this address.
    To(String),
    /// A link that is shown as its text, because it points to nothing or is within another link.
    Text,
    /// A link that is shown as its address, because its text is the same.
    Address,
}

impl Page {
    /// Adds an event of Markdown.
    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.text.push_code(&code),
            Event::SoftBreak => self.text.push_gap(),
            Event::HardBreak if self.is_heading => self.text.push_gap(),
            Event::HardBreak => self.text.push_break(),
            Event::Rule => {
                self.start_block();
                if self.table.is_none() {
                    self.outline.push(vec!["___".to_owned()]);
                    self.outline.separate();
                }
            }
            Event::TaskListMarker(is_done) => {
                self.text.push_solid(if is_done { "[x]" } else { "[ ]" });
                self.text.push_gap();
            }
            // Tags are read before they get here; what follows them is not asked for.
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.push_text(&text),
        }
    }

    /// Adds an event that stands for an HTML tag.
    pub(super) fn html_event(&mut self, event: Event<'_>) {
        self.author = Author::Html;
        self.event(event);
        self.author = Author::Markdown;
    }

    /// Adds plain text.
    pub(super) fn push_text(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.push_str(text),
            None if matches!(self.links.last(), Some(Link::Address)) => {}
            None => self.text.push_text(text),
        }
    }

    /// Ends the current block, if any.
    pub(super) fn start_block(&mut self) {
        if self.table.is_some() {
            self.text.push_break();
        } else {
            self.flush();
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            // The first paragraph between a heading's tags is the heading.
            Tag::Paragraph if self.is_heading && self.text.is_empty() => {}
            Tag::Paragraph => {
                self.start_block();
                self.outline.loosen();
            }
            Tag::Heading { .. } => {
                self.start_block();
                self.is_heading = true;
                self.text.open("**");
            }
            Tag::BlockQuote(_) => self.open(Container::Quote),
            Tag::List(number) => self.open(Container::List(number)),
            Tag::Item => self.open(Container::Item),
            Tag::CodeBlock(_) => {
                self.start_block();
                self.code = Some(String::new());
            }
            Tag::Table(alignments) if self.table.is_none() => {
                self.flush();
                self.table = Some(Table::new(alignments));
                self.text = Inline::cell();
            }
            Tag::Table(_) => self.inner_tables += 1,
            Tag::TableHead => self.start_row(true),
            Tag::TableRow => self.start_row(false),
            Tag::TableCell => {
                self.finish_cell();
                if let Some(table) = &mut self.table {
                    table.start_cell();
                }
            }
            Tag::Emphasis => self.text.open("*"),
            // A heading is bold as a whole.
            Tag::Strong if self.is_heading => {}
            Tag::Strong => self.text.open("**"),
            Tag::Strikethrough => self.text.open("~~"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.start_link(link_type, &dest_url),
            Tag::Image { dest_url, .. } => self.start_link(LinkType::Inline, &dest_url),
            Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => {
                self.start_block();
                self.outline.separate();
            }
            TagEnd::BlockQuote(_) => self.close(Container::Quote),
            TagEnd::List(is_ordered) => self.close(Container::List(is_ordered.then_some(1))),
            TagEnd::Item => self.close(Container::Item),
            TagEnd::CodeBlock => self.finish_code(),
            TagEnd::Table if self.inner_tables > 0 => self.inner_tables -= 1,
            TagEnd::Table => self.finish_table(),
            TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => self.finish_cell(),
            TagEnd::Emphasis => self.close_markup("*"),
            TagEnd::Strong if self.is_heading => {}
            TagEnd::Strong => self.close_markup("**"),
            TagEnd::Strikethrough => self.close_markup("~~"),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn open(&mut self, container: Container) {
        self.start_block();
        if self.table.is_none() {
            self.outline.open(container, self.author);
        } else if container == Container::Item {
            self.text.push_solid("•");
            self.text.push_gap();
        }
    }

    fn close(&mut self, container: Container) {
        self.start_block();
        if self.table.is_none() {
            self.outline.close(container, self.author);
        }
    }

    fn close_markup(&mut self, markup: &str) {
        self.text.close(markup, markup);
    }

    fn start_link(&mut self, link_type: LinkType, address: &str) {
        let destination = escape::destination(address);
        let link = match (link_type, destination) {
            (LinkType::Email, _) | (LinkType::Autolink, Some(_)) => {
                self.text.push_address(address);
                Link::Address
            }
            (LinkType::Autolink, None) => {
                // More likely a placeholder than a link: `<user:password>`.
                self.text.push_text(&format!("<{address}>"));
                Link::Address
            }
            (_, Some(destination)) if self.links.iter().all(|link| matches!(link, Link::Text)) => {
                self.text.open("[");
                Link::To(destination)
            }
            _ => Link::Text,
        };
        self.links.push(link);
    }

    fn end_link(&mut self) {
        if let Some(Link::To(destination)) = self.links.pop()
            && !self.text.close("[", &format!("]({destination})"))
        {
            self.text.push_address(&destination);
        }
    }

    /// Takes the current text.
    fn take_text(&mut self) -> Inline {
        if mem::take(&mut self.is_heading) {
            self.close_markup("**");
        }
        let empty = if self.table.is_some() {
            Inline::cell()
        } else {
            Inline::default()
        };
        mem::replace(&mut self.text, empty)
    }

    fn flush(&mut self) {
        let text = self.take_text();
        if !text.is_empty() {
            self.outline.push(text.lines(self.outline.width()));
        }
    }

    /// Adds a code block as text, so that rustdoc does not compile it as a test.
    fn finish_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        if self.table.is_some() {
            self.text.push_code(code.trim());
            return;
        }
        if code.trim().is_empty() {
            return;
        }
        let fence = "`".repeat(escape::longest_run(&code).max(2) + 1);
        let mut lines = vec![format!("{fence}text")];
        lines.extend(
            code.trim_end()
                .lines()
                .map(|line| line.chars().map(visible).collect()),
        );
        lines.push(fence);
        self.outline.push(lines);
        self.outline.separate();
    }

    fn start_row(&mut self, is_head: bool) {
        self.finish_cell();
        match &mut self.table {
            Some(table) if is_head => table.start_head(),
            Some(table) => table.start_row(),
            None => {}
        }
    }

    fn finish_cell(&mut self) {
        let is_empty = self.text.is_empty();
        match &self.table {
            None => self.flush(),
            Some(table) if is_empty && !table.is_in_cell() => {}
            Some(_) => {
                let cell = self.take_text().line();
                if let Some(table) = &mut self.table {
                    table.push(cell);
                }
            }
        }
    }

    fn finish_table(&mut self) {
        self.finish_cell();
        self.inner_tables = 0;
        if let Some(table) = self.table.take() {
            self.text = Inline::default();
            let lines = table.lines();
            if !lines.is_empty() {
                self.outline.separate();
                self.outline.push(lines);
                self.outline.separate();
            }
        }
    }

    fn finish(&mut self) {
        self.finish_code();
        self.finish_table();
        self.flush();
    }

    /// Returns the lines of the page.
    pub(super) fn into_lines(mut self) -> Vec<String> {
        self.finish();
        self.outline.finish()
    }
}
