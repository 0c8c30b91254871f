//! Proposals in, an overlay in YAML or JSON out.

use std::fmt::Write;

use super::exclusive::object;
use super::place::TextPlace;
use super::proposal::Proposal;
use crate::extension;
use crate::tree::Tree;

/// The head of an overlay.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// The document that the overlay is for, as `extends` has it.
    pub document: &'a str,
}

/// Renders proposals as an overlay. Each action has a comment with its kind and its places.
#[must_use]
pub fn render_overlay(
    heading: Heading<'_>,
    proposals: &[Proposal],
    places: &[Vec<TextPlace>],
) -> String {
    let Heading { document } = heading;
    // An overlay needs an action.
    if proposals.is_empty() {
        return "# no rule is stated in prose only\n".to_owned();
    }
    let title = write_scalar(&format!("Rules that {document} states in prose"));
    let document = write_scalar(document);
    let mut text = format!(
        "overlay: 1.1.0\ninfo:\n  title: {title}\n  version: 1.0.0\nextends: {document}\nactions:\n"
    );
    for (index, (proposal, places)) in proposals.iter().zip(places).enumerate() {
        if index > 0 {
            text.push('\n');
        }
        write_action(&mut text, proposal, places);
    }
    text
}

fn write_action(text: &mut String, proposal: &Proposal, places: &[TextPlace]) {
    let places: Vec<String> = places
        .iter()
        .map(
            |TextPlace {
                 file, line, column, ..
             }| format!("{file}:{line}:{column}"),
        )
        .collect();
    let kind = proposal.kind.name();
    match &places[..] {
        [place] => drop(writeln!(text, "  # {kind}: {place}")),
        places => {
            let _ = writeln!(text, "  # {kind}, {} places:", places.len());
            for place in places {
                let _ = writeln!(text, "  #   {place}");
            }
        }
    }
    // Without quotes around those of the names.
    let target = if proposal.target.contains('\'') {
        format!(">-\n      {}", proposal.target)
    } else {
        write_scalar(&proposal.target)
    };
    let because = write_scalar(&proposal.because);
    let update = write_flow(&Tree::Object(Box::new(proposal.update.clone())));
    let _ = writeln!(text, "  - target: {target}");
    let _ = writeln!(text, "    {}: {because}", extension::BECAUSE.key);
    let _ = writeln!(text, "    update: {update}");
}

/// Renders proposals as a JSON array of objects with `kind`, `target`, `because`, `update` and `places`.
#[must_use]
pub fn render_json(proposals: &[Proposal], places: &[Vec<TextPlace>]) -> Tree {
    let list = proposals.iter().zip(places).map(|(proposal, places)| {
        let Proposal {
            kind,
            target,
            nodes: _,
            because,
            update,
            described: _,
        } = proposal;
        let places = places.iter().map(|place| {
            let TextPlace {
                file,
                line,
                column,
                pointer,
            } = place;
            object([
                ("file", Tree::from(file.as_str())),
                ("line", Tree::from(i64::from(*line))),
                ("column", Tree::from(i64::from(*column))),
                ("pointer", Tree::from(pointer.as_str())),
            ])
        });
        object([
            ("kind", Tree::from(kind.name())),
            ("target", Tree::from(target.as_str())),
            ("because", Tree::from(because.as_str())),
            ("update", Tree::Object(Box::new(update.clone()))),
            ("places", Tree::Array(places.collect())),
        ])
    });
    Tree::Array(list.collect())
}

/// Writes a value in the flow style of YAML.
fn write_flow(value: &Tree) -> String {
    match value {
        Tree::String(text) => write_scalar(text),
        Tree::Array(items) => {
            let items: Vec<String> = items.iter().map(write_flow).collect();
            format!("[{}]", items.join(", "))
        }
        Tree::Object(members) => {
            let members = members.iter();
            let members =
                members.map(|(key, value)| format!("{}: {}", write_scalar(key), write_flow(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) => value.to_json(),
    }
}

/// Writes a string of YAML: plain where every version of YAML reads it as a string, else in quotes.
fn write_scalar(text: &str) -> String {
    const WORDS: &[&str] = &[
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan",
    ];
    let is_inner =
        |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | '/' | ' ' | '$');
    let is_plain = text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '$')
        && text.chars().all(is_inner)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if is_plain {
        return text.to_owned();
    }
    if text.chars().any(char::is_control) {
        return Tree::from(text).to_json();
    }
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_quoted_where_they_need_it() {
        for (text, expected) in [
            ("At most 3 characters", "At most 3 characters"),
            ("$.a.b", "$.a.b"),
            ("$.a['b']", "'$.a[''b'']'"),
            ("No", "'No'"),
            ("1.0", "'1.0'"),
            ("a: b", "'a: b'"),
            ("a\u{1}", "\"a\\u0001\""),
        ] {
            assert_eq!(write_scalar(text), expected);
        }
    }
}
