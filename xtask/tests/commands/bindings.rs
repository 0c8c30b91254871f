//! Bindings are compiled and used. All are in one crate, since each crate takes as long to compile as
//! hundreds of documents.

use std::fs;
use std::path::{Path, PathBuf};

use crate::folder::{Folder, HEAD, OVERLAY, PETS};

/// Documents with programs that use their bindings, which are examples of the crate.
const PROGRAMS: [(&str, &str, &str); 2] = [
    (
        "edge_cases",
        include_str!("edge_cases.yml"),
        include_str!("edge_cases.rs"),
    ),
    (
        "bodies",
        include_str!("bodies.yml"),
        include_str!("bodies.rs"),
    ),
];

/// Programs that use the bindings of fixtures and of the servers of other frameworks.
const PROGRAMS_OF_FIXTURES: [(&str, &str); 5] = [
    ("calls", include_str!("../../../tests/servers/calls.rs")),
    ("asked_for", include_str!("asked_for.rs")),
    ("sequences", include_str!("sequences.rs")),
    ("paging", include_str!("paging.rs")),
    ("templates", include_str!("templates.rs")),
];

/// Fixtures with types of crates that nothing else here depends on.
const FOREIGN: [&str; 3] = ["x_derive", "x_formats", "x_rust_type"];

/// The bindings of the fixtures and of the documents here compile by themselves and without warnings, the
/// examples in their docs compile too, and programs find in them what the documents say.
#[test]
fn bindings_compile_and_do_what_the_documents_say() {
    let folder = Folder::empty();
    folder.write("pets.yml", PETS);
    folder.write("pets.overlay.yml", OVERLAY);
    folder.write("my shops.yml", HEAD);
    folder.write("every.yml", include_str!("every.yml"));
    folder.write("deep.yml", deep());
    let mut documents = ["pets.yml", "my shops.yml", "every.yml", "deep.yml"]
        .map(PathBuf::from)
        .to_vec();
    for (name, document, _) in PROGRAMS {
        let path = format!("{name}.yml");
        folder.write(&path, document);
        documents.push(path.into());
    }
    documents.extend(fixtures());
    let servers = servers();
    documents.extend(list(&servers.join("documents"), "json"));

    let mut arguments = vec!["generate".to_owned()];
    for document in documents {
        let overlay = document.with_extension("overlay.yml");
        let has_overlay = folder.path("").join(&overlay).is_file();
        arguments.push(document.display().to_string());
        if has_overlay {
            arguments.extend(["--overlay".to_owned(), overlay.display().to_string()]);
        }
    }
    arguments.extend(["--out", "made/bindings"].map(str::to_owned));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    folder.run(&arguments).succeeds();

    for (name, _, text) in PROGRAMS {
        folder.write(&format!("made/bindings/examples/{name}.rs"), text);
    }
    for (name, text) in PROGRAMS_OF_FIXTURES {
        folder.write(&format!("made/bindings/examples/{name}.rs"), text);
    }
    for path in list(&servers.join("exchanges"), "json") {
        let name = path.file_name().expect("a name").to_string_lossy();
        let to = format!("made/bindings/examples/exchanges/{name}");
        folder.write(&to, fs::read(&path).expect("it is there"));
    }
    let features = "client,server,webhook,signer,pattern,all-tags";
    folder.cargo("made/bindings", &["test", "--doc"], features);
    let names = PROGRAMS.map(|(name, ..)| name).into_iter();
    for name in names.chain(PROGRAMS_OF_FIXTURES.map(|(name, _)| name)) {
        folder.cargo("made/bindings", &["run", "--example", name], features);
    }
}

/// The paths of the fixtures of the generator.
fn fixtures() -> Vec<PathBuf> {
    let mut documents = list(&workspace().join("tests/codegen/fixtures"), "yml");
    documents.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        !name.ends_with(".overlay.yml") && !FOREIGN.contains(&name.trim_end_matches(".yml"))
    });
    assert!(documents.len() > 100, "they are there");
    documents
}

/// The folder of servers of other frameworks.
fn servers() -> PathBuf {
    workspace().join("tests/servers")
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The paths of the files in a folder with an extension, sorted.
fn list(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == extension))
        .collect();
    paths.sort();
    paths
}

/// A document whose types are nested beyond the default `recursion_limit` of rustc.
fn deep() -> String {
    let schema = |number: usize| {
        let next = format!("{{$ref: '#/components/schemas/Level{}'}}", number + 1);
        format!("    Level{number}: {{properties: {{list: {{items: {next}}}}}}}\n")
    };
    let schemas: String = (0..60).map(schema).collect();
    let reference = "{$ref: '#/components/schemas/Level0'}";
    format!(
        "\
openapi: 3.1.0
info: {{title: Deep, version: 1.0.0}}
paths:
  /level:
    get:
      operationId: getLevel
      responses: {{'200': {{description: Ok, content: {{application/json: {{schema: {reference}}}}}}}}}
components:
  schemas:
{schemas}    Level60: {{type: string}}
"
    )
}
