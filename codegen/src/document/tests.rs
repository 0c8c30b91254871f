//! Documents of a few lines, and what is read of them as text.

mod dialects;
mod envelopes;
mod files;
mod instances;
mod keywords;
mod printer;
mod references;
mod versions;

use super::{Document, read_document};
use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::FileId;
use crate::source::{Absent, Sources, parse};

/// Reads a document, and compares what the printer says of it.
fn check(text: &str, expected: &str) {
    check_files(&[("api.yml", text)], expected);
}

/// The same for component schemas of an OpenAPI 3.1 document.
fn check_schemas(schemas: &str, expected: &str) {
    check(&with_schemas("3.1.0", schemas), expected);
}

/// The same for OpenAPI 3.0.
fn check_schemas_30(schemas: &str, expected: &str) {
    check(&with_schemas("3.0.3", schemas), expected);
}

/// The same for the paths of an OpenAPI 3.1 document.
fn check_paths(paths: &str, expected: &str) {
    let paths = paths.trim_end();
    check(
        &format!("openapi: 3.1.0\ninfo: {{title: t, version: v}}\npaths:{paths}\n"),
        expected,
    );
}

fn with_schemas(version: &str, schemas: &str) -> String {
    let schemas = schemas.trim_end().replace('\n', "\n    ");
    let info = "info: {title: t, version: v}\npaths: {}";
    format!("openapi: {version}\n{info}\ncomponents:\n  schemas:{schemas}\n")
}

/// Reads the first of several files; the others are there to be loaded.
fn check_files(files: &[(&str, &str)], expected: &str) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let main = sources.add(files[0].0, files[0].1);
    let document = read_first(&mut sources, main, files, &mut diagnostics);
    let mut found = document.as_ref().map(printer::print).unwrap_or_default();
    for diagnostic in diagnostics.iter() {
        found.push_str(&printer::print_diagnostic(diagnostic, &sources));
    }
    let expected: Vec<_> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let found: Vec<_> = found.lines().map(str::trim).collect();
    assert_eq!(found, expected, "\n{}\n", found.join("\n"));
}

fn read_first(
    sources: &mut Sources,
    main: FileId,
    files: &[(&str, &str)],
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let tree = parse(sources, main, diagnostics)?;
    let mut load = |sources: &mut Sources, path: &str| {
        let found = files.iter().find(|(name, _)| *name == path);
        let (name, text) = found.ok_or_else(|| Absent::from_folder(path))?;
        Ok(sources.add(*name, *text))
    };
    read_document(sources, main, tree, &mut load, diagnostics)
}

/// Every test of a broken document ends here as well: no panic, whatever stands where.
#[test]
#[expect(clippy::too_many_lines, reason = "one long document")]
fn nonsense_anywhere_is_reported() {
    let document = r"
openapi: 3.1.0
info: {title: t, version: v}
servers: [{url: u, variables: {a: {default: b}}}]
tags: [{name: n}]
security: [{k: []}]
paths:
  /a:
    parameters: [{name: n, in: query, schema: {type: string}}]
    post:
      requestBody: {content: {a/b: {schema: {$ref: '#/components/schemas/A'}, encoding: {a: {}}}}}
      responses: {'200': {description: d, headers: {h: {schema: {}}}, content: {a/b: {examples: {e: {value: 1}}}}}}
      callbacks: {c: {x: {get: {responses: {}}}}}
webhooks: {w: {post: {responses: {}}}}
components:
  schemas:
    A: {type: object, properties: {a: {allOf: [true], items: {}, enum: [1]}}, required: [a], discriminator: {propertyName: p, mapping: {m: A}}}
  securitySchemes: {k: {type: apiKey, in: header, name: n}}
  pathItems: {p: {}}
";
    let mut sources = Sources::default();
    let file = sources.add("api.yml", document);
    let tree = parse(&sources, file, &mut Diagnostics::default()).unwrap();
    let mut places = vec![crate::pointer::Pointer::root()];
    let mut index = 0;
    while let Some(place) = places.get(index).cloned() {
        index += 1;
        match tree.at(&place).unwrap() {
            crate::tree::Tree::Object(object) => {
                places.extend(object.keys().map(|key| place.join(key)));
            }
            crate::tree::Tree::Array(items) => {
                places.extend((0..items.len()).map(|item| place.join(&item.to_string())));
            }
            _ => {}
        }
    }
    let nonsense = [
        "null",
        "true",
        "5",
        "text",
        "[]",
        "[5]",
        "[[]]",
        "{}",
        "{a: 5}",
        "{$ref: 5}",
    ];
    for place in &places {
        for text in nonsense
            .into_iter()
            .chain(["{$ref: '#/nowhere'}", "{$ref: '#/paths/~1a'}"])
        {
            let other = sources.add("nonsense.yml", text);
            let mut tree = tree.clone();
            *tree.at_mut(place).unwrap() =
                parse(&sources, other, &mut Diagnostics::default()).unwrap();
            let mut diagnostics = Diagnostics::default();
            read_document(
                &mut sources,
                file,
                tree,
                &mut |_, _| Err(Absent::Missing),
                &mut diagnostics,
            );
        }
    }
}

/// As deep as `source` lets a document be, in every part that is read another way.
#[test]
fn depth_does_not_overflow_the_stack() {
    let nested = |open: &str, core: &str, close: &str, levels: usize| {
        format!("{}{core}{}", open.repeat(levels), close.repeat(levels))
    };
    let schema = nested(r#"{"properties":{"a":"#, "{}", "}}", 250);
    let union = nested(r#"{"anyOf":["#, "{}", "]}", 250);
    let data = nested("[", "", "]", 500);
    let calls = r#"{"get":{"responses":{},"callbacks":{"c":{"x":"#;
    let callbacks = |levels| nested(calls, "{}", "}}}}", levels);
    let documents = [
        format!(r#""components":{{"schemas":{{"A":{schema}}}}}"#),
        format!(r#""components":{{"schemas":{{"A":{union}}}}}"#),
        format!(r#""components":{{"schemas":{{"A":{{"default":{data}}}}}}}"#),
        format!(r#""components":{{"examples":{{"A":{{"value":{data}}}}}}}"#),
        format!(r#""x-data":{data}"#),
        format!(r#""paths":{{"/a":{{"x-data":{data}}}}}"#),
        format!(r#""paths":{{"/a":{}}}"#, callbacks(4)),
        format!(r#""paths":{{"/a":{}}}"#, callbacks(120)),
    ];
    for members in documents {
        let head = r#""openapi":"3.1.0","info":{"title":"t","version":"v"}"#;
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let main = sources.add("api.json", format!("{{{head},{members}}}"));
        let document = read_first(&mut sources, main, &[], &mut diagnostics);
        assert!(document.is_some(), "{:?}", diagnostics.iter().next());
    }
}

/// The place of a diagnostic, as `#/a/b`.
fn place_text(place: &Place, sources: &Sources) -> String {
    let (file, text) = match place {
        Place::File(file) => (*file, String::new()),
        Place::Node(address) | Place::Key(address) => {
            (address.file, format!("#{}", address.pointer))
        }
        Place::Position { file, line, column } => (*file, format!(":{line}:{column}")),
    };
    let name = if file == FileId(0) {
        ""
    } else {
        sources.get(file).name.as_str()
    };
    format!("{name}{text}")
}
