//! How much of a document is read before it is refused: far above what is written by hand or by
//! exporters, and low enough that no text takes the memory of the machine.

use super::event::{Failure, Position};
use crate::diagnostic::catalogue::LIMIT;

/// The longest text, in bytes. The largest published documents have some 70 MB.
pub(super) const TEXT: usize = 256 << 20;

/// The most arrays and objects around a node. Every later stage may recurse this deep.
pub(super) const DEPTH: usize = 512;

/// The most YAML flow collections in each other; the scanner counts them in a byte.
pub(super) const FLOW_DEPTH: usize = 255;

/// The most nodes, keys included, that a text may spell out.
pub(super) const NODES: usize = 8_000_000;

/// The most memory, in bytes, that the copies made for anchors and aliases may take together.
pub(super) const COPIES: usize = 64 << 20;

/// Refuses a text that is too long.
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

/// Refuses a text whose flow collections may have too many items.
///
/// The YAML scanner keeps all tokens of a flow collection until it knows that the collection is
/// not a key, so counting nodes as they come would be too late.
pub(super) fn check_flow(text: &str) -> Result<(), Failure> {
    let separators = text
        .bytes()
        .filter(|byte| matches!(byte, b',' | b'[' | b'{'))
        .count();
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
