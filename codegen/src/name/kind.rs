//! The kinds of names: how each puts words together, and which names each keeps clear of.

use std::fmt::Debug;
use std::hash::Hash;

use super::reserved;

/// A kind of thing that has names.
pub trait Kind: Copy + Debug + Ord + Hash {
    /// How it is written.
    const CASE: Case;

    /// Whether the generated code needs a name of this kind for something else.
    #[must_use]
    fn is_in_use(_name: &str) -> bool {
        false
    }
}

/// Structs, enums and aliases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {}

/// Variants of enums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variant {}

/// Fields, parameters and functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {}

/// Modules, and so files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Module {}

/// Constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Const {}

impl Kind for Type {
    const CASE: Case = Case::Pascal;

    fn is_in_use(name: &str) -> bool {
        reserved::is_type(name)
    }
}

impl Kind for Variant {
    const CASE: Case = Case::Pascal;
}

impl Kind for Field {
    const CASE: Case = Case::Snake;
}

impl Kind for Module {
    const CASE: Case = Case::Snake;

    fn is_in_use(name: &str) -> bool {
        reserved::is_module(name)
    }
}

impl Kind for Const {
    const CASE: Case = Case::Screaming;
}

/// A way to put words together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `FooBar`.
    Pascal,
    /// `foo_bar`.
    Snake,
    /// `FOO_BAR`.
    Screaming,
}

impl Case {
    /// Puts words together.
    pub(super) fn spell(self, words: &[String]) -> String {
        let mut name = String::new();
        for word in words {
            self.push(&mut name, word);
        }
        name
    }

    /// Appends a word to a name. A name that would begin with a digit begins with `N` instead.
    pub(super) fn push(self, name: &mut String, word: &str) {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return };
        if let Some(last) = name.chars().next_back() {
            // Between two numbers Pascal case needs it too, or `1.0` would be `10`.
            let is_in_number = last.is_numeric() && first.is_numeric();
            if self != Self::Pascal || is_in_number {
                name.push('_');
            }
        } else if !unicode_ident::is_xid_start(first) {
            name.push(if self == Self::Snake { 'n' } else { 'N' });
        }
        match self {
            Self::Pascal => {
                name.extend(first.to_uppercase());
                name.push_str(chars.as_str());
            }
            Self::Snake => name.push_str(&word.to_lowercase()),
            Self::Screaming => name.push_str(&word.to_uppercase()),
        }
    }

    /// Whether rustc's lints about style find nothing in a name.
    pub(super) fn suits(self, name: &str) -> bool {
        let has_case = |char: char| char.is_lowercase() || char.is_uppercase();
        match self {
            Self::Pascal => {
                let name = name.trim_end_matches('_');
                let around = |part: &str| part.ends_with(has_case) || part.is_empty();
                let before = name.split('_').rev().skip(1).any(around);
                let after = name
                    .split('_')
                    .skip(1)
                    .any(|part| part.starts_with(has_case));
                !name.starts_with(char::is_lowercase) && !before && !after
            }
            Self::Snake => !name.contains(char::is_uppercase),
            Self::Screaming => !name.contains(char::is_lowercase),
        }
    }

    /// Whether a word of a name starts at this character of it.
    pub(super) fn starts_word(self, char: char) -> bool {
        match self {
            Self::Pascal => char.is_uppercase(),
            Self::Snake | Self::Screaming => char == '_',
        }
    }
}
