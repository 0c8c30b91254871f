//! Paths as text: how they are shown, and which of them are the same.

use std::io;
use std::path::{Component, Path, PathBuf};

/// How a file is named in headers and messages: with `/`, and never from the disk's root, so
/// that output is the same on every machine. Of an absolute path only the file's name is left.
pub(crate) fn shown(path: &Path) -> String {
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

/// The absolute path without `.` and `..`; links are not followed.
pub(crate) fn normal(path: &Path) -> io::Result<PathBuf> {
    Ok(without_dots(&std::path::absolute(path)?))
}

/// An absolute path without `.` and `..`; links are not followed.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
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

/// The folder that a file stands in, without links.
pub(crate) fn folder(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).canonicalize()
}

/// The innermost folder that holds all of these, the disk's root not counted.
pub(crate) fn common(folders: &[PathBuf]) -> Option<PathBuf> {
    let (first, others) = folders.split_first()?;
    let holds_all = |it: &&Path| others.iter().all(|other| other.starts_with(it));
    let common = first.ancestors().find(holds_all)?;
    common.parent().map(|_| common.to_owned())
}

/// A relative path below a folder as both are shown, the folder with a `/` at its end: `..` takes away
/// what it can.
pub(crate) fn joined(folder: &str, path: &str) -> String {
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
    fn dots_take_away_what_is_before_them() {
        assert_eq!(joined("a/b/", "../c/d.yml"), "a/c/d.yml");
        assert_eq!(joined("", "../c.yml"), "../c.yml");
        assert_eq!(joined("../", "../c.yml"), "../../c.yml");
        assert_eq!(joined("a/", "../../c.yml"), "../c.yml");
    }

    #[test]
    fn the_folder_of_all_is_not_the_root_of_the_disk() {
        let folders = |list: &[&str]| list.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(common(&folders(&["/a/b", "/a/c"])), Some("/a".into()));
        assert_eq!(common(&folders(&["/a/b"])), Some("/a/b".into()));
        assert_eq!(common(&folders(&["/a", "/b"])), None);
        assert_eq!(common(&[]), None);
    }

    #[test]
    fn no_absolute_path_is_shown() {
        assert_eq!(shown(Path::new("./specs/./a.yml")), "specs/a.yml");
        assert_eq!(shown(Path::new("../a.yml")), "../a.yml");
        assert_eq!(shown(&std::env::temp_dir().join("a.yml")), "a.yml");
    }
}
