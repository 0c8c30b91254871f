//! Names are stable: they depend neither on the order of a document nor on other parts of it, unless
//! those collide with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use codegen::diagnostic::Diagnostics;
use codegen::ir::{Api, BodyContent, TypeKind};
use codegen::pointer::Pointer;
use codegen::source::{self, Sources};
use codegen::tree::{Object, Tree};
use codegen::{Absent, Input};

use crate::run::{is_overlay, package, repository, shared};

/// Longer documents take too long without optimization.
const MAX_BYTES: usize = 600_000;

/// The names in an API by the places that they belong to.
type Names = BTreeMap<String, String>;

#[test]
fn names_do_not_depend_on_the_order_of_a_document() {
    check_each_document(|tree, names| {
        let again = names_of(&reversed(tree))?;
        changed(names, &again)
    });
}

#[test]
fn additions_without_collisions_rename_nothing() {
    check_each_document(|tree, names| {
        let mut more = tree.clone();
        add(&mut more);
        let mut again = names_of(&more)?;
        let added = again.len();
        let is_added = |text: &str| text.to_lowercase().contains("zzq");
        again.retain(|place, name| !is_added(place) && !is_added(name));
        if again.len() == added {
            return Some("nothing was added".to_owned());
        }
        changed(names, &again)
    });
}

/// Runs a check on every document without errors; `check` returns what is wrong, if anything.
fn check_each_document(check: impl Fn(&Tree, &Names) -> Option<String>) {
    static DOCUMENTS: LazyLock<Vec<(PathBuf, Tree, Names)>> = LazyLock::new(|| {
        let read = |path: PathBuf| {
            let text = fs::read_to_string(&path).expect("the file exists");
            let tree = tree(&path.to_string_lossy(), text)?;
            let names = names_of(&tree)?;
            Some((path, tree, names))
        };
        documents().into_iter().filter_map(read).collect()
    });
    let tried = DOCUMENTS.len();
    assert!(tried > 100, "the fixtures are missing: {tried}");
    let found = DOCUMENTS.iter().filter_map(|(path, tree, names)| {
        let wrong = check(tree, names)?;
        Some(format!("{}: {wrong}", path.display()))
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

pub(crate) fn documents() -> Vec<PathBuf> {
    let mut folders = vec![package().join("fixtures"), repository().join("specs")];
    folders.extend(shared("corpus/openapi", 1));
    folders.extend(shared("corpus/nasty", 1));
    let entries = folders.iter().flat_map(|folder| {
        let entries = fs::read_dir(folder).expect("the folder exists");
        entries.map(|entry| entry.expect("the entry can be read").path())
    });
    let is_document = |path: &PathBuf| {
        let extension = path.extension().and_then(|it| it.to_str());
        let size = fs::metadata(path).map_or(0, |it| it.len());
        matches!(extension, Some("yml" | "yaml" | "json"))
            && !is_overlay(path)
            && size <= MAX_BYTES as u64
    };
    let mut paths: Vec<PathBuf> = entries.filter(is_document).collect();
    paths.sort();
    paths
}

pub(crate) fn tree(name: &str, text: String) -> Option<Tree> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    source::parse(&sources, file, &mut Diagnostics::default())
}

/// The names in the API of a document, or `None` if it has errors.
fn names_of(tree: &Tree) -> Option<Names> {
    let mut sources = Sources::default();
    let input = Input {
        allow_missing_files: true,
        ..Input::alone(sources.add("api.json", tree.to_json()), "api")
    };
    let mut diagnostics = Diagnostics::default();
    let api = codegen::api(
        &input,
        &mut sources,
        &mut |_, _| Err(Absent::Missing),
        &mut diagnostics,
    )?;
    Some(names(&api))
}

fn names(api: &Api) -> Names {
    let mut names = Names::new();
    for def in &api.types {
        // A schema may become several types, and several schemas one type.
        names.insert(format!("type {}", def.name), def.name.to_string());
        let mut add = |spelling: &str, name: String| {
            names.insert(format!("{spelling} in {}", def.name), name);
        };
        match &def.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    add(&field.wire, field.name.to_string());
                }
            }
            TypeKind::StringEnum(it) => {
                for (name, value) in &it.variants {
                    add(value, name.to_string());
                }
            }
            TypeKind::Tagged(it) => {
                for variant in &it.variants {
                    add(&variant.value, variant.name.to_string());
                }
            }
            // Alternatives have no spelling in the document.
            TypeKind::Union(list) => {
                for alternative in list {
                    add(&format!("{} of", alternative.name), String::new());
                }
            }
            TypeKind::Tuple(_) | TypeKind::Newtype(_) | TypeKind::Alias(_) => {}
        }
    }
    for operation in &api.operations {
        let place = format!("{} {}", operation.method, operation.path);
        names.insert(place.clone(), operation.name.to_string());
        for parameter in &operation.parameters {
            let of = format!("{} {:?} of {place}", parameter.wire, parameter.place);
            names.insert(of, parameter.name.to_string());
        }
        if let Some(BodyContent::Choice { name, cases }) =
            operation.call.body.as_ref().map(|body| &body.content)
        {
            names.insert(format!("body of {place}"), name.to_string());
            for (variant, sent) in cases {
                let of = format!("{} of {place}", sent.media_type);
                names.insert(of, variant.to_string());
            }
        }
    }
    for error in &api.errors {
        let place = &error.address.pointer;
        names.insert(format!("error {place}"), error.constant.to_string());
    }
    names
}

/// The first names that differ. Places are compared in lowercase, since a header may be spelled in several
/// ways.
fn changed(before: &Names, after: &Names) -> Option<String> {
    let pairs = |names: &Names| -> BTreeSet<(String, String)> {
        let pairs = names.iter();
        pairs
            .map(|(place, name)| (place.to_lowercase(), name.clone()))
            .collect()
    };
    let (before, after) = (pairs(before), pairs(after));
    let gone: Vec<_> = before.difference(&after).take(4).collect();
    let come: Vec<_> = after.difference(&before).take(4).collect();
    (gone.len() + come.len() > 0).then(|| format!("{gone:#?} became {come:#?}"))
}

/// The document with the members of every object in reverse order.
fn reversed(tree: &Tree) -> Tree {
    match tree {
        Tree::Object(members) => {
            let members = members.iter().rev();
            let members: Object = members
                .map(|(key, value)| (key.clone(), reversed(value)))
                .collect();
            Tree::Object(Box::new(members))
        }
        Tree::Array(items) => Tree::Array(items.iter().map(reversed).collect()),
        scalar => scalar.clone(),
    }
}

/// Adds a schema, an `allOf` of it and each component, an operation, and a member to each component with
/// members. All of them come first.
fn add(tree: &mut Tree) {
    let schema = r#"{"type":"object","properties":{"zzq":{"type":"string","enum":["zzq"]}}}"#;
    let json = |text: &str| tree_of_json(text);
    let property = json(r#"{"type":"object","properties":{"zzq":{"type":"string"}}}"#);
    let operation = json(r#"{"get":{"responses":{"200":{"description":""}}}}"#);
    let text = tree.to_json();
    let Some(root) = tree.as_object_mut() else {
        return;
    };
    let components = root
        .entry("components".to_owned())
        .or_insert_with(|| json("{}"));
    if let Some(components) = components.as_object_mut() {
        let schemas = components
            .entry("schemas".to_owned())
            .or_insert_with(|| json("{}"));
        if let Some(schemas) = schemas.as_object_mut() {
            for schema in schemas.values_mut() {
                let properties = schema
                    .as_object_mut()
                    .and_then(|it| it.get_mut("properties"));
                if let Some(properties) = properties.and_then(Tree::as_object_mut) {
                    properties.shift_insert(0, "zzq".to_owned(), property.clone());
                }
            }
            for key in schemas.keys().cloned().collect::<Vec<_>>() {
                // A parent with a discriminator would become an enum with another variant.
                if text.contains("\"discriminator\"") {
                    break;
                }
                let pointer = Pointer::root().join_all(["components", "schemas", &key]);
                let part = format!("{{\"$ref\":{:?}}}", format!("#{pointer}"));
                let whole = format!("{{\"allOf\":[{part},{schema}]}}");
                schemas.shift_insert(0, format!("Aa zzq {key}"), json(&whole));
            }
            schemas.shift_insert(0, "zzq".to_owned(), json(schema));
        }
    }
    let paths = root.entry("paths".to_owned()).or_insert_with(|| json("{}"));
    if let Some(paths) = paths.as_object_mut() {
        paths.shift_insert(0, "/zzq".to_owned(), operation);
    }
}

pub(crate) fn tree_of_json(text: &str) -> Tree {
    tree("a.json", text.to_owned()).expect("it is JSON")
}

#[test]
fn operations_without_an_id_have_distinct_names() {
    const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];
    let mut paths = String::new();
    for index in 0..10 {
        for path in ["", "/", "/{id}", "/a_id", "/a-id", "/a.id", "/A_ID"] {
            let methods = METHODS.map(|method| format!("{method}: {{}}"));
            let _ = writeln!(paths, "  /a{index}{path}: {{ {} }}", methods.join(", "));
        }
    }
    let text = format!("openapi: 3.1.0\ninfo: {{ title: t, version: v }}\npaths:\n{paths}");
    let names = names_of(&tree("a.yml", text).expect("it is YAML"));
    let names = names.expect("the document has no errors").into_iter();
    let is_operation = |place: &String| place.starts_with(|first: char| first.is_uppercase());
    let names = names.filter(|(place, _)| is_operation(place));
    let names: BTreeSet<String> = names.map(|(_, name)| name).collect();
    assert_eq!(names.len(), 10 * 7 * METHODS.len());
}

#[test]
fn schemas_in_components_are_not_named_after_operations() {
    for id in ["getAll", "fetch"] {
        let text = format!(
            "openapi: 3.1.0
info: {{ title: t, version: v }}
paths:
  /a: {{ get: {{ operationId: {id}, responses: {{ '200': {{ description: '', content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/get/properties/x' }} }} }} }} }} }} }}
components: {{ schemas: {{ get: {{ properties: {{ x: {{ properties: {{ y: {{}} }} }} }} }} }} }}
"
        );
        let names = names_of(&tree("a.yml", text).expect("it is YAML"));
        let names = names.expect("the document has no errors");
        assert!(names.contains_key("type GetX"), "{id}: {names:?}");
    }
}
