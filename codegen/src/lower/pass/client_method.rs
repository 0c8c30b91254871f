//! Operations and their tags in, the methods of the client that call them out.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ir::{Api, ClientMethod, Doc, Feature, Group, GroupId, Operation};
use crate::layout;
use crate::lower::ctx::Ctx;
use crate::name::{self, FieldName, NameRequest, TypeName};
use crate::names::Item;

/// A short name does not end with one of these: what it refers to is the word that was left out.
const PREPOSITIONS: &[&str] = &[
    "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "per", "to", "via",
    "with",
];

/// Names the groups of an API, and the methods that call its operations; `tags` are named already.
///
/// A method is called like its operation, without the words of its group: `create` for
/// `CreateConference` in `conferences`. Where that is a name of several, or of none, they have all
/// words. What the lock file records stays.
pub(in crate::lower) fn name_methods(ctx: &Ctx<'_>, api: &mut Api, tags: &[Feature]) {
    api.groups = collect_groups(ctx, api, tags);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); api.groups.len()];
    let mut others = Vec::new();
    let ids = api.groups.iter().zip(0..);
    let ids: FxHashMap<&str, usize> = ids.map(|(group, id)| (group.tag.as_str(), id)).collect();
    for (index, operation) in api.operations.iter().enumerate() {
        for tag in &operation.tags {
            members[ids[tag.as_str()]].push(index);
        }
        if operation.tags.is_empty() {
            others.push(index);
        }
    }
    let names = members.iter().zip(&api.groups).zip(0..);
    let names = names.map(|((members, group), id)| {
        let names = name_members(ctx, group, &select(api, members));
        (Some(GroupId(id)), members, names)
    });
    let single = name_ungrouped(ctx, api, &select(api, &others));
    let names: Vec<_> = names.chain([(None, &others, single)]).collect();
    for (group, members, names) in names {
        for (&index, name) in members.iter().zip(names) {
            let method = ClientMethod { group, name };
            api.operations[index].client_methods.push(method);
        }
    }
}

fn select<'a>(api: &'a Api, indices: &[usize]) -> Vec<&'a Operation> {
    indices.iter().map(|it| &api.operations[*it]).collect()
}

/// Collects the tags of operations. The names are those of the cargo features of the tags.
fn collect_groups(ctx: &Ctx<'_>, api: &Api, tags: &[Feature]) -> Vec<Group> {
    let requests = tags.iter().map(|it| NameRequest {
        name: FieldName::from_spelling(it.name.as_str()),
        spelling: &it.tag,
        is_recorded: false,
    });
    let names = name::resolve_collisions(&requests.collect::<Vec<_>>(), &client_methods()).names;
    let requests = names.iter().zip(tags).map(|(name, it)| NameRequest {
        name: TypeName::from_spelling(name.as_str()),
        spelling: &it.tag,
        is_recorded: false,
    });
    let types = name::resolve_collisions(&requests.collect::<Vec<_>>(), &type_names(api)).names;
    let declared = &ctx.document.envelope.tags;
    let groups = tags.iter().zip(names).zip(types);
    let groups = groups.map(|((feature, name), ty)| {
        let declared = declared.iter().find(|it| it.name == feature.tag);
        let text = declared.and_then(|it| it.description.clone());
        Group {
            name,
            ty,
            tag: feature.tag.clone(),
            doc: Doc {
                text: text.filter(|text| !text.trim().is_empty()),
                facts: Vec::new(),
            },
        }
    });
    groups.collect()
}

/// The names that the types of groups are beside: those of the module, and of the runtime.
fn type_names(api: &Api) -> Vec<TypeName> {
    let types = api.types.iter().map(|it| &it.name);
    let operations = api.operations.iter().flat_map(layout::operation_names);
    let events = api.events.iter().map(|it| &it.name);
    let runtime = ["Bytes", "File", "Map"].map(TypeName::from_spelling);
    let names = types.chain(operations).chain(events).cloned();
    names.chain(runtime).collect()
}

fn client_methods() -> Vec<FieldName> {
    let names = name::CLIENT_METHODS.iter();
    names.map(|it| FieldName::from_spelling(it)).collect()
}

/// Names the methods of a group.
fn name_members(ctx: &Ctx<'_>, group: &Group, operations: &[&Operation]) -> Vec<FieldName> {
    let short: Vec<FieldName> = operations
        .iter()
        .map(|it| shorten_name(&it.name, &group.name))
        .collect();
    let mut counts: FxHashMap<&FieldName, usize> = FxHashMap::default();
    for name in &short {
        *counts.entry(name).or_default() += 1;
    }
    let recorded = recall_names(ctx, &group.tag, operations);
    let kept: FxHashSet<&FieldName> = recorded.iter().flatten().collect();
    let wanted = operations.iter().zip(&short).map(|(operation, short)| {
        if counts[short] == 1 && !kept.contains(short) {
            short.clone()
        } else {
            full_name(&operation.name)
        }
    });
    let wanted = wanted.collect();
    resolve_names(operations, wanted, recorded, &[])
}

/// Names the methods of operations without tags, beside those of groups and of the client.
fn name_ungrouped(ctx: &Ctx<'_>, api: &Api, operations: &[&Operation]) -> Vec<FieldName> {
    let groups = api.groups.iter().map(|it| it.name.clone());
    let taken: Vec<FieldName> = client_methods().into_iter().chain(groups).collect();
    let wanted = operations.iter().map(|it| full_name(&it.name)).collect();
    let mut recorded = recall_names(ctx, "", operations);
    for name in &mut recorded {
        *name = name.take().filter(|it| !taken.contains(it));
    }
    resolve_names(operations, wanted, recorded, &taken)
}

fn recall_names(ctx: &Ctx<'_>, tag: &str, operations: &[&Operation]) -> Vec<Option<FieldName>> {
    let lock = ctx.naming.lock;
    let recorded = operations
        .iter()
        .map(|it| lock.name(&Item::Method(it.name.as_str(), tag)));
    recorded.collect()
}

fn resolve_names(
    operations: &[&Operation],
    wanted: Vec<FieldName>,
    recorded: Vec<Option<FieldName>>,
    taken: &[FieldName],
) -> Vec<FieldName> {
    let requests = operations.iter().zip(wanted).zip(recorded);
    let requests = requests.map(|((operation, wanted), recorded)| NameRequest {
        is_recorded: recorded.is_some(),
        name: recorded.unwrap_or(wanted),
        spelling: operation.name.as_str(),
    });
    name::resolve_collisions(&requests.collect::<Vec<_>>(), taken).names
}

/// The name of a method with all words of its operation.
fn full_name(operation: &TypeName) -> FieldName {
    FieldName::from_spelling(operation.as_str())
}

/// The name of a method without the words of its group, if that leaves a name.
fn shorten_name(operation: &TypeName, group: &FieldName) -> FieldName {
    let full = full_name(operation);
    let group: Vec<&str> = words(group).map(singular).collect();
    let left: Vec<&str> = words(&full)
        .filter(|word| !group.contains(&singular(word)))
        .collect();
    let is_whole = |last: &&str| !PREPOSITIONS.contains(last);
    let short = left.join("_");
    let is_name = left.last().is_some_and(is_whole)
        && short.starts_with(char::is_alphabetic)
        && !name::is_keyword(&short);
    if is_name {
        FieldName::from_spelling(&short)
    } else {
        full
    }
}

/// The words of a name in snake case.
fn words(name: &FieldName) -> impl Iterator<Item = &str> {
    let words = name.as_str().split('_');
    words.filter(|word| !word.is_empty())
}

/// A word without the ending of a plural, to compare it with others.
fn singular(word: &str) -> &str {
    if word.ends_with("ss") {
        return word;
    }
    match word.strip_suffix("ies") {
        Some(stem) => stem,
        None => word
            .strip_suffix('s')
            .or_else(|| word.strip_suffix('y'))
            .unwrap_or(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_group_are_left_out() {
        for (operation, group, expected) in [
            ("CreateConference", "conferences", "create"),
            (
                "ListConferenceParticipants",
                "conferences",
                "list_participants",
            ),
            (
                "SpeakTextToConference",
                "conferences",
                "speak_text_to_conference",
            ),
            ("ListCategories", "category", "list"),
            ("UpdateEntry", "entries", "update"),
            ("CreateFineTuningJob", "fine_tuning", "create_job"),
            ("MoveFile", "files", "move_file"),
            ("Files", "files", "files"),
            ("FilesV2", "files", "v2"),
            ("Files2Get", "files", "files2_get"),
            ("GetAddress", "address", "get"),
            ("UserGet", "pets", "user_get"),
        ] {
            let operation = TypeName::from_rust(operation).unwrap();
            let short = shorten_name(&operation, &FieldName::from_spelling(group));
            assert_eq!(short.as_str(), expected, "{operation} in {group}");
        }
    }
}
