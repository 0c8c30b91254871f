//! A summary and a description in, documentation out.

use crate::ir::Doc;

/// Joins summary and description, unless the description starts with the summary.
pub(super) fn join_summary(summary: Option<&String>, description: Option<&String>) -> Doc {
    let clean = |text: Option<&String>| {
        text.map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
    };
    let text = match (clean(summary), clean(description)) {
        (Some(summary), Some(description)) if description.starts_with(&summary) => {
            Some(description)
        }
        (Some(summary), Some(description)) => Some(format!(
            "{}.\n\n{description}",
            summary.trim_end_matches('.')
        )),
        (summary, description) => summary.or(description),
    };
    Doc {
        text,
        facts: Vec::new(),
    }
}
