//! Descriptions of members in, members that require others out: "When `true`, `url` has to be given".

use std::ops::Range;
use std::sync::LazyLock;

use super::described::Described;
use super::exclusive::object;
use super::finding::{Finding, Kind};
use super::hedge::is_negated;
use crate::prose::{Phrases, Prose};
use crate::tree::{Object, Tree};
use crate::walk::Owner;

/// What the captures of a phrase are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// The value of the described member, and the member that it requires.
    ValueRequires,
    /// The member and its value that require the described member.
    RequiredByValue,
    /// The member whose presence requires the described member.
    RequiredByPresence,
}

static PHRASES: LazyLock<Phrases<Form>> = LazyLock::new(|| {
    use Form::{RequiredByPresence, RequiredByValue, ValueRequires};
    Phrases::new([
        (
            "when|if $ ,? $ has to be given|set|provided|specified|present",
            ValueRequires,
        ),
        (
            "when|if $ ,? $ must be given|set|provided|specified|present",
            ValueRequires,
        ),
        ("when|if $ ,? $ is required", ValueRequires),
        (
            "required only? when|if the? $ is set|provided|present|specified|given|used",
            RequiredByPresence,
        ),
        (
            "required only? when|if the? $ is|equals|= set? to? $",
            RequiredByValue,
        ),
    ])
});

/// Words of a sentence with more than one condition.
const MORE: &[&str] = &[
    "unless", "except", "not", "no", "without", "empty", "null", "absent", "omitted", "other",
    "than", "both", "either", "optional",
];

/// Returns the members that other members require.
pub(super) fn find_requirements(described: &Described<'_>) -> Vec<Finding> {
    let Some(parent) = described.parent.as_ref().filter(|_| !described.is_30) else {
        return Vec::new();
    };
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for phrase in PHRASES.find(prose, sentence) {
            let tokens = phrase.tokens.clone();
            if prose.has_word(sentence, MORE)
                || is_negated(prose, sentence, tokens.start)
                || goes_on(prose, sentence, &tokens)
            {
                continue;
            }
            let captures: Vec<&str> = phrase
                .captures
                .iter()
                .filter_map(|it| prose.content(*it))
                .collect();
            if let Some(update) = requirement(described, parent, *phrase.meaning, &captures) {
                let words = prose.slice(tokens).to_owned();
                found.push(Finding {
                    kind: Kind::RequiredWhen,
                    words,
                    update,
                });
            }
        }
    }
    found
}

/// Whether there is more to the condition: "when `a` is `b` or `c`".
fn goes_on(prose: &Prose, sentence: &Range<usize>, tokens: &Range<usize>) -> bool {
    let end = tokens.end;
    end < sentence.end && !prose.is_symbol(end, '.') && !prose.is_symbol(end, ')')
}

/// Returns the keywords that require a member.
fn requirement(
    described: &Described<'_>,
    parent: &Owner<'_>,
    form: Form,
    captures: &[&str],
) -> Option<Object> {
    let (controlling, value, target) = match (form, captures) {
        (Form::ValueRequires, [value, target]) => (described.name, Some(*value), *target),
        (Form::RequiredByValue, [member, value]) => (*member, Some(*value), described.name),
        (Form::RequiredByPresence, [member]) => (*member, None, described.name),
        _ => return None,
    };
    let (_, controlling, schema) = parent.properties.get_full(controlling)?;
    if controlling == target || !parent.properties.contains_key(target) {
        return None;
    }
    let names = |name: &str| Tree::Array(vec![Tree::from(name)]);
    let Some(value) = value else {
        let requires = object([(controlling, names(target))]);
        return Some(Object::from_iter([(
            "dependentRequired".to_owned(),
            requires,
        )]));
    };
    let constant = object([("const", typed_value(schema, value)?)]);
    let condition = object([
        ("properties", object([(controlling, constant)])),
        ("required", names(controlling)),
    ]);
    let consequence = object([("required", names(target))]);
    Some(Object::from_iter([
        ("if".to_owned(), condition),
        ("then".to_owned(), consequence),
    ]))
}

/// Returns the value of a schema that is spelled like this: a boolean, or a value of its enum.
fn typed_value(schema: &Tree, text: &str) -> Option<Tree> {
    let is_boolean = schema.get("type").and_then(Tree::as_str) == Some("boolean");
    match text {
        "true" if is_boolean => return Some(Tree::from(true)),
        "false" if is_boolean => return Some(Tree::from(false)),
        _ => {}
    }
    let values = schema.get("enum").and_then(Tree::as_array)?;
    values.iter().find(|it| it.as_str() == Some(text)).cloned()
}
