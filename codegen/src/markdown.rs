//! Descriptions in, Markdown of doc comments out, which rustdoc accepts without a warning.
//!
//! Descriptions are `CommonMark` by the specification (OpenAPI 3.1.1, §4.4) and anything in
//! practice. They are parsed with the parser of rustdoc and printed again: markup is kept,
//! everything else is escaped.

mod clean;
mod description;
mod escape;
mod flow;
mod html;
mod inline;
mod outline;
mod page;
mod plain;
mod span;
mod table;
mod tags;

pub use description::Descriptions;
use escape::Surroundings;
use inline::Inline;

/// Returns the lines of the doc comment for a description, without the `/// ` before them.
///
/// Paragraphs are wrapped at 96 characters, headings become bold paragraphs, code becomes plain
/// text, and HTML becomes equivalent Markdown. A blank text has no lines.
#[must_use]
pub fn doc_lines(text: &str) -> Vec<String> {
    flow::page(&clean::clean_text(text)).into_lines()
}

/// Returns the Markdown of a plain text, on one line.
#[must_use]
pub fn inline(text: &str) -> String {
    let mut inline = Inline::default();
    inline.push_text(&clean::clean_text(text));
    inline.line()
}

/// Returns a value as a code span on one line; empty for an empty value, because Markdown has no
/// empty code span.
#[must_use]
pub fn code(text: &str) -> String {
    escape::code(text, Surroundings::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &[(&str, &str)]) {
        for (text, expected) in table {
            let lines = doc_lines(text).join("\n");
            assert_eq!(lines, *expected, "for {text:?}");
            assert_eq!(
                doc_lines(&lines).join("\n"),
                lines,
                "tidy text stays as it is"
            );
        }
    }

    #[test]
    fn fences_need_not_begin_a_line() {
        check(&[
            (
                "An example: ```json {\"a\": 1}``` ends.",
                "An example: `{\"a\": 1}` ends.",
            ),
            (
                "Run ```python a.py``` or ```json```.",
                "Run `python a.py` or `json`.",
            ),
            (
                "Like: ```python\n  def a():\n    b() ``` or so.",
                "Like:\n\n```text\ndef a():\n  b()\n```\n\nor so.",
            ),
            // By the book the last line would begin a block, and all below it would be code.
            (
                "Like: ```python\n  b()\n```\nOr so.\n- a: ```\n  c\n  ```\n- ```",
                "Like:\n\n```text\n  b()\n```\n\nOr so.\n\n- a:\n\n  ```text\n  c\n  ```",
            ),
            (
                "- a ```json\n  {}\n  ```\n- b",
                "- a\n\n  ```text\n  {}\n  ```\n\n- b",
            ),
            ("**a ```\nb ```**", "**a `b`**"),
        ]);
    }

    #[test]
    fn markdown_keeps_its_structure() {
        check(&[
            ("", ""),
            (" \n\t\n", ""),
            ("One.\nTwo.\r\n\r\nThree.", "One. Two.\n\nThree."),
            ("  All\n  indented.", "All indented."),
            ("# A title\ntext", "**A title**\n\ntext"),
            ("## **A** `b`", "**A `b`**"),
            (
                "a\n* b\n* c\n  1) d\n  2) e",
                "a\n\n- b\n- c\n  1. d\n  2. e",
            ),
            ("- a\n\n- b\n\n  c", "- a\n\n- b\n\n  c"),
            ("- a\n- [x] b\n\n+ c", "- a\n- [x] b\n\n* c"),
            ("> a\nb\n\nc", "> a b\n\nc"),
            ("a  \nb\\\nc", "a\\\nb\\\nc"),
            ("a\n\n***\n\nb", "a\n\n___\n\nb"),
            (
                "|a|b|\n|-|:-:|\n|`x\\|y`|z",
                "| a | b |\n| --- | :-: |\n| `x\\|y` | z |",
            ),
        ]);
    }

    #[test]
    fn code_is_never_run() {
        check(&[
            ("```rust\npanic!()\n```", "```text\npanic!()\n```"),
            (
                "a\n\n    indented\n\tmore",
                "a\n\n```text\nindented\nmore\n```",
            ),
            (
                "- a\n  ~~~\n  never closed ```",
                "- a\n  ````text\n  never closed ```\n  ````",
            ),
            ("`` a`b ``", "``a`b``"),
            ("a lone ` there", "a lone \\` there"),
        ]);
    }

    #[test]
    fn links_lead_somewhere() {
        check(&[
            (
                "[a *b*](https://c.d/e?f=(g))",
                "[a *b*](https://c.d/e?f=%28g%29)",
            ),
            (
                "[docs](/docs), [top](#top), [x](javascript:x)",
                "docs, top, x",
            ),
            (
                "[r] and [none]\n\n[r]: http://a.b",
                "[r](http://a.b) and \\[none]",
            ),
            (
                "see https://a.b/c_d?e=*, or (http://f.g).",
                "see <https://a.b/c_d?e=>\\*, or (<http://f.g>).",
            ),
            (
                "<https://a.b> <me@a.b> <user:pass>",
                "<https://a.b> <me@a.b> \\<user:pass>",
            ),
            (
                "![logo](http://a.b/c.png) ![](x.png)",
                "[logo](http://a.b/c.png)",
            ),
            ("[^1] a[0]", "\\[^1] a\\[0]"),
        ]);
    }

    #[test]
    fn html_becomes_markdown() {
        check(&[
            (
                "Use <code>a_b</code>,<br/><b>bold</b> or <I>it</I>.",
                "Use `a_b`,\\\n**bold** or *it*.",
            ),
            (
                "<a href=\"https://a.b\">a</a> <a href='#c'>c</a>",
                "[a](https://a.b) c",
            ),
            (
                "Bearer <token>, <code>, a < b",
                "Bearer \\<token>, \\<code>, a < b",
            ),
            ("<b>Note:</b>read", "**Note:** read"),
            ("<p>One</p><p>Two <!-- x --> &lt;3</p>", "One\n\nTwo <3"),
            ("Either<ul><li>a<li>b</li></ul>", "Either\n\n- a\n- b"),
            ("<h3>A <code>b</code></h3>c", "**A `b`**\n\nc"),
            (
                "<table><tr><th>a</th></tr><tr><td>1|2</td><td>3<br>4</td></tr></table>",
                "| a |  |\n| --- | --- |\n| 1\\|2 | 3<br>4 |",
            ),
            ("<pre>a\n b &lt; c</pre>", "```text\na\n b < c\n```"),
            (
                "<Response>\n  <Say>hi</Say>\n</Response>",
                "```text\n<Response>\n  <Say>hi</Say>\n</Response>\n```",
            ),
        ]);
    }

    #[test]
    fn what_is_no_markup_stays_text() {
        check(&[
            (
                "2 * 3*4 snake_case _x __y",
                "2 * 3\\*4 snake_case \\_x \\_\\_y",
            ),
            ("AT&T &amp;nbsp; &copy;", "AT&T \\&nbsp; ©"),
            ("ends with \\", "ends with \\\\"),
            ("C:\\new\\*", "C:\\new\\*"),
            ("1\\. no list", "1\\. no list"),
            (
                "a\u{0}b\u{202E}c\u{A0}d\u{FEFF}",
                "a\u{FFFD}b\u{FFFD}c&nbsp;d",
            ),
        ]);
    }

    #[test]
    fn paragraphs_are_wrapped() {
        let lines = doc_lines(&"- word `a b` [c d](http://e.f) + ".repeat(90));
        assert!(lines.len() > 25 && lines.iter().all(|line| line.chars().count() <= 96));
        for line in &lines[1..] {
            assert!(
                line.starts_with("  ") && !line.starts_with("  + ") && !line.starts_with("  - ")
            );
            assert_eq!(line.matches('`').count() % 2, 0, "{line}");
            assert_eq!(
                line.matches('[').count(),
                line.matches(')').count(),
                "{line}"
            );
        }
        let code = format!("`{}`", "a ".repeat(99).trim());
        assert_eq!(doc_lines(&code), [code]);
    }

    #[test]
    fn values_on_one_line() {
        assert_eq!(inline("a\n [b] <c> `d`"), "a \\[b] \\<c> \\`d\\`");
        assert_eq!(inline("# 1"), "\\# 1");
        assert_eq!(code("a ` b"), "``a ` b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "");
    }
}
