//! The text of the runtime, which is copied into every generated crate. It is a package of its own, so that
//! the generator is not compiled again where only the runtime changes.

/// Each file of the runtime: its path in the `src` of a crate, its source relative to the root of the
/// repository, and its text.
const FILES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// Returns the files of the runtime as they are written into a crate: the path of each in the `src` of the
/// crate, and its text. `header` returns the first line, given the source relative to the root of the
/// repository.
pub fn runtime_files(header: &dyn Fn(&str) -> String) -> impl Iterator<Item = (String, String)> {
    let files = FILES.iter().filter(|file| !is_format_check(file.0));
    files.map(move |file| add_header(file, header))
}

/// Returns the files of a crate that checks formats, like [`runtime_files`].
pub fn format_check_files(
    header: &dyn Fn(&str) -> String,
) -> impl Iterator<Item = (String, String)> {
    let files = FILES.iter().filter(|file| is_format_check(file.0));
    files.map(move |file| add_header(file, header))
}

fn is_format_check(path: &str) -> bool {
    path.starts_with("format_checks")
}

fn add_header(
    (path, source, text): &(&str, &str, &str),
    header: &dyn Fn(&str) -> String,
) -> (String, String) {
    ((*path).to_owned(), format!("{}\n{text}", header(source)))
}

/// The module of the types around those of other crates, in the same form.
const FOREIGN: (&str, &str, &str) = (
    "foreign.rs",
    "codegen/runtime/src/foreign.rs",
    include_str!("../../runtime/src/foreign.rs"),
);

/// Returns the file that a crate with types of other crates has beside the runtime, as [`runtime_files`] does.
#[must_use]
pub fn foreign_file(header: &dyn Fn(&str) -> String) -> (String, String) {
    let (path, source, text) = FOREIGN;
    (path.to_owned(), format!("{}\n{text}", header(source)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_declared_module_is_included() {
        let files = FILES.iter();
        let files: BTreeMap<_, _> = files.map(|(path, _, text)| (*path, *text)).collect();
        let declared = files["runtime.rs"]
            .lines()
            .filter_map(|line| Some(line.strip_suffix(';')?.split_once("mod ")?.1));
        for module in declared {
            let path = format!("runtime/{module}.rs");
            assert!(files.contains_key(&*path), "{path} is missing");
        }
    }

    #[test]
    fn no_test_is_included() {
        for (_, source, text) in FILES {
            assert!(
                !text.contains("#[test]"),
                "{source}: move the tests to the `tests` of the package"
            );
        }
    }
}
