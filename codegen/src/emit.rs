//! [`Api`]s in, modules of tokens out; nothing is decided any more.
//!
//! A [`Module`] makes its tokens when it is asked for them: tokens cannot leave the thread that made
//! them, and rendering has several.

mod condition;
mod doc;
mod error;
mod event;
mod failure;
mod feature;
mod imports;
mod index;
mod library;
mod literal;
mod member;
mod object;
mod operation;
mod reach;
mod rules;
#[cfg(test)]
pub(crate) mod sample;
mod scope;
mod security;
mod server;
mod string_enum;
mod style;
mod tuple;
mod union;
mod usage;
mod webhook;
mod wrapper;

use std::sync::Arc;

use proc_macro2::TokenStream;

use crate::ir::{Api, Events, Kind, TypeId};
use crate::layout;
use crate::pointer::Address;
use crate::source::Sources;
pub(crate) use doc::Docs;
use imports::Imports;
use scope::Scope;

/// The crate that the files are for.
#[derive(Clone, Debug)]
pub struct Library {
    /// Its package's name, from which examples in its documentation use it.
    pub name: String,
    /// Whether its documentation begins with the `README.md` in its folder.
    pub has_readme: bool,
    /// Whether it has a feature for each tag.
    pub has_tag_features: bool,
    /// The command that makes it, for the first line of each file: whoever wants to change a file has to
    /// run it.
    pub made_by: String,
}

impl Library {
    /// A crate that `regen` makes, whose documentation stands in its code alone, with a feature for each
    /// tag.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            has_readme: false,
            has_tag_features: true,
            made_by: "cargo xtask regen".to_owned(),
        }
    }
}

/// A file of the generated crate.
#[derive(Debug)]
pub struct Module<'a> {
    /// Relative to the crate's `src`, with `/`.
    pub path: String,
    /// What it is made from, file and pointer, on one line whatever is in them:
    /// `specs/a.yml#/components/schemas/Pet`. `None` when it is made from several documents.
    pub source: Option<String>,
    /// The command that makes it.
    pub made_by: &'a str,
    content: Content<'a>,
}

/// What is in a file.
#[derive(Debug)]
enum Content<'a> {
    /// `lib.rs`.
    Library(&'a [Api], &'a Library),
    /// An API's `mod.rs`.
    Index(Arc<Scope<'a>>),
    /// Types that live together.
    Types(Arc<Scope<'a>>, Vec<TypeId>),
    /// The named errors.
    Errors(Arc<Scope<'a>>),
    /// Operations that live together.
    Operations(Arc<Scope<'a>>, Vec<usize>),
    /// The enum of the webhooks.
    Event(Arc<Scope<'a>>),
    /// What verifies the webhooks, and reads them.
    Webhook(Arc<Scope<'a>>, &'a Events),
}

/// The files of a crate with these APIs, without the runtime: `lib.rs` and a folder for each.
#[must_use]
pub fn modules<'a>(apis: &'a [Api], sources: &Sources, library: &'a Library) -> Vec<Module<'a>> {
    let root = Module {
        path: "lib.rs".to_owned(),
        source: None,
        made_by: &library.made_by,
        content: Content::Library(apis, library),
    };
    let modules = apis
        .iter()
        .flat_map(|api| api_modules(api, sources, library));
    std::iter::once(root).chain(modules).collect()
}

fn api_modules<'a>(api: &'a Api, sources: &Sources, library: &'a Library) -> Vec<Module<'a>> {
    let scope = Arc::new(Scope::new(api, library));
    let folder = layout::folder(api);
    let module = |file: &str, address: &Address, content| Module {
        path: format!("{folder}/{file}.rs"),
        source: Some(source(sources, address)),
        made_by: &library.made_by,
        content,
    };
    let mut modules = vec![module("mod", &api.source, Content::Index(scope.clone()))];
    for file in &scope.files {
        let address = &api.type_def(file.types[0]).address;
        let content = Content::Types(scope.clone(), file.types.clone());
        modules.push(module(file.name.as_str(), address, content));
    }
    for file in &scope.operation_files {
        let address = &api.operations[file.operations[0]].address;
        let content = Content::Operations(scope.clone(), file.operations.clone());
        modules.push(module(file.name.as_str(), address, content));
    }
    if layout::has_errors(api) {
        let content = Content::Errors(scope.clone());
        modules.push(module(layout::ERRORS, &api.source, content));
    }
    if let Some(events) = &api.events {
        let content = Content::Event(scope.clone());
        modules.push(module(layout::EVENT, &api.source, content));
        if layout::has_webhook(api) {
            let content = Content::Webhook(scope, events);
            modules.push(module(layout::WEBHOOK, &api.source, content));
        }
    }
    modules
}

fn source(sources: &Sources, address: &Address) -> String {
    let name = &sources.get(address.file).name;
    match address.pointer.as_str() {
        "" => literal::comment(name),
        pointer => literal::comment(&format!("{name}#{pointer}")),
    }
}

impl Module<'_> {
    /// What stands in it, in order. Each stream is set off by a blank line: inner attributes, an
    /// item, or items that belong together such as imports. Their documentation goes to `docs`.
    #[must_use]
    pub(crate) fn items(&self, docs: &mut Docs) -> Vec<TokenStream> {
        match &self.content {
            Content::Library(apis, library) => library::items(apis, library, docs),
            Content::Index(scope) => index::items(scope, docs),
            Content::Types(scope, types) => with_imports(scope, types, docs, |imports| {
                types
                    .iter()
                    .flat_map(|id| type_items(imports, *id))
                    .collect()
            }),
            Content::Operations(scope, operations) => with_imports(scope, &[], docs, |imports| {
                let operations = operations.iter().map(|index| &scope.api.operations[*index]);
                operations
                    .flat_map(|operation| operation::items(imports, operation))
                    .collect()
            }),
            Content::Errors(scope) => error::items(scope, docs),
            Content::Event(scope) => with_imports(scope, &[], docs, event::items),
            Content::Webhook(scope, events) => webhook::items(scope, events),
        }
    }
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
        Kind::Object(object) => object::items(imports, def, object),
        Kind::StringEnum(string_enum) => string_enum::items(imports, def, string_enum),
        Kind::Tagged(tagged) => union::tagged(imports, id, def, tagged),
        Kind::Union(alternatives) => union::untagged(imports, id, def, alternatives),
        Kind::Tuple(items) => tuple::items(imports, def, items),
        Kind::Newtype(value) => wrapper::newtype(imports, def, value),
        Kind::Alias(ty) => wrapper::alias(imports, def, ty),
    };
    if imports.scope().failures.contains(&id) {
        items.push(failure::implementation(imports, def));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::sample::{api, every_kind, field, file, library, object, string_enum};
    use super::*;
    use crate::ir::Type;

    #[test]
    fn a_file_for_each_component() {
        let mut sources = Sources::default();
        sources.add("a\nb.yml", "");
        let apis = [every_kind()];
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
    fn a_name_of_the_document_wins_over_one_of_the_runtime() {
        let map = object(vec![field("map", Type::Map(Box::new(Type::Json)))]);
        let text = file(api(vec![("Map", map)]), "map.rs");
        assert!(
            text.starts_with("use crate::runtime::{Validate, Value};\n"),
            "{text}"
        );
        assert!(
            text.contains("pub map: Option<crate::runtime::Map<Value>>,"),
            "{text}"
        );
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
