//! Documents that nobody wrote: components that refer to one another in circles by every keyword,
//! operations of every form, names that somebody else has already. Each is made into files or
//! refused with a place, and in no case does the generator panic, hang or run out of stack.

mod frame;
mod literal;
mod making;
mod operation;
mod schema;
mod spelling;

use crate::mutants::random::Random;
use crate::trial::{self, Tally};

/// How many documents are made.
const COUNT: usize = 1_000;

#[test]
fn random_documents_are_made_or_refused() {
    let text = |number| frame::document(Random::new(number)).to_json();
    let Tally { made, refused } = trial::all("random", COUNT, text);
    // Or hardly any of them gets beyond the first stages, or there are no circles among them.
    assert!(made > COUNT / 2, "{made} made");
    assert!(refused > COUNT / 100, "{refused} refused");
}
