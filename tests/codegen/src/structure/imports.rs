//! The modules of a crate in, the paths that lead from one file to another or to another crate
//! out.
//!
//! A re-export is no import: whoever uses the name imports the file that defines it. Neither is a
//! call of a module below without a `use` line, `child::f()`: a module is there to call those.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Item, ItemUse, UseTree, Visibility};

use super::sources::{CRATES, Crate, Module, ModulePath, SourceFile};

/// Macros whose tokens are code of somebody else.
const QUOTING: [&str; 4] = ["quote", "quote_spanned", "parse_quote", "macro_rules"];

/// Deeper chains of re-exports are a circle of their own.
const MOST_ALIASES: usize = 20;

pub(super) struct Imports<'a> {
    /// What each file imports of other files of the crate.
    pub edges: BTreeMap<&'a str, BTreeMap<&'a str, Place<'a>>>,
    /// What each file uses of other crates: `std::fs::read`.
    pub external: Vec<(String, Place<'a>)>,
}

/// Where an import is.
pub(super) struct Place<'a> {
    source: &'a SourceFile,
    segments: Vec<String>,
}

impl Place<'_> {
    /// The file below the folder of the crate's sources: `lower/schema`.
    pub(super) fn file(&self) -> &str {
        &self.source.file
    }

    /// `codegen/src/lower.rs:12`
    pub(super) fn line(&self) -> String {
        format!("{}:{}", self.source.path, self.source.line(&self.segments))
    }

    /// As it is written: `crate::ir::Kind`.
    pub(super) fn path(&self) -> String {
        self.segments.join("::")
    }
}

/// A path as written in a module: what a `use` line brings in, or what is spelled out in code.
struct Written {
    segments: Vec<String>,
    /// The name that a `use` line gives it, `*` for all.
    name: Option<String>,
    is_public: bool,
}

enum Target {
    /// The module that defines it.
    Item(ModulePath),
    /// A module itself; what is used of it is found where it is used.
    Module,
    External(Vec<String>),
}

struct Resolver<'a> {
    modules: &'a BTreeMap<ModulePath, Module>,
    /// What `use` lines bring into each module: name and path.
    names: HashMap<&'a [String], Vec<(String, Vec<String>)>>,
}

/// Those of each crate by its name.
static IMPORTS: LazyLock<BTreeMap<&str, Imports<'_>>> = LazyLock::new(|| {
    let imports_of = |(name, folder, root)| {
        let krate = Box::leak(Box::new(Crate::open(folder, root)));
        (name, imports(krate))
    };
    CRATES.map(imports_of).into()
});

/// Returns those of a crate of this repository, which are read once for all tests.
pub(super) fn imports_of(name: &str) -> &'static Imports<'static> {
    &IMPORTS[name]
}

pub(super) fn imports(krate: &Crate) -> Imports<'_> {
    let written: Vec<(&ModulePath, &Module, Vec<Written>, HashSet<String>)> = krate
        .modules
        .iter()
        .map(|(path, module)| {
            let (written, words) = written_in(module);
            (path, module, written, words)
        })
        .collect();
    let mut resolver = Resolver {
        modules: &krate.modules,
        names: HashMap::new(),
    };
    for (path, _, written, _) in &written {
        let names = written.iter().filter_map(|it| {
            let name = it.name.clone()?;
            Some((name, it.segments.clone()))
        });
        resolver.names.insert(path, names.collect());
    }
    let mut imports = Imports {
        edges: BTreeMap::new(),
        external: Vec::new(),
    };
    for (path, module, written, words) in written {
        let source = &module.source;
        let edges = imports.edges.entry(&module.file).or_default();
        for it in written {
            let unused = |name: &String| !words.contains(name);
            let is_reexport = it.is_public && it.name.as_ref().is_some_and(unused);
            let calls_child = it.name.is_none() && resolver.child(path, &it.segments[0]).is_some();
            let target = resolver.target(path, &it.segments, 0);
            let segments = it.segments;
            match target {
                Some(Target::External(path)) => {
                    let place = Place { source, segments };
                    imports.external.push((path.join("::"), place));
                }
                Some(Target::Item(target)) => {
                    let file = krate.modules[&target].file.as_str();
                    if file != module.file && !is_reexport && !calls_child {
                        edges.entry(file).or_insert(Place { source, segments });
                    }
                }
                Some(Target::Module) | None => {}
            }
        }
    }
    imports
}

impl Resolver<'_> {
    /// What a path means in a module; `None` for names of the prelude, generics and the like.
    fn target(&self, module: &[String], segments: &[String], aliases: usize) -> Option<Target> {
        let (first, rest) = segments.split_first()?;
        if aliases > MOST_ALIASES {
            return None;
        }
        match first.as_str() {
            "crate" => self.walk(&[], rest, aliases),
            "self" => self.walk(module, rest, aliases),
            "super" => self.walk(module.split_last()?.1, rest, aliases),
            "Self" => None,
            _ if self.child(module, first).is_some() || self.modules[module].defines(first) => {
                self.walk(module, segments, aliases)
            }
            _ => {
                // `use quote::quote` names itself.
                let alias = self.alias(module, first).filter(|it| it[0] != *first);
                let Some(mut path) = alias else {
                    let is_crate = first.chars().all(|it| !it.is_uppercase());
                    return is_crate.then(|| Target::External(segments.to_vec()));
                };
                path.extend_from_slice(rest);
                self.target(module, &path, aliases + 1)
            }
        }
    }

    /// What the rest of a path means, seen from a module that the path has led to.
    fn walk(&self, module: &[String], segments: &[String], aliases: usize) -> Option<Target> {
        let Some((first, rest)) = segments.split_first() else {
            return Some(Target::Module);
        };
        if first == "super" {
            return self.walk(module.split_last()?.1, rest, aliases);
        }
        if let Some(child) = self.child(module, first) {
            return self.walk(&child, rest, aliases);
        }
        if first == "*" || self.modules[module].defines(first) {
            return Some(Target::Item(module.to_vec()));
        }
        if let Some(mut path) = self.alias(module, first) {
            path.extend_from_slice(rest);
            return self.target(module, &path, aliases + 1);
        }
        Some(Target::Item(
            self.glob(module, first, aliases).unwrap_or(module.to_vec()),
        ))
    }

    fn child(&self, module: &[String], name: &str) -> Option<ModulePath> {
        let mut path = module.to_vec();
        path.push(name.to_owned());
        self.modules.contains_key(&path).then_some(path)
    }

    fn alias(&self, module: &[String], name: &str) -> Option<Vec<String>> {
        let names = self.names.get(module)?;
        let found = names.iter().find(|(known, _)| known == name)?;
        Some(found.1.clone())
    }

    /// The module from which a `*` brings in a name.
    fn glob(&self, module: &[String], name: &str, aliases: usize) -> Option<ModulePath> {
        let names = self.names.get(module)?;
        let globs = names.iter().filter(|(known, _)| known == "*");
        globs.into_iter().find_map(|(_, path)| {
            let path = [&path[..path.len() - 1], &[name.to_owned()]].concat();
            match self.target(module, &path, aliases + 1)? {
                Target::Item(it) if self.modules[&it].defines(name) => Some(it),
                _ => None,
            }
        })
    }
}

/// The paths of a module, and all words of its code.
fn written_in(module: &Module) -> (Vec<Written>, HashSet<String>) {
    let mut written = Vec::new();
    for item in &module.items {
        if let Item::Use(it) = item {
            add_use(it, &mut written);
        }
    }
    let mut words = HashSet::new();
    scan(module.code().collect(), &mut written, &mut words);
    // One of each is enough.
    let mut seen = BTreeSet::new();
    written.retain(|it| it.name.is_some() || seen.insert(it.segments.clone()));
    (written, words)
}

fn scan(tokens: TokenStream, written: &mut Vec<Written>, words: &mut HashSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_punct = |index: usize, wanted: char| matches!(tokens.get(index), Some(TokenTree::Punct(it)) if it.as_char() == wanted);
    let is_path = |index: usize| is_punct(index, ':') && is_punct(index + 1, ':');
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        index += 1;
        let first = match token {
            TokenTree::Group(group) => {
                scan(group.stream(), written, words);
                continue;
            }
            TokenTree::Ident(ident) => ident.to_string(),
            TokenTree::Punct(_) | TokenTree::Literal(_) => continue,
        };
        if first == "use" {
            let end = (index..tokens.len()).find(|it| is_punct(*it, ';'));
            let line = end.map(|end| tokens[index - 1..=end].iter().cloned().collect());
            if let Some(Ok(it)) = line.map(syn::parse2::<ItemUse>) {
                add_use(&it, written);
                index = end.map_or(index, |it| it + 1);
            }
            continue;
        }
        if is_punct(index, '!') && QUOTING.contains(&first.as_str()) {
            index += 2;
            continue;
        }
        // `Vec::<T>::new`: the path began before; `$crate::x`: it is the caller's.
        let goes_on = index >= 3 && is_path(index - 3) && index >= 4 && {
            let before = &tokens[index - 4];
            matches!(before, TokenTree::Punct(it) if it.as_char() == '>')
        };
        let is_macro = index >= 2 && is_punct(index - 2, '$');
        let mut segments = vec![first.clone()];
        while is_path(index) {
            let Some(TokenTree::Ident(next)) = tokens.get(index + 2) else {
                break;
            };
            segments.push(next.to_string());
            index += 3;
        }
        words.insert(first);
        if segments.len() > 1 && !goes_on && !is_macro {
            written.push(Written {
                segments,
                name: None,
                is_public: false,
            });
        }
    }
}

fn add_use(item: &ItemUse, written: &mut Vec<Written>) {
    let is_public = !matches!(item.vis, Visibility::Inherited);
    let mut open = vec![(Vec::new(), &item.tree)];
    while let Some((mut segments, tree)) = open.pop() {
        let name = match tree {
            UseTree::Path(it) => {
                segments.push(it.ident.to_string());
                open.push((segments, &it.tree));
                continue;
            }
            UseTree::Group(it) => {
                open.extend(it.items.iter().map(|tree| (segments.clone(), tree)));
                continue;
            }
            UseTree::Name(it) if it.ident == "self" => segments.last().cloned(),
            UseTree::Name(it) => {
                segments.push(it.ident.to_string());
                Some(it.ident.to_string())
            }
            UseTree::Rename(it) => {
                if it.ident != "self" {
                    segments.push(it.ident.to_string());
                }
                Some(it.rename.to_string())
            }
            UseTree::Glob(_) => {
                segments.push("*".to_owned());
                Some("*".to_owned())
            }
        };
        written.push(Written {
            segments,
            name,
            is_public,
        });
    }
}

#[test]
fn imports_lead_to_the_file_that_defines_a_name() {
    let made_up = Crate::made_up(&[
        (
            "lib.rs",
            "mod a; mod b; pub use a::child::Deep; use std::fs;",
        ),
        (
            "a.rs",
            "pub mod child;\npub use child::Deep;\nuse child::g as h;\nfn f() { child::g(); std::env::var(\"a\"); }",
        ),
        ("a/child.rs", "pub struct Deep; pub fn g() {}"),
        (
            "b.rs",
            "use crate::a;\n\nfn f(_: a::Deep) {\n    vec![super::a::f()];\n    quote!(crate::c::D);\n}\n\
             #[cfg(test)] mod tests { use crate::Deep; }",
        ),
    ]);
    let imports = imports(&made_up);
    let edges: Vec<String> = imports
        .edges
        .iter()
        .flat_map(|(from, edges)| {
            let edges = edges.iter();
            edges.map(move |(to, place)| {
                format!("{from} -> {to}: {} {}", place.line(), place.path())
            })
        })
        .collect();
    assert_eq!(
        edges,
        [
            "a -> a/child: src/a.rs:3 child::g",
            "b -> a: src/b.rs:4 super::a::f",
            "b -> a/child: src/b.rs:3 a::Deep",
        ]
    );
    let external: Vec<&str> = imports
        .external
        .iter()
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(external, ["std::fs", "std::env::var"]);
}
