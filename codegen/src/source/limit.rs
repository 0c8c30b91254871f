//! Limits on documents: far above real documents, and low enough that no text exhausts the memory
//! of the machine.

use super::event::{Failure, Position};
use crate::diagnostic::catalogue::LIMIT;

/// The maximum size of a text, in bytes. The largest published documents have about 70 MB.
pub(super) const TEXT: usize = 256 << 20;

/// The maximum nesting of arrays and objects. Every later stage may recurse this deep.
pub(super) const DEPTH: usize = 512;

/// The maximum nesting of YAML flow collections, which the scanner counts in a byte.
pub(super) const FLOW_DEPTH: usize = 255;

/// The maximum number of nodes in a text, including keys.
pub(super) const NODES: usize = 8_000_000;

/// The maximum size of all copies for anchors and aliases together, in bytes.
pub(super) const COPIES: usize = 64 << 20;

/// Rejects a text that is too long.
pub(super) fn check_length(text: &str) -> Result<(), Failure> {
    if text.len() > TEXT {
        let message = format!(
            "the file is {} MiB; the limit is {}",
            text.len() >> 20,
            TEXT >> 20
        );
        return Err(Failure::new(&LIMIT, Position::START, message));
    }
    Ok(())
}

/// Rejects a text whose flow collections may have too many items.
///
/// The YAML scanner keeps all tokens of a flow collection until it knows that the collection is
/// not a key, so counting nodes as they come would be too late.
pub(super) fn check_flow(text: &str) -> Result<(), Failure> {
    // Sums that fit in a byte are counted many at a time.
    let chunks = text.as_bytes().chunks(usize::from(u8::MAX));
    let count = |chunk: &[u8]| -> u8 {
        let separators = chunk.iter();
        separators
            .map(|byte| u8::from(matches!(byte, b',' | b'[' | b'{')))
            .sum()
    };
    let separators: usize = chunks.map(|chunk| usize::from(count(chunk))).sum();
    if separators > NODES {
        Err(nodes(Position::START))
    } else {
        Ok(())
    }
}

/// There are too many nodes.
pub(super) fn nodes(position: Position) -> Failure {
    Failure::new(
        &LIMIT,
        position,
        format!("the document has more than {NODES} nodes"),
    )
}

/// Collections are nested too deep.
pub(super) fn depth(levels: usize, position: Position) -> Failure {
    Failure::new(
        &LIMIT,
        position,
        format!("nested more than {levels} levels deep"),
    )
}

/// Anchors and aliases repeat too much.
pub(super) fn copies(position: Position) -> Failure {
    let message = format!("aliases expand to more than {} MiB", COPIES >> 20);
    Failure::new(&LIMIT, position, message)
}
