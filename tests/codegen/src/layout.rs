//! Files in, the first item that `prettyplease` would format differently out.
//!
//! The generator formats simple items itself, without parsing them.

use codegen::render::File;

/// Checks that the files are Rust, and that each item is formatted as by `prettyplease`. Invocations of
/// macros are only parsed.
pub(crate) fn check(files: &[File]) -> Result<(), String> {
    files.iter().try_for_each(|file| {
        let (_, items) = file.text.split_once("\n\n").unwrap_or_default();
        let mut items = items.trim_end().split("\n\n");
        items.try_for_each(|item| {
            check_item(item).map_err(|error| format!("{}: {error}", file.path))
        })
    })
}

fn check_item(item: &str) -> Result<(), String> {
    let parsed = syn::parse_file(item);
    let mut parsed = parsed.map_err(|error| format!("{error} in {item}"))?;
    if item.starts_with("crate::runtime::") {
        return Ok(());
    }
    let mut parts = item.split("\ncrate::runtime::");
    let item = parts.next().unwrap_or_default();
    let untouched = parsed.items.len().saturating_sub(parts.count());
    parsed.items.truncate(untouched);
    let pretty = prettyplease::unparse(&parsed);
    if pretty.trim_end() == item {
        Ok(())
    } else {
        Err(format!("{item} should be {pretty}"))
    }
}

#[test]
fn unformatted_items_are_found() {
    let file = |text: &str| File {
        path: "pet.rs".to_owned(),
        text: format!("// @generated\n\n{text}\n"),
    };
    let good = "use a::B;\n\npub enum A {}\ncrate::runtime::union! {\n    A\n}\n\ncrate::runtime::object! {\n    pub struct B\n}";
    assert_eq!(check(&[file(good)]), Ok(()));
    let bad_struct = "pub struct A { }\ncrate::runtime::union! {\n    A\n}";
    let bad_table = "pub struct A {}\ncrate::runtime::union! {";
    for bad in [
        bad_struct,
        bad_table,
        "crate::runtime::object! {",
        "use a::B;\n\npub struct A { }",
        "pub struct",
    ] {
        assert!(check(&[file(bad)]).is_err(), "{bad}");
    }
}
