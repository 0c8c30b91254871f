//! A URI reference and its base in, the resolved path or URL out.

use super::percent_decode;

/// Whether a reference starts with a URI scheme (RFC 3986 §3.1), such as `https:` or `urn:`; `C:`
/// counts, too.
pub(crate) fn has_scheme(path: &str) -> bool {
    path.starts_with("//")
        || path.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
        })
}

/// Resolves `reference` in the file `from` to a path relative to the folder of the main file, or to
/// a URL (RFC 3986 §5.2, without queries); `None` if it is neither.
pub(crate) fn resolve_uri(from: &str, reference: &str) -> Option<String> {
    if has_scheme(reference) {
        return Some(match origin(reference) {
            Some(origin) => join(origin, "", &reference[origin.len()..]),
            None => reference.to_owned(),
        });
    }
    if let Some(origin) = origin(from) {
        let folder = if reference.starts_with('/') {
            ""
        } else {
            &from[origin.len()..]
        };
        return Some(join(origin, folder, reference));
    }
    let path = percent_decode(reference)?;
    if path.starts_with('/') || path.contains(['\\', '\0']) {
        return None;
    }
    Some(join("", from, &path))
}

/// Returns the scheme and the host of a URL: `https://example.com/`.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find('/')?;
    has_scheme(url).then(|| &url[..=scheme.len() + 3 + end])
}

/// Joins the folder of the file `from` with `path`, after a prefix. `..` may lead out of the folder
/// of the main file, but not out of a host.
fn join(prefix: &str, from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if !prefix.is_empty() => {}
            part => parts.push(part),
        }
    }
    format!("{prefix}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_have_a_scheme() {
        assert!(
            ["http://a/b", "urn:x", "C:/x", "//host/x"]
                .into_iter()
                .all(has_scheme)
        );
        assert!(!has_scheme("./a:b.yml") && !has_scheme("a.yml"));
    }

    #[test]
    fn references_are_resolved_in_the_file_they_are_written_in() {
        for (from, reference, expected) in [
            ("api.yml", "./parts/a%20b.yml", "parts/a b.yml"),
            ("parts/a.yml", "../api.yml", "api.yml"),
            ("api.yml", "../x/../y.yml", "../y.yml"),
            ("../x/y.yml", "../../z.yml", "../../z.yml"),
            ("../x/y.yml", "z.yml", "../x/z.yml"),
            ("api.yml", "..%2Fx.yml", "../x.yml"),
            (
                "a/b.yml",
                "https://h.org/x/./y/../z.yml",
                "https://h.org/x/z.yml",
            ),
            (
                "https://h.org/x/y.yml",
                "../../z%20.yml",
                "https://h.org/z%20.yml",
            ),
            ("https://h.org/x/y.yml", "/z.yml", "https://h.org/z.yml"),
            ("https://h.org/x/y.yml", "z.yml", "https://h.org/x/z.yml"),
            ("a.yml", "urn:x", "urn:x"),
        ] {
            assert_eq!(
                resolve_uri(from, reference).as_deref(),
                Some(expected),
                "{reference}"
            );
        }
        for path in ["/etc/passwd", r"..\x.yml", "%2Fetc"] {
            assert_eq!(resolve_uri("api.yml", path), None, "{path}");
        }
    }
}
