//! A path of the document in, the template of request paths out.
//!
//! Frameworks export the paths of their routers, in which an optional segment ends with `?`, and a
//! parameter has a constraint (`{id:int}`) or takes the rest of the path (`{*rest}`). OpenAPI
//! defines none of these.

/// The template of a path.
#[derive(Debug, PartialEq)]
pub(super) struct PathTemplate {
    /// The path that is sent: parameters as `{name}`; after a `?`, a fixed query.
    pub(super) text: String,
    /// Its parameters, each once, in the order of the path.
    pub(super) parameters: Vec<PathParameter>,
    /// The parts that were read differently, in words.
    pub(super) repairs: Vec<String>,
}

/// A parameter of a path.
#[derive(Debug, PartialEq)]
pub(super) struct PathParameter {
    /// The name.
    pub(super) name: String,
    /// Whether it takes the rest of the path, with its slashes.
    pub(super) is_catch_all: bool,
}

impl PathTemplate {
    /// Parses a path, given which parameters are declared.
    pub(super) fn parse(path: &str, is_declared: impl Fn(&str) -> bool) -> Self {
        let mut template = Self {
            text: String::new(),
            parameters: Vec::new(),
            repairs: Vec::new(),
        };
        let mut rest = path;
        while let Some(at) = rest.find(['{', '?', '#']) {
            let (literal, behind) = rest.split_at(at);
            template.text.push_str(literal);
            rest = match behind.as_bytes()[0] {
                b'{' => template.placeholder(behind, &is_declared),
                b'?' => template.question_mark(&behind[1..]),
                // A fragment distinguishes operations, and is never sent (RFC 3986 §3.5).
                _ => {
                    let message = format!("the fragment `{behind}` of a path is never sent");
                    template.repairs.push(message);
                    ""
                }
            };
        }
        template.text.push_str(rest);
        template
    }

    /// Whether the path has a parameter.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parameters.iter().any(|it| it.name == name)
    }

    /// Whether a parameter takes the rest of the path.
    pub(super) fn is_catch_all(&self, name: &str) -> bool {
        let mut catch_all = self.parameters.iter().filter(|it| it.is_catch_all);
        catch_all.any(|it| it.name == name)
    }

    /// Parses a parameter in braces. Returns the rest.
    fn placeholder<'p>(&mut self, text: &'p str, is_declared: &impl Fn(&str) -> bool) -> &'p str {
        let Some(end) = closing(text) else {
            self.text.push_str(text);
            return "";
        };
        let (inner, behind) = (&text[1..end], &text[end + 1..]);
        if inner.starts_with(['?', '&', '#']) || inner == "$" && !is_declared(inner) {
            let message = format!("`{{{inner}}}` is not a path parameter; left out");
            self.repairs.push(message);
            return behind;
        }
        let Placeholder { name, is_catch_all } = Placeholder::parse(inner);
        let name = if is_declared(inner) || name.is_empty() {
            inner
        } else {
            name
        };
        if name != inner || is_catch_all {
            let slashes = if is_catch_all {
                ", with its slashes"
            } else {
                ""
            };
            let message = format!("`{{{inner}}}` is read as the parameter `{name}`{slashes}");
            self.repairs.push(message);
        }
        if !self.has(name) {
            let name = name.to_owned();
            self.parameters.push(PathParameter { name, is_catch_all });
        }
        self.text.extend(["{", name, "}"]);
        behind
    }

    /// Parses what follows a `?`: the rest of the path after an optional segment, or else a query.
    /// Returns the rest.
    fn question_mark<'p>(&mut self, text: &'p str) -> &'p str {
        if text.is_empty() || text.starts_with(['/', '#', '?']) {
            let message = "OpenAPI paths have no optional segments; the `?` is left out";
            self.repairs.push(message.to_owned());
            return text;
        }
        let (query, behind) = text.split_at(text.find('#').unwrap_or(text.len()));
        let (fixed, open): (Vec<&str>, Vec<&str>) =
            query.split('&').partition(|pair| !pair.contains('{'));
        for pair in open {
            let message = format!("`{pair}` is not a constant query parameter; left out");
            self.repairs.push(message);
        }
        if !fixed.is_empty() {
            self.text.push('?');
            self.text.push_str(&fixed.join("&"));
        }
        behind
    }
}

/// The index of the brace that closes the first one; constraints may contain braces.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.find('}')
}

/// A parameter name with the syntax of routers.
struct Placeholder<'p> {
    name: &'p str,
    is_catch_all: bool,
}

impl<'p> Placeholder<'p> {
    /// Parses `{*rest}`, `{rest..}`, `{rest:.*}`, `{id:int}` and the like, without the braces.
    fn parse(inner: &'p str) -> Self {
        let (name, constraint) = match inner.find([':', '=']) {
            Some(at) => (&inner[..at], inner[at + 1..].trim()),
            None => (inner, ""),
        };
        // The mark of an optional segment.
        let name = name.trim().trim_end_matches('?');
        let bare = name.trim_start_matches(['*', '+']);
        let bare = bare.trim_end_matches(['*', '+']);
        let bare = bare
            .strip_suffix("..")
            .map_or(bare, |it| it.trim_end_matches('.'));
        Self {
            name: bare,
            is_catch_all: bare != name || takes_slashes(constraint),
        }
    }
}

/// Whether a constraint allows slashes: a regular expression for anything, the converter `path`, or
/// a pattern of several segments (`projects/*`).
fn takes_slashes(constraint: &str) -> bool {
    let takes_anything = |it: &str| constraint.contains(it);
    constraint == "path"
        || [".*", ".+", "**"].into_iter().any(takes_anything)
        || constraint.contains("/*")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The template, its catch-all parameters marked with `*`, and how much was repaired.
    fn check(path: &str, declared: &[&str], expected: &str, names: &str, repairs: usize) {
        let template = PathTemplate::parse(path, |name| declared.contains(&name));
        let found = template.parameters.iter().map(|it| {
            let mark = if it.is_catch_all { "*" } else { "" };
            format!("{mark}{}", it.name)
        });
        let found = found.collect::<Vec<_>>().join(" ");
        assert_eq!(
            (template.text.as_str(), found.as_str()),
            (expected, names),
            "{path}"
        );
        assert_eq!(
            template.repairs.len(),
            repairs,
            "{path}: {:?}",
            template.repairs
        );
    }

    #[test]
    fn what_openapi_knows_stays() {
        check("/a/{b}-{c}/{b}", &["b", "c"], "/a/{b}-{c}/{b}", "b c", 0);
        check("/a?b=c&d", &[], "/a?b=c&d", "", 0);
        check(
            "/{a:b}/{c..}",
            &["a:b", "c.."],
            "/{a:b}/{c..}",
            "a:b *c..",
            1,
        );
        check("/a{b", &[], "/a{b", "", 0);
        check("/a}b/{}", &[""], "/a}b/{}", "", 0);
    }

    #[test]
    fn wildcards_of_routers_are_the_declared_parameter() {
        for wildcard in [
            "{*rest}",
            "{**rest}",
            "{rest..}",
            "{rest...}",
            "{rest:.*}",
            "{rest:.+}",
            "{rest: .*}",
            "{rest:path}",
            "{rest=**}",
            "{rest=a/*}",
            "{rest+}",
            "{+rest}",
            "{rest*}",
            "{*rest?}",
        ] {
            let path = format!("/files/{wildcard}");
            check(&path, &["rest"], "/files/{rest}", "*rest", 1);
        }
        check("/{*}", &[], "/{*}", "**", 1);
    }

    #[test]
    fn constraints_are_no_part_of_a_name() {
        check(
            "/{id:int}/{n:[0-9]{3}}",
            &["id", "n"],
            "/{id}/{n}",
            "id n",
            2,
        );
        check("/{id:[^/]+}", &["id"], "/{id}", "id", 1);
        check("/{id?}", &["id"], "/{id}", "id", 1);
    }

    #[test]
    fn optional_segments_are_sent() {
        check("/o/{id}?", &["id"], "/o/{id}", "id", 1);
        check("/o/{id}?/x", &["id"], "/o/{id}/x", "id", 1);
        check("/posts/{$}", &[], "/posts/", "", 1);
    }

    #[test]
    fn fragments_and_open_queries_are_not_sent() {
        check("/{b}#acl", &["b"], "/{b}", "b", 1);
        check("/{b}?acl#x", &["b"], "/{b}?acl", "b", 1);
        check("/a?b={c}&d=e", &[], "/a?d=e", "", 1);
        check("/a?b={c}", &[], "/a", "", 1);
        check("/a{?b,c}", &[], "/a", "", 1);
        check("/a{?b,c}{#d}?", &[], "/a", "", 3);
    }
}
