//! What the documents of one crate share.

use codegen::diagnostic::Diagnostics;
use codegen::report::{self, Style};
use codegen::share::ApiSet;
use codegen::source::Sources;
use codegen::{Input, Library};

/// Documents of one crate, each with its components.
struct Crate {
    sources: Sources,
    apis: ApiSet,
    diagnostics: Diagnostics,
}

impl Crate {
    fn new(components: &[&str]) -> Self {
        let documents = components.iter().map(|schemas| {
            format!(
                "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\ncomponents: {{ schemas: {{ {schemas} }} }}\n"
            )
        });
        Self::of(&documents.collect::<Vec<_>>())
    }

    fn of(documents: &[String]) -> Self {
        let mut sources = Sources::default();
        let mut apis = Vec::new();
        for (index, text) in documents.iter().enumerate() {
            let module = format!("doc{index}");
            let file = sources.add(format!("{module}.yml"), text.as_str());
            let mut diagnostics = Diagnostics::default();
            let mut load = |_: &mut Sources, _: &str| unreachable!("there is one file");
            let input = Input::alone(file, &module);
            let api = codegen::api(&input, &mut sources, &mut load, &mut diagnostics);
            let said = report::render(&diagnostics, &sources, Style::Plain);
            apis.push(api.unwrap_or_else(|| panic!("{said}")));
        }
        let mut diagnostics = Diagnostics::default();
        let apis = ApiSet::new(apis, &mut diagnostics);
        Self {
            sources,
            apis,
            diagnostics,
        }
    }

    /// The names of the shared types, and what is reported.
    fn shared(&self) -> (Vec<String>, String) {
        let names = self.apis.shared().types.iter();
        let names = names.map(|it| it.name.to_string());
        let said = report::render(&self.diagnostics, &self.sources, Style::Plain);
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

/// A document with a webhook for each name, whose key is the value of `tag` in it.
fn webhooks(tag: &str, names: &[&str], more: &str) -> String {
    let webhook = |name: &&str| {
        format!(
            "  {name}: {{ post: {{ requestBody: {{ content: {{ application/json: {{ schema: {{ type: object, \
             properties: {{ {tag}: {{ type: string }} }} }} }} }} }} }} }}\n"
        )
    };
    let webhooks: String = names.iter().map(webhook).collect();
    format!(
        "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\nx-event: {{ type: {tag} }}\n{more}webhooks:\n{webhooks}"
    )
}

/// How webhooks are signed with the key of this variable.
fn signature(variable: &str) -> String {
    format!(
        "x-signature: {{ scheme: ed25519, signature-header: s, timestamp-header: t, tolerance-seconds: 9, \
         public-key-env: {variable} }}\n"
    )
}

#[test]
fn webhooks_of_several_documents_have_one_enum() {
    let one = webhooks("kind", &["a.begun", "a.ended"], &signature("KEY"));
    let two = webhooks("type", &["b.begun"], "");
    let made = Crate::of(&[one, two]);
    let text = made.file("webhook.rs").expect("it is there");
    for part in [
        "    /// `a.begun`, of [`doc0`](crate::doc0)\n    ABegun(crate::doc0::ABegunRequest),\n",
        "    BBegun(crate::doc1::BBegunRequest),\n    /// An event that no module declares.\n    Other(crate::runtime::Value),\n",
        "            documents: &[DOC0_WEBHOOKS],\n",
        "        DOC0_WEBHOOKS,\n        DOC1_WEBHOOKS,\n",
        "crate::runtime::webhook::find_event_type(&[\"kind\", \"type\"], event)",
        "pub type Verifier = ",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let root = made.file("lib.rs").expect("it is there");
    assert!(root.contains("pub mod webhook;\n"), "{root}");
    assert!(root.contains("pub use webhook::Event;\n"), "{root}");
    assert_eq!(made.shared().1, "");
}

#[test]
fn one_document_with_webhooks_has_its_own_enum_only() {
    let one = webhooks("kind", &["a.begun"], &signature("KEY"));
    let other = "openapi: 3.1.0\ninfo: { title: B, version: '1' }\npaths: {}\n";
    let made = Crate::of(&[one, other.to_owned()]);
    assert_eq!(made.file("webhook.rs"), None);
    let root = made.file("lib.rs").expect("it is there");
    assert!(!root.contains("pub mod webhook;"), "{root}");
    assert!(!root.contains("Event;"), "{root}");
}

#[test]
fn events_of_one_name_get_longer_names() {
    let one = webhooks("kind", &["a.begun", "x.ended"], &signature("ONE"));
    let two = webhooks("type", &["a.begun", "x_ended"], &signature("TWO"));
    let same = webhooks("kind", &["a.begun"], &signature("ONE"));
    let made = Crate::of(&[one, two, same]);
    let text = made.file("webhook.rs").expect("it is there");
    for name in ["ABegun", "XEnded", "Doc1ABegun", "Doc1XEnded", "Doc2ABegun"] {
        assert!(
            text.contains(&format!("    {name}(crate::doc")),
            "{name} in {text}"
        );
    }
    assert!(
        text.contains("documents: &[DOC0_WEBHOOKS, DOC2_WEBHOOKS],\n"),
        "{text}"
    );
    assert!(text.contains("documents: &[DOC1_WEBHOOKS],\n"), "{text}");
    let said = made.shared().1;
    let first = "warning[name-clash]: two documents have events named `ABegun`; in the enum of all webhooks, this becomes `Doc1ABegun`\n --> doc1.yml:";
    assert!(said.contains(first), "{said}");
    let help = "= help: resolve it in an overlay: `x-rust-names: { a.begun: Doc1ABegun }` at `$.webhooks`\n";
    assert!(said.contains(help), "{said}");
    assert!(
        said.contains("this becomes `Doc2ABegun`, and nothing tells them apart\n"),
        "{said}"
    );
}
