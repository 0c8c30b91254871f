use crate::folder::Folder;

/// A document with two paths.
const ZOO: &str = "\
openapi: 3.1.0
info: { title: Zoo, version: '1' }
paths:
  # Kept as it is.
  /pets:
    get: { operationId: listPets, responses: { '200': { $ref: '#/components/responses/Pets' } } }
  /keepers:
    get: { operationId: listKeepers }
components:
  responses:
    Pets: { description: Pets. }
    Keepers: { description: Keepers. }
";

fn zoo() -> Folder {
    let folder = Folder::empty();
    folder.write("zoo.yml", ZOO);
    folder.write("specs/README.md", "Not a document.\n");
    folder
}

const IMPORT: [&str; 6] = [
    "import",
    "zoo.yml",
    "--out",
    "specs/pets.yml",
    "--path",
    "/pets",
];

#[test]
fn import_writes_the_document_and_where_it_is_from() {
    let folder = zoo();
    let commit = ["--commit", "12de4dd0"];
    let outcome = folder.run(&[&IMPORT[..], &commit].concat()).succeeds();
    let (document, origin) = (
        folder.read("specs/pets.yml"),
        folder.read("specs/pets.source.yml"),
    );
    insta::assert_snapshot!(format!("{}----\n{document}----\n{origin}", outcome.stdout));
}

#[test]
fn regen_checks_that_an_imported_document_is_as_it_was() {
    let folder = zoo();
    folder.run(&IMPORT).succeeds();
    folder.run(&["regen"]).succeeds();
    folder.run(&["regen", "--check"]).succeeds();
    let document = folder.read("specs/pets.yml");
    folder.write("specs/pets.yml", document.replace("# Kept", "# Changed"));
    let said = folder.run(&["regen", "--check"]).fails().stderr;
    assert!(
        said.contains("specs/pets.yml is not what specs/pets.source.yml says"),
        "{said}"
    );
    folder.write("specs/pets.source.yml", "source: zoo.yml\n");
    let said = folder.run(&["regen", "--check"]).fails().stderr;
    assert!(said.contains("has no `document-sha256`"), "{said}");
    // The second import makes it whole again.
    folder.run(&IMPORT).succeeds();
    folder.run(&["regen", "--check"]).succeeds();
}

#[test]
fn import_names_patterns_that_match_nothing_and_writes_nothing() {
    let folder = zoo();
    let before = folder.tree();
    let arguments = [
        "import",
        "zoo.yml",
        "--out",
        "specs/pets.yml",
        "--path",
        "/pet",
        "--tag",
        "Zoo",
    ];
    let said = folder.run(&arguments).fails().stderr;
    assert_eq!(
        said,
        "error: no path is `/pet`; did you mean `/pets`?\nno tag is `Zoo`\n"
    );
    let other = [
        "import",
        "zoo.yml",
        "--out",
        "specs/pets.json",
        "--path",
        "/pets",
    ];
    folder.run(&other).fails();
    let missing = [
        "import",
        "none.yml",
        "--out",
        "specs/pets.yml",
        "--path",
        "/pets",
    ];
    folder.run(&missing).fails();
    assert_eq!(folder.tree(), before);
}
