//! The layout of files, with names that are distinct on every file system.

use std::collections::BTreeMap;
use std::ops::Deref;

use rustc_hash::FxHashSet;

use crate::ir::{Api, BodyContent, Operation, TypeId};
use crate::name::{FieldName, ModuleName, TypeName};

/// The public module of the named errors.
pub(crate) const ERRORS: &str = "errors";

/// The file of the webhooks' enum.
pub(crate) const EVENT: &str = "event";

/// The public module that verifies webhooks.
pub(crate) const WEBHOOK: &str = "webhook";

/// The module of the types that several APIs share.
pub(crate) const SHARED: &str = "shared";

/// The module of the types around those of other crates.
pub(crate) const FOREIGN: &str = "foreign";

/// The public module that reads requests.
pub(crate) const SERVER: &str = "server";

/// The public module of the methods that call operations.
pub(crate) const METHODS: &str = "methods";

/// Files that are not named after a type or an operation.
const TAKEN: &[&str] = &[ERRORS, EVENT, METHODS, WEBHOOK, SERVER];

/// A file with types, named after the first of them.
#[derive(Debug)]
pub(crate) struct TypeFile {
    /// The module, named like the file.
    pub(crate) name: ModuleName,
    /// In the order of the API; never empty.
    pub(crate) types: Vec<TypeId>,
}

/// A file with operations, usually one.
#[derive(Debug)]
pub(crate) struct OperationFile {
    /// The module, named like the file.
    pub(crate) name: ModuleName,
    /// Indices in the operations of the API; never empty.
    pub(crate) operations: Vec<usize>,
}

/// Returns the files of the types of an API, sorted. Types whose file names differ only in case
/// share a file, which is not visible to users.
pub(crate) fn type_files(api: &Api) -> Vec<TypeFile> {
    let mut files: BTreeMap<String, TypeFile> = BTreeMap::new();
    for (index, def) in api.types.iter().enumerate() {
        let mut name = on_disk(&def.file);
        while TAKEN.contains(&name.as_str()) {
            name = ModuleName::from_spelling(&format!("{name} type"));
        }
        let file = files.entry(name.as_str().to_lowercase());
        let types = Vec::new();
        let file = file.or_insert_with(|| TypeFile { name, types });
        file.types.push(TypeId(index));
    }
    files.into_values().collect()
}

/// Returns the files of the operations of an API, sorted; their names differ from those of the
/// types.
pub(crate) fn operation_files(api: &Api, types: &[TypeFile]) -> Vec<OperationFile> {
    let types = types.iter().map(|file| file.name.as_str().to_lowercase());
    let types: FxHashSet<String> = types.collect();
    let mut files: BTreeMap<String, OperationFile> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let mut name = on_disk(&ModuleName::from_spelling(operation.name.as_str()));
        while TAKEN.contains(&name.as_str()) || types.contains(&name.as_str().to_lowercase()) {
            name = ModuleName::from_spelling(&format!("{name} operation"));
        }
        let file = files.entry(name.as_str().to_lowercase());
        let operations = Vec::new();
        let file = file.or_insert_with(|| OperationFile { name, operations });
        file.operations.push(index);
    }
    files.into_values().collect()
}

/// Returns the names in the file of an operation: its own, that of its enum of request contents,
/// and that of its response enum.
pub(crate) fn operation_names(operation: &Operation) -> impl Iterator<Item = &TypeName> {
    let body = operation.call.body.iter();
    let body = body.filter_map(|body| match &body.content {
        BodyContent::Choice { name, .. } => Some(name),
        BodyContent::One(_) => None,
    });
    let response_enum = operation.call.response_enum.iter().map(|it| &it.name);
    std::iter::once(&operation.name)
        .chain(body)
        .chain(response_enum)
}

/// The names of the methods that an API adds to the clients of its crate.
#[derive(Debug)]
pub(crate) struct ClientNames {
    /// Those that other APIs have as well, with the names that they get here.
    renamed: BTreeMap<FieldName, FieldName>,
}

impl ClientNames {
    /// Finds the names of one of the APIs of a crate. One that another API has as well gets the name of the
    /// module before it, in all of them.
    pub(crate) fn new(apis: &[impl Deref<Target = Api>], index: usize) -> Self {
        let own = client_methods(&apis[index]);
        let others = apis.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.flat_map(|(_, api)| client_methods(api));
        let mut taken: FxHashSet<&FieldName> = others.collect();
        let (clear, renamed): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|it| !taken.contains(it));
        taken.extend(clear);
        let renamed = renamed.into_iter().map(|name| {
            let mut longer = format!("{} {name}", apis[index].module);
            while taken.contains(&FieldName::from_spelling(&longer)) {
                longer = format!("{} {longer}", apis[index].module);
            }
            (name.clone(), FieldName::from_spelling(&longer))
        });
        Self {
            renamed: renamed.collect(),
        }
    }

    /// Returns the name of a group, or of the method of an operation without tags.
    pub(crate) fn get<'n>(&'n self, name: &'n FieldName) -> &'n FieldName {
        self.renamed.get(name).unwrap_or(name)
    }
}

/// The groups, and the methods of operations without tags.
fn client_methods(api: &Api) -> Vec<&FieldName> {
    let groups = api.groups.iter().map(|it| &it.name);
    let methods = api.operations.iter().flat_map(|it| &it.client_methods);
    let methods = methods.filter(|it| it.group.is_none());
    groups.chain(methods.map(|it| &it.name)).collect()
}

/// Returns the folder of an API.
pub(crate) fn folder(api: &Api) -> ModuleName {
    on_disk(&api.module)
}

/// Whether an API has a module for its errors.
pub(crate) fn has_errors(api: &Api) -> bool {
    api.error_body.is_some() || !api.errors.is_empty()
}

/// Whether an API has a module that verifies webhooks.
pub(crate) fn has_webhook(api: &Api) -> bool {
    api.events
        .as_ref()
        .is_some_and(|events| events.signature.is_some() || events.has_forms())
}

/// Returns the name in ASCII. rustc does not load files with other names (E0754), and file systems
/// encode accents in different ways.
fn on_disk(name: &ModuleName) -> ModuleName {
    if name.as_str().is_ascii() {
        return name.clone();
    }
    let spell = |char: char| match char {
        '\0'..='\x7F' => char.to_string(),
        _ => format!(" u{:x} ", u32::from(char)),
    };
    ModuleName::from_spelling(&name.as_str().chars().map(spell).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::TypeKind;
    use crate::ir::sample::{api, object, operation};

    fn check(types: &[&str], expected: &[(&str, usize)]) {
        let types: Vec<(&str, TypeKind)> = types
            .iter()
            .map(|name| (*name, object(Vec::new())))
            .collect();
        let files = type_files(&api(types));
        let files: Vec<_> = files
            .iter()
            .map(|file| (file.name.as_str(), file.types.len()))
            .collect();
        assert_eq!(files, expected);
    }

    #[test]
    fn files_are_sorted_and_stand_side_by_side() {
        check(&["Voice", "Pet"], &[("pet", 1), ("voice", 1)]);
        check(&["SIPHeader", "sip-header"], &[("sip_header", 2)]);
        check(
            &["Errors", "Event", "errors type"],
            &[("errors_type", 2), ("event_type", 1)],
        );
        check(
            &["mod", "aux", "lib"],
            &[("aux_", 1), ("lib_", 1), ("mod_", 1)],
        );
        check(
            &["größe", "名前"],
            &[("gr_uf6_udf_e", 1), ("u540d_u524d", 1)],
        );
    }

    #[test]
    fn operations_give_way_to_types() {
        let mut api = api(vec![("list pets", object(Vec::new()))]);
        for name in ["LISTPets", "listPets", "errors", "SIPCall", "sip call"] {
            let name = TypeName::from_rust(name).unwrap_or_else(|| TypeName::from_spelling(name));
            api.operations.push(operation(name.as_str(), "GET", "/"));
        }
        let files = operation_files(&api, &type_files(&api));
        let files = files
            .iter()
            .map(|file| (file.name.as_str(), &file.operations[..]));
        let expected: [(&str, &[usize]); 3] = [
            ("errors_operation", &[2]),
            ("list_pets_operation", &[0, 1]),
            ("sip_call", &[3, 4]),
        ];
        assert_eq!(files.collect::<Vec<_>>(), expected);
    }
}
