//! A report as one page of HTML, which loads nothing.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use crate::diff::change::Impact;

use super::{
    ApiReport, LocatedChange, Location, Report, conclusion, crate_words, sorted, wire_words,
};

/// The page around the changes.
const PAGE: &str = include_str!("html/page.html");

/// Writes a page on which each change can be unfolded: the lines of the document and of the listing on
/// both sides. It can be searched and filtered by impact.
#[must_use]
pub fn render_html(report: &Report) -> String {
    let modules = report.apis.iter().map(|it| it.module.as_str());
    let modules: Vec<&str> = modules.collect();
    let title = format!("API diff of {}", modules.join(", "));
    let mut changes = String::new();
    for api in report.changed_parts() {
        write_api(&mut changes, api);
    }
    if changes.is_empty() {
        changes.push_str("<p>There are no changes.</p>\n");
    }
    let title = &*escape(&title);
    fill_page(&[
        ("{title}", title),
        ("{title}", title),
        ("{verdict}", &prose(&conclusion(&report.verdict))),
        ("{filters}", &filters(report)),
        ("{changes}", &changes),
    ])
}

/// Returns the page with its placeholders replaced, which are in this order. What is inserted may look like
/// one of them.
fn fill_page(parts: &[(&str, &str)]) -> String {
    let (mut text, mut rest) = (String::new(), PAGE);
    for (placeholder, part) in parts {
        let Some((before, after)) = rest.split_once(placeholder) else {
            unreachable!("the page has {placeholder} once in its place")
        };
        text.extend([before, *part]);
        rest = after;
    }
    text + rest
}

/// A box for each impact that there is.
fn filters(report: &Report) -> String {
    let changes = || report.changed_parts().flat_map(sorted).map(|it| &it.change);
    let crates: Vec<&str> = changes().map(crate_words).collect();
    let wires: Vec<&str> = changes().map(|it| wire_words(it.wire)).collect();
    let mut text = String::new();
    for (name, legend, all) in [("crate", "Crate", crates), ("wire", "Wire", wires)] {
        let mut words = Impact::ALL.map(wire_words).to_vec();
        words.insert(1, Impact::Changes.name());
        words.insert(1, super::SWAPS);
        words.retain(|word| all.contains(word));
        let _ = write!(text, "<fieldset><legend>{legend}</legend>");
        for word in words {
            let count = all.iter().filter(|it| **it == word).count();
            let _ = write!(
                text,
                " <label><input type=\"checkbox\" name=\"{name}\" value=\"{word}\" checked> \
                 {word} <span class=\"counts\">{count}</span></label>"
            );
        }
        text.push_str("</fieldset>\n");
    }
    text
}

fn write_api(text: &mut String, api: &ApiReport) {
    let _ = writeln!(text, "<section>\n<h2>{}</h2>", escape(&api.module));
    for located in sorted(api) {
        write_change(text, located);
    }
    text.push_str("</section>\n");
}

fn write_change(text: &mut String, located: &LocatedChange) {
    let LocatedChange { change, old, new } = located;
    let (krate, wire) = (crate_words(change), wire_words(change.wire));
    let _ = writeln!(
        text,
        "<details data-crate=\"{krate}\" data-wire=\"{wire}\">\n<summary>{} {} \
         <h3><code>{}</code> {}</h3></summary>",
        impact("Crate", krate),
        impact("Wire", wire),
        escape(&change.item),
        prose(&change.text)
    );
    if !change.reaches.is_empty() {
        let users = escape(&change.reaches.join(", "));
        let _ = writeln!(text, "<p class=\"users\">Used by {users}</p>");
    }
    let [before, after] =
        [(old, new), (new, old)].map(|(it, other)| excerpt(it.as_ref(), other.as_ref()));
    write_sides(text, [&before.0, &after.0], [&before.1, &after.1]);
    let [before, after] = &change.lines;
    let spelled = [change.before.clone(), change.after.clone()];
    let [before, after] = if before == after {
        &spelled
    } else {
        &change.lines
    };
    if before != after {
        write_sides(text, ["Rust before", "Rust after"], [before, after]);
    }
    text.push_str("</details>\n");
}

/// A caption and the lines of the document. A node that is on the other side only has no lines here, where
/// its place is that of what it would be in.
fn excerpt(here: Option<&Location>, other: Option<&Location>) -> (String, String) {
    let Some(Location {
        file,
        line,
        pointer,
        excerpt,
    }) = here
    else {
        return ("Not in the document".to_owned(), String::new());
    };
    let inner = other.and_then(|it| it.pointer.strip_prefix(pointer));
    let (start, lines) = match inner {
        Some(inner) if !inner.is_empty() => ("Not in ", ""),
        _ => ("", &**excerpt),
    };
    (format!("{start}{file}:{line} {pointer}"), lines.to_owned())
}

fn impact(label: &str, words: &str) -> String {
    let class = words.split(' ').next().unwrap_or_default();
    format!("<span class=\"impact {class}\">{label}: {words}</span>")
}

/// Writes two texts side by side, and marks the lines that only one of them has.
fn write_sides(text: &mut String, captions: [&str; 2], sides: [&str; 2]) {
    text.push_str("<div class=\"sides\">\n");
    let lines = sides.map(|side| side.lines().collect::<Vec<_>>());
    for (side, mark) in ["del", "ins"].into_iter().enumerate() {
        let caption = escape(captions[side]);
        let _ = write!(text, "<figure><figcaption>{caption}</figcaption>");
        if !lines[side].is_empty() {
            let others: FxHashSet<&str> = lines[1 - side].iter().copied().collect();
            text.push_str("<pre tabindex=\"0\">");
            write_lines(text, &lines[side], &others, mark);
            text.push_str("</pre>");
        }
        text.push_str("</figure>\n");
    }
    text.push_str("</div>\n");
}

/// Lines above which those that both sides have are left out, but for the first.
const LONG: usize = 24;

fn write_lines(text: &mut String, lines: &[&str], others: &FxHashSet<&str>, mark: &str) {
    let mut is_cut = false;
    for (index, line) in lines.iter().enumerate() {
        let is_shared = others.contains(line);
        if is_shared && index > 0 && lines.len() > LONG {
            if !is_cut {
                text.push_str("  …\n");
            }
            is_cut = true;
            continue;
        }
        is_cut = false;
        let line = escape(line);
        let _ = if is_shared || line == "…" {
            writeln!(text, "{line}")
        } else {
            writeln!(text, "<{mark}>{line}</{mark}>")
        };
    }
}

/// Escaped text with code in backticks.
fn prose(text: &str) -> String {
    let spans = text.split('`').collect::<Vec<_>>();
    if spans.len().is_multiple_of(2) {
        return escape(text);
    }
    let spans = spans
        .iter()
        .enumerate()
        .map(|(index, span)| match index % 2 {
            0 => escape(span),
            _ => format!("<code>{}</code>", escape(span)),
        });
    spans.collect()
}

/// Text in an element or in an attribute in quotes. Controls are not allowed in HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(char),
            char if char.is_control() => escaped.push('\u{FFFD}'),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::{Change, Finding, Subject};
    use crate::diff::kind::ChangeKind;
    use crate::source::Sources;

    fn page(text: &str) -> String {
        let finding = Finding::new(ChangeKind::Title, text).impact(Impact::Docs, Impact::Docs);
        let change = Change::of_item((Subject::Api, "pets"), finding, [None, None]);
        let modules = vec![("pets".to_owned(), vec![change])];
        render_html(&Report::new(Vec::new(), modules, &Sources::default()))
    }

    #[test]
    fn no_text_becomes_markup() {
        let page = page("is `<b>`, \"'&\u{0}");
        assert!(
            page.contains("is <code>&lt;b&gt;</code>, &quot;&#39;&amp;\u{FFFD}"),
            "{page}"
        );
    }

    #[test]
    fn what_looks_like_a_placeholder_is_text() {
        assert_eq!(
            page("is {changes} {filters}").matches("{changes}").count(),
            2
        );
    }

    #[test]
    fn the_page_loads_nothing() {
        for word in ["http:", "https:", "src=", "href=", "url(", "@import"] {
            assert!(!PAGE.contains(word), "{word}");
        }
    }
}
