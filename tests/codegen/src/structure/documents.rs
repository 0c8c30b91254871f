//! What the documents of the repository name is there.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::run::repository;

/// The documents, and what the paths that they name may begin below, beside the repository itself.
const DOCUMENTS: &[(&str, &[&str])] = &[
    ("ARCHITECTURE.md", &["codegen/src", "codegen/src/lower"]),
    ("CHANGELOG.md", &["generated"]),
    ("README.md", &[]),
    ("docs/decisions.md", &[]),
    ("findings/README.md", &["findings"]),
    ("generated/README.md", &["generated"]),
    ("specs/README.md", &["specs"]),
];

/// A file of another repository, and a member of JSON.
const NO_PATHS: [&str; 2] = ["openapi/spec3.yml", "source/pointer"];

/// What has a slash and is no path.
const MEDIA_TYPES: [&str; 6] = ["application", "audio", "image", "multipart", "text", "*"];

#[test]
fn paths_and_links_lead_somewhere() {
    let root = repository();
    let mut wrong = String::new();
    for (document, folders) in DOCUMENTS {
        let text = fs::read_to_string(root.join(document)).expect("it is checked in");
        let exists = |path: &str| {
            let folders = folders.iter().map(|folder| root.join(folder));
            let mut folders = [root.clone()].into_iter().chain(folders);
            folders.any(|folder| {
                let path = folder.join(path.trim_end_matches('/'));
                path.exists() || path.with_extension("rs").exists()
            })
        };
        for (line, path) in paths(&text) {
            if !exists(&path) && !NO_PATHS.contains(&path.as_str()) {
                let _ = writeln!(wrong, "{document}:{line}: there is no `{path}`");
            }
        }
        let folder = Path::new(document).parent().expect("it is a file");
        let read = |path: &str| fs::read_to_string(root.join(folder).join(path)).ok();
        for (line, link) in
            broken_links(&text, &read, &|path| root.join(folder).join(path).exists())
        {
            let _ = writeln!(wrong, "{document}:{line}: the link {link} leads nowhere");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_architecture_is_short_and_its_map_is_true() {
    let root = repository();
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("it is checked in");
    assert!(
        text.lines().count() <= 100,
        "details are for docs/decisions.md"
    );
    let map = text.split("\n## ").find(|it| it.starts_with("Map\n"));
    let entries: Vec<&str> = map
        .expect("there is a map")
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("- `")?.split('`').next())
        .collect();
    assert!(entries.len() > 10, "{entries:?}");
    for entry in entries {
        let mut folders = ["", "codegen/src", "codegen/src/lower", "tests"].into_iter();
        let is_there = folders.any(|folder| root.join(folder).join(entry).is_dir());
        assert!(is_there, "the map names {entry}, which is no folder");
    }
}

/// The paths among what is written as code, each with its line.
fn paths(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut is_block = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_block = !is_block;
        }
        if is_block {
            continue;
        }
        for code in line.split('`').skip(1).step_by(2) {
            let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./".contains(it);
            let first = code.split('/').next().unwrap_or_default();
            let is_path = code.contains('/') && code.chars().all(is_plain);
            if is_path && !MEDIA_TYPES.contains(&first) && !["", ".."].contains(&first) {
                found.push((index + 1, code.to_owned()));
            }
        }
    }
    found
}

/// The links to files and headings of the repository that are not there.
fn broken_links(
    text: &str,
    read: &dyn Fn(&str) -> Option<String>,
    exists: &dyn Fn(&str) -> bool,
) -> Vec<(usize, String)> {
    let mut broken = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for link in line.split("](").skip(1) {
            let link = link.split(')').next().unwrap_or_default();
            // Of the web, or for rustdoc.
            if link.contains("://") || link.contains("::") {
                continue;
            }
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() {
                Some(text.to_owned())
            } else {
                read(path)
            };
            let is_there = path.is_empty() || exists(path);
            let has_heading = heading.is_empty()
                || target.is_some_and(|text| anchors(&text).any(|it| it == heading));
            if !is_there || !has_heading {
                broken.push((index + 1, link.to_owned()));
            }
        }
    }
    broken
}

/// What links call the headings of a document.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title
            .chars()
            .filter(|it| it.is_alphanumeric() || " -_".contains(*it));
        kept.collect::<String>().replace(' ', "-")
    })
}

#[test]
fn what_leads_nowhere_is_found() {
    let text = "# A b, c\n`a/b` and `c::d/e`, `text/plain`\n```\n`x/y`\n```\n\
                [a](a.md) [b](#a-b-c) [c](#d) [d](https://e) [e](f.md#g)\n";
    assert_eq!(paths(text), [(2, "a/b".to_owned())]);
    let read = |path: &str| (path == "f.md").then(|| "## G".to_owned());
    let broken = broken_links(text, &read, &|path| path == "f.md");
    assert_eq!(broken, [(6, "a.md".to_owned()), (6, "#d".to_owned())]);
}
