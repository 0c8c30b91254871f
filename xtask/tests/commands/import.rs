use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use wait4::Wait4;

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

/// A document of half a megabyte: operations with a schema each, in the style of published ones.
fn large_document() -> String {
    let words =
        "What it means for the call that is under way, and what becomes of it later. ".repeat(3);
    let mut paths = String::new();
    let mut schemas = String::new();
    for index in 0..400 {
        let next = (index + 1) % 400;
        let path = write!(
            paths,
            "  /things{index}/{{id}}:\n    post:\n      operationId: changeThing{index}\n      description: {words}\n      \
             parameters:\n      - {{name: id, in: path, required: true, schema: {{type: string}}}}\n      \
             requestBody:\n        content:\n          application/json:\n            schema: \
             {{$ref: '#/components/schemas/Thing{index}'}}\n      responses: {{'204': {{description: Done.}}}}\n"
        );
        path.expect("a string takes any text");
        let schema = write!(
            schemas,
            "    Thing{index}:\n      type: object\n      description: {words}\n      properties:\n        \
             kind: {{type: string, enum: [first, second], description: '{words}'}}\n        \
             count: {{type: integer, minimum: 0, default: 10, description: '{words}'}}\n        \
             next: {{$ref: '#/components/schemas/Thing{next}'}}\n"
        );
        schema.expect("a string takes any text");
    }
    format!(
        "openapi: 3.1.0\ninfo: {{title: Large, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

/// The least CPU time and memory of some runs, in bytes.
fn measure(folder: &Folder, arguments: &[&str]) -> (Duration, u64) {
    let runs = (0..4).map(|_| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"))
            .args(arguments)
            .current_dir(folder.path(""))
            .stdout(Stdio::null())
            .spawn()
            .expect("the binary was built");
        let used = child.wait4().expect("it is a child of this process");
        assert!(used.status.success(), "{arguments:?}");
        (used.rusage.utime + used.rusage.stime, used.rusage.maxrss)
    });
    let (times, sizes): (Vec<Duration>, Vec<u64>) = runs.unzip();
    let least = times.into_iter().min().expect("it ran");
    (least, sizes.into_iter().min().expect("it ran"))
}

/// Measured with a document of 4.3 MB, most of which is kept: 1.1 of the time, and 0.61 of the memory.
#[test]
fn import_takes_no_more_than_a_listing() {
    let folder = Folder::empty();
    folder.write("large.yml", large_document());
    let listing = measure(&folder, &["listing", "large.yml"]);
    let arguments = [
        "import",
        "large.yml",
        "--out",
        "cut.yml",
        "--path",
        "/things1*",
    ];
    let import = measure(&folder, &arguments);
    assert_eq!(folder.read("cut.yml").matches("post:").count(), 111);
    assert!(import.0 < listing.0 * 2, "{import:?}, listing {listing:?}");
    assert!(import.1 < listing.1, "{import:?}, listing {listing:?}");
}
