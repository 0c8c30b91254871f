//! Documents with mistakes that nobody thought of: the generator makes files of them or says why
//! not, and in no case panics or hangs. What it makes is Rust, since rendering parses every item.

mod change;
pub(crate) mod ended;
pub(crate) mod random;

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diagnostic::Diagnostics;
use codegen::source::{self, Sources};
use codegen::tree::Tree;

use crate::run::{package, shared};
use crate::trial::{self, Tally};
use random::Random;

/// How many documents are made.
const COUNT: usize = 2_000;

/// A document to be changed.
struct Seed {
    text: String,
    tree: Tree,
}

#[test]
fn changed_documents_are_read_or_refused() {
    let seeds = seeds();
    assert!(seeds.len() > 100, "the fixtures are among them");
    let trees: Vec<&Tree> = seeds.iter().map(|seed| &seed.tree).collect();
    let text = |number: usize| {
        let seed = &seeds[number % seeds.len()];
        change::text(&seed.text, &seed.tree, &trees, &mut Random::new(number))
    };
    let Tally { made, refused } = trial::all("mutant", COUNT, text);
    // Or the changes are too wild to try anything behind the first stage, or change nothing.
    assert!(
        made > COUNT / 10 && refused > COUNT / 10,
        "{made} made, {refused} refused"
    );
}

/// The fixtures, and of the documents that not everybody has those that are small.
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
    const LARGEST: usize = 40_000;
    let text = fs::read_to_string(path).ok()?;
    let is_overlay = crate::run::is_overlay(path);
    if text.len() > LARGEST || is_overlay {
        return None;
    }
    let mut sources = Sources::default();
    let file = sources.add("api.yml", text.clone());
    let tree = source::parse(&sources, file, &mut Diagnostics::default())?;
    Some(Seed { text, tree })
}
