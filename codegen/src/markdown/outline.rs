//! Blocks in, lines with the marks of lists and quotations out.

/// The maximum width of a line, unless a word is longer.
const WIDTH: usize = 96;
/// The minimum width of a deeply nested paragraph.
const LEAST_WIDTH: usize = 40;
/// The maximum nesting of lists, items and quotations that is shown.
const DEEPEST: usize = 24;

/// The origin of a container; a container is closed only by its origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Author {
    /// Markdown, which is always balanced.
    #[default]
    Markdown,
    /// HTML tags, which may be unbalanced.
    Html,
}

/// A container of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A quotation.
    Quote,
    /// A list, with the number of its first item if it is ordered.
    List(Option<u64>),
    /// An item of a list.
    Item,
}

/// The lines of a page, and its open containers.
#[derive(Default)]
pub(super) struct Outline {
    lines: Vec<String>,
    levels: Vec<Level>,
    /// The number of open containers that are nested too deeply to be shown.
    unseen: usize,
    /// Whether the next block needs an empty line before it.
    needs_blank: bool,
    /// The mark of a list that ended with the last line; an adjacent list needs another one.
    last_mark: Option<char>,
}

struct Level {
    author: Author,
    kind: Kind,
    /// Whether it is empty.
    is_fresh: bool,
}

enum Kind {
    Quote,
    List {
        /// The number of the next item, if the list is ordered.
        number: Option<u64>,
        /// The character before an item, or after its number.
        mark: char,
        /// Whether there are empty lines between items.
        is_loose: bool,
    },
    Item {
        marker: String,
    },
}

impl Level {
    fn is(&self, container: Container) -> bool {
        matches!(
            (&self.kind, container),
            (Kind::Quote, Container::Quote)
                | (Kind::List { .. }, Container::List(_))
                | (Kind::Item { .. }, Container::Item)
        )
    }
}

impl Outline {
    /// Opens a container.
    pub(super) fn open(&mut self, container: Container, author: Author) {
        if self.levels.len() >= DEEPEST {
            self.unseen += 1;
            return;
        }
        let kind = match container {
            Container::Quote => Kind::Quote,
            Container::List(number) => self.list(number),
            Container::Item => {
                if author == Author::Html {
                    self.make_way_for_item();
                }
                Kind::Item {
                    marker: self.next_marker(),
                }
            }
        };
        self.levels.push(Level {
            author,
            kind,
            is_fresh: true,
        });
    }

    /// Closes and opens containers whose tags may be omitted: the end of an item, or a whole list.
    fn make_way_for_item(&mut self) {
        if self.is_in(Container::Item) {
            self.close(Container::Item, Author::Html);
        }
        if !self.is_in(Container::List(None)) {
            self.open(Container::List(None), Author::Html);
        }
    }

    /// Whether the innermost container is of this kind.
    fn is_in(&self, container: Container) -> bool {
        self.levels.last().is_some_and(|level| level.is(container))
    }

    fn list(&mut self, number: Option<u64>) -> Kind {
        let (mark, other) = if number.is_some() {
            ('.', ')')
        } else {
            ('-', '*')
        };
        let mark = if self.last_mark == Some(mark) {
            other
        } else {
            mark
        };
        // Only a list that starts at one can follow text directly (`CommonMark` 0.31.2, §5.2).
        self.needs_blank |= number.is_some_and(|number| number != 1) && !self.is_in_fresh();
        Kind::List {
            number,
            mark,
            is_loose: false,
        }
    }

    fn next_marker(&mut self) -> String {
        match self.levels.last_mut().map(|level| &mut level.kind) {
            Some(Kind::List {
                number: Some(number),
                mark,
                ..
            }) => {
                let marker = format!("{number}{mark} ");
                // Nine digits are the most that Markdown reads.
                *number = (*number + 1).min(999_999_999);
                marker
            }
            Some(Kind::List { mark, .. }) => format!("{mark} "),
            _ => "- ".to_owned(),
        }
    }

    /// Closes the innermost container of this kind and origin, and everything within it, unless a
    /// tag would close Markdown.
    pub(super) fn close(&mut self, container: Container, author: Author) {
        if self.unseen > 0 {
            self.unseen -= 1;
            return;
        }
        let is_meant = |level: &Level| level.author == author && level.is(container);
        let Some(start) = self.levels.iter().rposition(is_meant) else {
            return;
        };
        let is_own = self.levels[start..]
            .iter()
            .all(|level| level.author == author);
        if author == Author::Html && !is_own {
            return;
        }
        for level in self.levels.drain(start..).rev() {
            self.needs_blank = true;
            if let Kind::List { mark, .. } = level.kind {
                self.last_mark = Some(mark);
            }
        }
        if let (
            Container::Item,
            Some(Level {
                kind: Kind::List { is_loose, .. },
                ..
            }),
        ) = (container, self.levels.last())
        {
            self.needs_blank = *is_loose;
        }
    }

    /// Marks the list as loose: its items consist of paragraphs.
    pub(super) fn loosen(&mut self) {
        if let [.., list, item] = self.levels.as_mut_slice()
            && item.is(Container::Item)
            && item.author == Author::Markdown
            && let Kind::List { is_loose, .. } = &mut list.kind
        {
            *is_loose = true;
        }
    }

    /// Requires an empty line before the next block. The items of an HTML list are one block each.
    pub(super) fn separate(&mut self) {
        let is_in_tags = self
            .levels
            .last()
            .is_some_and(|level| level.author == Author::Html && level.is(Container::Item));
        self.needs_blank = !is_in_tags;
    }

    /// Adds a block. Within an item, the next block may follow without an empty line.
    pub(super) fn push(&mut self, block: Vec<String>) {
        if self.needs_blank && !self.lines.is_empty() {
            let known = self.levels.iter().take_while(|level| !level.is_fresh);
            let blank: String = known.map(continuation).collect();
            self.lines.push(blank.trim_end().to_owned());
        }
        for line in block {
            let mut line = match &self.levels[..] {
                [] => line,
                _ => self.prefix() + &line,
            };
            line.truncate(line.trim_end().len());
            self.lines.push(line);
        }
        self.last_mark = None;
        self.needs_blank = !self.is_in(Container::Item);
    }

    /// Returns the prefix of the next line.
    fn prefix(&mut self) -> String {
        let mut prefix = String::new();
        for level in &mut self.levels {
            match &level.kind {
                Kind::Item { marker } if level.is_fresh => prefix.push_str(marker),
                _ => prefix.push_str(&continuation(level)),
            }
            level.is_fresh = false;
        }
        prefix
    }

    /// Returns the width that is left for text.
    pub(super) fn width(&self) -> usize {
        let prefix: usize = self
            .levels
            .iter()
            .map(|level| continuation(level).len())
            .sum();
        WIDTH.saturating_sub(prefix).max(LEAST_WIDTH)
    }

    /// Returns the lines.
    pub(super) fn finish(self) -> Vec<String> {
        self.lines
    }

    fn is_in_fresh(&self) -> bool {
        self.levels.last().is_some_and(|level| level.is_fresh)
    }
}

/// Returns the prefix of each further line in a container.
fn continuation(level: &Level) -> String {
    match &level.kind {
        Kind::Quote => "> ".to_owned(),
        Kind::List { .. } => String::new(),
        Kind::Item { marker } => " ".repeat(marker.len()),
    }
}
