//! A sample of what is found in published documents, each judged by a reader.
//!
//! `mine.judgements.tsv` has the document, the pointer, the kind and the keywords of each proposal of the
//! sample, whether it is right, and a word why. `MINE_SAMPLE=1 cargo test -p tests-codegen judgements --
//! --nocapture` prints the proposals of the sample that nobody has judged yet, with their descriptions.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write;
use std::hash::Hasher;
use std::path::Path;

use codegen::tree::Tree;

use super::mine_file;
use crate::corpus::documents;
use crate::run::{compare, package, shared};

/// The number of proposals that are judged.
const SAMPLE: usize = 200;

/// The seed of the sample.
const SEED: u64 = 13;

/// A proposal for one description: document, pointer, kind and keywords.
type Row = [String; 4];

#[test]
fn proposals_for_published_documents_are_right() {
    let Some(folder) = shared("corpus/openapi", 1) else {
        return;
    };
    let (rows, counts) = mine_all(&folder);
    compare("", "mine_counts", &counts);

    let judgements = read_judgements();
    let sample = sample(&rows);
    let unjudged: Vec<&Row> = sample
        .iter()
        .copied()
        .filter(|it| !judgements.contains_key(*it))
        .collect();
    if env::var_os("MINE_SAMPLE").is_some() {
        for row in &unjudged {
            println!("{}", row.join("\t"));
        }
    }
    assert!(
        unjudged.is_empty(),
        "{} proposals of the sample are not judged; the first is {:?}",
        unjudged.len(),
        unjudged[0]
    );
    let right = sample.iter().filter(|it| judgements[**it]).count();
    println!("{right} of {} proposals are right", sample.len());
    assert_eq!(sample.len(), SAMPLE);
    assert!(right * 100 >= sample.len() * 95, "only {right} are right");
}

/// Returns what is found in all documents, and the counts by document and kind.
fn mine_all(folder: &Path) -> (Vec<Row>, String) {
    let mut rows = Vec::new();
    let mut counts = String::new();
    for document in documents(folder) {
        let Some(mined) = mine_file(&folder.join(&document)) else {
            continue;
        };
        assert_eq!(mined.reapplied(), "", "{document}");
        let mut by_kind = BTreeMap::<&str, usize>::new();
        for proposal in &mined.proposals {
            let kind = proposal.kind.name();
            *by_kind.entry(kind).or_default() += proposal.described.len();
            let update = Tree::Object(Box::new(proposal.update.clone())).to_json();
            rows.extend(proposal.described.iter().map(|pointer| {
                [
                    document.clone(),
                    pointer.to_string(),
                    kind.to_owned(),
                    update.clone(),
                ]
            }));
        }
        let contradictions = mined.diagnostics.iter();
        let contradictions = contradictions.filter(|it| it.code.name == "prose-contradiction");
        by_kind.insert("contradiction", contradictions.count());
        by_kind.retain(|_, count| *count > 0);
        let counted = by_kind
            .iter()
            .map(|(kind, count)| format!("{kind} {count}"));
        let counted: Vec<String> = counted.collect();
        if !counted.is_empty() {
            let _ = writeln!(counts, "{document}: {}", counted.join(", "));
        }
    }
    (rows, counts)
}

/// Takes proposals of each kind in each document in turn, in the order of a hash, so that one more
/// proposal changes little.
fn sample(rows: &[Row]) -> Vec<&Row> {
    let mut groups = BTreeMap::<(&str, &str), Vec<(u64, &Row)>>::new();
    for row in rows {
        let group = groups.entry((&row[0], &row[2])).or_default();
        group.push((hash(row), row));
    }
    let mut sample = Vec::new();
    for group in groups.values_mut() {
        group.sort_unstable();
    }
    let largest = groups.values().map(Vec::len).max().unwrap_or_default();
    for turn in 0..largest {
        let mut next: Vec<_> = groups.values().filter_map(|it| it.get(turn)).collect();
        next.sort_unstable();
        sample.extend(next.into_iter().map(|(_, row)| *row));
    }
    sample.truncate(SAMPLE);
    sample
}

/// Hashes a row with the seed: FNV-1a.
fn hash(row: &Row) -> u64 {
    struct Fnv(u64);
    impl Hasher for Fnv {
        fn finish(&self) -> u64 {
            self.0
        }
        fn write(&mut self, bytes: &[u8]) {
            for byte in bytes {
                self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325 ^ SEED);
    for column in row {
        hasher.write(column.as_bytes());
        hasher.write(b"\t");
    }
    hasher.finish()
}

/// Reads the judgements: whether each proposal is right.
fn read_judgements() -> BTreeMap<Row, bool> {
    let text =
        std::fs::read_to_string(package().join("mine.judgements.tsv")).expect("it is checked in");
    let mut words = BTreeSet::new();
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    let judgements = lines.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [document, pointer, kind, update, verdict, word] = columns[..] else {
            panic!("six columns: {line}");
        };
        assert!(
            matches!(verdict, "right" | "wrong") && !word.is_empty(),
            "{line}"
        );
        words.insert(word);
        let row = [document, pointer, kind, update].map(str::to_owned);
        (row, verdict == "right")
    });
    judgements.collect()
}
