//! Random changes of documents: pairs that the generator accepts on both sides.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diagnostic::Diagnostics;
use codegen::source::{self, Sources};
use codegen::tree::Tree;

use super::documents::find_api;
use super::mutants::mutation::mutate;
use super::mutants::random::Random;
use super::pairs::Pair;
use super::workspace;

/// Longer documents would take too long to compile.
const MAX_BYTES: usize = 12_000;

/// Returns pairs of a document and a mutant of it, without an end. The document of the table is every other
/// one, since it has something of everything; the rest are the fixtures of the generator and the documents
/// of the shared corpus, if it is there.
pub(crate) fn random_changes() -> impl Iterator<Item = Pair> {
    let base = read_document(&workspace().join("tests/diff/base.yml")).expect("it is YAML");
    let mut paths = list_files(&workspace().join("tests/codegen/fixtures"));
    paths.extend(list_files(&workspace().join("../shared/corpus/openapi")));
    let seeds = paths.iter().filter_map(|path| {
        let tree = read_document(path)?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        find_api(&tree).map(|_| (name, tree))
    });
    let seeds: Vec<(String, Tree)> = seeds.collect();
    assert!(seeds.len() > 50, "the fixtures are missing");
    (0..).filter_map(move |number: usize| {
        let mut random = Random::new(number);
        let seed = random.one(&seeds).filter(|_| number.is_multiple_of(2));
        let (name, old) = seed.map_or(("base.yml", &base), |it| (&it.0, &it.1));
        let donors: Vec<&Tree> = seeds.iter().map(|it| &it.1).collect();
        let text = mutate(&old.to_json(), old, &donors, &mut random);
        let new = parse(&text)?;
        let is_changed = new != *old && find_api(&new).is_some();
        is_changed.then(|| Pair {
            name: format!("mutant {number} of {name}"),
            old: old.clone(),
            new,
            krate: String::new(),
            wire: String::new(),
        })
    })
}

fn list_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    paths.retain(|path| !path.to_string_lossy().contains(".overlay."));
    paths.sort();
    paths
}

fn read_document(path: &Path) -> Option<Tree> {
    let text = fs::read_to_string(path).ok()?;
    parse(&text).filter(|_| text.len() < MAX_BYTES)
}

fn parse(text: &str) -> Option<Tree> {
    let mut sources = Sources::default();
    let file = sources.add("shop.yml", text);
    source::parse(&sources, file, &mut Diagnostics::default())
}
