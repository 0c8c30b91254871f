//! Recorded names stay: whatever a document has beside them.

mod changes;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use codegen::check::Checked;
use codegen::diagnostic::Diagnostics;
use codegen::diagnostic::catalogue::NAMES_UNCLEAR;
use codegen::ir::{Api, TypeKind};
use codegen::report::{self, Style};
use codegen::source::Sources;
use codegen::tree::Tree;
use codegen::{Absent, Input, Library, listing, names};

use changes::Changed;

use crate::mutants::random::Random;
use crate::names::{documents, tree};
use crate::run::{package, shared};

/// The result of a document with a lock.
struct Locked {
    sources: Sources,
    diagnostics: Diagnostics,
    api: Checked<Api>,
}

impl Locked {
    /// Runs the generator; `None` after an error.
    fn run(tree: &Tree, lock: Option<&str>) -> Option<Self> {
        let mut sources = Sources::default();
        let document = sources.add("api.json", tree.to_json());
        let input = Input {
            allow_missing_files: true,
            lock: lock.map(|text| sources.add("api.names.lock", text)),
            ..Input::alone(document, "api")
        };
        let mut diagnostics = Diagnostics::default();
        let api = codegen::api(
            &input,
            &mut sources,
            &mut |_, _| Err(Absent::Missing),
            &mut diagnostics,
        )?;
        Some(Self {
            sources,
            diagnostics,
            api,
        })
    }

    fn lock(&self) -> String {
        names::record_names(&self.api).to_text()
    }

    fn listing(&self) -> String {
        listing::list_api(&self.api)
    }

    fn said(&self) -> String {
        report::render(&self.diagnostics, &self.sources, Style::Plain)
    }

    /// All files as one text.
    fn files(self) -> String {
        let library = Library::new("generated");
        let files = codegen::files(&self.api.into(), &self.sources, &library);
        let texts = files.into_iter().map(|file| file.path + &file.text);
        texts.collect()
    }
}

/// Longer documents are compared by their listings alone.
const MAX_BYTES: usize = 100_000;

#[test]
fn a_lock_that_is_up_to_date_changes_nothing() {
    let mut found = Vec::new();
    let mut tried = 0;
    for path in documents() {
        let name = path.display();
        let text = fs::read_to_string(&path).expect("the file exists");
        let is_short = text.len() < MAX_BYTES;
        let Some(tree) = tree(&path.to_string_lossy(), text) else {
            continue;
        };
        let Some(first) = Locked::run(&tree, None) else {
            continue;
        };
        tried += 1;
        let lock = first.lock();
        let Some(second) = Locked::run(&tree, Some(&lock)) else {
            found.push(format!("{name}: the lock is rejected:\n{lock}"));
            continue;
        };
        if second.lock() != lock {
            let (again, difference) = (second.lock(), first_difference(&lock, &second.lock()));
            found.push(format!(
                "{name}: {difference}, {} lines",
                again.lines().count()
            ));
        }
        if second.listing() != first.listing() {
            let difference = first_difference(&first.listing(), &second.listing());
            found.push(format!("{name}: {difference}"));
        } else if is_short && second.files() != first.files() {
            found.push(format!("{name}: files differ"));
        }
    }
    assert!(tried > 100, "the fixtures are missing: {tried}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn first_difference(left: &str, right: &str) -> String {
    let mut lines = left.lines().zip(right.lines());
    let found = lines.find(|(left, right)| left != right);
    let (left, right) = found.unwrap_or_default();
    format!("`{left}` becomes `{right}`")
}

/// A document of version 3.1 with these members.
fn document(members: &str) -> Tree {
    let text = format!("openapi: 3.1.0\ninfo: {{title: Pets, version: v}}\n{members}");
    tree("api.yml", text).expect("it is YAML")
}

/// Runs the generator on a document, and on a later one with the lock of the first. Returns the listings.
fn later(first: &str, second: &str) -> (String, String) {
    let first = Locked::run(&document(first), None).expect("it has no errors");
    let second = Locked::run(&document(second), Some(&first.lock())).expect("it has no errors");
    let again = Locked::run(&document_of(&second), Some(&second.lock())).expect("it has no errors");
    assert_eq!(again.said(), "", "what is recorded needs no warning");
    assert_eq!(again.lock(), second.lock());
    (first.listing(), second.listing())
}

fn document_of(run: &Locked) -> Tree {
    let text = &run.sources.get(run.api.source.file).text;
    tree("api.json", text.clone()).expect("it is JSON")
}

/// The lines of a listing that another does not have.
fn gone(before: &str, after: &str) -> Vec<String> {
    let lines = before.lines();
    let gone = lines.filter(|line| !after.lines().any(|other| other == *line));
    gone.map(str::to_owned).collect()
}

#[test]
fn members_and_values_keep_their_names() {
    let schemas = |members: &str, values: &str| {
        format!(
            "paths: {{}}
components:
  schemas:
    Pet: {{type: object, properties: {{{members}}}}}
    Size: {{type: string, enum: [{values}]}}
"
        )
    };
    let (before, after) = later(
        &schemas("fooBar: {type: string}", "very-big, a b"),
        &schemas(
            "foo_bar: {type: integer}, fooBar: {type: string}",
            "VeryBig, very-big, 'a_b', a b",
        ),
    );
    assert_eq!(gone(&before, &after), Vec::<String>::new(), "{after}");
}

#[test]
fn constructors_keep_the_order_of_their_arguments() {
    let document = |members: &str, parameters: &str| {
        let object = |name: &str| format!("{name}: {{type: string}}");
        let members: Vec<&str> = members.split(' ').collect();
        let properties: Vec<String> = members.iter().map(|it| object(it)).collect();
        let parameter = |name: &str| {
            format!("{{name: {name}, in: query, required: true, schema: {{type: string}}}}")
        };
        let parameters: Vec<String> = parameters.split(' ').map(parameter).collect();
        format!(
            "paths:
  /pets:
    get: {{operationId: ListPets, parameters: [{}], responses: {{'200': {{description: d}}}}}}
components:
  schemas:
    Pet: {{type: object, required: [{}], properties: {{{}}}}}
",
            parameters.join(", "),
            members.join(", "),
            properties.join(", ")
        )
    };
    let first = Locked::run(&self::document(&document("m z", "n y")), None).unwrap();
    let second = self::document(&document("a z m k", "y b n"));
    let second = Locked::run(&second, Some(&first.lock())).unwrap();
    let pet = &second.api.types[0].kind;
    let codegen::ir::TypeKind::Object(pet) = pet else {
        panic!("a pet is an object")
    };
    let wires = pet.arguments().into_iter().map(|it| it.wire.as_str());
    assert_eq!(wires.collect::<Vec<_>>(), ["m", "z", "a", "k"]);
    let arguments = second.api.operations[0].arguments();
    let wires = arguments.into_iter().map(|it| it.wire.as_str());
    assert_eq!(wires.collect::<Vec<_>>(), ["n", "y", "b"]);
    // What became optional has no place any more.
    let third = self::document(&document("a", "b"));
    let third = Locked::run(&third, Some(&second.lock())).unwrap();
    let lock = third.lock();
    assert!(lock.contains("\nfield Pet a a 2 -\n"), "{lock}");
    assert!(
        lock.contains("\nparameter ListPets query b b 2 -\n"),
        "{lock}"
    );
}

/// Runs the generator on a published document, and on a later version with the lock of the first.
fn bump(before: &str, after: &str) -> Option<(Locked, Locked)> {
    let folder = shared("telnyx", 1)?;
    let read = |path: &str| {
        let text = fs::read_to_string(folder.join(path)).expect("the file exists");
        tree(path, text).expect("it is YAML")
    };
    let first = Locked::run(&read(before), None).expect("it has no errors");
    let second = Locked::run(&read(after), Some(&first.lock())).expect("it has no errors");
    let again = Locked::run(&read(after), Some(&second.lock())).expect("it has no errors");
    assert_eq!(again.listing(), second.listing());
    assert_eq!(again.lock(), second.lock());
    Some((first, second))
}

/// The names of types that are gone.
fn gone_types(before: &Locked, after: &Locked) -> Vec<String> {
    let names = |run: &Locked| -> Vec<String> {
        let names = run.api.types.iter().map(|it| it.name.to_string());
        names.collect()
    };
    let after = names(after);
    let before = names(before).into_iter();
    before.filter(|it| !after.contains(it)).collect()
}

#[test]
fn replies_that_are_no_components_any_more_change_no_signature() {
    let Some((before, after)) = bump(
        "history/2026-02-27.conferences.yml",
        "upstream/conferences.yml",
    ) else {
        return;
    };
    assert_eq!(gone_types(&before, &after), Vec::<String>::new());
    let (before, after) = (before.listing(), after.listing());
    let gone = gone(&before, &after);
    let is_operation = |line: &&String| line.contains(" -> ");
    let changed: Vec<_> = gone.iter().filter(is_operation).collect();
    assert_eq!(before.lines().filter(|it| it.contains(" -> ")).count(), 23);
    assert_eq!(changed, Vec::<&String>::new());
}

#[test]
fn a_component_with_another_key_keeps_its_type() {
    let Some((before, after)) = bump(
        "history/2025-10-30.texml.yml",
        "history/2026-02-27.texml.yml",
    ) else {
        return;
    };
    assert_eq!(gone_types(&before, &after), Vec::<String>::new());
}

/// The names in Rust of the types of a document with these schemas, given the lock of another.
fn types_after(before: &str, after: &str) -> Vec<String> {
    let (_, listing) = later(before, after);
    let lines = listing
        .lines()
        .filter_map(|line| line.strip_prefix("type "));
    let names = lines.filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn a_type_keeps_its_name_wherever_it_moves() {
    let reply = |schema: &str, components: &str| {
        format!(
            "paths:
  /pets:
    get:
      operationId: GetPet
      responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}
components: {{schemas: {{{components}}}}}
"
        )
    };
    let object = "{type: object, properties: {size: {type: string, enum: [big]}}}";
    let inline = reply(object, "");
    let component = reply(
        "{$ref: '#/components/schemas/Cat'}",
        &format!("Cat: {object}"),
    );
    let renamed = reply(
        "{$ref: '#/components/schemas/Dog'}",
        &format!("Dog: {object}"),
    );
    assert_eq!(
        types_after(&inline, &component),
        ["GetPetResponse", "GetPetResponseSize"]
    );
    assert_eq!(types_after(&component, &inline), ["Cat", "CatSize"]);
    assert_eq!(types_after(&component, &renamed), ["Cat", "CatSize"]);
    // A copy beside the component is the same type as long as it has the same shape.
    let copied = reply(object, &format!("Cat: {object}"));
    assert_eq!(types_after(&component, &copied), ["Cat", "CatSize"]);
    let larger = object.replace("size:", "age: {}, size:");
    let differs = reply(&larger, &format!("Cat: {object}"));
    assert_eq!(
        types_after(&component, &differs),
        ["Cat", "CatSize", "GetPetResponse", "GetPetResponseSize"]
    );
}

#[test]
fn alternatives_keep_their_names_in_another_order() {
    let union = |first: &str, second: &str| {
        let object = |it: &str| format!("{{type: object, properties: {{{it}: {{type: string}}}}}}");
        let list = format!("[{}, {}]", object(first), object(second));
        format!("paths: {{}}\ncomponents: {{schemas: {{Pet: {{oneOf: {list}}}}}}}\n")
    };
    let (before, after) = later(&union("meows", "barks"), &union("barks", "meows"));
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&before), sorted(&after));
}

/// A document with operations on pets, each with these error responses, and schemas.
fn with_failures(operations: &[(&str, &[&str])], schemas: &str) -> String {
    let operations = operations.iter().map(|(name, failures)| {
        let failures = failures.iter().enumerate().map(|(index, schema)| {
            format!(
                "'{}': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}",
                400 + index
            )
        });
        let failures: Vec<String> = failures.collect();
        format!(
            "  /{name}:\n    get: {{operationId: {name}, responses: {{{}}}}}\n",
            failures.join(", ")
        )
    });
    format!(
        "paths:\n{}components:\n  schemas:\n    Cat: {{type: object, properties: {{meows: {{}}}}}}\n    \
         Dog: {{type: object, properties: {{barks: {{}}}}}}\n{schemas}",
        operations.collect::<String>()
    )
}

#[test]
fn unions_of_responses_keep_their_names() {
    let (cat, dog) = (
        "{$ref: '#/components/schemas/Cat'}",
        "{$ref: '#/components/schemas/Dog'}",
    );
    let cats = "{type: array, items: {$ref: '#/components/schemas/Cat'}}";
    let first = with_failures(&[("find", &[cat, dog]), ("list", &[cats, dog])], "");
    // Schemas with the names of the unions and of a variant.
    let taken = "    CatOrDog: {type: object, properties: {a: {}}}\n    \
                 CatListOrDog: {type: object, properties: {b: {}}}\n    \
                 CatList: {type: object, properties: {c: {}}}\n";
    let third = "{$ref: '#/components/schemas/CatList'}";
    let second = with_failures(
        &[
            ("added", &[cat, dog]),
            ("find", &[cat, dog]),
            ("list", &[cats, dog, third]),
        ],
        taken,
    );
    let (before, after) = later(&first, &second);
    let replies = "List() -> () | 400 Vec<Cat> | 401 Dog, idempotent, method list";
    assert_eq!(
        gone(&before, &after),
        [format!("get /list{}{replies}", " ".repeat(17))]
    );
    let kept = Locked::run(&document(&first), None)
        .expect("it has no errors")
        .lock();
    let kept = kept.lines().filter(|it| it.starts_with("alternative Cat"));
    let kept: Vec<&str> = kept.collect();
    assert_eq!(
        kept,
        [
            "alternative CatListOrDog Dog Dog Dog",
            "alternative CatListOrDog list-named CatList Cat",
            "alternative CatOrDog Cat Cat Cat",
            "alternative CatOrDog Dog Dog Dog",
        ]
    );
}

/// How many documents are made of each.
const SEEDS: usize = 4;

/// The published documents that are changed, of which there are many more.
const PUBLISHED: usize = 10;

/// Set to a number, it makes that many documents of each.
const SEEDS_VARIABLE: &str = "NAMES_LOCK_SEEDS";

#[test]
fn what_a_random_change_leaves_keeps_its_name() {
    let seeds = env::var(SEEDS_VARIABLE).ok().and_then(|it| it.parse().ok());
    let has_size = |it: fs::Metadata| (10_000..150_000).contains(&it.len());
    let is_short = |path: &PathBuf| fs::metadata(path).is_ok_and(has_size);
    let is_in = |path: &Path, folder: &str| path.parent().is_some_and(|it| it.ends_with(folder));
    let (specs, published): (Vec<PathBuf>, Vec<PathBuf>) = documents()
        .into_iter()
        .filter(|path| is_in(path, "specs") || (is_in(path, "corpus/openapi") && is_short(path)))
        .partition(|path| is_in(path, "specs"));
    let step = (published.len() / PUBLISHED).max(1);
    let published = published.into_iter().step_by(step).take(PUBLISHED);
    let mut found = Vec::new();
    let mut tried = 0;
    for path in specs.into_iter().chain(published) {
        let text = fs::read_to_string(&path).expect("the file exists");
        let Some(tree) = tree(&path.to_string_lossy(), text) else {
            continue;
        };
        let Some(first) = Locked::run(&tree, None) else {
            continue;
        };
        for seed in 0..seeds.unwrap_or(SEEDS) {
            let mut random = Random::new(seed);
            let mut changed = Changed::new(tree.clone());
            for _ in 0..=random.below(6) {
                changed.change(&mut random);
            }
            let wrong = lost_names(&first, &changed);
            tried += usize::from(wrong.is_some());
            let wrong = wrong.unwrap_or_default().into_iter().take(4);
            found.extend(wrong.map(|it| format!("{} {seed}: {it}", path.display())));
        }
    }
    assert!(
        tried >= SEEDS,
        "only {tried} changed documents have no errors"
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The recorded items that a changed document has under another name, and constructors with another order
/// of arguments; `None` if the changed document has errors.
fn lost_names(first: &Locked, changed: &Changed) -> Option<Vec<String>> {
    let natural = Locked::run(&changed.tree, None)?;
    let second = Locked::run(&changed.tree, Some(&first.lock()))?;
    if second
        .diagnostics
        .iter()
        .any(|it| *it.code == NAMES_UNCLEAR)
    {
        return None;
    }
    let (before, after) = (lines(&first.lock()), lines(&second.lock()));
    let natural = lines(&natural.lock());
    let mut wrong = Vec::new();
    for (key, values) in &before {
        let key = moved_key(changed, key);
        let is_there = natural.contains_key(&key) || after.contains_key(&key);
        let has_name = !["request", "response", "item", "webhook"]
            .iter()
            .any(|kind| key.starts_with(kind));
        let name = after.get(&key).map(|it| &it[0]);
        if is_there && has_name && name != Some(&values[0]) {
            wrong.push(format!("{key} {} becomes {name:?}", values[0]));
        }
    }
    let orders = [&before, &after].map(argument_orders);
    for (owner, arguments) in &orders[0] {
        let Some(later) = orders[1].get(owner) else {
            continue;
        };
        let kept = |list: &[String], others: &[String]| -> Vec<String> {
            let kept = list.iter().filter(|it| others.contains(it));
            kept.cloned().collect()
        };
        if kept(arguments, later) != kept(later, arguments) {
            wrong.push(format!("{owner}: {arguments:?} became {later:?}"));
        }
    }
    Some(wrong)
}

/// The lines of a lock: what identifies an item, and what is recorded of it.
fn lines(lock: &str) -> BTreeMap<String, Vec<String>> {
    let lines = lock.lines().skip(2).map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let keys = match words[0] {
            "events" => 1,
            "additional" | "event" | "feature" | "part" | "type" => 2,
            "parameter" | "response" => 4,
            "error" => 5,
            _ => 3,
        };
        let values = words[keys..].iter().map(|it| (*it).to_owned());
        (words[..keys].join(" "), values.collect())
    });
    lines.collect()
}

/// What identifies an item after a change.
fn moved_key(changed: &Changed, key: &str) -> String {
    let mut words: Vec<String> = key.split(' ').map(str::to_owned).collect();
    match &*words[0] {
        "type" | "part" => words[1] = changed.reference(&words[1]),
        "operation" => words[2] = changed.path(&words[2]),
        "error" => words[4] = changed.reference(&words[4]),
        _ => {}
    }
    words.join(" ")
}

/// The arguments of each constructor, in order.
fn argument_orders(lines: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let mut places: BTreeMap<String, Vec<(u32, String)>> = BTreeMap::new();
    for (key, values) in lines {
        let is_argument = key.starts_with("field ") || key.starts_with("parameter ");
        if let (true, Some(place)) = (is_argument, values.get(1).and_then(|it| it.parse().ok())) {
            let owner = key.split(' ').take(2).collect::<Vec<_>>().join(" ");
            places.entry(owner).or_default().push((place, key.clone()));
        }
    }
    let orders = places.into_iter().map(|(owner, mut list)| {
        list.sort();
        (owner, list.into_iter().map(|(_, key)| key).collect())
    });
    orders.collect()
}

#[test]
fn names_of_other_items_in_a_lock_give_distinct_names_all_the_same() {
    for path in documents().into_iter().step_by(4) {
        let text = fs::read_to_string(&path).expect("the file exists");
        let is_short = text.len() < MAX_BYTES;
        let tree = tree(&path.to_string_lossy(), text).filter(|_| is_short);
        let Some(tree) = tree else { continue };
        let Some(first) = Locked::run(&tree, None) else {
            continue;
        };
        let lock = first.lock();
        for seed in 0..SEEDS {
            let mixed = mixed_names(&lock, &mut Random::new(seed));
            // That names are distinct is checked wherever there is an API.
            let Some(second) = Locked::run(&tree, Some(&mixed)) else {
                // Two schemas cannot share a type if the lock gives their members different names.
                assert!(
                    path.ends_with("x_rust_name_twice.yml"),
                    "{}",
                    path.display()
                );
                continue;
            };
            Locked::run(&tree, Some(&second.lock())).expect("it has no errors");
        }
    }
}

/// A lock of which every fourth line or so has the name of another line.
fn mixed_names(lock: &str, random: &mut Random) -> String {
    let lines: Vec<(String, Vec<String>)> = lines(lock).into_iter().collect();
    let mut mixed = String::from("version 1\n");
    for (key, values) in &lines {
        let mut values = values.clone();
        let kind = key.split(' ').next();
        let (other, theirs) = &lines[random.below(lines.len())];
        // The name of a feature is of another kind.
        let is_feature = kind == Some("feature") || other.starts_with("feature");
        if random.below(4) == 0 && !is_feature && theirs[0] != "-" {
            values[0].clone_from(&theirs[0]);
        }
        writeln!(mixed, "{key} {}", values.join(" ")).expect("a string takes any text");
    }
    mixed
}

/// What is reported of a document with the names that are recorded of an earlier version.
fn said_later(first: &str, second: &str) -> String {
    let first = Locked::run(&document(first), None).expect("it has no errors");
    let second = Locked::run(&document(second), Some(&first.lock()));
    second.expect("it has no errors").said()
}

#[test]
fn what_is_gone_is_reported_once() {
    let named = |key: &str, name: &str| {
        format!("    {key}: {{type: string, enum: [a], x-rust-name: {name}}}\n")
    };
    let schemas = [named("A", "Twice"), named("B", "Once"), named("C", "Twice")].concat();
    let said = said_later(&format!("components:\n  schemas:\n{schemas}"), "paths: {}");
    assert!(
        said.contains("recorded items are gone: `Twice`, `Once`\n"),
        "{said}"
    );
}

#[test]
fn a_name_that_another_item_of_its_owner_has_is_not_gone() {
    let schemas = |tags: &str, value: &str| {
        format!(
            "components:\n  schemas:\n    Pet: {{type: object, properties: {{{tags}: {{type: string}}, \
             size: {{type: string, enum: [{value}, large]}}}}}}\n"
        )
    };
    let said = said_later(&schemas("tags", "small"), &schemas("Tags", "SMALL"));
    assert_eq!(said, "");
    let said = said_later(&schemas("tags", "small"), &schemas("names", "tiny"));
    let gone = "recorded items are gone: `Pet.tags`, `PetSize::Small`\n";
    assert!(said.contains(gone), "{said}");
}

#[test]
fn events_are_gone_from_their_enum() {
    let webhooks = |keys: &[&str]| {
        let body = "{post: {requestBody: {content: {application/json: {schema: {type: object}}}}}}";
        let list = keys.iter().map(|key| format!("  {key}: {body}\n"));
        let list: String = list.collect();
        format!(
            "x-event: {{type: kind}}\ncomponents: {{schemas: {{Event: {{type: object}}}}}}\nwebhooks:\n{list}"
        )
    };
    let said = said_later(&webhooks(&["a.begun", "a.ended"]), &webhooks(&["a.begun"]));
    assert!(said.contains("`EventWebhook::AEnded`"), "{said}");
    let said = said_later(&webhooks(&["a.begun", "a.ended"]), "paths: {}");
    assert!(said.contains("`EventWebhook`"), "{said}");
    assert!(!said.contains("AEnded`"), "{said}");
}

#[test]
fn parameters_that_change_places_in_a_path_keep_their_names() {
    let path = |path: &str| {
        let parameter = |name: &str| {
            format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}")
        };
        let (x, y) = (parameter("x"), parameter("y"));
        format!(
            "paths:\n  {path}:\n    get: {{operationId: find, parameters: [{x}, {y}], responses: {{'204': {{description: d}}}}}}\n"
        )
    };
    let (before, after) = later(&path("/a/{x}/{y}"), &path("/b/{y}/{x}"));
    let arguments = |listing: &str| {
        let lines = listing.lines().filter(|it| it.starts_with("  path"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(after.contains("Find(x, y)"), "{after}");
    assert_eq!(arguments(&before), arguments(&after));
}

/// The name of each alternative of a union without types of their own, by its schema. No name is reported
/// as gone while another alternative has it.
fn alternative_names(alternatives: &[&str], lock: Option<&str>) -> (Vec<(String, String)>, String) {
    let schemas = format!("{{\"Union\":{{\"oneOf\":[{}]}}}}", alternatives.join(","));
    let text = format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"a\",\"version\":\"1\"}},\"components\":{{\"schemas\":{schemas}}}}}"
    );
    let tree = tree("api.json", text).expect("it is read");
    let locked = Locked::run(&tree, lock).expect("there is no error");
    let mut types = locked.api.types.iter();
    let union = types.find(|it| it.name.as_str() == "Union");
    let TypeKind::Union(list) = &union.expect("it is there").kind else {
        panic!("it is a union: {}", locked.listing());
    };
    let names = list.iter().map(|it| it.name.to_string());
    let said = locked.said();
    for name in names.clone() {
        assert!(!said.contains(&format!("`Union::{name}`")), "{said}");
    }
    let schemas = alternatives.iter().map(|it| (*it).to_owned());
    (schemas.zip(names).collect(), locked.lock())
}

/// Alternatives of several types, with and without rules. Each has a shape of its own.
const ALTERNATIVES: &[&str] = &[
    r#"{"type":"string"}"#,
    r#"{"type":"string","minLength":20}"#,
    r#"{"type":"string","maxLength":3}"#,
    r#"{"type":"integer"}"#,
    r#"{"type":"integer","minimum":5}"#,
    r#"{"type":"boolean"}"#,
    r#"{"type":"array","items":{"type":"string"}}"#,
    r#"{"type":"array","items":{"type":"integer"}}"#,
    r#"{"type":"object","additionalProperties":{"type":"integer"}}"#,
];

#[test]
fn alternatives_without_types_keep_their_names_beside_others() {
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let mut pick = |least: usize| -> Vec<&str> {
            let mut left = ALTERNATIVES.to_vec();
            let count = least + random.below(left.len() - least);
            (0..count)
                .map(|_| left.remove(random.below(left.len())))
                .collect()
        };
        let (before, lock) = alternative_names(&pick(2), None);
        let (after, _) = alternative_names(&pick(2), Some(&lock));
        for (schema, name) in &after {
            let known = before.iter().find(|(other, _)| other == schema);
            assert!(
                known.is_none_or(|(_, known)| known == name),
                "{seed}: {schema}\n{before:#?}\n{after:#?}\n{lock}"
            );
        }
    }
}

#[test]
fn an_alternative_whose_rules_change_keeps_its_name() {
    let (string, long) = (ALTERNATIVES[0], ALTERNATIVES[1]);
    let (_, lock) = alternative_names(&[ALTERNATIVES[3], string], None);
    let lock = lock.replace(" String -", " Text -");
    let (after, _) = alternative_names(&[long, ALTERNATIVES[3]], Some(&lock));
    assert_eq!(after[0].1, "Text", "{lock}");
    // Of two, nothing tells which it was.
    let (after, _) = alternative_names(&[long, ALTERNATIVES[2], ALTERNATIVES[3]], Some(&lock));
    assert!(after.iter().all(|(_, name)| name != "Text"), "{after:?}");
    // A lock that an earlier generator wrote has their own names.
    let old = lock.replace("Union String Text", "Union String Word");
    let (after, _) = alternative_names(&[string, ALTERNATIVES[3]], Some(&old));
    assert_eq!(after[0].1, "Word", "{old}");
}

/// Two schemas that an overlay has just made one type: one of them had another name, and other names of
/// members.
#[test]
fn schemas_that_share_a_given_name_share_its_members() {
    let path = package().join("fixtures/x_rust_name_twice.yml");
    let text = fs::read_to_string(&path).expect("it is checked in");
    let tree = tree("x_rust_name_twice.yml", text).expect("it is read");
    let lock = "version 1\n\
        field Other toy thing - Toy\n\
        field Pet toy plaything - Toy\n\
        type #/components/schemas/A Other 37a73ad17e5a51b7\n\
        type #/components/schemas/Pet Pet 37a73ad17e5a51b7\n";
    let locked = Locked::run(&tree, Some(lock)).expect("their members have the same names");
    let listing = locked.listing();
    assert!(listing.contains("toy as plaything"), "{listing}");
    assert!(
        !listing.contains("thing as") && !listing.contains("type Other"),
        "{listing}"
    );
}
