//! What the documents of one crate share.

use codegen::check::Checked;
use codegen::diagnostic::Diagnostics;
use codegen::ir::Api;
use codegen::report::{self, Style};
use codegen::share::find_shared;
use codegen::source::Sources;
use codegen::{Input, Library};

/// Documents of one crate, each with its components.
struct Crate {
    sources: Sources,
    apis: Vec<Checked<Api>>,
}

impl Crate {
    fn new(components: &[&str]) -> Self {
        let mut sources = Sources::default();
        let mut apis = Vec::new();
        for (index, schemas) in components.iter().enumerate() {
            let text = format!(
                "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\ncomponents: {{ schemas: {{ {schemas} }} }}\n"
            );
            let module = format!("doc{index}");
            let file = sources.add(format!("{module}.yml"), text);
            let mut diagnostics = Diagnostics::default();
            let mut load = |_: &mut Sources, _: &str| unreachable!("there is one file");
            let input = Input::alone(file, &module);
            let api = codegen::api(&input, &mut sources, &mut load, &mut diagnostics);
            apis.push(api.expect("the document is right"));
        }
        Self { sources, apis }
    }

    /// The names of the shared types, and what is reported.
    fn shared(&self) -> (Vec<String>, String) {
        let mut diagnostics = Diagnostics::default();
        let shared = find_shared(&self.apis, &mut diagnostics);
        let names = shared.types.iter().map(|it| it.name.to_string());
        let said = report::render(&diagnostics, &self.sources, Style::Plain);
        (names.collect(), said)
    }

    fn file(&self, path: &str) -> Option<String> {
        let files = codegen::files(&self.apis, &self.sources, &Library::new("made"));
        let file = files.into_iter().find(|file| file.path == path);
        file.map(|file| file.text)
    }
}

const ID: &str = "A: { type: object, properties: { id: { type: string, x-rust-name: Id } } }";

#[test]
fn strings_with_one_name_are_defined_once() {
    let made = Crate::new(&[
        ID,
        "Id: { type: [string, 'null'], x-rust-name: Id, description: An id. }",
    ]);
    assert_eq!(made.shared(), (vec!["Id".to_owned()], String::new()));
    let shared = made.file("shared.rs").expect("it is there");
    assert!(
        shared.contains("//! - [`Id`]: in [`doc0`](crate::doc0), [`doc1`](crate::doc1)\n"),
        "{shared}"
    );
    assert!(
        shared.contains("    /// An id.\n"),
        "the second document describes it: {shared}"
    );
    for module in ["doc0", "doc1"] {
        let index = made.file(&format!("{module}/mod.rs")).expect("it is there");
        assert!(index.contains("pub use crate::shared::Id;\n"), "{index}");
        assert_eq!(made.file(&format!("{module}/id.rs")), None);
    }
    assert!(
        made.file("lib.rs")
            .expect("it is there")
            .contains("pub mod shared;\n")
    );
}

#[test]
fn other_strings_are_not_shared() {
    let rule = "Id: { type: string, minLength: 1 }";
    for other in [
        rule,
        "Id: { type: string, enum: [a], x-rust-name: Id }",
        "Id: { type: string }",
    ] {
        let made = Crate::new(&[ID, other]);
        assert_eq!(made.shared(), (Vec::new(), String::new()), "{other}");
    }
    assert_eq!(Crate::new(&[rule, rule]).shared().0, Vec::<String>::new());
    let alone = Crate::new(&[ID]);
    assert_eq!(alone.file("shared.rs"), None);
    assert!(
        !alone
            .file("lib.rs")
            .expect("it is there")
            .contains("shared")
    );
}

#[test]
fn strings_that_differ_stay_apart_which_is_reported() {
    let made = Crate::new(&[
        ID,
        "Id: { type: string, x-rust-name: Id, minLength: 1 }",
        ID,
    ]);
    let (names, said) = made.shared();
    assert_eq!(names, Vec::<String>::new());
    let first = "warning[name-clash]: strings named `Id` in two documents have different rules: each module has its own type\n --> doc1.yml:3:";
    assert!(said.contains(first), "{said}");
    assert!(
        said.contains("note: also defined here\n --> doc0.yml:3:"),
        "{said}"
    );
    assert!(
        said.contains("or give one of them another `x-rust-name`\n"),
        "{said}"
    );
    assert!(made.file("doc1/id.rs").is_some());
}
