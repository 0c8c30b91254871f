//! Proposals in, the places of their descriptions out.

use super::proposal::Proposal;
use crate::overlay::Provenance;
use crate::pointer::Pointer;
use crate::source::{self, Sources};

/// The place of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// The name of the file.
    pub file: String,
    /// The line, counted from one; zero if the node is not in the text.
    pub line: u32,
    /// The column, counted from one in characters; zero if the node is not in the text.
    pub column: u32,
    /// The node with the description.
    pub pointer: Pointer,
}

/// Returns the places of the descriptions of each proposal.
#[must_use]
pub fn locate_proposals(
    proposals: &[Proposal],
    provenance: &Provenance,
    sources: &Sources,
) -> Vec<Vec<TextPlace>> {
    let nodes: Vec<&Pointer> = proposals.iter().flat_map(|it| &it.described).collect();
    let addresses: Vec<_> = nodes
        .iter()
        .map(|it| provenance.origin(&it.join("description")))
        .collect();
    let mut files: Vec<_> = addresses.iter().map(|it| it.file).collect();
    files.sort_unstable();
    files.dedup();
    let mut places: Vec<Option<TextPlace>> = vec![None; nodes.len()];
    for file in files {
        let wanted: Vec<usize> = (0..nodes.len())
            .filter(|index| addresses[*index].file == file)
            .collect();
        let pointers: Vec<Pointer> = wanted
            .iter()
            .map(|index| addresses[*index].pointer.clone())
            .collect();
        let locations = source::locate(sources.get(file), &pointers);
        for (index, location) in wanted.into_iter().zip(locations) {
            let start = location.map(|it| it.key.unwrap_or(it.value).start);
            places[index] = Some(TextPlace {
                file: sources.get(file).name.clone(),
                line: start.map_or(0, |it| it.line),
                column: start.map_or(0, |it| it.column),
                pointer: nodes[index].clone(),
            });
        }
    }
    let mut places = places.into_iter().flatten();
    let lists = proposals
        .iter()
        .map(|it| places.by_ref().take(it.described.len()).collect());
    lists.collect()
}
