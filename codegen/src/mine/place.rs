//! Proposals in, the places of their descriptions out.

use super::proposal::Proposal;
use crate::overlay::Provenance;
use crate::pointer::{Address, Pointer};
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
    let addresses = |it: &Proposal| {
        let nodes = it.described.iter();
        let addresses = nodes.map(|it| (it.clone(), provenance.origin(&it.join("description"))));
        addresses.collect::<Vec<(Pointer, Address)>>()
    };
    let lists: Vec<Vec<(Pointer, Address)>> = proposals.iter().map(addresses).collect();
    let all = lists.iter().flatten().map(|(_, address)| address.clone());
    let locations = source::locate_addresses(sources, all);
    let place = |(pointer, address): (Pointer, Address)| {
        let location = locations.get(&address);
        let start = location.map(|it| it.key.unwrap_or(it.value).start);
        TextPlace {
            file: sources.get(address.file).name.clone(),
            line: start.map_or(0, |it| it.line),
            column: start.map_or(0, |it| it.column),
            pointer,
        }
    };
    let lists = lists.into_iter();
    let lists = lists.map(|list| list.into_iter().map(place).collect());
    lists.collect()
}
