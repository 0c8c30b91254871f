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

/// The absolute path without `.` and `..`, as text: links are not followed.
pub(crate) fn normal(path: &Path) -> io::Result<PathBuf> {
    let mut normal = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            component => normal.push(component),
        }
    }
    Ok(normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_absolute_path_is_shown() {
        assert_eq!(shown(Path::new("./specs/./a.yml")), "specs/a.yml");
        assert_eq!(shown(Path::new("../a.yml")), "../a.yml");
        assert_eq!(shown(&std::env::temp_dir().join("a.yml")), "a.yml");
    }
}
