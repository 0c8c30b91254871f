use crate::folder::{Folder, OVERLAY, PETS};

#[test]
fn why_prints_where_an_item_comes_from() {
    let folder = Folder::generated();
    let said = folder.run(&["why", "Pet.name"]).succeeds().stdout;
    insta::assert_snapshot!(said);
    let by_pointer = [
        "why",
        "specs/pets.yml#/components/schemas/Pet/properties/name",
    ];
    assert_eq!(folder.run(&by_pointer).succeeds().stdout, said);
    assert_eq!(
        folder.run(&["why", "pets::Pet::name"]).succeeds().stdout,
        said
    );
}

#[test]
fn why_takes_any_document() {
    let folder = Folder::empty();
    folder.write("zoo.yml", PETS);
    folder.write("zoo.overlay.yml", OVERLAY);
    let alone = folder
        .run(&["why", "Pet.name", "zoo.yml"])
        .succeeds()
        .stdout;
    assert!(alone.contains("src/zoo/pet.rs:"), "{alone}");
    assert!(!alone.contains("overlay"), "{alone}");
    let with = ["why", "Pet.name", "zoo.yml", "--overlay", "zoo.overlay.yml"];
    let with = folder.run(&with).succeeds().stdout;
    assert!(with.contains("x-because: at most 40 characters"), "{with}");
}

#[test]
fn why_suggests_what_was_meant() {
    let folder = Folder::workspace();
    let said = folder.run(&["why", "Pet.naem"]).fails().stderr;
    assert_eq!(
        said,
        "error: no item is called `Pet.naem`; did you mean `Pet.name`?\n"
    );
    let said = folder.run(&["why", "12345"]).fails().stderr;
    assert!(
        said.contains("`cargo xtask listing` prints all of them"),
        "{said}"
    );
}

#[test]
fn why_reports_the_errors_of_documents() {
    let folder = Folder::empty();
    folder.write("zoo.yml", PETS.replace("openapi: 3.1.0", "openapi: 9.1.0"));
    let said = folder.run(&["why", "Pet", "zoo.yml"]).fails().stderr;
    assert!(said.contains("error[not-openapi]"), "{said}");
}
