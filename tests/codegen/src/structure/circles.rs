//! No file imports a file that leads back to it, except where the recursion is in the matter.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;

use super::imports::{Imports, imports, imports_of};
use super::sources::{CRATES, Crate};

/// Circles that stay: whose, which files, and why.
const HONEST: &[(&str, &[&str], &str)] = &[
    (
        "codegen",
        &["markdown/flow", "markdown/tags"],
        "a tag holds inline content, which holds tags",
    ),
    (
        "codegen",
        &[
            "lower/schema/inheritance",
            "lower/schema/lower",
            "lower/schema/object",
            "lower/schema/tuple",
            "lower/schema/union",
        ],
        "a schema is lowered with its subschemas",
    ),
    (
        "runtime",
        &[
            "runtime/checker",
            "runtime/rule_validation",
            "runtime/validate",
        ],
        "a value is checked by its members, which are values",
    ),
    (
        "runtime",
        &[
            "runtime/client",
            "runtime/client/call",
            "runtime/client/events",
            "runtime/client/pages",
        ],
        "a client makes calls, and a call has its client, as a stream that reconnects does",
    ),
    (
        "runtime",
        &["runtime/client/core", "runtime/client/trace"],
        "a span is about a prepared call, and a reply that cannot be decoded ends it",
    ),
    (
        "runtime",
        &[
            "runtime/client/blocking",
            "runtime/client/blocking/events",
            "runtime/client/blocking/pages",
        ],
        "a client makes pages and streams, which have their client",
    ),
    (
        "runtime",
        &["runtime/decode", "runtime/object"],
        "an object decodes its members, which are objects",
    ),
    (
        "runtime",
        &[
            "runtime/request_writer/compound",
            "runtime/request_writer/encoder",
            "runtime/request_writer/target",
        ],
        "a list encodes its items",
    ),
    (
        "runtime",
        &[
            "runtime/request_writer/multipart",
            "runtime/request_writer/multipart/encoder",
        ],
        "a part encodes its parts",
    ),
];

#[test]
fn no_file_is_part_of_an_import_circle() {
    let mut wrong = String::new();
    for (name, ..) in CRATES {
        let imports = imports_of(name);
        let honest = HONEST.iter().filter(|it| it.0 == name);
        let honest: Vec<BTreeSet<&str>> = honest.map(|it| it.1.iter().copied().collect()).collect();
        let circles = circles(imports);
        for circle in &circles {
            if !honest.contains(circle) {
                let files = circle.iter().copied().collect::<Vec<_>>().join(", ");
                let _ = writeln!(wrong, "{name}: {files} import each other:");
                wrong += &shortest(imports, circle);
            }
        }
        for circle in honest.iter().filter(|it| !circles.contains(it)) {
            let _ = writeln!(wrong, "{name}: take it out of `HONEST`: {circle:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The largest sets of files each of which leads to all others of its set.
fn circles<'a>(imports: &Imports<'a>) -> Vec<BTreeSet<&'a str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports
        .edges
        .keys()
        .map(|from| (*from, reached(imports, from)))
        .collect();
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for (from, to) in &reached {
        let circle: BTreeSet<&str> = to
            .iter()
            .copied()
            .filter(|it| reached[it].contains(from))
            .collect();
        if !circle.is_empty() && !found.contains(&circle) {
            found.push(circle);
        }
    }
    found
}

fn reached<'a>(imports: &Imports<'a>, from: &str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for next in imports.edges[file].keys() {
            if seen.insert(*next) {
                open.push(next);
            }
        }
    }
    seen
}

/// The imports along the shortest way round, each with its line.
fn shortest(imports: &Imports<'_>, circle: &BTreeSet<&str>) -> String {
    let ways = circle.iter().filter_map(|start| way_round(imports, start));
    let shortest = ways.min_by_key(Vec::len).unwrap_or_default();
    let lines = shortest.iter().map(|(from, to)| {
        let place = &imports.edges[*from][*to];
        format!("    {}: `{}` is in {to}\n", place.line(), place.path())
    });
    lines.collect()
}

fn way_round<'a>(imports: &Imports<'a>, start: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(file) = open.pop_front() {
        for next in imports.edges[file].keys() {
            if !before.contains_key(next) {
                before.insert(next, file);
                open.push_back(next);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = start;
    loop {
        let from = before.get(at)?;
        way.insert(0, (*from, at));
        at = from;
        if at == start {
            return Some(way);
        }
    }
}

#[test]
fn a_circle_is_found_with_the_imports_that_make_it() {
    let made_up = Crate::made_up(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "\nuse crate::c::C; pub struct B;"),
        (
            "c.rs",
            "use super::{a::A, d::D}; use crate::b::B; pub struct C;",
        ),
        (
            "d.rs",
            "pub struct D; #[cfg(test)] mod tests { use crate::a::A; }",
        ),
    ]);
    let imports = imports(&made_up);
    let circles = circles(&imports);
    assert_eq!(circles, [BTreeSet::from(["a", "b", "c"])]);
    assert_eq!(
        shortest(&imports, &circles[0]),
        "    src/b.rs:2: `crate::c::C` is in c\n    src/c.rs:1: `crate::b::B` is in b\n"
    );
}
