//! Blocks in, lines out, each behind the marks of the lists and quotations that it is in.

/// The width of a line, as far as it can be broken.
const WIDTH: usize = 96;
/// The width that a deeply nested paragraph gets at least.
const LEAST_WIDTH: usize = 40;
/// How deep lists, items and quotations are shown within each other.
const DEEPEST: usize = 24;

/// Who opened something; nobody closes what is not theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Author {
    /// Markdown, where all is balanced.
    #[default]
    Markdown,
    /// Tags, which may be anything.
    Html,
}

/// Something that blocks are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A quotation.
    Quote,
    /// A list; the number of its first item, if its items are numbered.
    List(Option<u64>),
    /// An item of a list.
    Item,
}

/// The lines of a page and the containers that are open at its end.
#[derive(Default)]
pub(super) struct Outline {
    lines: Vec<String>,
    levels: Vec<Level>,
    /// How many containers are open too deep to be shown.
    unseen: usize,
    /// Whether the next block needs an empty line before it.
    needs_blank: bool,
    /// The mark of a list that ended with the last line: the next list needs another.
    last_mark: Option<char>,
}

struct Level {
    author: Author,
    kind: Kind,
    /// Whether nothing is in it yet.
    is_fresh: bool,
}

enum Kind {
    Quote,
    List {
        /// The number of the next item, if items have numbers.
        number: Option<u64>,
        /// What stands before an item, or after its number.
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

    /// Closes and opens what tags may leave out: an item's end, and even its list.
    fn make_way_for_item(&mut self) {
        if self.is_in(Container::Item) {
            self.close(Container::Item, Author::Html);
        }
        if !self.is_in(Container::List(None)) {
            self.open(Container::List(None), Author::Html);
        }
    }

    /// Whether the page is directly in a container of this kind.
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

    /// Closes a container of this kind and what is open in it, if there is one that its author
    /// may close.
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

    /// Says that the item the page is in is made of paragraphs.
    pub(super) fn loosen(&mut self) {
        if let [.., list, item] = self.levels.as_mut_slice()
            && item.is(Container::Item)
            && item.author == Author::Markdown
            && let Kind::List { is_loose, .. } = &mut list.kind
        {
            *is_loose = true;
        }
    }

    /// Says that an empty line comes before the next block. The items of a list made of tags are
    /// one block each.
    pub(super) fn separate(&mut self) {
        let is_in_tags = self
            .levels
            .last()
            .is_some_and(|level| level.author == Author::Html && level.is(Container::Item));
        self.needs_blank = !is_in_tags;
    }

    /// Adds a block. In an item the next may follow without an empty line.
    pub(super) fn push(&mut self, block: Vec<String>) {
        if self.needs_blank && !self.lines.is_empty() {
            let known = self.levels.iter().take_while(|level| !level.is_fresh);
            let blank: String = known.map(continuation).collect();
            self.lines.push(blank.trim_end().to_owned());
        }
        for line in block {
            let line = self.prefix() + &line;
            self.lines.push(line.trim_end().to_owned());
        }
        self.last_mark = None;
        self.needs_blank = !self.is_in(Container::Item);
    }

    /// What stands before the next line.
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

    /// The width that is left for text.
    pub(super) fn width(&self) -> usize {
        let prefix: usize = self
            .levels
            .iter()
            .map(|level| continuation(level).len())
            .sum();
        WIDTH.saturating_sub(prefix).max(LEAST_WIDTH)
    }

    /// The lines.
    pub(super) fn finish(self) -> Vec<String> {
        self.lines
    }

    fn is_in_fresh(&self) -> bool {
        self.levels.last().is_some_and(|level| level.is_fresh)
    }
}

/// What stands before each further line in a container.
fn continuation(level: &Level) -> String {
    match &level.kind {
        Kind::Quote => "> ".to_owned(),
        Kind::List { .. } => String::new(),
        Kind::Item { marker } => " ".repeat(marker.len()),
    }
}
