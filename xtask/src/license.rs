//! An SPDX expression in, the files with the texts of its licenses out.

use std::fs;
use std::path::Path;

use spdx::{Expression, ParseError};

const APACHE: &str = include_str!("../../LICENSE-APACHE");
const MIT: &str = include_str!("../../LICENSE-MIT");

/// The line of the license of this project, which also covers the runtime in every crate, and that of a
/// crate.
const HOLDERS: (&str, &str) = (
    "Copyright (c) 2026 the project's authors",
    "Copyright (c) the authors of this crate and of openapi-bindings",
);

/// Parses an SPDX license expression, such as `MIT OR Apache-2.0`, as crates.io does.
///
/// # Errors
///
/// When it is no expression of licenses in the SPDX list.
pub fn parse(text: &str) -> Result<String, String> {
    match Expression::parse(text.trim()) {
        Ok(expression) => Ok(expression.to_string()),
        Err(ParseError {
            original,
            span,
            reason,
        }) => {
            let part = original.get(span).unwrap_or_default().trim();
            let part = if part.is_empty() {
                String::new()
            } else {
                format!(" at `{part}`")
            };
            Err(format!(
                "expected an SPDX expression, such as `MIT OR Apache-2.0`: {reason}{part}"
            ))
        }
    }
}

/// Returns the names and texts of the files for the licenses that are known here.
pub(crate) fn license_files(expression: &str) -> Vec<(&'static str, String)> {
    let expression = Expression::parse(expression);
    let names: Vec<&str> = expression
        .iter()
        .flat_map(Expression::requirements)
        .filter_map(|it| Some(it.req.license.id()?.name))
        .collect();
    let known = [
        ("MIT", "LICENSE-MIT", MIT.replace(HOLDERS.0, HOLDERS.1)),
        ("Apache-2.0", "LICENSE-APACHE", APACHE.to_owned()),
    ];
    let files = known.into_iter().filter(|(name, ..)| names.contains(name));
    files.map(|(_, file, text)| (file, text)).collect()
}

/// Whether a folder has a file for a license.
pub(crate) fn has_license(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|it| it.file_name().to_string_lossy().to_ascii_uppercase());
    names.any(|name| {
        ["LICENSE", "LICENCE", "COPYING"]
            .iter()
            .any(|it| name.starts_with(it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_known_license_has_a_file() {
        let names = |expression: &str| -> Vec<&str> {
            let files = license_files(expression).into_iter();
            files.map(|(name, _)| name).collect()
        };
        assert_eq!(
            names("MIT OR Apache-2.0"),
            ["LICENSE-MIT", "LICENSE-APACHE"]
        );
        assert_eq!(names("(MIT)"), ["LICENSE-MIT"]);
        assert!(names("MIT-0 OR BSD-3-Clause").is_empty());
        let (_, text) = &license_files("MIT")[0];
        assert!(
            text.contains(HOLDERS.1) && !text.contains("project's"),
            "{text}"
        );
    }

    #[test]
    fn a_license_is_an_expression() {
        assert_eq!(
            parse(" MIT OR Apache-2.0").as_deref(),
            Ok("MIT OR Apache-2.0")
        );
        assert!(parse("Apache-2.0 WITH LLVM-exception").is_ok());
        for (text, why) in [
            ("", "empty expression"),
            (" ", "empty expression"),
            ("MIT, Apache-2.0", "invalid character(s) at `, Apache-2.0`"),
            ("\"MIT\"", "invalid character(s) at `\"MIT\"`"),
            ("MTI", "unknown term at `MTI`"),
            ("MIT OR", "expected one of `<license>`"),
            ("(MIT", "unclosed parens"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
