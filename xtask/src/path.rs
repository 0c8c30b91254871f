//! Paths as text: how they are displayed, and which of them are equal.

use std::io;
use std::path::{Component, Path, PathBuf};

/// Formats a path for headers and messages: separated by `/` and never absolute, so that output is
/// the same on every machine. Of an absolute path, only the file name is left.
pub(crate) fn display_path(path: &Path) -> String {
    if let Some(url) = path.to_str().filter(|it| it.contains("://")) {
        return url.to_owned();
    }
    let path = if path.is_absolute() {
        path.file_name().map_or(path, Path::new)
    } else {
        path
    };
    let parts: Vec<_> = path
        .components()
        .filter(|component| !matches!(component, Component::CurDir))
        .map(|component| component.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// Formats a path as an argument of a command for a shell, in quotes if it needs them.
pub(crate) fn shell_argument(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |char: char| char.is_alphanumeric() || "/\\._-+:,@%".contains(char);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Makes a path absolute and removes `.` and `..`, without following symbolic links.
pub fn normalize(path: &Path) -> io::Result<PathBuf> {
    Ok(remove_dots(&std::path::absolute(path)?))
}

/// Removes `.` and `..` from an absolute path, without following symbolic links.
pub(crate) fn remove_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            component => plain.push(component),
        }
    }
    plain
}

/// Makes a path absolute, with the symbolic links of the folders that exist resolved.
pub(crate) fn resolve(path: &Path) -> io::Result<PathBuf> {
    // With its `..`, which behind a symbolic link leads elsewhere.
    let full = std::path::absolute(path)?;
    let resolved = full.ancestors().find_map(|folder| {
        let rest = full.strip_prefix(folder).ok()?;
        Some(folder.canonicalize().ok()?.join(rest))
    });
    Ok(remove_dots(&resolved.unwrap_or(full)))
}

/// Returns the path from a folder to a file, both absolute, separated by `/`. Where there is none, it stays
/// absolute.
pub(crate) fn relative(folder: &Path, file: &Path) -> String {
    let shared = folder.components().zip(file.components());
    let shared = shared.take_while(|(left, right)| left == right).count();
    if shared == 0 {
        return file.to_string_lossy().into_owned();
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = file.components().skip(shared);
    let down = down.map(|it| it.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}

/// The folder of a file, with symbolic links resolved.
pub(crate) fn parent_folder(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).canonicalize()
}

/// The innermost folder that contains all of these folders, unless it is the root of the file system.
pub(crate) fn common_ancestor(folders: &[PathBuf]) -> Option<PathBuf> {
    let (first, others) = folders.split_first()?;
    let holds_all = |it: &&Path| others.iter().all(|other| other.starts_with(it));
    let common = first.ancestors().find(holds_all)?;
    common.parent().map(|_| common.to_owned())
}

/// Joins a displayed folder, which ends with `/`, and a relative path; `..` removes a segment if there
/// is one.
pub(crate) fn join_displayed(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_remove_the_segment_before_them() {
        assert_eq!(join_displayed("a/b/", "../c/d.yml"), "a/c/d.yml");
        assert_eq!(join_displayed("", "../c.yml"), "../c.yml");
        assert_eq!(join_displayed("../", "../c.yml"), "../../c.yml");
        assert_eq!(join_displayed("a/", "../../c.yml"), "../c.yml");
    }

    #[test]
    fn the_common_folder_is_never_the_root_of_the_file_system() {
        let folders = |list: &[&str]| list.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(
            common_ancestor(&folders(&["/a/b", "/a/c"])),
            Some("/a".into())
        );
        assert_eq!(common_ancestor(&folders(&["/a/b"])), Some("/a/b".into()));
        assert_eq!(common_ancestor(&folders(&["/a", "/b"])), None);
        assert_eq!(common_ancestor(&[]), None);
    }

    #[test]
    fn a_relative_path_leads_from_a_folder_to_a_file() {
        let check = |folder: &str, file: &str, expected: &str| {
            assert_eq!(relative(Path::new(folder), Path::new(file)), expected);
        };
        check("/a/b", "/a/pets.yml", "../pets.yml");
        check("/a/b", "/a/b/c/pets.yml", "c/pets.yml");
        check("/a", "/b/c", "../b/c");
        check("/a/b", "/a/b", ".");
    }

    #[test]
    fn arguments_are_in_quotes_where_a_shell_would_split_them() {
        let check = |path: &str, expected: &str| {
            assert_eq!(shell_argument(Path::new(path)), expected);
        };
        check("out/pets-api", "out/pets-api");
        check("my pets", "'my pets'");
        check("it's", r"'it'\''s'");
        check("$HOME", "'$HOME'");
    }

    #[test]
    fn absolute_paths_are_not_displayed() {
        assert_eq!(display_path(Path::new("./specs/./a.yml")), "specs/a.yml");
        assert_eq!(display_path(Path::new("../a.yml")), "../a.yml");
        assert_eq!(display_path(&std::env::temp_dir().join("a.yml")), "a.yml");
    }
}
