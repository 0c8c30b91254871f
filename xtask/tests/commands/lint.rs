use crate::folder::Folder;

const RISKY: &str = "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet:
      type: object
      required: [nmae]
      properties: { name: { type: string, minLength: 3, example: Al }, wild: { type: string, enum: ['true', 'false'] } }
";

/// A document without findings.
const PLAIN: &str = "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths: {}
";

#[test]
fn lint_reports_what_generate_reports_and_more() {
    let folder = Folder::empty();
    folder.write("pets.yml", RISKY);
    let outcome = folder.run(&["lint", "pets.yml"]).succeeds();
    insta::assert_snapshot!(format!("{}----\n{}", outcome.stderr, outcome.stdout));
}

#[test]
fn lint_fails_on_warnings_if_asked_and_on_errors() {
    let folder = Folder::empty();
    folder.write("pets.yml", RISKY);
    folder.write("plain.yml", PLAIN);
    folder.write("list.yml", "- 1\n");
    let strict = ["--deny", "warnings"];
    let run = |file| folder.run(&[&["lint", file], &strict[..]].concat());
    assert_eq!(run("pets.yml").fails().stdout, "4 findings\n");
    assert_eq!(run("plain.yml").succeeds().stdout, "no findings\n");
    folder.run(&["lint", "list.yml"]).fails();
}

#[test]
fn lint_prints_json_lines() {
    let folder = Folder::empty();
    folder.write("pets.yml", RISKY);
    let outcome = folder
        .run(&["lint", "pets.yml", "--format", "json"])
        .succeeds();
    let codes = outcome.stdout.lines().map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
        assert!(
            value["line"].is_number() && value["help"].is_string(),
            "{line}"
        );
        value["code"].as_str().expect("it has a code").to_owned()
    });
    assert_eq!(
        codes.collect::<Vec<_>>(),
        [
            "required-undeclared",
            "enum-value-type",
            "no-failure",
            "example-refused"
        ]
    );
}
