//! An SPDX expression in, the files with the texts of its licenses out.

use std::fs;
use std::path::Path;

const APACHE: &str = include_str!("../../LICENSE-APACHE");
const MIT: &str = include_str!("../../LICENSE-MIT");

/// The line of the license of this project, which also covers the runtime in every crate, and that of a
/// crate.
const HOLDERS: (&str, &str) = (
    "Copyright (c) 2026 the project's authors",
    "Copyright (c) the authors of this crate and of openapi-bindings",
);

/// Parses an SPDX license expression, such as `MIT OR Apache-2.0`.
///
/// # Errors
///
/// When it has other characters or no name.
pub fn parse(text: &str) -> Result<String, String> {
    let is_part = |char: char| char.is_ascii_alphanumeric() || " .-+()".contains(char);
    if text.trim().is_empty() || !text.chars().all(is_part) {
        let why = "expected an SPDX expression, such as `MIT` or `MIT OR Apache-2.0`";
        return Err(why.to_owned());
    }
    Ok(text.trim().to_owned())
}

/// Returns the names and texts of the files for the licenses that are known here.
pub(crate) fn license_files(expression: &str) -> Vec<(&'static str, String)> {
    let names: Vec<&str> = expression.split([' ', '(', ')', '/']).collect();
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
        for text in ["", " ", "MIT, Apache", "\"MIT\""] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
