//! Random values, the same in every run.

use std::fmt::Debug;

use bytes::Bytes;

use crate::runtime::{File, Map};

/// Random numbers (`SplitMix64`).
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed >> 32) % end as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// Returns the text with some bytes changed.
    pub(super) fn scrambled(&mut self, text: &[u8]) -> Vec<u8> {
        let mut text = text.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(text.len() + 1);
            let byte = self.pick(b"%&=?/#+;,.:[]{}\"\\- a0zZ\r\n\x00\xff");
            match self.below(8) {
                0 => text.truncate(at),
                1..4 if at < text.len() => drop(text.remove(at)),
                4..6 if at < text.len() => text[at] = byte,
                _ => text.insert(at, byte),
            }
        }
        text
    }
}

/// A type with random values.
pub(super) trait Random: Sized + Debug {
    fn random(numbers: &mut Numbers) -> Self;
}

/// Texts that look like something else, or have to be encoded somewhere.
const TEXTS: [&str; 40] = [
    "a", "b c", "a,b", "a&b=c", "%2C", "é", "x;y", "1", "true", "null", "a/b", "\"q\"", "+", "[1]",
    "{}", "a.b", "a|b", "", "-0.5", "#", "a=b", "a%", " a", "a ", "😀", "%", "%zz", "%ff", ",",
    "=", "a[b]", "[]", ".", "..", "?", "1e3", "\t", "text", "\\", "'",
];

impl Random for String {
    fn random(numbers: &mut Numbers) -> Self {
        let (first, second) = (numbers.pick(&TEXTS), numbers.pick(&TEXTS));
        match numbers.below(3) {
            0 => format!("{first}{second}"),
            _ => first.to_owned(),
        }
    }
}

impl Random for i64 {
    fn random(numbers: &mut Numbers) -> Self {
        numbers.pick(&[0, 1, -1, 42, Self::MAX, Self::MIN])
    }
}

impl Random for f64 {
    fn random(numbers: &mut Numbers) -> Self {
        numbers.pick(&[0.0, 0.5, -2.25, 3.0, 1e21, 1e-7])
    }
}

impl Random for bool {
    fn random(numbers: &mut Numbers) -> Self {
        numbers.below(2) == 0
    }
}

impl<T: Random> Random for Vec<T> {
    fn random(numbers: &mut Numbers) -> Self {
        (0..numbers.below(4)).map(|_| T::random(numbers)).collect()
    }
}

/// With names that are like texts, but not those of other parameters.
impl<T: Random> Random for Map<T> {
    fn random(numbers: &mut Numbers) -> Self {
        let names = 0..numbers.below(4);
        let names = names.map(|index| format!("{}{index}", numbers.pick(&TEXTS)));
        let names: Vec<String> = names.collect();
        let member = |name| (name, T::random(numbers));
        names.into_iter().map(member).collect()
    }
}

impl<T: Random> Random for Option<T> {
    fn random(numbers: &mut Numbers) -> Self {
        (numbers.below(2) == 0).then(|| T::random(numbers))
    }
}

impl Random for Bytes {
    fn random(numbers: &mut Numbers) -> Self {
        let length = numbers.below(20);
        (0..length)
            .map(|_| numbers.pick(b"\r\n-a\x00\xff \""))
            .collect()
    }
}

/// With a name and a content type, which have defaults otherwise.
impl Random for File {
    fn random(numbers: &mut Numbers) -> Self {
        let file = Self::new(Bytes::random(numbers));
        let file = file.name(numbers.pick(&["a.txt", "é \"b\".png", "%41;x=y", "C:\\x", " "]));
        let content_type = [
            "image/png",
            "text/plain; charset=utf-16",
            "application/json",
        ];
        let file = file.content_type(numbers.pick(&content_type));
        if bool::random(numbers) {
            file.header("X-Kind", numbers.pick(&["a: b", "é", ""]))
        } else {
            file
        }
    }
}
