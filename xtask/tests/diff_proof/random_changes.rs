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
///
/// The mutants of a document depend on its name and on `seed` alone, so that a new fixture changes none of
/// those of the others.
pub(crate) fn random_changes(seed: String) -> impl Iterator<Item = Pair> {
    let base = read_document(&workspace().join("tests/diff/base.yml")).expect("it is YAML");
    let mut paths = list_files(&workspace().join("tests/codegen/fixtures"));
    paths.extend(list_files(&workspace().join("../shared/corpus/openapi")));
    let documents = paths.iter().filter_map(|path| {
        let tree = read_document(path)?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        find_api(&tree).map(|_| (name, tree))
    });
    let documents: Vec<(String, Tree)> = documents.collect();
    assert!(documents.len() > 50, "the fixtures are missing");
    let key = move |name: &str, round: usize| hash_text(&format!("{name} {round} {seed}"));
    let others = (0..).flat_map({
        let (key, base) = (key.clone(), base.clone());
        move |round| {
            let mut turns: Vec<&(String, Tree)> = documents.iter().collect();
            turns.sort_by_key(|(name, _)| key(name, round));
            let pairs = turns.into_iter().filter_map(|(name, tree)| {
                mutate_document(name, round, (tree, &base), key(name, round))
            });
            pairs.collect::<Vec<Pair>>()
        }
    });
    let name = "base.yml";
    let of_base = (0..)
        .filter_map(move |round| mutate_document(name, round, (&base, &base), key(name, round)));
    of_base.zip(others).flat_map(|(base, other)| [base, other])
}

/// Returns a document and its mutant, with nodes of the document and of another one; `None` if the generator
/// does not accept it.
fn mutate_document(
    name: &str,
    round: usize,
    (old, donor): (&Tree, &Tree),
    seed: usize,
) -> Option<Pair> {
    let mut random = Random::new(seed);
    let text = mutate(&old.to_json(), old, &[old, donor], &mut random);
    let new = parse(&text)?;
    let is_changed = new != *old && find_api(&new).is_some();
    is_changed.then(|| Pair {
        name: format!("mutant {round} of {name}"),
        old: old.clone(),
        new,
        krate: String::new(),
        wire: String::new(),
    })
}

/// The FNV-1a hash of a text.
fn hash_text(text: &str) -> usize {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: usize, byte| {
            (hash ^ usize::from(byte)).wrapping_mul(0x0100_0000_01b3)
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
