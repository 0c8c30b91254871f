//! The cases that may be wrong: a file with a line for each, its schema, its instance and the
//! reason, with tabs between.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use super::case::Case;
use crate::Verdict;
use crate::trial::Outcome;

/// More than this is no exception any more.
const MOST: usize = 10;

/// Schemas and instances.
#[derive(Debug, Default)]
pub(super) struct Allowed(Vec<(String, String)>);

impl Allowed {
    /// Reads the file; lines that start with `#` are comments.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        Self::parse(&text).with_context(|| shown.to_string())
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let mut entries = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parts: Vec<&str> = line.split('\t').collect();
            match parts[..] {
                [schema, instance, reason] if !reason.trim().is_empty() => {
                    entries.push((schema.to_owned(), instance.to_owned()));
                }
                _ => bail!("line {number}: a schema, an instance and a reason, with tabs between"),
            }
        }
        if entries.len() > MOST {
            bail!("{} entries, at most {MOST} are allowed", entries.len());
        }
        Ok(Self(entries))
    }

    /// Says which cases are wrong without an entry, and which entries are not needed.
    pub(super) fn compare(&self, cases: &[Case], out: &mut dyn Write) -> anyhow::Result<Verdict> {
        let mut refused = false;
        let is_listed = |case: &Case| {
            let is_same = |(schema, instance): &(String, String)| {
                *schema == case.schema && *instance == case.instance
            };
            self.0.iter().any(is_same)
        };
        let wrong = || cases.iter().filter(|case| case.outcome == Outcome::Wrong);
        let unlisted = wrong().filter(|case| !is_listed(case)).count();
        if unlisted > 0 {
            refused = true;
            writeln!(out, "{unlisted} wrong, and not allowed to be")?;
        }
        for (schema, instance) in &self.0 {
            let is_same = |case: &Case| case.schema == *schema && case.instance == *instance;
            if !wrong().any(is_same) {
                refused = true;
                writeln!(
                    out,
                    "right, or no case at all: {schema} {instance}: remove its entry"
                )?;
            }
        }
        Ok(if refused {
            Verdict::Refused
        } else {
            Verdict::Done
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(entries: &str, outcome: Outcome) -> Verdict {
        let case = Case {
            outcome,
            schema: "Pet".to_owned(),
            keyword: String::new(),
            instance: "[1]".to_owned(),
            is_valid: true,
            found: String::new(),
        };
        let allowed = Allowed::parse(entries).unwrap();
        allowed.compare(&[case], &mut Vec::new()).unwrap()
    }

    #[test]
    fn wrong_cases_have_an_entry_and_right_ones_none() {
        let entry = "# why\n\nPet\t[1]\tno type has it\n";
        assert_eq!(verdict("", Outcome::Right), Verdict::Done);
        assert_eq!(verdict("", Outcome::Wrong), Verdict::Refused);
        assert_eq!(verdict(entry, Outcome::Wrong), Verdict::Done);
        assert_eq!(verdict(entry, Outcome::Right), Verdict::Refused);
        assert_eq!(
            verdict("Pet\t[2]\tother\n", Outcome::Wrong),
            Verdict::Refused
        );
    }

    #[test]
    fn an_entry_has_a_reason_and_there_are_few() {
        assert!(Allowed::parse("Pet\t[1]\t \n").is_err());
        assert!(Allowed::parse(&"Pet\t[1]\twhy\n".repeat(11)).is_err());
    }
}
