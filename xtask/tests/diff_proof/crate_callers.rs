//! Pairs of crates in, those whose callers compile, break or behave against the verdict out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use codegen::diff::Impact;
use codegen::ir::{SharedType, Type};
use codegen::share::ApiSet;

use super::caller::{spell, write_caller};
use super::callers::find_broken;
use super::crates::{CratePair, Documents};
use super::documents::{build_crate, cargo, generate_crate, write_package};

/// What breaks the callers of a pair: those of all of the old crate, and those of what belongs to no module.
#[derive(Default)]
pub(crate) struct Breaks {
    pub(crate) all: Option<String>,
    pub(crate) part: Option<String>,
}

/// Callers of the old crate of each pair, compiled with the old and with the new one.
#[derive(Default)]
pub(crate) struct CrateCallers {
    /// The documents of each crate, which is there once.
    crates: Vec<Vec<(String, String)>>,
    /// By the name of their module.
    texts: BTreeMap<String, String>,
    /// The name of each pair with what breaks it.
    pairs: Vec<(String, Breaks)>,
}

impl CrateCallers {
    /// The name of a crate.
    fn add_crate(&mut self, documents: &Documents) -> String {
        let documents = documents.iter();
        let documents = documents.map(|(name, tree)| (name.clone(), tree.to_json()));
        let documents: Vec<(String, String)> = documents.collect();
        let known = self.crates.iter().position(|it| *it == documents);
        let index = known.unwrap_or_else(|| {
            self.crates.push(documents);
            self.crates.len() - 1
        });
        format!("made_{index}")
    }

    pub(crate) fn add(&mut self, pair: &CratePair, breaks: Breaks) {
        let old = build_crate(&pair.old);
        let index = self.pairs.len();
        for (side, documents) in [("old", &pair.old), ("new", &pair.new)] {
            let head = format!("use {} as made;\n", self.add_crate(documents));
            let part = head.clone() + &write_crate_caller(&old);
            self.texts.insert(format!("pair_{index}_part_{side}"), part);
            let mut all = head.clone() + &write_crate_caller(&old);
            for api in old.iter() {
                let (module, caller) = (&api.module, write_caller(api));
                let _ = writeln!(
                    all,
                    "pub mod {module} {{ {head} use made::{module} as api;\n{caller} }}"
                );
            }
            self.texts.insert(format!("pair_{index}_all_{side}"), all);
        }
        self.pairs.push((pair.name.clone(), breaks));
    }

    /// Compiles all callers, and says which of them are not as they should be.
    pub(crate) fn find_contradictions(self) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a temporary folder can be created");
        let mut made = Vec::new();
        for (index, documents) in self.crates.iter().enumerate() {
            made.push(format!("made_{index}"));
            generate_crate(folder.path(), &made[index], documents);
        }
        let features = ["client", "reqwest", "webhook"];
        let package = write_package(folder.path(), &made, &features, "");
        let broken = find_broken(&package, self.texts);
        let mut wrong = Vec::new();
        for (index, (name, Breaks { all, part })) in self.pairs.iter().enumerate() {
            for (what, breaks) in [("all", all), ("part", part)] {
                let error = |side: &str| broken.get(&format!("pair_{index}_{what}_{side}"));
                if let Some(error) = error("old") {
                    wrong.push(format!("{name}: {what} does not compile: {error}"));
                }
                match (error("new"), breaks) {
                    (Some(error), None) => wrong.push(format!("{name}: {what} breaks: {error}")),
                    (None, Some(reason)) => {
                        wrong.push(format!("{name}: {what} compiles, but {reason}"));
                    }
                    _ => {}
                }
            }
        }
        wrong
    }
}

/// Writes functions that use what belongs to no module: they pass values from one module to another, match
/// the enum of all webhooks, and create clients.
fn write_crate_caller(apis: &ApiSet) -> String {
    let mut text = String::new();
    for SharedType { name, members } in &apis.shared().types {
        let modules: Vec<&str> = members
            .iter()
            .map(|it| apis[it.0].module.as_str())
            .collect();
        for (from, to) in modules.iter().zip(modules.iter().skip(1)) {
            let _ = writeln!(
                text,
                "pub fn {from}_{to}_{name}(it: made::{from}::{name}) -> made::{to}::{name} {{ it }}"
            );
        }
        let first = modules[0];
        let _ = writeln!(
            text,
            "pub fn shared_{name}(it: made::shared::{name}) -> made::{first}::{name} {{ it }}"
        );
    }
    if apis.api_with_variables().is_some() {
        text.push_str("pub fn from_env() { let _ = made::Client::from_env(); }\n");
    }
    let Some(events) = &apis.shared().events else {
        return text;
    };
    text.push_str("pub fn events(it: &made::Event) { match it {\n");
    for (index, api) in apis.iter().enumerate() {
        let names = events.variants.iter().filter(|it| it.api == index);
        let declared = api.events.iter().flat_map(|it| &it.variants);
        for (shared, event) in names.zip(declared) {
            let ty = spell_from_root(api, &event.ty);
            let _ = writeln!(
                text,
                "    made::Event::{}(it) => {{ let _: &{ty} = it; }}",
                shared.name
            );
        }
    }
    text.push_str("    _ => {}\n}}\n");
    if !events.schemes.is_empty() {
        text.push_str("pub fn verifier(it: &made::webhook::Verifier) { let _ = it.clone(); }\n");
    }
    let mut variants = apis
        .iter()
        .flat_map(|it| &it.events)
        .flat_map(|it| &it.variants);
    if variants.any(|it| it.state.is_some()) {
        text.push_str(
            "pub fn state(it: &made::Event) { let _ = made::HasClientState::state(it); }\n",
        );
    }
    text
}

/// A type as a caller writes it who has not imported its module.
fn spell_from_root(api: &codegen::ir::Api, ty: &Type) -> String {
    spell(api, ty).replace("api::", &format!("made::{}::", api.module))
}

/// Runs a program with the old and with the new crate of each pair, which prints how webhooks are decoded and
/// signed. Says which pairs do not behave as `part` has it: what it means to callers.
pub(crate) fn find_other_behaviour(pairs: &[(CratePair, Impact)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let (mut made, mut main) = (Vec::new(), String::from("fn main() {\n"));
    for (index, (pair, _)) in pairs.iter().enumerate() {
        let old = build_crate(&pair.old);
        let events = old.iter().flat_map(|it| &it.events);
        let values: Vec<&str> = { events }
            .flat_map(|it| &it.variants)
            .map(|it| it.value.as_str())
            .collect();
        for (side, documents) in [("old", &pair.old), ("new", &pair.new)] {
            let documents = documents.iter();
            let documents = documents.map(|(name, tree)| (name.clone(), tree.to_json()));
            let name = format!("made_{index}_{side}");
            generate_crate(folder.path(), &name, &documents.collect::<Vec<_>>());
            let mut say = |value: &str| {
                let _ = writeln!(main, "    println!(\"{index} {side}\\t{{:?}}\", {value});");
            };
            let schemes = format!("<{name}::Event as {name}::runtime::webhook::Events>::SCHEMES");
            say(&format!(
                "{schemes}.iter().map(|it| it.public_key_variable).collect::<Vec<_>>()"
            ));
            for value in &values {
                let json = format!("{{\"event\":\"{value}\"}}");
                let call = format!("{name}::webhook::unverified(None, {json:?}.as_bytes())");
                say(&format!("{call}.map_err(|_| ())"));
            }
            made.push(name);
        }
    }
    main.push_str("}\n");
    let package = write_package(folder.path(), &made, &["client", "webhook"], "");
    fs::write(package.join("src/main.rs"), main).expect("the folder is ours");
    let output = cargo(&package, "run").output().expect("cargo is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let printed = String::from_utf8_lossy(&output.stdout);
    let mut wrong = Vec::new();
    for (index, (pair, part)) in pairs.iter().enumerate() {
        let lines = |side: &str| {
            let head = format!("{index} {side}\t");
            let lines = printed.lines().filter_map(|it| it.strip_prefix(&head));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let (before, after) = (lines("old"), lines("new"));
        assert!(!before.is_empty(), "{}", pair.name);
        if (before == after) != (*part == Impact::None) {
            let name = &pair.name;
            wrong.push(format!(
                "{name}: {}, but prints\n{before:#?}\n{after:#?}",
                part.name()
            ));
        }
    }
    wrong
}
