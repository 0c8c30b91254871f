//! The text of the hand-written runtime, carried in the binary.

/// Path, relative to `src`, and text of each file.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The runtime's files as they go into a standalone crate.
pub(crate) fn files() -> impl Iterator<Item = (String, String)> {
    let file = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    FILES.iter().map(file)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_declared_module_is_carried() {
        let files: Vec<_> = super::files().collect();
        let (_, root) = files.iter().find(|(path, _)| path == "runtime.rs").unwrap();
        let declared = root
            .lines()
            .filter_map(|line| Some(line.strip_suffix(';')?.split_once("mod ")?.1));
        for module in declared {
            let path = format!("runtime/{module}.rs");
            assert!(
                files.iter().any(|(carried, _)| *carried == path),
                "{path} is missing"
            );
        }
    }
}
