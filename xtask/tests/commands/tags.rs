use crate::folder::Folder;

#[test]
fn bindings_compile_with_each_tag_and_with_none() {
    let folder = Folder::empty();
    folder.write("tags.yml", include_str!("tags.yml"));
    let made = folder
        .run(&["generate", "tags.yml", "--out", "made"])
        .succeeds();
    assert!(!made.stderr.contains("warning["), "{}", made.stderr);

    for features in ["", "pets", "shops", "toys", "pets,toys", "all-tags"] {
        folder.cargo("made", &["check"], features);
    }
    for (features, names) in [
        ("", "errors, Event, Health, GetHealth, Place"),
        ("toys", "Ball, Kind, Toy, Trouble, WatchToys"),
        ("all-tags", "AddPetBody, Leftover, ListPets, Shop"),
    ] {
        let program = format!("#![allow(unused)]\nuse made::tags::{{{names}}};\nfn main() {{}}\n");
        folder.write("made/examples/uses.rs", program);
        folder.cargo("made", &["check", "--example", "uses"], features);
        folder.cargo("made", &["doc", "--no-deps"], features);
    }
    let manifest = folder.read("made/Cargo.toml");
    let default = manifest.lines().find(|line| line.starts_with("default = "));
    assert!(
        default.is_some_and(|it| it.contains("all-tags")),
        "{manifest}"
    );
}
