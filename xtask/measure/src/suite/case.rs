//! The cases of a suite and their outcomes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use serde_json::{Value, json};

use crate::conformance::Outcome;

/// A case, before and after it was tested.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// The key of its component.
    pub(super) schema: String,
    pub(super) keyword: String,
    /// JSON.
    pub(super) instance: String,
    pub(super) is_valid: bool,
    /// [`Outcome::Failed`] until it is tested.
    pub(super) outcome: Outcome,
    /// What went wrong, or an empty string.
    pub(super) found: String,
}

/// Reads the file with the cases.
pub(super) fn read_cases(path: &Path) -> anyhow::Result<Vec<Case>> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let cases: Vec<Value> = serde_json::from_str(&text).with_context(|| shown.to_string())?;
    let cases = (0..).zip(&cases).map(|(index, it)| {
        parse_case(it).with_context(|| {
            format!(
                "{shown}#/{index}: expected strings `schema` and `instance` and a boolean `valid`"
            )
        })
    });
    cases.collect()
}

fn parse_case(it: &Value) -> Option<Case> {
    let text = |name: &str| it[name].as_str().map(str::to_owned);
    Some(Case {
        schema: text("schema")?,
        keyword: text("keyword").unwrap_or_default(),
        instance: text("instance")?,
        is_valid: it["valid"].as_bool()?,
        outcome: Outcome::Failed,
        found: String::new(),
    })
}

/// The cases as instances, a line for each.
pub(super) fn to_json_lines(cases: &[Case]) -> String {
    let line = |case: &Case| {
        let (schema, instance) = (&case.schema, &case.instance);
        let line = json!({ "schema": schema, "instance": instance, "valid": case.is_valid });
        format!("{line}\n")
    };
    cases.iter().map(line).collect()
}

/// Writes a table by keyword, and each case that did not pass.
pub(super) fn write_table(cases: &[Case], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut sum = [0; 4];
    for case in cases {
        let place = case.outcome as usize;
        counts.entry(&case.keyword).or_default()[place] += 1;
        sum[place] += 1;
    }
    writeln!(out, "{:<24} passed lenient changed failed", "keyword")?;
    for (keyword, [passed, lenient, changed, failed]) in counts.into_iter().chain([("all", sum)]) {
        writeln!(
            out,
            "{keyword:<24} {passed:>6} {lenient:>7} {changed:>7} {failed:>6}"
        )?;
    }
    for case in cases {
        if case.outcome == Outcome::Passed {
            continue;
        }
        let outcome = case.outcome.name();
        let Case {
            schema,
            keyword,
            instance,
            is_valid: _,
            outcome: _,
            found,
        } = case;
        writeln!(out, "{outcome}: {schema} {keyword} {instance}: {found}")?;
    }
    Ok(())
}
