//! Which stage of the generator may import which, and which wing of `lower`.

use std::fmt::Write;

use super::imports::{Imports, imports};
use super::sources::Crate;

/// A stage, or what stages share, and what it may import.
struct Layer {
    name: &'static str,
    imports: &'static [&'static str],
}

/// From the bottom to the top; a layer imports from below alone.
const LAYERS: &[Layer] = &[
    Layer {
        name: "pointer",
        imports: &[],
    },
    Layer {
        name: "name",
        imports: &[],
    },
    Layer {
        name: "markdown",
        imports: &[],
    },
    Layer {
        name: "tree",
        imports: &["pointer"],
    },
    Layer {
        name: "source",
        imports: &["diagnostic", "pointer", "tree"],
    },
    Layer {
        name: "diagnostic",
        imports: &["pointer", "source", "tree"],
    },
    Layer {
        name: "ir",
        imports: &["name", "pointer", "tree"],
    },
    Layer {
        name: "layout",
        imports: &["ir", "name"],
    },
    Layer {
        name: "overlay",
        imports: &["diagnostic", "pointer", "source", "tree"],
    },
    Layer {
        name: "document",
        imports: &["diagnostic", "lib", "overlay", "pointer", "source", "tree"],
    },
    Layer {
        name: "lower",
        imports: &[
            "diagnostic",
            "document",
            "ir",
            "layout",
            "markdown",
            "name",
            "pointer",
            "tree",
        ],
    },
    Layer {
        name: "check",
        imports: &["ir", "layout", "name"],
    },
    Layer {
        name: "listing",
        imports: &["ir", "name", "tree"],
    },
    Layer {
        name: "emit",
        imports: &[
            "check", "ir", "layout", "markdown", "name", "pointer", "source", "tree",
        ],
    },
    Layer {
        name: "render",
        imports: &["emit"],
    },
    // The driver.
    Layer {
        name: "lib",
        imports: &[
            "check",
            "diagnostic",
            "document",
            "emit",
            "ir",
            "layout",
            "listing",
            "lower",
            "overlay",
            "pointer",
            "render",
            "source",
        ],
    },
];

/// The folders of `lower`; a wing imports those before it. Files beside them are shared by all.
const WINGS: &[&str] = &["naming", "schema", "operation", "webhook", "pass"];

/// Imports that somebody is about to cut: of which file, of which other.
const KNOWN: &[(&str, &str)] = &[("overlay/suggestion", "document/spelling")];

#[test]
fn every_layer_imports_from_below() {
    let krate = Crate::open("codegen/src", "lib.rs");
    let imports = imports(&krate);
    let mut found = unlayered(&imports, LAYERS);
    found.extend(between_wings(&imports, WINGS));
    found.extend(context(&imports));
    let mut wrong = String::new();
    for it in &found {
        if !KNOWN.contains(&(it.from, it.to)) {
            let _ = writeln!(wrong, "{}", it.message);
        }
    }
    for (from, to) in KNOWN {
        if !found.iter().any(|it| (it.from, it.to) == (*from, *to)) {
            let _ = writeln!(wrong, "no longer imported, take it out: {from} -> {to}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

struct Breach<'a> {
    from: &'a str,
    to: &'a str,
    message: String,
}

impl<'a> Breach<'a> {
    fn new(imports: &Imports<'a>, from: &'a str, to: &'a str, rule: &str) -> Self {
        let place = &imports.edges[from][to];
        let message = format!("{}: `{}` is in {to}; {rule}", place.line(), place.path());
        Self { from, to, message }
    }
}

fn edges<'a>(imports: &Imports<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    imports.edges.iter().flat_map(|(from, edges)| {
        let edges = edges.keys();
        edges.map(move |to| (*from, *to))
    })
}

/// What a layer imports beside what it may.
fn unlayered<'a>(imports: &Imports<'a>, layers: &[Layer]) -> Vec<Breach<'a>> {
    let layer = |file: &str| file.split('/').next().unwrap_or(file).to_owned();
    let mut found = Vec::new();
    for (from, to) in edges(imports) {
        let (layer, target) = (layer(from), layer(to));
        let Some(known) = layers.iter().find(|it| it.name == layer) else {
            let rule = format!("`{layer}` is not in the list of layers");
            found.push(Breach::new(imports, from, to, &rule));
            continue;
        };
        if layer != target && !known.imports.contains(&target.as_str()) {
            let rule = match known.imports {
                [] => format!("`{layer}` imports no other layer"),
                allowed => format!("`{layer}` imports {} alone", allowed.join(", ")),
            };
            found.push(Breach::new(imports, from, to, &rule));
        }
    }
    found
}

/// The wing that a file belongs to, by its place in the list.
fn wing(file: &str, wings: &[&str]) -> Option<usize> {
    let wing = file.strip_prefix("lower/")?.split('/').next()?;
    wings.iter().position(|known| *known == wing)
}

/// State that the context of `lower` holds for a wing.
fn is_state(file: &str) -> bool {
    file.ends_with("/state")
}

/// The imports of wings from later wings. What the context holds for a wing belongs to nobody.
fn between_wings<'a>(imports: &Imports<'a>, wings: &[&str]) -> Vec<Breach<'a>> {
    let mut found = Vec::new();
    for (from, to) in edges(imports) {
        if let (Some(own), Some(other)) = (wing(from, wings), wing(to, wings))
            && own < other
            && !is_state(from)
            && !is_state(to)
        {
            let rule = format!("the wing `{}` is below `{}`", wings[own], wings[other]);
            found.push(Breach::new(imports, from, to, &rule));
        }
    }
    found
}

/// What the context of `lower` imports of wings beside state.
fn context<'a>(imports: &Imports<'a>) -> Vec<Breach<'a>> {
    let of_context = edges(imports).filter(|(from, to)| {
        *from == "lower/ctx" && to.starts_with("lower/") && to.matches('/').count() > 1
    });
    of_context
        .filter(|(_, to)| !is_state(to))
        .map(|(from, to)| Breach::new(imports, from, to, "`ctx` imports state of wings alone"))
        .collect()
}

#[test]
fn an_import_from_above_is_named() {
    let made_up = Crate::made_up(&[
        ("lib.rs", "mod low; mod high; mod other;"),
        ("low.rs", "\nuse crate::high::High;\npub struct Low;"),
        ("high.rs", "use crate::low::Low; pub struct High;"),
        ("other.rs", "pub fn f(_: crate::low::Low) {}"),
    ]);
    let layers = [
        Layer {
            name: "low",
            imports: &[],
        },
        Layer {
            name: "high",
            imports: &["low"],
        },
        Layer {
            name: "other",
            imports: &["high"],
        },
    ];
    let imports = imports(&made_up);
    let found = unlayered(&imports, &layers);
    let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "src/low.rs:2: `crate::high::High` is in high; `low` imports no other layer",
            "src/other.rs:1: `crate::low::Low` is in low; `other` imports high alone",
        ]
    );
}

#[test]
fn a_wing_that_imports_a_later_one_is_named() {
    let made_up = Crate::made_up(&[
        ("lib.rs", "mod lower;"),
        ("lower.rs", "mod a; mod b; mod c; mod ctx; use a::x::X;"),
        ("lower/a.rs", "pub mod x; pub mod state;"),
        ("lower/a/x.rs", "use crate::lower::b::B; pub struct X;"),
        ("lower/a/state.rs", "pub struct State;"),
        (
            "lower/b.rs",
            "use super::c::C; use super::a::state::State; pub struct B;",
        ),
        ("lower/c.rs", "use super::a::x::X; pub struct C;"),
        ("lower/ctx.rs", "use super::a::{state::State, x::X};"),
    ]);
    let imports = imports(&made_up);
    let wings = between_wings(&imports, &["a", "b", "c"]);
    let messages: Vec<&str> = wings.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "src/lower/a/x.rs:1: `crate::lower::b::B` is in lower/b; the wing `a` is below `b`",
            "src/lower/b.rs:1: `super::c::C` is in lower/c; the wing `b` is below `c`",
        ]
    );
    let context = context(&imports);
    assert_eq!(
        context[0].message,
        "src/lower/ctx.rs:1: `super::a::x::X` is in lower/a/x; `ctx` imports state of wings alone"
    );
    assert_eq!(context.len(), 1);
}
