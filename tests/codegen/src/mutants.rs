//! Random mutations of documents: the generator generates files or reports errors, and never panics or
//! hangs. The files are Rust, since rendering parses every item.

mod mutation;
pub(crate) mod outcome;
pub(crate) mod random;

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diagnostic::Diagnostics;
use codegen::source::{self, Sources};
use codegen::tree::Tree;

use crate::harness::{self, Tally};
use crate::run::{package, shared};
use random::Random;

/// The number of mutants.
const COUNT: usize = 2_000;

/// A document to mutate.
struct Seed {
    text: String,
    tree: Tree,
}

#[test]
fn mutants_are_generated_or_rejected() {
    let seeds = seeds();
    assert!(seeds.len() > 100, "the fixtures are missing");
    let trees: Vec<&Tree> = seeds.iter().map(|seed| &seed.tree).collect();
    let text = |number: usize| {
        let seed = &seeds[number % seeds.len()];
        mutation::mutate(&seed.text, &seed.tree, &trees, &mut Random::new(number))
    };
    let Tally {
        generated,
        rejected,
    } = harness::run_all("mutant", COUNT, text);
    // Otherwise the mutations would reach nothing behind the first stage, or change nothing.
    assert!(
        generated > COUNT / 10 && rejected > COUNT / 10,
        "{generated} generated, {rejected} rejected"
    );
}

/// The fixtures, and the small documents of the shared corpus, if it is there.
fn seeds() -> Vec<Seed> {
    let mut folders = vec![package().join("fixtures"), package().join("diagnostics")];
    folders.extend(shared("corpus/openapi", 1));
    folders.extend(shared("corpus/nasty", 1));
    let mut seeds = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(&folder).expect("the folder is there");
        let mut paths: Vec<PathBuf> = entries
            .map(|it| it.expect("it can be read").path())
            .collect();
        paths.sort();
        seeds.extend(paths.iter().filter_map(|path| seed(path)));
    }
    seeds
}

fn seed(path: &Path) -> Option<Seed> {
    const MAX_BYTES: usize = 40_000;
    let text = fs::read_to_string(path).ok()?;
    let is_overlay = crate::run::is_overlay(path);
    if text.len() > MAX_BYTES || is_overlay {
        return None;
    }
    let mut sources = Sources::default();
    let file = sources.add("api.yml", text.clone());
    let tree = source::parse(&sources, file, &mut Diagnostics::default())?;
    Some(Seed { text, tree })
}
