//! Examples of errors in, those with bounds that descriptions contradict out.

use rustc_hash::FxHashMap;

use super::contradiction::is_range;
use super::described::Described;
use super::finding::Finding;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::PROSE_CONTRADICTION;
use crate::overlay::Provenance;
use crate::pointer::Pointer;
use crate::prose::{Prose, find_bounds};
use crate::tree::{Number, Object, Tree};

/// Members of an error that name the member of the request that it is about.
const NAMES: &[&str] = &[
    "pointer",
    "field",
    "parameter",
    "param",
    "path",
    "name",
    "property",
];

/// The bounds that a description states.
#[derive(Debug)]
pub(super) struct Stated {
    node: Pointer,
    name: String,
    words: String,
    low: Option<Number>,
    high: Option<Number>,
}

impl Stated {
    /// Returns the bounds of a described number.
    pub(super) fn new(described: &Described<'_>, findings: &[Finding]) -> Vec<Self> {
        let number = |finding: &Finding, key: &str| match finding.update.get(key) {
            Some(Tree::Number(number)) => Some(number.clone()),
            _ => None,
        };
        let ranges = findings.iter().filter(|it| is_range(it));
        let stated = ranges.map(|finding| Self {
            node: described.node.clone(),
            name: described.name.to_owned(),
            words: finding.words.clone(),
            low: number(finding, "minimum"),
            high: number(finding, "maximum"),
        });
        stated.collect()
    }
}

/// Reports examples of errors that state other bounds of a member than its description.
pub(super) fn check_examples(
    tree: &Tree,
    stated: &[Stated],
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) {
    if stated.is_empty() {
        return;
    }
    let mut by_name = FxHashMap::<&str, Vec<&Stated>>::default();
    for it in stated {
        by_name.entry(&it.name).or_default().push(it);
    }
    let mut open = vec![(Pointer::root(), tree, false)];
    while let Some((at, node, is_example)) = open.pop() {
        match node {
            Tree::Object(members) => {
                if is_example {
                    check_error(&at, members, &by_name, provenance, diagnostics);
                }
                for (key, member) in members.iter().rev() {
                    let is_below = is_example || matches!(key.as_str(), "example" | "examples");
                    if matches!(member, Tree::Object(_) | Tree::Array(_)) {
                        open.push((at.join(key), member, is_below));
                    }
                }
            }
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate().rev() {
                    open.push((at.join(&index.to_string()), item, is_example));
                }
            }
            _ => {}
        }
    }
}

/// Compares the sentences of an error with the bounds of the member that it names.
fn check_error(
    at: &Pointer,
    members: &Object,
    by_name: &FxHashMap<&str, Vec<&Stated>>,
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) {
    let inner = members.values().filter_map(Tree::as_object);
    let objects = std::iter::once(members).chain(inner);
    let named = objects.flat_map(|it| NAMES.iter().filter_map(|key| it.get(*key)?.as_str()));
    let mut named = named.filter_map(|it| it.rsplit(['/', '.', '[']).next());
    let Some(rules) = named.find_map(|it| by_name.get(it)) else {
        return;
    };
    for (key, text) in members
        .iter()
        .filter_map(|(key, it)| Some((key, it.as_str()?)))
    {
        let prose = Prose::new(text);
        let bounds = prose
            .sentences()
            .iter()
            .flat_map(|it| find_bounds(&prose, it));
        for bound in bounds.filter(|it| !it.is_bare) {
            let number = |side: &Option<(Number, bool)>| side.as_ref().map(|it| it.0.clone());
            let differs = |said: &Option<Number>, shown: Option<Number>| {
                said.as_ref()
                    .zip(shown)
                    .is_some_and(|(said, shown)| *said != shown)
            };
            let is_other = |it: &&&Stated| {
                differs(&it.low, number(&bound.low)) || differs(&it.high, number(&bound.high))
            };
            let Some(rule) = rules.iter().find(is_other) else {
                continue;
            };
            let words = prose.slice(bound.tokens.clone());
            let message = format!(
                "an example of an error says “{words}”, but the description of `{}` says “{}”",
                rule.name, rule.words
            );
            let related = provenance.origin(&rule.node.join("description"));
            diagnostics
                .report(
                    &PROSE_CONTRADICTION,
                    provenance.origin(&at.join(key)),
                    message,
                )
                .related(related, "the description")
                .help("find out which of the two is right");
        }
    }
}
