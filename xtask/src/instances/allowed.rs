//! The instances that we judge otherwise than they are labelled: a file with a line for each, its
//! file and its line, below a comment that says why.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anyhow::{Context, bail};

use crate::trial::{Judged, Outcome};

/// Files and lines.
#[derive(Debug, Default)]
pub struct Allowed(BTreeSet<(String, usize)>);

impl Allowed {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// When a line is neither a comment, nor a file and a number with a tab between; when it stands
    /// twice, or before the first comment.
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
            let entry: (String, usize) = entry()
                .with_context(|| format!("line {number}: a file and a line, a tab between"))?;
            if !has_reason {
                bail!("line {number}: a reason stands before the first of its group");
            }
            if !entries.insert(entry) {
                bail!("line {number}: this stands twice");
            }
        }
        Ok(Self(entries))
    }

    /// Writes what is not as it should be and not in the list, and what is in the list without
    /// need; returns how many those are. Only entries for files among `judged` are looked at.
    ///
    /// What was changed by mutation may come back with fewer members: a mutation adds members that
    /// no schema names.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written.
    pub fn compare(&self, judged: &[Judged], out: &mut dyn Write) -> io::Result<usize> {
        let mut faults = 0;
        let mut met = BTreeSet::new();
        for it in judged {
            match it.outcome {
                Outcome::Right | Outcome::Lenient => continue,
                Outcome::Changed if it.file.contains(".mutants.") => continue,
                Outcome::Changed | Outcome::Wrong => {}
            }
            let what = it.outcome.name();
            let entry = (it.file.clone(), it.line);
            if self.0.contains(&entry) {
                met.insert(entry);
                continue;
            }
            faults += 1;
            let Judged {
                file,
                line,
                schema,
                found,
                ..
            } = it;
            writeln!(out, "{file}\t{line}\t{schema}\t{what}: {found}")?;
        }
        let files: BTreeSet<&str> = judged.iter().map(|it| it.file.as_str()).collect();
        for entry in &self.0 {
            if !met.contains(entry) && files.contains(entry.0.as_str()) {
                faults += 1;
                writeln!(out, "{}\t{}\tlisted without need", entry.0, entry.1)?;
            }
        }
        Ok(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(list: &str, file: &str, outcome: Outcome) -> usize {
        let judged = Judged {
            outcome,
            file: file.to_owned(),
            line: 1,
            schema: "Pet".to_owned(),
            found: String::new(),
            likeness: crate::trial::Likeness::Other,
        };
        let allowed = Allowed::parse(list).unwrap();
        allowed.compare(&[judged], &mut Vec::new()).unwrap()
    }

    #[test]
    fn faults_are_listed_and_nothing_else_is() {
        let list = "# why\na.jsonl\t1\tPet\n";
        assert_eq!(faults("", "a.jsonl", Outcome::Right), 0);
        assert_eq!(faults("", "a.jsonl", Outcome::Wrong), 1);
        assert_eq!(faults("", "a.jsonl", Outcome::Changed), 1);
        assert_eq!(faults("", "a.mutants.jsonl", Outcome::Changed), 0);
        assert_eq!(faults("", "a.jsonl", Outcome::Lenient), 0);
        assert_eq!(faults(list, "a.jsonl", Outcome::Wrong), 0);
        assert_eq!(faults(list, "a.jsonl", Outcome::Right), 1);
        assert_eq!(faults(list, "b.jsonl", Outcome::Right), 0);
    }

    #[test]
    fn an_entry_has_a_reason() {
        assert!(Allowed::parse("a.jsonl\t1\n").is_err());
        assert!(Allowed::parse("# why\na.jsonl\t1\na.jsonl\t1\n").is_err());
        assert!(Allowed::parse("# why\na.jsonl one\n").is_err());
    }
}
