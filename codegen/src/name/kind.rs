//! The kinds of names, with their case and their reserved names.

use std::fmt::Debug;
use std::hash::Hash;

use super::{reserved, words};

/// A kind of name.
pub trait NameKind: Copy + Debug + Ord + Hash {
    /// The case of its names.
    const CASE: Case;

    /// The suffix of a name that is in use.
    const IN_USE: &str = "_";

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

/// Cargo features, which need not be identifiers, because the manifest and `cfg` contain them as
/// text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {}

impl NameKind for Type {
    const CASE: Case = Case::Pascal;

    fn is_in_use(name: &str) -> bool {
        reserved::is_type(name)
    }
}

impl NameKind for Variant {
    const CASE: Case = Case::Pascal;
}

impl NameKind for Field {
    const CASE: Case = Case::Snake;
}

impl NameKind for Module {
    const CASE: Case = Case::Snake;

    fn is_in_use(name: &str) -> bool {
        reserved::is_module(name)
    }
}

impl NameKind for Const {
    const CASE: Case = Case::Screaming;
}

impl NameKind for Feature {
    const CASE: Case = Case::Kebab;
    const IN_USE: &str = "-tag";

    fn is_in_use(name: &str) -> bool {
        reserved::is_feature(name)
    }
}

/// The case of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `FooBar`.
    Pascal,
    /// `foo_bar`.
    Snake,
    /// `FOO_BAR`.
    Screaming,
    /// `foo-bar`.
    Kebab,
}

impl Case {
    /// Joins words.
    pub(super) fn spell(self, words: &[String]) -> String {
        let mut name = String::new();
        for word in words {
            self.push(&mut name, word);
        }
        name
    }

    /// Appends a word to a name. A name that would start with a digit starts with `N`, unless a
    /// digit is valid there.
    pub(super) fn push(self, name: &mut String, word: &str) {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return };
        if let Some(last) = name.chars().next_back() {
            // Between two numbers Pascal case needs it too, or `1.0` would be `10`.
            let is_in_number = last.is_numeric() && first.is_numeric();
            match self {
                Self::Kebab => name.push('-'),
                Self::Pascal if !is_in_number => {}
                Self::Pascal | Self::Snake | Self::Screaming => name.push('_'),
            }
        } else if !self.may_begin(first) {
            let is_lower = matches!(self, Self::Snake | Self::Kebab);
            name.push(if is_lower { 'n' } else { 'N' });
        }
        match self {
            Self::Pascal => {
                name.extend(first.to_uppercase());
                name.push_str(chars.as_str());
            }
            Self::Snake => name.push_str(&word.to_lowercase()),
            Self::Screaming => name.push_str(&word.to_uppercase()),
            Self::Kebab => name.push_str(&word.to_lowercase().replace('_', "-")),
        }
    }

    /// Whether a name may start with this character.
    fn may_begin(self, char: char) -> bool {
        unicode_ident::is_xid_start(char) || (self == Self::Kebab && char.is_ascii_digit())
    }

    /// Whether names are Rust identifiers, which exclude keywords.
    pub(super) fn is_rust(self) -> bool {
        self != Self::Kebab
    }

    /// Whether a name is valid.
    pub(super) fn may_be_written(self, name: &str) -> bool {
        match self {
            Self::Pascal | Self::Snake | Self::Screaming => words::is_identifier(name),
            Self::Kebab => {
                let fits = |char: char| unicode_ident::is_xid_continue(char) || char == '-';
                name.chars().all(fits) && name.chars().next().is_some_and(|it| self.may_begin(it))
            }
        }
    }

    /// Whether the style lints of rustc accept a name.
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
            Self::Snake | Self::Kebab => !name.contains(char::is_uppercase),
            Self::Screaming => !name.contains(char::is_lowercase),
        }
    }

    /// Whether a word starts at this character of a name.
    pub(super) fn starts_word(self, char: char) -> bool {
        match self {
            Self::Pascal => char.is_uppercase(),
            Self::Snake | Self::Screaming => char == '_',
            Self::Kebab => char == '-',
        }
    }
}
