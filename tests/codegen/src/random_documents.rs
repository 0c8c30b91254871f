//! Random documents, with components that refer to each other in cycles by every keyword, operations of
//! every form, and names that collide. The generator generates files or reports errors with a place, and
//! never panics, hangs or overflows the stack.

mod draft;
mod envelope;
mod literal;

mod operation;
mod schema;
mod spelling;

use crate::harness::{self, Tally};
use crate::mutants::random::Random;

/// The number of documents.
const COUNT: usize = 1_000;

#[test]
fn random_documents_are_generated_or_rejected() {
    let text = |number| envelope::random_document(Random::new(number)).to_json();
    let Tally {
        generated,
        rejected,
    } = harness::run_all("random", COUNT, text);
    // Otherwise hardly any would get beyond the first stages, or there would be no cycles.
    assert!(generated > COUNT / 2, "{generated} generated");
    assert!(rejected > COUNT / 100, "{rejected} rejected");
}
