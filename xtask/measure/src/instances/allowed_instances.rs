//! The instances whose results may differ from their labels: a file with a line for each, its file and
//! its line, below a comment that says why.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anyhow::{Context, bail};

use crate::conformance::{CaseResult, Outcome};

/// The file and the line of each instance.
#[derive(Debug, Default)]
pub struct AllowedInstances(BTreeSet<(String, usize)>);

impl AllowedInstances {
    /// Parses the list.
    ///
    /// # Errors
    ///
    /// When a line is neither a comment nor a file and a line number separated by a tab, is there twice,
    /// or precedes the first comment.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut entries = BTreeSet::new();
        let mut has_reason = false;
        for (number, line) in (1..).zip(text.lines()) {
            if line.starts_with('#') {
                has_reason = true;
                continue;
            }
            let entry = || {
                let (file, line) = line.split_once('\t')?;
                Some((file.to_owned(), line.split('\t').next()?.parse().ok()?))
            };
            let entry: (String, usize) = entry().with_context(|| {
                format!("line {number}: expected a file and a line, separated by a tab")
            })?;
            if !has_reason {
                bail!("line {number}: expected a comment with the reason before it");
            }
            if !entries.insert(entry) {
                bail!("line {number}: duplicate entry");
            }
        }
        Ok(Self(entries))
    }

    /// Writes the results that differ from their labels and are not listed, and the entries that are
    /// not needed; returns the number of both. Ignores entries for files without results.
    ///
    /// Unless bindings keep undeclared members (`keeps_all`), mutated instances may lose members, since mutations
    /// add members that no schema declares. If they do, entries may be unnecessary: they are those of other runs.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written.
    pub fn compare(
        &self,
        results: &[CaseResult],
        keeps_all: bool,
        out: &mut dyn Write,
    ) -> io::Result<usize> {
        let mut problems = 0;
        let mut met = BTreeSet::new();
        for it in results {
            match it.outcome {
                Outcome::Passed | Outcome::Lenient => continue,
                Outcome::Changed | Outcome::Failed => {}
            }
            let outcome = it.outcome.name();
            let entry = (it.file.clone(), it.line);
            if self.0.contains(&entry) {
                met.insert(entry);
                continue;
            }
            if it.outcome == Outcome::Changed && !keeps_all && it.file.contains(".mutants.") {
                continue;
            }
            problems += 1;
            let CaseResult {
                file,
                line,
                schema,
                found,
                outcome: _,
                round_trip: _,
            } = it;
            writeln!(out, "{file}\t{line}\t{schema}\t{outcome}: {found}")?;
        }
        let files: BTreeSet<&str> = results.iter().map(|it| it.file.as_str()).collect();
        for entry in &self.0 {
            if !keeps_all && !met.contains(entry) && files.contains(entry.0.as_str()) {
                problems += 1;
                writeln!(
                    out,
                    "{}\t{}\tpasses, or is not an instance: remove its entry",
                    entry.0, entry.1
                )?;
            }
        }
        Ok(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count_problems(list: &str, file: &str, outcome: Outcome) -> usize {
        let result = CaseResult {
            outcome,
            file: file.to_owned(),
            line: 1,
            schema: "Pet".to_owned(),
            found: String::new(),
            round_trip: crate::conformance::RoundTrip::Different,
        };
        let allowed = AllowedInstances::parse(list).unwrap();
        allowed.compare(&[result], false, &mut Vec::new()).unwrap()
    }

    #[test]
    fn results_that_differ_from_labels_are_listed_and_no_others() {
        let list = "# why\na.jsonl\t1\tPet\n";
        assert_eq!(count_problems("", "a.jsonl", Outcome::Passed), 0);
        assert_eq!(count_problems("", "a.jsonl", Outcome::Failed), 1);
        assert_eq!(count_problems("", "a.jsonl", Outcome::Changed), 1);
        assert_eq!(count_problems("", "a.mutants.jsonl", Outcome::Changed), 0);
        assert_eq!(count_problems("", "a.jsonl", Outcome::Lenient), 0);
        assert_eq!(count_problems(list, "a.jsonl", Outcome::Failed), 0);
        assert_eq!(count_problems(list, "a.jsonl", Outcome::Passed), 1);
        assert_eq!(count_problems(list, "b.jsonl", Outcome::Passed), 0);
    }

    #[test]
    fn an_entry_has_a_reason() {
        assert!(AllowedInstances::parse("a.jsonl\t1\n").is_err());
        assert!(AllowedInstances::parse("# why\na.jsonl\t1\na.jsonl\t1\n").is_err());
        assert!(AllowedInstances::parse("# why\na.jsonl one\n").is_err());
    }
}
