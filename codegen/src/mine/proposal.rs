//! Findings in, actions of an overlay out: one for each rule and quotation.

use super::described::Described;
use super::exclusive::object;
use super::finding::{Finding, Kind};
use super::keyword::missing_keywords;
use super::target::{Group, group_pointers};
use crate::pointer::Pointer;
use crate::tree::{Object, Tree};

/// An action of an overlay that states a rule of the prose.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The kind of the rule.
    pub kind: Kind,
    /// The query for the nodes.
    pub target: String,
    /// The nodes that the action changes.
    pub nodes: Vec<Pointer>,
    /// The words that state the rule.
    pub because: String,
    /// The keywords to add.
    pub update: Object,
    /// The nodes with the descriptions that have the words.
    pub described: Vec<Pointer>,
}

impl Proposal {
    /// Creates the proposal of one finding.
    pub(super) fn new(finding: Finding, described: &Described<'_>) -> Self {
        let mut update = missing_keywords(&finding, described);
        let Finding { kind, words, .. } = finding;
        let node = match &described.parent {
            Some(parent) if kind.is_of_parent() => parent.node.clone(),
            _ => described.node.clone(),
        };
        if described.is_parameter {
            update = Object::from_iter([("schema".to_owned(), Tree::Object(Box::new(update)))]);
        }
        Self {
            kind,
            target: String::new(),
            nodes: vec![node],
            because: words,
            update,
            described: vec![described.node.clone()],
        }
    }
}

/// Merges proposals that say the same, and writes their targets.
pub(super) fn merge_proposals(proposals: Vec<Proposal>, tree: &Tree) -> Vec<Proposal> {
    let proposals = combine_rules_of_objects(proposals, tree);
    let mut merged: Vec<Proposal> = Vec::new();
    let mut by_content = rustc_hash::FxHashMap::<String, usize>::default();
    for proposal in proposals {
        let update = Tree::Object(Box::new(proposal.update.clone())).to_json();
        let content = format!("{}\n{update}", proposal.because);
        let index = *by_content.entry(content).or_insert(merged.len());
        match merged.get_mut(index) {
            Some(earlier) => {
                earlier.nodes.extend(proposal.nodes);
                earlier.described.extend(proposal.described);
            }
            None => merged.push(proposal),
        }
    }
    merged
        .iter()
        .flat_map(|it| split_by_target(it, tree))
        .collect()
}

/// Splits a proposal into actions whose queries match its nodes and no others.
fn split_by_target(proposal: &Proposal, tree: &Tree) -> Vec<Proposal> {
    let groups = group_pointers(&proposal.nodes, tree).into_iter();
    let actions = groups.map(|Group { target, members }| Proposal {
        target,
        nodes: members
            .iter()
            .map(|index| proposal.nodes[*index].clone())
            .collect(),
        described: members
            .iter()
            .map(|index| proposal.described[*index].clone())
            .collect(),
        ..proposal.clone()
    });
    actions.collect()
}

/// Drops rules of an object that another member of it states, too, and writes those that would merge with
/// other keywords of the object into its `allOf`.
fn combine_rules_of_objects(proposals: Vec<Proposal>, tree: &Tree) -> Vec<Proposal> {
    let mut kept: Vec<Proposal> = Vec::new();
    for proposal in proposals {
        let is_twin = |it: &Proposal| it.nodes == proposal.nodes && it.update == proposal.update;
        if !(proposal.kind.is_of_parent() && kept.iter().any(is_twin)) {
            kept.push(proposal);
        }
    }
    let rules: Vec<Pointer> = kept
        .iter()
        .filter(|it| it.kind.is_of_parent())
        .flat_map(|it| it.nodes.clone())
        .collect();
    for proposal in kept.iter_mut().filter(|it| it.kind.is_of_parent()) {
        let [node] = &proposal.nodes[..] else {
            continue;
        };
        let has = |key: &String| tree.at(node).is_some_and(|it| it.get(key).is_some());
        let is_alone = rules.iter().filter(|it| *it == node).count() == 1;
        if !is_alone || proposal.update.keys().any(has) {
            let rule = Tree::Object(Box::new(std::mem::take(&mut proposal.update)));
            let Tree::Object(update) = object([("allOf", Tree::Array(vec![rule]))]) else {
                continue;
            };
            proposal.update = *update;
        }
    }
    kept
}
