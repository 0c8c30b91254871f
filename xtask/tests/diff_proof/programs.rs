//! Pairs of documents in, those whose programs or instances contradict the verdict out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use codegen::diff::{Change, ChangeKind, Impact, Subject as About, Verdict};
use codegen::ir::{Api, Type};
use serde_json::Value;

use super::documents::{Documents, cargo};
use super::pairs::Pair;
use super::program::{PRELUDE, Subject};

/// Programs that print how the items of the old API behave, compiled with both bindings of each pair.
#[derive(Default)]
pub(crate) struct Programs {
    documents: Documents,
    /// The module of each program, with its text.
    texts: BTreeMap<String, String>,
    pairs: Vec<Expected>,
}

/// What a pair is said to mean.
struct Expected {
    name: String,
    krate: Impact,
    /// What it means on the wire, if it is only about the values that are allowed.
    wire: Option<Impact>,
    /// Whether values of the types that have changed are sent, and received.
    directions: [bool; 2],
}

/// Whether all changes that matter on the wire are about the values of types, so that instances tell which
/// of them are no longer allowed, and which are allowed now.
pub(crate) fn is_about_values(changes: &[Change]) -> bool {
    use ChangeKind as K;
    let mut heavy = changes
        .iter()
        .filter(|it| it.wire > Impact::Docs)
        .peekable();
    heavy.peek().is_some()
        && heavy.all(|it| {
            let is_about_values = matches!(
                it.kind,
                K::RuleNarrower
                    | K::RuleWider
                    | K::RuleChanged
                    | K::RequiredNow
                    | K::OptionalNow
                    | K::TypeChanged
                    | K::ValueAdded
                    | K::ValueChanged
                    | K::ValueRemoved
                    | K::VariantAdded
                    | K::VariantRemoved
                    | K::AdditionalAdded
                    | K::AdditionalChanged
            );
            // Decoding takes any text for a time, and a null for an absent member.
            let is_lenient = ["DateTime", "Nullable"]
                .iter()
                .any(|ty| it.before.contains(ty) != it.after.contains(ty));
            it.subject == About::Type && is_about_values && !is_lenient
        })
}

impl Programs {
    pub(crate) fn add(&mut self, pair: Pair, apis: (&Api, &Api), changes: &[Change]) {
        let (old, new) = apis;
        let documents = [&pair.old, &pair.new].map(|it| {
            let document: Value = serde_json::from_str(&it.to_json()).expect("it is JSON");
            document
        });
        let subject = Subject {
            old,
            documents: [&documents[0], &documents[1]],
            types: changed_types(old, new, changes),
        };
        let Verdict { krate, wire, .. } = Verdict::new(changes);
        let mut text = subject.write_types();
        if krate < Impact::Breaks {
            text += &subject.write_items();
        }
        let index = self.pairs.len();
        for (side, document) in [("old", &pair.old), ("new", &pair.new)] {
            let module = self.documents.add(document);
            let name = format!("pair_{index}_{side}");
            let text = format!(
                "use made::{module} as api;\nconst MODULE: &str = {name:?};\npub fn run() {{\n{text}}}\n"
            );
            self.texts.insert(name, text);
        }
        let names = subject.types.iter().map(|it| it.0.as_str()).collect();
        self.pairs.push(Expected {
            name: pair.name,
            krate,
            wire: Some(wire).filter(|_| is_about_values(changes)),
            directions: [sent_types(old), received_types(old)]
                .map(|roots| reaches(old, &roots, &names)),
        });
    }

    /// Runs all programs, and says which pairs do not behave as they should.
    pub(crate) fn find_contradictions(self) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a temporary folder can be created");
        let features = ["client", "webhook"];
        let package = (self.documents).generate(folder.path(), &features, "serde_json = \"1\"\n");
        let mut main = String::from(PRELUDE);
        let mut runs = String::new();
        for (name, text) in &self.texts {
            fs::write(package.join(format!("src/{name}.rs")), text).expect("the folder is ours");
            let _ = writeln!(main, "mod {name};");
            let _ = writeln!(runs, "    {name}::run();");
        }
        let _ = writeln!(main, "fn main() {{\n{runs}}}");
        fs::write(package.join("src/main.rs"), main).expect("the folder is ours");
        let output = cargo(&package, "run").output().expect("cargo is there");
        let said = String::from_utf8_lossy(&output.stderr);
        let said: Vec<&str> = said.lines().take(30).collect();
        assert!(output.status.success(), "{}", said.join("\n"));
        let printed = String::from_utf8_lossy(&output.stdout);
        let mut lines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in printed.lines() {
            let (module, rest) = line.split_once('\t').expect("it has the module");
            lines.entry(module).or_default().push(rest);
        }
        let mut wrong = Vec::new();
        for (index, pair) in self.pairs.iter().enumerate() {
            let side = |side: &str| {
                let lines = lines.get(&*format!("pair_{index}_{side}"));
                lines.cloned().unwrap_or_default()
            };
            wrong.extend(pair.find_contradiction(&side("old"), &side("new")));
        }
        wrong
    }
}

impl Expected {
    fn find_contradiction(&self, old: &[&str], new: &[&str]) -> Option<String> {
        let name = &self.name;
        if self.krate == Impact::Changes && old == new {
            return Some(format!("{name}: both programs print the same"));
        }
        if self.krate <= Impact::Docs && old != new {
            return Some(format!("{name}: the programs print something else"));
        }
        let wire = self.wire?;
        let accepted = |lines: &[&str]| -> BTreeSet<String> {
            let judged = lines.iter().filter_map(|it| it.split_once("\tyes\t"));
            judged.map(|it| it.0.to_owned()).collect()
        };
        let (before, after) = (accepted(old), accepted(new));
        let narrows = before.difference(&after).next();
        let widens = after.difference(&before).next();
        let expected = match (self.directions, narrows.is_some(), widens.is_some()) {
            ([true, false], narrows, _) => (wire == Impact::Breaks) == narrows,
            ([false, true], _, widens) => (wire > Impact::Additive) == widens,
            // What goes both ways breaks if it narrows, and is a change at least if it widens.
            (_, true, _) => wire == Impact::Breaks,
            (_, false, true) => wire > Impact::Additive,
            (_, false, false) => wire <= Impact::Docs,
        };
        (!expected).then(|| {
            let wire = wire.name();
            format!("{name}: {wire}, but refuses now {narrows:?}, accepts now {widens:?}")
        })
    }
}

/// The types that have changed and are on both sides, with the places of their schemas.
fn changed_types(old: &Api, new: &Api, changes: &[Change]) -> Vec<(String, [String; 2])> {
    let about_types = changes.iter().filter(|it| it.subject == About::Type);
    let names: BTreeSet<&str> = about_types
        .filter_map(|it| it.item.split('.').next())
        .collect();
    let find = |api: &Api, name: &str| {
        let def = api.types.iter().find(|it| it.name.as_str() == name)?;
        Some(def.address.pointer.to_string())
    };
    let both = names.into_iter().filter_map(|name| {
        let pointers = [find(old, name)?, find(new, name)?];
        Some((name.to_owned(), pointers))
    });
    both.collect()
}

fn sent_types(api: &Api) -> Vec<&Type> {
    let operations = api.operations.iter();
    let values = operations.flat_map(|it| {
        let bodies = it.body.iter().filter_map(|it| it.value.as_ref());
        bodies.chain(it.parameters.iter().map(|it| &it.value))
    });
    values.map(|it| &it.ty).collect()
}

fn received_types(api: &Api) -> Vec<&Type> {
    let responses = api.operations.iter().flat_map(|it| &it.responses);
    let bodies = responses.flat_map(|it| &it.content);
    let bodies = bodies.filter_map(|it| Some(&it.value.as_ref()?.ty));
    bodies
        .chain(api.webhooks.iter().filter_map(|it| it.ty.as_ref()))
        .collect()
}

/// Whether some types lead to one of those that are named.
fn reaches(api: &Api, roots: &[&Type], names: &BTreeSet<&str>) -> bool {
    let mut open: Vec<_> = roots.iter().filter_map(|it| it.named()).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let def = api.type_def(id);
            if names.contains(def.name.as_str()) {
                return true;
            }
            let parts = def.kind.types().into_iter();
            open.extend(parts.filter_map(Type::named));
        }
    }
    false
}
