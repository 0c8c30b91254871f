use crate::folder::Folder;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        age: { type: integer, description: 'Between 0 and 30. Defaults to 1.' }
        name: { type: string, description: At most 40 characters. }
        weight: { type: integer, maximum: 80, description: At most 90. }
    Owner:
      type: object
      properties:
        name: { type: string, description: At most 40 characters. }
";

#[test]
fn mine_prints_an_overlay_that_generate_accepts() {
    let folder = Folder::empty();
    folder.write("pets.yml", DOCUMENT);
    let outcome = folder.run(&["mine", "pets.yml"]).succeeds();
    insta::assert_snapshot!(format!("{}\n----\n{}", outcome.stdout, outcome.stderr));
    folder.write("pets.overlay.yml", &outcome.stdout);
    let arguments = ["listing", "pets.yml", "--overlay", "pets.overlay.yml"];
    let listing = folder.run(&arguments).succeeds();
    assert!(listing.stderr.is_empty(), "{}", listing.stderr);
    insta::assert_snapshot!("mined_listing", listing.stdout);

    let arguments = ["mine", "pets.yml", "--overlay", "pets.overlay.yml"];
    let again = folder.run(&arguments).succeeds().stdout;
    assert_eq!(again, "# no rule is stated in prose only\n");
}

#[test]
fn mine_prints_json() {
    let folder = Folder::empty();
    folder.write("pets.yml", DOCUMENT);
    let outcome = folder
        .run(&["mine", "pets.yml", "--format", "json"])
        .succeeds();
    assert!(outcome.stderr.is_empty(), "{}", outcome.stderr);
    let value: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("it is JSON");
    insta::assert_snapshot!(format!("{value:#}"));
}

#[test]
fn mine_refuses_what_it_cannot_read() {
    let folder = Folder::empty();
    folder.write("list.yml", "- 1\n");
    for file in ["list.yml", "missing.yml"] {
        let outcome = folder.run(&["mine", file]).fails();
        assert!(outcome.stdout.is_empty(), "{}", outcome.stdout);
        assert!(outcome.stderr.contains(file), "{}", outcome.stderr);
    }
}
