//! The cases that may fail: a file with a line for each, its schema, its instance and the reason,
//! separated by tabs.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use super::case::Case;
use crate::conformance::Outcome;
use xtask::Status;
use xtask::report::pluralize;

/// More cases than this would no longer be exceptions.
const MAX_ENTRIES: usize = 10;

/// The schema and the instance of each case.
#[derive(Debug, Default)]
pub(super) struct AllowedCases(Vec<(String, String)>);

impl AllowedCases {
    /// Reads the file. Lines that start with `#` are comments.
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
                _ => bail!(
                    "line {number}: expected a schema, an instance and a reason, separated by tabs"
                ),
            }
        }
        if entries.len() > MAX_ENTRIES {
            bail!(
                "there are {} entries, but at most {MAX_ENTRIES} are allowed",
                entries.len()
            );
        }
        Ok(Self(entries))
    }

    /// Writes which cases fail without an entry, and which entries are not needed.
    pub(super) fn compare(&self, cases: &[Case], out: &mut dyn Write) -> anyhow::Result<Status> {
        let mut has_problems = false;
        let is_listed = |case: &Case| {
            let is_same = |(schema, instance): &(String, String)| {
                *schema == case.schema && *instance == case.instance
            };
            self.0.iter().any(is_same)
        };
        let failed = || cases.iter().filter(|case| case.outcome == Outcome::Failed);
        let unlisted = failed().filter(|case| !is_listed(case)).count();
        if unlisted > 0 {
            has_problems = true;
            writeln!(
                out,
                "{} that may not fail",
                pluralize(unlisted, "failed case")
            )?;
        }
        for (schema, instance) in &self.0 {
            let is_same = |case: &Case| case.schema == *schema && case.instance == *instance;
            if !failed().any(is_same) {
                has_problems = true;
                writeln!(
                    out,
                    "{schema} {instance} passes, or is not a case: remove its entry"
                )?;
            }
        }
        Ok(if has_problems {
            Status::Rejected
        } else {
            Status::Success
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare_one(entries: &str, outcome: Outcome) -> Status {
        let case = Case {
            outcome,
            schema: "Pet".to_owned(),
            keyword: String::new(),
            instance: "[1]".to_owned(),
            is_valid: true,
            found: String::new(),
        };
        let allowed = AllowedCases::parse(entries).unwrap();
        allowed.compare(&[case], &mut Vec::new()).unwrap()
    }

    #[test]
    fn failed_cases_have_an_entry_and_passed_ones_have_none() {
        let entry = "# why\n\nPet\t[1]\tno type has it\n";
        assert_eq!(compare_one("", Outcome::Passed), Status::Success);
        assert_eq!(compare_one("", Outcome::Failed), Status::Rejected);
        assert_eq!(compare_one(entry, Outcome::Failed), Status::Success);
        assert_eq!(compare_one(entry, Outcome::Passed), Status::Rejected);
        assert_eq!(
            compare_one("Pet\t[2]\tother\n", Outcome::Failed),
            Status::Rejected
        );
    }

    #[test]
    fn entries_have_a_reason_and_are_few() {
        assert!(AllowedCases::parse("Pet\t[1]\t \n").is_err());
        assert!(AllowedCases::parse(&"Pet\t[1]\twhy\n".repeat(11)).is_err());
    }
}
