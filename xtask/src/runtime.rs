//! The text of the hand-written runtime, carried in the binary.

/// Path, relative to `src`, and text of each file.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// What declares the runtime's own tests, which are not carried along.
const TESTS: &str = "\n#[cfg(test)]\nmod tests;\n";

/// The runtime's files as they go into a standalone crate.
pub(crate) fn files() -> impl Iterator<Item = (String, String)> {
    FILES.iter().map(|(path, text)| {
        let text = if *path == "runtime.rs" {
            text.replace(TESTS, "")
        } else {
            (*text).to_owned()
        };
        ((*path).to_owned(), text)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_declared_module_is_carried() {
        let files: Vec<_> = super::files().collect();
        let (_, root) = files.iter().find(|(path, _)| path == "runtime.rs").unwrap();
        let declared = root
            .lines()
            .filter_map(|line| line.strip_suffix(';')?.strip_prefix("mod "));
        for module in declared {
            let path = format!("runtime/{module}.rs");
            assert!(
                files.iter().any(|(carried, _)| *carried == path),
                "{path} is missing"
            );
        }
    }
}
