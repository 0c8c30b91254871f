//! The files of a document by path, with their trees.

use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diagnostic::Diagnostics;
use crate::pointer::{Address, FileId, resolve_uri};
use crate::source::{self, Absent, Load, Sources};
use crate::tree::Tree;

/// The member of a document with its own URI, which is the base of its references.
pub(super) const SELF: &str = "$self";

/// Other files, by their ids.
pub(super) type Others = IndexMap<FileId, Other, FxBuildHasher>;

/// A file that another one refers to.
#[derive(Debug)]
pub(super) struct Other {
    /// Its path, relative to the main file's folder, or its URL.
    pub(super) path: String,
    pub(super) tree: Tree,
}

/// The main file and those that were opened from it.
///
/// Trees are reference-counted, because another file may be opened while one is traversed.
pub(super) struct Files<'a> {
    sources: &'a mut Sources,
    load: &'a mut Load<'a>,
    main: FileId,
    open: IndexMap<FileId, Open, FxBuildHasher>,
    /// The outcome of opening a path.
    by_path: FxHashMap<String, Result<FileId, Refusal>>,
}

struct Open {
    /// Relative to the main file's folder, or a URL.
    path: String,
    /// What its references are relative to: its `$self`, or else its path.
    base: String,
    tree: Rc<Tree>,
}

/// The reason why a path cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is a URL, and no folder contains a copy.
    Remote,
    /// It points outside the root folder, or is not a path.
    Outside,
    /// The file with this path does not exist.
    Missing(String),
    /// The file cannot be parsed, which was reported before.
    Broken,
}

impl<'a> Files<'a> {
    /// Creates the set of files with the main file.
    pub(super) fn new(
        sources: &'a mut Sources,
        load: &'a mut Load<'a>,
        main: FileId,
        tree: Tree,
    ) -> Self {
        let name = &sources.get(main).name;
        let path = name
            .rsplit_once('/')
            .map_or(name.as_str(), |(_, base)| base)
            .to_owned();
        let mut files = Self {
            sources,
            load,
            main,
            open: IndexMap::default(),
            by_path: FxHashMap::default(),
        };
        files.keep(main, path, tree);
        files
    }

    /// Returns the main file.
    pub(super) fn main(&self) -> FileId {
        self.main
    }

    /// Returns the tree of an open file.
    pub(super) fn tree(&self, file: FileId) -> Rc<Tree> {
        Rc::clone(&self.open[&file].tree)
    }

    /// Returns the URI that references in a file are relative to.
    pub(super) fn base(&self, file: FileId) -> &str {
        &self.open[&file].base
    }

    /// Returns the node at an address.
    pub(super) fn node(&self, address: &Address) -> Option<&Tree> {
        self.open.get(&address.file)?.tree.at(&address.pointer)
    }

    /// Opens the file at `path`, relative to the file `from`; an empty path is `from` itself.
    pub(super) fn open(
        &mut self,
        from: FileId,
        path: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Refusal> {
        if path.is_empty() {
            return Ok(from);
        }
        let open = &self.open[&from];
        let by_base = resolve_uri(&open.base, path);
        let folder = open
            .base
            .rsplit_once('/')
            .map(|(folder, _)| format!("{folder}/"));
        let below = folder.and_then(|folder| path.strip_prefix(&folder));
        let by_path = resolve_uri(&open.path, below.unwrap_or(path));
        if by_base == by_path {
            return self.open_path(by_path.ok_or(Refusal::Outside)?, diagnostics);
        }
        // What is not known under its own URL may be beside the file.
        let found = by_base.clone().ok_or(Refusal::Outside);
        let found = found.and_then(|path| self.open_path(path, diagnostics));
        if found.is_ok() || found == Err(Refusal::Broken) {
            return found;
        }
        let beside = self.open_path(by_path.ok_or(Refusal::Outside)?, diagnostics);
        if let (Some(path), Ok(file)) = (by_base, &beside) {
            self.by_path.insert(path, Ok(*file));
        }
        beside
    }

    /// Opens the file at a resolved path or URL.
    fn open_path(
        &mut self,
        path: String,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Refusal> {
        if let Some(known) = self.by_path.get(&path) {
            return known.clone();
        }
        let refusal = match (self.load)(self.sources, &path) {
            Ok(file) if self.open.contains_key(&file) => {
                self.by_path.insert(path, Ok(file));
                return Ok(file);
            }
            Ok(file) => match source::parse(self.sources, file, diagnostics) {
                Some(tree) => {
                    self.keep(file, path, tree);
                    return Ok(file);
                }
                None => Refusal::Broken,
            },
            Err(Absent::Remote) => Refusal::Remote,
            Err(Absent::Outside) => Refusal::Outside,
            Err(Absent::Missing) => Refusal::Missing(path.clone()),
        };
        self.by_path.insert(path, Err(refusal.clone()));
        Err(refusal)
    }

    fn keep(&mut self, file: FileId, path: String, tree: Tree) {
        let is_document = tree.get("openapi").is_some();
        let own = tree
            .get(SELF)
            .and_then(Tree::as_str)
            .filter(|_| is_document);
        let own = own.and_then(|own| own.split('#').next());
        let base = own.and_then(|own| resolve_uri(&path, own));
        let base = base.unwrap_or_else(|| path.clone());
        self.by_path.entry(base.clone()).or_insert(Ok(file));
        self.by_path.insert(path.clone(), Ok(file));
        let tree = Rc::new(tree);
        self.open.insert(file, Open { path, base, tree });
    }

    /// Returns the tree of the main file, and the other files.
    pub(super) fn into_trees(self) -> (Tree, Others) {
        let mut files: Others = (self.open.into_iter())
            .map(
                |(
                    file,
                    Open {
                        path,
                        tree,
                        base: _,
                    },
                )| {
                    let tree = Rc::unwrap_or_clone(tree);
                    (file, Other { path, tree })
                },
            )
            .collect();
        let main = files
            .shift_remove(&self.main)
            .expect("the main file was opened first");
        (main.tree, files)
    }
}
