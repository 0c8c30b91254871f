//! The bindings do not depend on orders without a meaning: another order of members, parameters or
//! required names changes no constructor, no operation and no line of the listing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use codegen::diagnostic::Diagnostics;
use codegen::report::{self, Style};
use codegen::source::{self, Sources};
use codegen::tree::Tree;
use codegen::{Absent, Input, Library, listing};

use crate::mutants::random::Random;
use crate::run::{names, package, repository};

/// The number of orders in which each document of `specs` is read.
const ORDERS: usize = 12;

/// Keywords whose lists are sets.
const LISTS: [&str; 3] = ["parameters", "required", "tags"];

/// What users of the bindings depend on.
#[derive(PartialEq)]
struct Surface {
    listing: String,
    /// The emitted constructors by file and type.
    constructors: BTreeMap<String, String>,
    /// The result types and `Accept` headers of calls, by file.
    replies: BTreeSet<String>,
}

#[test]
fn the_order_of_members_and_parameters_changes_nothing() {
    for name in ["calls", "conferences", "texml", "texml-callbacks"] {
        let (document, overlay) = (format!("{name}.yml"), format!("{name}.overlay.yml"));
        let found = check(
            &repository().join("specs"),
            &document,
            Some(&overlay),
            ORDERS,
        );
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn the_order_of_members_and_parameters_changes_no_fixture() {
    let folder = package().join("fixtures");
    let all = names("fixtures", ".yml");
    assert!(all.len() > 100, "the fixtures are missing");
    let documents = all.iter().filter(|name| !name.ends_with(".overlay"));
    // The first of two declarations of a parameter applies.
    let documents = documents.filter(|name| *name != "parameter_header_in_other_letters");
    let found = documents.flat_map(|name| {
        let overlay = format!("{name}.overlay.yml");
        let overlay = folder.join(&overlay).is_file().then_some(overlay);
        check(&folder, &format!("{name}.yml"), overlay.as_deref(), 3)
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn arguments_are_ordered_by_the_path_and_by_names() {
    let written = |properties: &str, parameters: &str| {
        format!(
            "{{openapi: 3.1.0, info: {{title: t, version: v}}, paths: {{
              '/zoos/{{zoo}}/pets/{{pet}}': {{post: {{operationId: move, parameters: [{parameters}], responses: {{}},
                requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Move'}}}}}}}}}}}}}},
             components: {{schemas: {{Move: {{type: object, required: [to, from], properties: {{{properties}}}}}}}}}}}"
        )
    };
    let [to, from] = ["to: {type: string}", "from: {type: string}"];
    let [zoo, pet] = ["zoo", "pet"].map(|name| {
        format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}")
    });
    let texts = [
        written(&format!("{to}, {from}"), &format!("{zoo}, {pet}")),
        written(&format!("{from}, {to}"), &format!("{pet}, {zoo}")),
    ];
    for text in texts {
        let surface = surface(text, None, &mut |_| None);
        let constructors: Vec<&str> = surface.constructors.values().map(String::as_str).collect();
        let expected = [
            "new(from: impl Into<String>, to: impl Into<String>)",
            "new(zoo: impl Into<String>, pet: impl Into<String>, body: Move)",
        ];
        assert_eq!(constructors, expected);
    }
}

#[test]
fn the_order_does_not_decide_whether_types_of_one_name_are_equal() {
    let folder = package().join("diagnostics");
    let said = |change: &mut dyn FnMut(&mut Tree)| {
        let text = fs::read_to_string(folder.join("name_shapes_one_way.yml"));
        let mut sources = Sources::default();
        let text = json(text.expect("the file is checked in"), change);
        let input = Input::alone(sources.add("api.yml", text), "api");
        let mut diagnostics = Diagnostics::default();
        let api = codegen::api(
            &input,
            &mut sources,
            &mut |_, _| Err(Absent::Missing),
            &mut diagnostics,
        );
        assert!(api.is_none(), "it has errors");
        let said = diagnostics
            .iter()
            .map(|it| format!("{:?} {}", it.place, it.message));
        said.collect::<Vec<_>>()
    };
    let as_written = said(&mut |_| {});
    for seed in 0..ORDERS {
        let mut random = Random::new(seed);
        assert_eq!(said(&mut |tree| shuffle(tree, &mut random)), as_written);
    }
}

/// Compares a document with itself in other orders.
fn check(folder: &Path, document: &str, overlay: Option<&str>, orders: usize) -> Vec<String> {
    let read = |path: &str| {
        let text = fs::read_to_string(folder.join(path));
        text.unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let overlay = overlay.map(read);
    let load = |path: &str| fs::read_to_string(folder.join(path)).ok();
    // Also converted to JSON, since YAML has several spellings of a number.
    let as_written = surface(
        json(read(document), |_| {}),
        overlay.as_deref(),
        &mut |path| load(path),
    );
    let mut found = Vec::new();
    for seed in 0..orders {
        let mut random = Random::new(seed);
        let text = json(read(document), |tree| shuffle(tree, &mut random));
        let other = surface(text, overlay.as_deref(), &mut |path| {
            Some(json(load(path)?, |tree| shuffle(tree, &mut random)))
        });
        if other != as_written {
            found.push(format!(
                "{document}, {seed}: {}",
                changed(&as_written, &other)
            ));
        }
    }
    found
}

/// The lines that differ.
fn changed(before: &Surface, after: &Surface) -> String {
    let lines = |surface: &Surface| -> BTreeSet<String> {
        let lines = surface.listing.lines().map(str::to_owned);
        let constructors = surface.constructors.iter();
        let constructors = constructors.map(|(name, new)| format!("{name} {new}"));
        let replies = surface.replies.iter().cloned();
        lines.chain(constructors).chain(replies).collect()
    };
    let (before, after) = (lines(before), lines(after));
    let gone: Vec<&String> = before.difference(&after).collect();
    let come: Vec<&String> = after.difference(&before).collect();
    format!("{gone:#?} became {come:#?}")
}

/// Runs the generator on a document without errors.
fn surface(
    text: String,
    overlay: Option<&str>,
    load: &mut dyn FnMut(&str) -> Option<String>,
) -> Surface {
    let mut sources = Sources::default();
    let mut input = Input::alone(sources.add("api.yml", text), "api");
    let overlay = overlay.map(|text| sources.add("api.overlay.yml", text));
    input.overlays.extend(overlay);
    let mut load = |sources: &mut Sources, path: &str| {
        let text = load(path).ok_or(Absent::Missing)?;
        Ok(sources.add(path, text))
    };
    let mut diagnostics = Diagnostics::default();
    let api = codegen::api(&input, &mut sources, &mut load, &mut diagnostics);
    let said = || report::render(&diagnostics, &sources, Style::Plain);
    let api = api.unwrap_or_else(|| panic!("the document has errors:\n{}", said()));
    let listing = listing::list_api(&api);
    let files = codegen::files(&api.into(), &sources, &Library::new("generated"));
    let replies = files.iter().flat_map(|file| {
        let lines = file.text.lines().map(str::trim_start);
        let is_known = |line: &&str| line.starts_with("gives {") || line.starts_with("to.accept(");
        let lines = lines.filter(is_known);
        lines.map(|line| format!("{} {line}", file.path))
    });
    let constructors = files.iter().flat_map(|file| {
        let tables = file.text.split("crate::runtime::").skip(1);
        tables.filter_map(|table| {
            let (macro_name, table) = table.split_once("! {\n")?;
            let mut lines = table.lines().map(str::trim_start);
            let name = lines.find(|line| !line.starts_with(['/', '#']))?;
            let is_known = matches!(macro_name, "object" | "operation");
            let new = is_known.then(|| table.split_once("\n    new("))??.1;
            let new = new.split_once(")\n")?.0;
            Some((format!("{} {name}", file.path), format!("new({new})")))
        })
    });
    Surface {
        constructors: constructors.collect(),
        replies: replies.collect(),
        listing,
    }
}

/// Converts a document to JSON and changes it.
fn json(text: String, change: impl FnOnce(&mut Tree)) -> String {
    let mut sources = Sources::default();
    let file = sources.add("api.yml", text);
    let tree = source::parse(&sources, file, &mut Diagnostics::default());
    let mut tree = tree.expect("the document is well-formed");
    change(&mut tree);
    tree.to_json()
}

/// Shuffles the members of each object, and the lists that are sets.
fn shuffle(tree: &mut Tree, random: &mut Random) {
    match tree {
        Tree::Object(members) => {
            for (key, value) in members.iter_mut() {
                shuffle(value, random);
                if let Tree::Array(items) = value
                    && LISTS.contains(&key.as_str())
                {
                    permute(items.len(), random, |left, right| items.swap(left, right));
                }
            }
            permute(members.len(), random, |left, right| {
                members.swap_indices(left, right);
            });
        }
        Tree::Array(items) => items.iter_mut().for_each(|item| shuffle(item, random)),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
    }
}

/// Shuffles `count` items (Fisher-Yates).
fn permute(count: usize, random: &mut Random, mut swap: impl FnMut(usize, usize)) {
    for last in (1..count).rev() {
        swap(random.below(last + 1), last);
    }
}
