//! Patterns of names, in which `*` stands for any characters.

/// A pattern: `*` stands for any number of characters, a slash included; all others are themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(String);

impl Glob {
    /// Creates a pattern.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a name has the pattern.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = name.strip_prefix(first) else {
            return false;
        };
        let Some(last) = parts.next_back() else {
            return rest.is_empty();
        };
        for part in parts {
            let Some(at) = rest.find(part) else {
                return false;
            };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn an_asterisk_stands_for_anything() {
        let check = |glob: &str, name: &str, expected: bool| {
            assert_eq!(Glob::new(glob).matches(name), expected, "{glob} {name}");
        };
        check("/pets", "/pets", true);
        check("/pets", "/pets/{id}", false);
        check("/pets*", "/pets/{id}", true);
        check("*/{id}", "/pets/{id}", true);
        check("/p*s/*d}", "/pets/{id}", true);
        check("*a*a", "a", false);
        check("*a*a", "aa", true);
        check("*", "", true);
        check("**", "x", true);
        check("", "x", false);
    }
}
