use std::fs;

use crate::folder::{Folder, HEAD};

const LOCK: &str = "specs/pets.names.lock";

/// A document with one schema, of which `spelling` is the key, and another schema.
fn owners(spellings: &[&str]) -> String {
    let schema = |it: &&str| format!("    {it}: {{type: object, properties: {{{it}: {{}}}}}}\n");
    let schemas: String = spellings.iter().map(schema).collect();
    format!("{HEAD}components:\n  schemas:\n{schemas}")
}

#[test]
fn a_recorded_name_stays_where_it_is() {
    let folder = Folder::empty();
    folder.write("specs/pets.yml", owners(&["pet_owner"]));
    folder.run(&["regen"]).succeeds();
    let first = folder.read(LOCK);
    assert!(
        first.contains("\ntype #/components/schemas/pet_owner PetOwner "),
        "{first}"
    );

    // Without the lock, the schema that is spelled like the name would take it.
    folder.write("specs/pets.yml", owners(&["PetOwner", "pet_owner"]));
    let outcome = folder.run(&["regen"]).succeeds();
    assert!(
        outcome.stderr.contains("this becomes `PetOwnerPascal`"),
        "{}",
        outcome.stderr
    );
    let second = folder.read(LOCK);
    let added: Vec<&str> = second
        .lines()
        .filter(|line| !first.contains(line))
        .collect();
    let [field, added] = added[..] else {
        panic!("a type with a field is new: {added:?}")
    };
    assert_eq!(field, "field PetOwnerPascal PetOwner pet_owner - -");
    assert!(
        added.starts_with("type #/components/schemas/PetOwner PetOwnerPascal "),
        "{added}"
    );

    let outcome = folder.run(&["regen"]).succeeds();
    assert_eq!(outcome.stderr, "", "what is recorded needs no warning");
    assert_eq!(folder.read(LOCK), second);
}

#[test]
fn the_name_of_an_overlay_wins_and_is_recorded() {
    let folder = Folder::empty();
    folder.write("specs/pets.yml", owners(&["pet_owner"]));
    folder.run(&["regen"]).succeeds();
    let named =
        owners(&["pet_owner"]).replace("{type: object", "{x-rust-name: Keeper, type: object");
    folder.write("specs/pets.yml", named);
    let outcome = folder.run(&["regen"]).succeeds();
    assert_eq!(outcome.stderr, "");
    assert!(folder.read(LOCK).contains("pet_owner Keeper "));
    assert!(!folder.read(LOCK).contains("PetOwner"));
}

#[test]
fn a_lock_that_is_missing_or_out_of_date_fails_the_check() {
    let folder = Folder::generated();
    let lock = folder.read(LOCK);
    fs::remove_file(folder.path(LOCK)).unwrap();
    let outcome = folder.run(&["regen", "--check"]).fails();
    assert_eq!(outcome.stdout, format!("missing   {LOCK}\n"));
    let message = "the lock files in specs/ are out of date: run `cargo xtask regen`";
    assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
    assert!(!folder.path(LOCK).exists());

    folder.write(LOCK, lock.replace("\ntype ", "\n\ntype "));
    let outcome = folder.run(&["regen", "--check"]).fails();
    assert!(
        outcome.stdout.starts_with(&format!("different {LOCK}\n")),
        "{}",
        outcome.stdout
    );
    folder.run(&["regen"]).succeeds();
    assert_eq!(folder.read(LOCK), lock);

    fs::rename(folder.path(LOCK), folder.path("specs/shops.names.lock")).unwrap();
    let outcome = folder.run(&["regen"]).succeeds();
    assert!(
        outcome.stdout.contains("removed specs/shops.names.lock\n"),
        "{}",
        outcome.stdout
    );
    assert_eq!(folder.read(LOCK), lock);
}

#[test]
fn a_lock_that_cannot_be_read_stops_the_run() {
    let folder = Folder::generated();
    let lock = folder.read(LOCK);
    let later = lock.replace("version 1", "version 2");
    let cut_off = &lock[..lock.len() - 4];
    let cases: [(&[u8], &str); 3] = [
        (later.as_bytes(), "error[names-format]"),
        (cut_off.as_bytes(), "error[names-invalid]"),
        (b"version 1\ntype \xff", "error[unreadable]"),
    ];
    for (text, code) in cases {
        folder.write(LOCK, text);
        folder.write("specs/shops.yml", HEAD);
        let before = folder.tree();
        let outcome = folder.run(&["regen"]).fails();
        assert!(outcome.stderr.contains(code), "{}", outcome.stderr);
        let place = format!("--> {LOCK}:");
        assert!(outcome.stderr.contains(&place), "{}", outcome.stderr);
        assert_eq!(folder.tree(), before);
    }
}

#[test]
fn both_sides_of_a_merge_are_taken() {
    let folder = Folder::empty();
    let lock_of = |spellings: &[&str]| {
        folder.write("specs/pets.yml", owners(spellings));
        fs::remove_file(folder.path(LOCK)).ok();
        folder.run(&["regen"]).succeeds();
        folder.read(LOCK)
    };
    let (ours, theirs) = (lock_of(&["pet", "cat"]), lock_of(&["pet", "dog"]));
    let both = lock_of(&["pet", "cat", "dog"]);
    let item = |lock: &str, name: &str| {
        let line = lock.lines().find(|line| line.contains(name));
        line.expect("it is recorded").to_owned()
    };
    let conflict = format!(
        "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> branch\n",
        item(&ours, "Cat"),
        item(&theirs, "Dog")
    );
    let cat = format!("{}\n", item(&ours, "Cat"));
    folder.write(LOCK, ours.replace(&cat, &conflict));
    let outcome = folder.run(&["regen"]).succeeds();
    assert_eq!(outcome.stderr, "");
    assert_eq!(folder.read(LOCK), both);
}

#[test]
fn a_crate_has_its_own_lock() {
    let folder = Folder::empty();
    let generate = |document: &str| {
        folder.write("pets.yml", document);
        folder.run(&["generate", "pets.yml", "--out", "made"])
    };
    generate(&owners(&["pet_owner"])).succeeds();
    generate(&owners(&["PetOwner", "pet_owner"])).succeeds();
    let lock = folder.read("made/pets.names.lock");
    assert!(lock.contains("/pet_owner PetOwner "), "{lock}");
    assert!(lock.contains("/PetOwner PetOwnerPascal "), "{lock}");

    folder.write("made/pets.names.lock", "version 7\n");
    let before = folder.tree();
    let outcome = generate(&owners(&["PetOwner", "pet_owner"])).fails();
    assert!(
        outcome.stderr.contains("--> made/pets.names.lock:1:9"),
        "{}",
        outcome.stderr
    );
    assert_eq!(folder.tree(), before);
}

#[test]
fn a_schema_that_moves_to_a_shared_file_keeps_its_name() {
    let folder = Folder::empty();
    let document = |reference: &str, components: &str| {
        let content = format!("{{application/json: {{schema: {{$ref: '{reference}'}}}}}}");
        let operation = format!("responses: {{'200': {{description: d, content: {content}}}}}");
        let head = HEAD.replace("paths: {}\n", "");
        format!(
            "{head}paths: {{/pets: {{get: {{operationId: GetPet, {operation}}}}}}}\n{components}"
        )
    };
    let schema = "{type: object, properties: {size: {type: string, enum: [big]}}}";
    let components = format!("components: {{schemas: {{Pet: {schema}}}}}\n");
    let inside = document("#/components/schemas/Pet", &components);
    folder.write("specs/pets.yml", inside);
    folder.run(&["regen"]).succeeds();

    folder.write(
        "shared/animals.yml",
        format!("definitions: {{Animal: {schema}}}\n"),
    );
    let outside = document("../shared/animals.yml#/definitions/Animal", "");
    folder.write("specs/pets.yml", outside);
    let outcome = folder.run(&["regen"]).succeeds();
    let message = "note[names-kept]: `Pet` has moved here and keeps its name";
    assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
    let notes = outcome.stderr.matches("[names-").count();
    assert_eq!(notes, 1, "{}", outcome.stderr);
    let lock = folder.read(LOCK);
    let line = "\ntype ../shared/animals.yml#/definitions/Animal Pet ";
    assert!(lock.contains(line), "{lock}");
    assert!(lock.contains("/properties/size PetSize "), "{lock}");

    assert_eq!(folder.run(&["regen"]).succeeds().stderr, "");
    assert_eq!(folder.read(LOCK), lock);
}

#[test]
fn a_listing_has_the_names_that_are_recorded() {
    let folder = Folder::empty();
    folder.write("pets.yml", owners(&["pet_owner"]));
    folder
        .run(&["generate", "pets.yml", "--out", "made"])
        .succeeds();
    folder.write("pets.yml", owners(&["PetOwner", "pet_owner"]));
    let list = |more: &[&str]| {
        let listing = folder.run(&[&["listing", "pets.yml"], more].concat());
        listing.succeeds().stdout
    };
    let fresh = list(&[]);
    assert!(!fresh.contains("type PetOwnerPascal"), "{fresh}");
    let kept = list(&["--locks", "made"]);
    assert!(kept.contains("type PetOwnerPascal"), "{kept}");
    // That beside the document is read without being asked for.
    folder.write("pets.names.lock", folder.read("made/pets.names.lock"));
    assert_eq!(list(&[]), kept);
    let why = folder
        .run(&["why", "PetOwnerPascal", "pets.yml"])
        .succeeds()
        .stdout;
    assert!(why.contains("without the recorded names"), "{why}");
    assert!(why.contains("PetOwner"), "{why}");
}
