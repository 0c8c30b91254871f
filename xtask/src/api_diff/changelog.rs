//! A report in, the changelog of the workspace with an entry out.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};
use codegen::diff::report::{MissingHeading, Report, add_to_changelog};

use crate::changes::{Changes, Written};

/// The changelog, relative to the root.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

/// Returns the text of the changelog with an entry for the report.
pub(crate) fn add_entry(root: &Path, report: &Report) -> anyhow::Result<String> {
    let text = fs::read_to_string(root.join(CHANGELOG));
    let text = text.with_context(|| format!("cannot read {CHANGELOG}"))?;
    add_to_changelog(report, &text).map_err(|MissingHeading| {
        anyhow!("{CHANGELOG} has no heading `## [Unreleased]`: add one above the latest version")
    })
}

/// Returns what has to change for the changelog to have this text; nothing without one.
pub(crate) fn changes<'f>(root: &Path, text: Option<&'f str>) -> anyhow::Result<Changes<'f>> {
    let Some(text) = text else {
        return Ok(Changes::default());
    };
    let old = fs::read(root.join(CHANGELOG));
    let old = old.with_context(|| format!("cannot read {CHANGELOG}"))?;
    let written = Written {
        path: CHANGELOG,
        text,
        old: Some(old),
    };
    let is_different = written.old.as_deref() != Some(text.as_bytes());
    Ok(Changes {
        root: root.to_owned(),
        written: Some(written).filter(|_| is_different).into_iter().collect(),
        ..Changes::default()
    })
}
