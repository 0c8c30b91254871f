//! The Rust names of an API and the order of constructor arguments, as a lock file keeps them from
//! one version of a document to the next.
//!
//! [`record_names`] makes a [`Lock`] of an API, `text` writes it, [`parse_lock`] reads it back, and `lower` gives what
//! it finds there the names it had. All is pure: files are read and written by the commands.

mod alternative;
mod digest;
mod escape;
mod item;
mod lock;
mod moves;
mod parse;
mod record;
mod report;
mod text;

pub use alternative::{identify_alternatives, recall_by_shape};
pub use digest::spell_shape;
pub use item::{BODY, ErrorKey, FAILURE, HEADERS, Item, RESPONSES, SUCCESS, part_reference};
pub use lock::Lock;
pub use moves::{Kept, Moves, Unclear, find_moves};
pub use parse::parse_lock;
pub use record::record_names;
pub use report::{Suggest, report_gone, report_kept, report_unclear};
pub use text::HEADER;
