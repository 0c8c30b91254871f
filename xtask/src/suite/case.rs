//! The cases of a suite, and what became of each.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use serde_json::{Value, json};

use crate::trial::Outcome;

/// A case, as it is before anybody judged it and after.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// The key of its component.
    pub(super) schema: String,
    pub(super) keyword: String,
    /// JSON as text.
    pub(super) instance: String,
    pub(super) is_valid: bool,
    /// [`Outcome::Wrong`] until it was judged.
    pub(super) outcome: Outcome,
    /// What was found, if that is not what the label says.
    pub(super) found: String,
}

/// Reads the file with the cases.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Case>> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let cases: Vec<Value> = serde_json::from_str(&text).with_context(|| shown.to_string())?;
    let cases = (0..).zip(&cases).map(|(index, it)| {
        case(it).with_context(|| {
            format!("{shown}#/{index}: `schema` and `instance` are texts, `valid` is a boolean")
        })
    });
    cases.collect()
}

fn case(it: &Value) -> Option<Case> {
    let text = |name: &str| it[name].as_str().map(str::to_owned);
    Some(Case {
        schema: text("schema")?,
        keyword: text("keyword").unwrap_or_default(),
        instance: text("instance")?,
        is_valid: it["valid"].as_bool()?,
        outcome: Outcome::Wrong,
        found: String::new(),
    })
}

/// The cases as they are tried, a line for each.
pub(super) fn lines(cases: &[Case]) -> String {
    let line = |case: &Case| {
        let (schema, instance) = (&case.schema, &case.instance);
        let line = json!({ "schema": schema, "instance": instance, "valid": case.is_valid });
        format!("{line}\n")
    };
    cases.iter().map(line).collect()
}

/// A table by keyword, and each case that is not right.
pub(super) fn write_table(cases: &[Case], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut sum = [0; 4];
    for case in cases {
        let place = case.outcome as usize;
        counts.entry(&case.keyword).or_default()[place] += 1;
        sum[place] += 1;
    }
    writeln!(out, "{:<24} right lenient changed wrong", "keyword")?;
    for (keyword, [right, lenient, changed, wrong]) in counts.into_iter().chain([("all", sum)]) {
        writeln!(
            out,
            "{keyword:<24} {right:>5} {lenient:>7} {changed:>7} {wrong:>5}"
        )?;
    }
    for case in cases {
        if case.outcome == Outcome::Right {
            continue;
        }
        let what = case.outcome.name();
        let Case {
            schema,
            keyword,
            instance,
            found,
            ..
        } = case;
        writeln!(out, "{what}: {schema} {keyword} {instance}: {found}")?;
    }
    Ok(())
}
