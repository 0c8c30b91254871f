//! What became of each case, and how it is shown.

use std::collections::BTreeMap;
use std::io::{self, Write};

use codegen::ir::{Api, Type};

/// A case that was judged.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) outcome: Outcome,
    /// The key of its component.
    pub(super) schema: String,
    pub(super) keyword: String,
    /// JSON as text.
    pub(super) instance: String,
    /// What was found, if that is not what the label says.
    pub(super) found: String,
}

/// How a judgement compares with its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Right,
    /// Rightly accepted, but it does not encode to equal JSON.
    Changed,
    Wrong,
}

impl Case {
    /// Reads a line that the program printed.
    pub(super) fn read(line: &str) -> Option<Self> {
        let parts: Vec<&str> = line.split('\t').collect();
        let [outcome, schema, keyword, instance, found] = parts[..] else {
            return None;
        };
        let outcome = match outcome {
            "right" => Outcome::Right,
            "changed" => Outcome::Changed,
            "wrong" => Outcome::Wrong,
            _ => return None,
        };
        Some(Self {
            outcome,
            schema: schema.to_owned(),
            keyword: keyword.to_owned(),
            instance: instance.to_owned(),
            found: found.to_owned(),
        })
    }
}

/// A table by keyword, and each case that is not right.
pub(super) fn write(cases: &[Case], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut sum = [0; 3];
    for case in cases {
        let place = case.outcome as usize;
        counts.entry(&case.keyword).or_default()[place] += 1;
        sum[place] += 1;
    }
    writeln!(out, "{:<24} right changed wrong", "keyword")?;
    for (keyword, [right, changed, wrong]) in counts.into_iter().chain([("all", sum)]) {
        writeln!(out, "{keyword:<24} {right:>5} {changed:>7} {wrong:>5}")?;
    }
    for case in cases {
        let what = match case.outcome {
            Outcome::Right => continue,
            Outcome::Changed => "changed",
            Outcome::Wrong => "wrong",
        };
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

/// The type as a program outside the crate writes it; `None` for one that no component is.
pub(super) fn spell(api: &Api, ty: &Type) -> Option<String> {
    match ty {
        Type::Named(id) => {
            let name = &api.type_def(*id).name;
            Some(format!("suite::{}::{name}", api.module))
        }
        Type::Nullable(inner) => Some(format!("suite::Nullable<{}>", spell(api, inner)?)),
        _ => None,
    }
}
