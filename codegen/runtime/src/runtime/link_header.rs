//! The header `Link` in, the target of a relation out (RFC 8288, with the parser of its appendix B).

use http::{HeaderMap, header};

/// Returns the target of the first link with this relation type, as it is written: a URI reference.
///
/// Links with an `anchor` are left out, as they are not about the page (§3.2).
pub(super) fn find_link(headers: &HeaderMap, relation: &str) -> Option<String> {
    let values = headers.get_all(header::LINK).iter();
    values
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .find_map(|value| find_in_value(&value, relation))
}

/// Searches the links of one header. What follows a link that is malformed is not read.
fn find_in_value(value: &str, relation: &str) -> Option<String> {
    let mut rest = value;
    loop {
        // Items of a list may be empty (RFC 9110 §5.6.1).
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let (target, parameters) = rest.strip_prefix('<')?.split_once('>')?;
        let link = Parameters::parse(parameters);
        if link.is_about_page && link.has_relation(relation) {
            return Some(target.to_owned());
        }
        rest = link.rest;
    }
}

/// The parameters of a link.
struct Parameters<'a> {
    /// The relation types, separated by spaces, of the first `rel`; others are ignored (§3.3).
    relations: Option<String>,
    /// Whether there is no `anchor`.
    is_about_page: bool,
    /// What follows the parameters.
    rest: &'a str,
}

impl<'a> Parameters<'a> {
    fn parse(text: &'a str) -> Self {
        let mut parsed = Self {
            relations: None,
            is_about_page: true,
            rest: text,
        };
        while let Some(after) = trim_start(parsed.rest).strip_prefix(';') {
            let after = trim_start(after);
            let end = after.find([' ', '\t', '=', ';', ',']);
            let (name, after) = after.split_at(end.unwrap_or(after.len()));
            let (value, rest) = match trim_start(after).strip_prefix('=') {
                Some(after) => parse_value(trim_start(after)),
                None => (String::new(), after),
            };
            if name.eq_ignore_ascii_case("rel") {
                parsed.relations.get_or_insert(value);
            } else if name.eq_ignore_ascii_case("anchor") {
                parsed.is_about_page = false;
            }
            parsed.rest = rest;
        }
        parsed
    }

    /// Returns whether a relation type is one of the link, in letters of any case (§2.1.1).
    fn has_relation(&self, relation: &str) -> bool {
        let relations = self.relations.as_deref().unwrap_or_default();
        let mut relations = relations.split_ascii_whitespace();
        relations.any(|it| it.eq_ignore_ascii_case(relation))
    }
}

/// Splits a token or a quoted string from what follows it.
fn parse_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        let (token, rest) = text.split_at(end);
        return (token.trim_end_matches([' ', '\t']).to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => value.extend(characters.next()),
            _ => value.push(character),
        }
    }
    (value, characters.as_str())
}

fn trim_start(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}
