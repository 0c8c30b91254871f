//! Documents that are cut to a selection.

use std::fmt::Write;
use std::fs;

use codegen::cut::{Cut, Glob, Selection, Unmatched, cut_document};
use codegen::diagnostic::Diagnostics;
use codegen::source::{self, Sources};
use codegen::tree::Tree;

use crate::run::repository;

/// Cuts a text to what these patterns choose.
fn cut(name: &str, text: &str, selection: &Selection) -> Result<Cut, Vec<Unmatched>> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let mut diagnostics = Diagnostics::default();
    let cut = cut_document(&sources, file, selection, &mut diagnostics);
    cut.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn globs(texts: &[&str]) -> Vec<Glob> {
    texts.iter().map(|it| Glob::new(it)).collect()
}

fn parse(name: &str, text: &str) -> Tree {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let tree = source::parse(&sources, file, &mut Diagnostics::default());
    tree.unwrap_or_else(|| panic!("it is read: {text}"))
}

/// Paths and webhooks that only this file has, with all that they refer to, for a list in YAML.
fn foreign_items(count: usize, prefix: &str) -> String {
    let mut text = String::new();
    for index in 0..count {
        let written = write!(
            text,
            "  {prefix}{index}:\n    # What nobody asked for.\n    post:\n      operationId: zoo{index}\n      \
             tags: [Zoo]\n      description: |\n        # A heading\n\n        Not a comment.\n      \
             requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Zoo{index}' }} }} }} }}\n"
        );
        written.expect("a string takes any text");
    }
    text
}

fn foreign_schemas(count: usize, prefix: &str) -> String {
    let mut text = String::new();
    for index in 0..count {
        let next = (index + 1) % count;
        let written = write!(
            text,
            "    # About {prefix}{index}:\n    # two lines.\n    {prefix}{index}:\n      type: object\n      \
             description: >-\n        It lives in a zoo, with others of its kind, and is fed twice a day.\n      \
             properties:\n        next: {{ $ref: '#/components/schemas/{prefix}{next}' }}\n        \
             size: {{ type: number, minimum: 1e-3 }}\n"
        );
        written.expect("a string takes any text");
    }
    text
}

/// Puts foreign parts at the beginning and the end of the lists of a document.
fn surround(text: &str, count: usize) -> String {
    let mut whole = String::new();
    let mut closing: Vec<(usize, String)> = Vec::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if !line.trim().is_empty() {
            while let Some((_, part)) = closing.pop_if(|(around, _)| indent <= *around) {
                whole.push_str(&part);
            }
        }
        whole.push_str(line);
        whole.push('\n');
        let mut add = |at: usize, first: String, last: String| {
            whole.push_str(&first);
            closing.push((at, last));
        };
        match line {
            "paths:" => add(
                0,
                foreign_items(count, "/zoo/"),
                foreign_items(count, "/zoos/"),
            ),
            "webhooks:" => add(0, foreign_items(count, "zoo"), foreign_items(count, "zoos")),
            "  schemas:" => add(
                2,
                foreign_schemas(count, "Zoo"),
                foreign_schemas(count, "Zoos"),
            ),
            _ => {}
        }
    }
    for (_, part) in closing.into_iter().rev() {
        whole.push_str(&part);
    }
    whole
}

/// The document of a name in `specs/`, and what chooses all of it.
fn spec(name: &str) -> (String, Selection) {
    let path = repository().join(format!("specs/{name}.yml"));
    let text = fs::read_to_string(path).expect("it is checked in");
    let selection = match name {
        "calls" => Selection {
            paths: globs(&["/calls*"]),
            webhooks: globs(&["call*"]),
            ..Selection::default()
        },
        "conferences" => Selection {
            paths: globs(&["/conferences*"]),
            webhooks: globs(&["conference*"]),
            ..Selection::default()
        },
        _ => Selection {
            paths: globs(&["/texml/*"]),
            ..Selection::default()
        },
    };
    (text, selection)
}

#[test]
fn specs_are_cut_from_documents_that_contain_them() {
    for name in ["calls", "conferences", "texml"] {
        let (text, selection) = spec(name);
        let cut = cut("whole.yml", &surround(&text, 3), &selection).expect("all match");
        assert_eq!(cut.tree, parse("spec.yml", &text), "{name}");
        assert!(cut.is_verbatim, "{name}");
        assert!(cut.text == text, "{name}: the text is kept");
    }
}

/// The document that Telnyx publishes has 4.3 MB.
#[test]
fn a_document_of_4_megabytes_is_cut() {
    let (text, selection) = spec("conferences");
    let whole = surround(&text, 3200);
    assert!(whole.len() > 4_300_000, "{}", whole.len());
    let cut = cut("whole.yml", &whole, &selection).expect("all match");
    assert!(cut.is_verbatim && cut.text == text);
}

#[test]
fn json_is_cut_like_yaml() {
    for name in ["calls", "conferences", "texml"] {
        let (text, selection) = spec(name);
        let whole = parse("whole.yml", &surround(&text, 3)).to_indented_json();
        let cut = cut("whole.json", &whole, &selection).expect("all match");
        assert!(cut.is_verbatim, "{name}");
        assert!(
            cut.text == parse("spec.yml", &text).to_indented_json(),
            "{name}"
        );
    }
}

/// A document with each kind of reference, on few lines.
const KINDS: &str = "\
openapi: 3.1.0
info: { title: Kinds, version: '1' }
security: [{ key: [] }]
tags:
  - name: Cats
  - name: Dogs
paths:
  # About cats.
  /cats:
    parameters: [{ $ref: '#/components/parameters/Page' }]
    get:
      operationId: listCats
      tags: [Cats]
      responses: { '200': { $ref: '#/components/responses/Cats' } }
    # Not read by anybody.
    post:
      operationId: addCat
      tags: [Cats]
      security: [{ other: [] }]
      requestBody: { $ref: '#/components/requestBodies/Cat' }
  /dogs:
    get: { operationId: listDogs, tags: [Dogs], responses: { '200': { $ref: '#/paths/~1cats/get/responses/200' } } }
components:
  schemas:
    Pet: { type: object, discriminator: { propertyName: kind, mapping: { cat: Cat } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
    # Extends, and nothing refers to it.
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }], properties: { tail: { $ref: '#tail' } } }
    Tail: { $anchor: tail, type: string }
    Unused: { type: string }
  parameters:
    Page: { name: page, in: query, schema: { type: integer } }
  responses:
    Cats: { description: '', content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
  requestBodies:
    Cat: { content: { application/json: { schema: { $ref: '#/components/schemas/Unused' } } } }
  securitySchemes:
    key: { type: http, scheme: bearer }
    other: { type: http, scheme: basic }
    unused: { type: http, scheme: digest }
";

/// What is left of [`KINDS`] by a selection.
fn check(selection: &Selection, removed: &[&str]) {
    let cut = cut("kinds.yml", KINDS, selection).expect("all match");
    assert!(cut.is_verbatim);
    let lines = KINDS
        .lines()
        .filter(|line| !cut.text.lines().any(|it| it == *line));
    let lines: Vec<&str> = lines
        .map(|it| it.trim().split(':').next().unwrap_or(it))
        .collect();
    assert_eq!(lines, removed);
}

#[test]
fn all_that_operations_refer_to_is_kept() {
    let post = [
        "# Not read by anybody.",
        "post",
        "operationId",
        "security",
        "requestBody",
    ];
    let unread = ["Unused", "requestBodies", "Cat", "other", "unused"];
    let operations = Selection {
        operations: globs(&["listCats"]),
        ..Selection::default()
    };
    let dogs = ["- name", "/dogs", "get"];
    let check_all = |selection: &Selection, parts: &[&[&str]]| check(selection, &parts.concat());
    check_all(&operations, &[&dogs[..1], &post, &dogs[1..], &unread]);
    let paths = Selection {
        paths: globs(&["/cats"]),
        ..Selection::default()
    };
    check_all(&paths, &[&dogs, &["unused"]]);
    // Its response is written in an operation of another path.
    let tags = Selection {
        tags: globs(&["Dog*"]),
        ..Selection::default()
    };
    check_all(&tags, &[&post, &unread]);
}

#[test]
fn text_that_shares_lines_is_written_anew() {
    let text = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: { /a: { get: {} }, /b: { get: {} } }\n";
    let selection = Selection {
        paths: globs(&["/a"]),
        ..Selection::default()
    };
    let cut = cut("a.yml", text, &selection).expect("all match");
    assert!(!cut.is_verbatim);
    assert_eq!(
        cut.tree,
        parse("a.yml", &text.replace(", /b: { get: {} }", ""))
    );
    assert_eq!(parse("a.yml", &cut.text), cut.tree);
}

#[test]
fn lists_without_members_are_left_out_or_empty() {
    let text = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\n# All paths.\npaths:\n  /a:\n    get: {}\nwebhooks:\n  b:\n    post: {}\n";
    let selection = Selection {
        webhooks: globs(&["*"]),
        ..Selection::default()
    };
    let kept = cut("a.yml", text, &selection).expect("all match");
    assert_eq!(
        kept.text,
        "openapi: 3.1.0\ninfo: { title: A, version: '1' }\n# All paths.\npaths: {}\nwebhooks:\n  b:\n    post: {}\n"
    );
    let json = parse("a.yml", text).to_indented_json();
    let kept = cut("a.json", &json, &selection).expect("all match");
    assert!(
        kept.is_verbatim && kept.text.contains("  \"paths\": {},\n"),
        "{}",
        kept.text
    );
    let selection = Selection {
        paths: globs(&["/*"]),
        ..Selection::default()
    };
    let kept = cut("a.yml", text, &selection).expect("all match");
    assert!(
        kept.text.ends_with("paths:\n  /a:\n    get: {}\n"),
        "{}",
        kept.text
    );
}

#[test]
fn patterns_that_match_nothing_are_named() {
    let selection = Selection {
        paths: globs(&["/cat", "/cats"]),
        tags: globs(&["Fish"]),
        ..Selection::default()
    };
    let unmatched = cut("kinds.yml", KINDS, &selection).expect_err("two match nothing");
    let named = unmatched
        .iter()
        .map(|it| (it.option, it.glob.as_str(), it.meant.as_deref()));
    let expected = [("path", "/cat", Some("/cats")), ("tag", "Fish", None)];
    assert_eq!(named.collect::<Vec<_>>(), expected);
}
