//! APIs in, modules of tokens out; nothing is decided any more.

mod api_constant;
mod attributes;
mod client_method;
mod condition;
mod crate_root;
mod doc;
mod error;
mod event;
mod failure;
mod feature;
mod field_path;
mod imports;
mod index;
mod library;
mod literal;
pub(crate) mod module;
mod newtype;
mod object;
mod operation;
pub(crate) mod readme;
mod router;
mod rules;
#[cfg(test)]
pub(crate) mod sample;
mod scope;
mod security;
mod server;
mod shared;
mod shared_webhook;
mod string_enum;
mod style;
mod tuple;
mod type_use;
mod union;
mod usage;
mod webhook;

use std::sync::Arc;

use proc_macro2::TokenStream;

use crate::ir::{TypeId, TypeKind};
use crate::layout::{self, ClientNames};
use crate::pointer::{self, Address};
use crate::share::ApiSet;
use crate::source::Sources;
use imports::Imports;
use module::{Docs, MakeItems};
use scope::Scope;

pub use library::{CrateRoot, Library};
pub use module::Module;

/// The files of a crate with these APIs, without the runtime: `lib.rs` and a folder for each.
#[must_use]
pub fn modules<'a>(apis: &'a ApiSet, sources: &Sources, library: &'a Library) -> Vec<Module<'a>> {
    let shared = apis.shared();
    let root = |path: &str, make: Box<MakeItems<'a>>| Module {
        path: path.to_owned(),
        source: None,
        made_by: &library.made_by,
        make,
    };
    let mut modules = vec![root(
        "lib.rs",
        Box::new(|docs| crate_root::items(apis, library, docs)),
    )];
    if !shared.types.is_empty() {
        let make: Box<MakeItems<'a>> = Box::new(|docs| shared::items(apis, shared, library, docs));
        modules.push(root(&format!("{}.rs", layout::SHARED), make));
    }
    if let Some(events) = &shared.events {
        let make: Box<MakeItems<'a>> =
            Box::new(|docs| shared_webhook::items(apis, events, library, docs));
        modules.push(root(&format!("{}.rs", layout::WEBHOOK), make));
    }
    let has_from_env = apis.api_with_variables().is_some();
    for (index, api) in apis.iter().enumerate() {
        let mut scope = Scope::new(api, library, has_from_env);
        scope.leave_out(|id| shared.contains(index, id));
        let scope = Arc::new(scope);
        modules.extend(api_modules(scope.clone(), sources, library));
        if !api.operations.is_empty() {
            let names = ClientNames::new(apis, index);
            let base = library.base_folder(sources, &api.source);
            modules.push(Module {
                path: format!("{}/{}.rs", layout::folder(api), layout::METHODS),
                source: Some(source(sources, &api.source, &base)),
                made_by: &library.made_by,
                make: Box::new(move |docs| client_method::items(&scope, &names, docs)),
            });
        }
    }
    modules
}

fn api_modules<'a>(
    scope: Arc<Scope<'a>>,
    sources: &Sources,
    library: &'a Library,
) -> Vec<Module<'a>> {
    let api = scope.api;
    let folder = layout::folder(api);
    let base = library.base_folder(sources, &api.source);
    let module = |file: &str, address: &Address, make: Box<MakeItems<'a>>| Module {
        path: format!("{folder}/{file}.rs"),
        source: Some(source(sources, address, &base)),
        made_by: &library.made_by,
        make,
    };
    let index = scope.clone();
    let mut modules = vec![module(
        "mod",
        &api.source,
        Box::new(move |docs| index::items(&index, docs)),
    )];
    for (index, file) in scope.files.iter().enumerate() {
        let address = &api.type_def(file.types[0]).address;
        let scope = scope.clone();
        let make = Box::new(move |docs: &mut _| type_file(&scope, index, docs));
        modules.push(module(file.name.as_str(), address, make));
    }
    for (index, file) in scope.operation_files.iter().enumerate() {
        let address = &api.operations[file.operations[0]].address;
        let scope = scope.clone();
        let make = Box::new(move |docs: &mut _| operation_file(&scope, index, docs));
        modules.push(module(file.name.as_str(), address, make));
    }
    if layout::has_errors(api) {
        let scope = scope.clone();
        let make = Box::new(move |docs: &mut _| error::items(&scope, docs));
        modules.push(module(layout::ERRORS, &api.source, make));
    }
    if !api.operations.is_empty() {
        let scope = scope.clone();
        let make = Box::new(move |docs: &mut _| router::items(&scope, docs));
        modules.push(module(layout::SERVER, &api.source, make));
    }
    if let Some(events) = &api.events {
        let event_scope = scope.clone();
        let make = Box::new(move |docs: &mut _| {
            with_imports(&event_scope, &[], docs, |imports| {
                event::items(imports, events)
            })
        });
        modules.push(module(layout::EVENT, &api.source, make));
        if layout::has_webhook(api) {
            let make = Box::new(move |docs: &mut _| webhook::items(&scope, events, docs));
            modules.push(module(layout::WEBHOOK, &api.source, make));
        }
    }
    modules
}

/// The file and pointer of what a file is made from; the file is relative to the folder `base`.
fn source(sources: &Sources, address: &Address, base: &str) -> String {
    let name = relative_name(&sources.get(address.file).name, base);
    match address.pointer.as_str() {
        "" => literal::comment(&name),
        pointer => literal::comment(&format!("{name}#{pointer}")),
    }
}

/// Returns the name of a file relative to a folder, both of which are relative to the same folder. A URL
/// stays what it is.
fn relative_name(name: &str, base: &str) -> String {
    if pointer::has_scheme(name) {
        return name.to_owned();
    }
    let (mut name, mut base) = (name, base);
    while let (Some((first, rest)), Some((folder, below))) =
        (name.split_once('/'), base.split_once('/'))
    {
        if first != folder {
            break;
        }
        (name, base) = (rest, below);
    }
    "../".repeat(base.matches('/').count()) + name
}

/// The items of one of the files of types.
fn type_file(scope: &Scope<'_>, index: usize, docs: &mut Docs) -> Vec<TokenStream> {
    let types = &scope.files[index].types;
    with_imports(scope, types, docs, |imports| {
        let types = types.iter();
        types.flat_map(|id| type_items(imports, *id)).collect()
    })
}

/// The items of one of the files of operations.
fn operation_file(scope: &Scope<'_>, index: usize, docs: &mut Docs) -> Vec<TokenStream> {
    let operations = scope.operation_files[index].operations.iter();
    let operations = operations.map(|index| &scope.api.operations[*index]);
    with_imports(scope, &[], docs, |imports| {
        let items = operations.flat_map(|it| operation::items(imports, it));
        items.collect()
    })
}

/// The items of a file in which `here` are defined, after the imports they turn out to need.
fn with_imports<'a>(
    scope: &'a Scope<'a>,
    here: &'a [TypeId],
    docs: &'a mut Docs,
    items: impl FnOnce(&mut Imports<'a>) -> Vec<TokenStream>,
) -> Vec<TokenStream> {
    let mut imports = Imports::new(scope, here, docs);
    let items = items(&mut imports);
    imports.into_items().into_iter().chain(items).collect()
}

fn type_items(imports: &mut Imports<'_>, id: TypeId) -> Vec<TokenStream> {
    let def = imports.scope().api.type_def(id);
    let mut items = match &def.kind {
        TypeKind::Object(object) => object::items(imports, def, object),
        TypeKind::StringEnum(string_enum) => string_enum::items(imports, def, string_enum),
        TypeKind::Tagged(tagged) => union::tagged(imports, id, def, tagged),
        TypeKind::Union(alternatives) => union::untagged(imports, id, def, alternatives),
        TypeKind::Tuple(items) => tuple::items(imports, def, items),
        TypeKind::Newtype(value) => newtype::newtype(imports, def, value),
        TypeKind::Alias(ty) => newtype::alias(imports, def, ty),
    };
    if imports.scope().failures.contains(&id) {
        items.push(failure::implementation(imports, def));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::emit::sample::{file, library};
    use crate::ir::Type;
    use crate::ir::sample::{api, every_kind, field, object, string_enum};

    #[test]
    fn a_file_for_each_component() {
        let mut sources = Sources::default();
        sources.add("a\nb.yml", "");
        let apis = ApiSet::from(check::api(every_kind()));
        let library = library();
        let modules = modules(&apis, &sources, &library);
        let list = modules
            .iter()
            .map(|it| format!("{} {}", it.path, it.source.as_deref().unwrap_or("-")));
        let list: Vec<String> = list.collect();
        assert_eq!(list[0], "lib.rs -");
        assert_eq!(list[1], "pets/mod.rs a\\u{a}b.yml");
        assert_eq!(
            list[2],
            "pets/aws_voice.rs a\\u{a}b.yml#/components/schemas/AwsVoice"
        );
        assert_eq!(list.last().unwrap(), "pets/webhook.rs a\\u{a}b.yml");
    }

    #[test]
    fn names_are_relative_to_the_folder_of_the_document() {
        for (name, base, expected) in [
            ("pets.yml", "", "pets.yml"),
            ("specs/pets.yml", "", "specs/pets.yml"),
            ("specs/pets.yml", "specs/", "pets.yml"),
            ("specs/a/b.yml", "specs/", "a/b.yml"),
            ("common.yml", "specs/", "../common.yml"),
            ("../common.yml", "../specs/", "../common.yml"),
            ("../../x.yml", "a/", "../../../x.yml"),
            ("https://a.b/c.yml", "specs/", "https://a.b/c.yml"),
        ] {
            assert_eq!(relative_name(name, base), expected);
        }
    }

    #[test]
    fn a_name_of_the_document_wins_over_one_of_the_runtime() {
        let map = object(vec![field("map", Type::Map(Box::new(Type::Json)))]);
        let text = file(api(vec![("Map", map)]), "map.rs");
        assert!(text.starts_with("use crate::runtime::Value;\n"), "{text}");
        let member = "map \"map\": crate::runtime::Map<Value>,\n";
        assert!(text.contains(member), "{text}");
    }

    #[test]
    fn no_text_of_the_document_is_code() {
        let evil = "\"#\\ \n*/ }} `x` \u{202E}\u{2028}\0\r//! <b> [y]";
        let mut types = vec![("Evil", object(vec![field(evil, Type::String)]))];
        types.push(("Values", string_enum(&[evil])));
        let mut api = api(types);
        for def in &mut api.types {
            def.doc.text = Some(evil.to_owned());
            def.address = def.address.join(evil);
        }
        let text = file(api, "evil.rs");
        assert!(
            text.chars()
                .all(|char| char == '\n' || literal::is_seen(char)),
            "{text:?}"
        );
    }
}
