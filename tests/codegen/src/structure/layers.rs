//! Which stage of the generator may import which, and which wing of `lower`.

use super::imports::{Imports, imports, imports_of};
use super::sources::Crate;

/// The layers of the generator, lowest first, each with the earlier ones that it imports. The root of
/// the crate imports what it likes, and nobody imports it.
const LAYERS: &[(&str, &str)] = &[
    ("pointer", ""),
    ("name", ""),
    ("markdown", ""),
    ("tree", "pointer"),
    ("diagnostic", "pointer"),
    ("source", "diagnostic pointer tree"),
    ("report", "diagnostic pointer source tree"),
    ("extension", "diagnostic pointer tree"),
    ("walk", "pointer tree"),
    ("cut", "diagnostic extension pointer source tree walk"),
    ("ir", "name pointer tree"),
    ("layout", "ir name"),
    ("names", "diagnostic extension ir name pointer source"),
    ("prose", "tree"),
    ("overlay", "diagnostic extension pointer prose source tree"),
    (
        "mine",
        "diagnostic extension overlay pointer prose source tree walk",
    ),
    ("lint", "diagnostic extension overlay pointer tree walk"),
    (
        "document",
        "diagnostic extension overlay pointer source tree",
    ),
    (
        "lower",
        "diagnostic document extension ir layout markdown name names pointer tree",
    ),
    ("check", "ir layout name"),
    ("share", "check diagnostic extension ir name"),
    ("listing", "ir tree"),
    (
        "diff",
        "ir layout listing name pointer report share source tree",
    ),
    (
        "emit",
        "check ir layout markdown name pointer share source tree",
    ),
    ("render", "emit"),
    (
        "why",
        "diagnostic document extension ir listing name names overlay pointer render source tree",
    ),
];

/// The folders of `lower`; a wing imports those before it. Files beside them are shared by all.
const WINGS: &[&str] = &["naming", "schema", "operation", "webhook", "pass"];

#[test]
fn every_layer_imports_from_below() {
    let imports = imports_of("codegen");
    let mut found = unlayered(imports, LAYERS);
    found.extend(between_wings(imports, WINGS));
    found.extend(context(imports));
    found.extend(overstated(imports, LAYERS));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What one wing alone needs is in its state.
#[test]
fn the_context_has_at_most_eight_fields() {
    let path = crate::run::repository().join("codegen/src/lower/ctx.rs");
    let text = std::fs::read_to_string(path).expect("the file is there");
    let file = syn::parse_file(&text).expect("it compiles");
    let fields = file.items.iter().find_map(|item| match item {
        syn::Item::Struct(it) if it.ident == "Ctx" => Some(it.fields.len()),
        _ => None,
    });
    assert!(fields.expect("it is there") <= 8, "{fields:?}");
}

/// An import with the rule that it breaks.
fn breach(imports: &Imports<'_>, from: &str, to: &str, rule: &str) -> String {
    let place = &imports.edges[from][to];
    format!("{}: `{}` is in {to}; {rule}", place.line(), place.path())
}

fn edges<'a>(imports: &Imports<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    imports.edges.iter().flat_map(|(from, edges)| {
        let edges = edges.keys();
        edges.map(move |to| (*from, *to))
    })
}

/// What a layer imports beside what it may.
fn unlayered(imports: &Imports<'_>, layers: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for (from, to) in edges(imports) {
        let (layer, target) = (layer(from), layer(to));
        let known = layers.iter().find(|it| it.0 == layer);
        let allowed = known.map_or("", |it| it.1);
        if layer != "lib" && layer != target && !allowed.split(' ').any(|it| it == target) {
            let rule = match allowed {
                "" => format!("`{layer}` imports no other layer"),
                _ => format!("`{layer}` imports {} alone", allowed.replace(' ', ", ")),
            };
            found.push(breach(imports, from, to, &rule));
        }
    }
    found
}

/// The module of the root of the crate that a file belongs to.
fn layer(file: &str) -> &str {
    file.split('/').next().unwrap_or(file)
}

/// What the list of layers allows although nobody needs it, or although it comes later.
fn overstated(imports: &Imports<'_>, layers: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, (name, allowed)) in layers.iter().enumerate() {
        for target in allowed.split(' ').filter(|it| !it.is_empty()) {
            if !layers[..index].iter().any(|it| it.0 == target) {
                found.push(format!("`{target}` is not listed before `{name}`"));
            }
            if !edges(imports).any(|(from, to)| layer(from) == *name && layer(to) == target) {
                found.push(format!("`{name}` does not import `{target}`: take it out"));
            }
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
fn between_wings(imports: &Imports<'_>, wings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (from, to) in edges(imports) {
        if let (Some(own), Some(other)) = (wing(from, wings), wing(to, wings))
            && own < other
            && !is_state(from)
            && !is_state(to)
        {
            let rule = format!("the wing `{}` is below `{}`", wings[own], wings[other]);
            found.push(breach(imports, from, to, &rule));
        }
    }
    found
}

/// What the context of `lower` imports of wings beside state.
fn context(imports: &Imports<'_>) -> Vec<String> {
    let of_context = edges(imports).filter(|(from, to)| {
        *from == "lower/ctx" && to.starts_with("lower/") && to.matches('/').count() > 1
    });
    of_context
        .filter(|(_, to)| !is_state(to))
        .map(|(from, to)| breach(imports, from, to, "`ctx` imports state of wings alone"))
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
    let layers = [("low", ""), ("high", "low"), ("other", "extra high")];
    let imports = imports(&made_up);
    assert_eq!(
        unlayered(&imports, &layers),
        [
            "src/low.rs:2: `crate::high::High` is in high; `low` imports no other layer",
            "src/other.rs:1: `crate::low::Low` is in low; `other` imports extra, high alone",
        ]
    );
    assert_eq!(
        overstated(&imports, &layers),
        [
            "`extra` is not listed before `other`",
            "`other` does not import `extra`: take it out",
            "`other` does not import `high`: take it out",
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
    assert_eq!(
        between_wings(&imports, &["a", "b", "c"]),
        [
            "src/lower/a/x.rs:1: `crate::lower::b::B` is in lower/b; the wing `a` is below `b`",
            "src/lower/b.rs:1: `super::c::C` is in lower/c; the wing `b` is below `c`",
        ]
    );
    assert_eq!(
        context(&imports),
        [
            "src/lower/ctx.rs:1: `super::a::x::X` is in lower/a/x; `ctx` imports state of wings alone"
        ]
    );
}
