//! The state of a document that is being generated: random numbers, names to reuse, and constructors of
//! trees.

use codegen::tree::{Object, Tree};

use super::spelling;
use crate::mutants::random::Random;

/// A document that is being generated.
pub(super) struct Draft {
    pub(super) random: Random,
    /// Whether its version is OpenAPI 3.1.
    pub(super) is_31: bool,
    /// Names of members, parameters and tags: few, so that they collide.
    names: Vec<&'static str>,
    /// The keys in each section of `components`.
    pub(super) components: Vec<&'static str>,
}

impl Draft {
    pub(super) fn new(mut random: Random) -> Self {
        let is_31 = random.below(2) == 0;
        let names = some(spelling::NAMES, 12, &mut random);
        let is_key = |name: &&str| {
            let plain = |char: char| char.is_ascii_alphanumeric() || "._-".contains(char);
            !name.is_empty() && name.chars().all(plain)
        };
        let keys: Vec<&str> = spelling::NAMES.iter().copied().filter(is_key).collect();
        let count = 2 + random.below(5);
        let components = some(&keys, count, &mut random);
        Self {
            random,
            is_31,
            names,
            components,
        }
    }

    /// Returns `true` with a probability of 1 in `times`.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.random.below(times) == 0
    }

    pub(super) fn one<T: Copy>(&mut self, list: &[T]) -> T {
        *self.random.one(list).expect("the list has items")
    }

    pub(super) fn name(&mut self) -> &'static str {
        let names = std::mem::take(&mut self.names);
        let name = self.one(&names);
        self.names = names;
        name
    }

    /// At most `count` distinct names.
    pub(super) fn names(&mut self, count: usize) -> Vec<&'static str> {
        let count = self.random.below(count + 1);
        some(&self.names, count, &mut self.random)
    }

    /// The key of a component.
    pub(super) fn key(&mut self) -> &'static str {
        let index = self.random.below(self.components.len());
        self.components[index]
    }

    /// A reference to a component.
    pub(super) fn reference(&mut self, kind: &str) -> Tree {
        let target = format!("#/components/{kind}/{}", self.key());
        object([("$ref", text(&target))])
    }

    /// A list of 1 to `end` items.
    pub(super) fn several(&mut self, end: usize, mut one: impl FnMut(&mut Self) -> Tree) -> Tree {
        let count = 1 + self.random.below(end);
        Tree::Array((0..count).map(|_| one(self)).collect())
    }
}

/// Distinct items of a list, in its order.
fn some<T: Copy>(list: &[T], count: usize, random: &mut Random) -> Vec<T> {
    let mut left: Vec<T> = list.to_vec();
    while left.len() > count {
        let index = random.below(left.len());
        left.swap_remove(index);
    }
    left
}

pub(super) fn text(text: &str) -> Tree {
    Tree::String(text.to_owned())
}

pub(super) fn texts(list: &[&str]) -> Tree {
    Tree::Array(list.iter().copied().map(text).collect())
}

pub(super) fn object<'k>(members: impl IntoIterator<Item = (&'k str, Tree)>) -> Tree {
    let members = members.into_iter();
    let members: Object = members.map(|(key, it)| (key.to_owned(), it)).collect();
    Tree::Object(Box::new(members))
}
