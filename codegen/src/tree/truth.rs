//! `true` and `false` with the case in which they were written.

/// `true` or `false`. The core schema of YAML has two more spellings of each (YAML 1.2, §10.3.2),
/// which matter if a string is meant.
///
/// Two are equal if their values are.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    value: bool,
    case: Case,
}

#[derive(Clone, Copy, Debug)]
enum Case {
    Lower,
    Title,
    Upper,
}

impl Truth {
    /// Parses `true`, `True` or `TRUE`, and `false` in the same way.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (value, case) = match text {
            "true" => (true, Case::Lower),
            "True" => (true, Case::Title),
            "TRUE" => (true, Case::Upper),
            "false" => (false, Case::Lower),
            "False" => (false, Case::Title),
            "FALSE" => (false, Case::Upper),
            _ => return None,
        };
        Some(Self { value, case })
    }

    /// Returns the value.
    #[must_use]
    pub fn is_true(self) -> bool {
        self.value
    }

    /// Returns the source text.
    #[must_use]
    pub fn written(self) -> &'static str {
        match (self.value, self.case) {
            (true, Case::Lower) => "true",
            (true, Case::Title) => "True",
            (true, Case::Upper) => "TRUE",
            (false, Case::Lower) => "false",
            (false, Case::Title) => "False",
            (false, Case::Upper) => "FALSE",
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        let case = Case::Lower;
        Self { value, case }
    }
}

impl PartialEq for Truth {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_is_kept() {
        for text in ["true", "True", "TRUE", "false", "False", "FALSE"] {
            let truth = Truth::parse(text);
            assert_eq!(truth.map(Truth::written), Some(text));
            assert_eq!(truth, Some(Truth::from(text.eq_ignore_ascii_case("true"))));
        }
        assert_eq!(Truth::parse("tRue"), None);
    }
}
