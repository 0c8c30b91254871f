//! The sources of a crate in, its production code by module out.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Deref;

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{Attribute, ImplItem, Item, Meta, TraitItem};

use crate::run::repository;

/// The names that lead from the root of the crate to a module; the root has none.
pub(super) type ModulePath = Vec<String>;

/// The crates below the bindings: name, folder of the sources and root.
pub(super) const CRATES: [(&str, &str, &str); 5] = [
    ("codegen", "codegen/src", "lib.rs"),
    ("runtime", "codegen/runtime/src", "lib.rs"),
    ("schema", "codegen/schema/src", "lib.rs"),
    ("measure", "xtask/measure/src", "lib.rs"),
    ("xtask", "xtask/src", "lib.rs"),
];

/// The production code of a crate.
pub(super) struct Crate {
    pub modules: BTreeMap<ModulePath, Module>,
}

pub(super) struct Module {
    /// The file that it is in.
    pub source: SourceFile,
    /// What is compiled without tests, except the modules.
    pub items: Vec<Item>,
}

#[derive(Clone)]
pub(super) struct SourceFile {
    /// The file below the folder of the crate's sources, without `.rs`: `lower/schema`.
    pub file: String,
    /// The file from the root of the repository.
    pub path: String,
    /// The whole text of the file, tests included.
    pub text: String,
}

impl Deref for Module {
    type Target = SourceFile;

    fn deref(&self) -> &SourceFile {
        &self.source
    }
}

impl Crate {
    /// Reads a crate of this repository: `codegen/src` with its root `lib.rs`.
    pub(super) fn open(folder: &str, root: &str) -> Self {
        let read = |file: &str| fs::read_to_string(repository().join(folder).join(file)).ok();
        Self::collect(folder, root, &read)
    }

    /// A crate made of `(file, text)` pairs, whose root is `lib.rs`.
    pub(super) fn made_up(files: &[(&str, &str)]) -> Self {
        let read = |file: &str| {
            let found = files.iter().find(|(name, _)| *name == file);
            found.map(|(_, text)| (*text).to_owned())
        };
        Self::collect("src", "lib.rs", &read)
    }

    fn collect(folder: &str, root: &str, read: &dyn Fn(&str) -> Option<String>) -> Self {
        let load = |file: &str| -> Option<(Module, Vec<Item>)> {
            let text = read(file)?;
            let parsed = syn::parse_file(&text).unwrap_or_else(|it| panic!("{file}: {it}"));
            let source = SourceFile {
                file: file.trim_end_matches(".rs").to_owned(),
                path: format!("{folder}/{file}"),
                text,
            };
            let module = Module {
                source,
                items: Vec::new(),
            };
            Some((module, parsed.items))
        };
        let mut modules = BTreeMap::new();
        let mut open = vec![(ModulePath::new(), load(root))];
        while let Some((path, loaded)) = open.pop() {
            let (mut module, items) = loaded.unwrap_or_else(|| panic!("{path:?} has no file"));
            for mut item in items {
                if attributes(&item).is_some_and(is_test) {
                    continue;
                }
                let Item::Mod(child) = item else {
                    drop_tests(&mut item);
                    module.items.push(item);
                    continue;
                };
                let child_path = [&path[..], &[child.ident.to_string()]].concat();
                let stem = child_path.join("/");
                let loaded = match child.content {
                    Some((_, items)) => Some((module.inline(), items)),
                    None => load(&format!("{stem}.rs")).or_else(|| load(&format!("{stem}/mod.rs"))),
                };
                open.push((child_path, loaded));
            }
            modules.insert(path, module);
        }
        Self { modules }
    }
}

/// Drops the tests among the members of an `impl` or a trait.
fn drop_tests(item: &mut Item) {
    match item {
        Item::Impl(it) => it.items.retain(|member| match member {
            ImplItem::Fn(it) => !is_test(&it.attrs),
            ImplItem::Const(it) => !is_test(&it.attrs),
            _ => true,
        }),
        Item::Trait(it) => it.items.retain(|member| match member {
            TraitItem::Fn(it) => !is_test(&it.attrs),
            _ => true,
        }),
        _ => {}
    }
}

fn attributes(item: &Item) -> Option<&[Attribute]> {
    Some(match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => return None,
    })
}

/// Whether the attributes have a `#[cfg(test)]` or a `#[cfg(all(test, ..))]`.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else {
            return false;
        };
        let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
        let is_word = |token: &TokenTree, word: &str| token.to_string() == word;
        list.path.is_ident("cfg")
            && match &tokens[..] {
                [only] => is_word(only, "test"),
                [first, TokenTree::Group(group)] => {
                    is_word(first, "all")
                        && group.stream().into_iter().any(|it| is_word(&it, "test"))
                }
                _ => false,
            }
    })
}

impl Module {
    /// A module in the same file.
    fn inline(&self) -> Self {
        Self {
            source: self.source.clone(),
            items: Vec::new(),
        }
    }

    /// The name of what an item defines, if it has one that a path can end in.
    pub(super) fn defines(&self, name: &str) -> bool {
        self.items.iter().any(|item| match item {
            Item::Const(it) => it.ident == name,
            Item::Enum(it) => it.ident == name,
            Item::Fn(it) => it.sig.ident == name,
            Item::Macro(it) => it.ident.as_ref().is_some_and(|it| it == name),
            Item::Static(it) => it.ident == name,
            Item::Struct(it) => it.ident == name,
            Item::Trait(it) => it.ident == name,
            Item::Type(it) => it.ident == name,
            _ => false,
        })
    }

    /// The tokens of all items but `use` lines and definitions of macros.
    pub(super) fn code(&self) -> impl Iterator<Item = TokenTree> {
        let code = self.items.iter().filter(|item| match item {
            Item::Use(_) => false,
            Item::Macro(it) => it.ident.is_none(),
            _ => true,
        });
        code.flat_map(ToTokens::to_token_stream)
    }
}

impl SourceFile {
    /// The line, counted from 1, that has most of the segments of a path and its last one.
    pub(super) fn line(&self, path: &[String]) -> usize {
        let last = path.last().map_or("", String::as_str);
        let mut best = (0, 1);
        for (index, line) in self.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            let words: Vec<&str> = code
                .split(|it: char| !it.is_alphanumeric() && it != '_')
                .collect();
            if words.contains(&last) {
                let found = path.iter().filter(|it| words.contains(&it.as_str()));
                let found = found.count();
                if found > best.0 {
                    best = (found, index + 1);
                }
            }
        }
        best.1
    }
}

#[test]
fn tests_are_left_out() {
    let made_up = Crate::made_up(&[
        (
            "lib.rs",
            "mod a; #[cfg(test)] mod tests; #[cfg(all(test, unix))] use no::B; fn f() {}",
        ),
        (
            "a.rs",
            "struct A; impl A { #[cfg(test)] fn g() {} fn h() {} }",
        ),
    ]);
    let modules: Vec<String> = made_up.modules.keys().map(|it| it.join("::")).collect();
    assert_eq!(modules, ["", "a"]);
    let items = |path: &[String]| {
        let tokens = made_up.modules[path]
            .items
            .iter()
            .map(ToTokens::to_token_stream);
        tokens.map(|it| it.to_string()).collect::<String>()
    };
    assert_eq!(items(&[]), "fn f () { }");
    assert_eq!(items(&["a".to_owned()]), "struct A ;impl A { fn h () { } }");
}
