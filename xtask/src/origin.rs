//! The description of where a cut document is from. It is a file beside the document: a header would change
//! the hash that it has to state, JSON has no comments, and the document stays what its source says.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use codegen::cut::{Glob, Selection};
use codegen::diagnostic::Diagnostics;
use codegen::source::{self, Sources};
use codegen::tree::{Object, Tree};

use crate::sha256;

/// The end of the name of the description, instead of that of the document.
const SUFFIX: &str = ".source.yml";

/// The member with the hash of the cut.
const DOCUMENT_HASH: &str = "document-sha256";

/// Where a document was cut from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// The whole document, as it was called.
    pub(crate) source: String,
    /// Its commit, if known.
    pub(crate) commit: Option<String>,
    pub(crate) source_hash: String,
    pub(crate) document_hash: String,
}

/// Whether a file describes a document.
pub(crate) fn is_origin(name: &str) -> bool {
    name.ends_with(SUFFIX)
}

/// The file with the description of a document.
pub(crate) fn file_beside(document: &Path) -> PathBuf {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    document.with_file_name(format!("{stem}{SUFFIX}"))
}

impl Origin {
    /// Returns the text of the description.
    pub(crate) fn to_text(&self, selection: &Selection) -> String {
        let Self {
            source,
            commit,
            source_hash,
            document_hash,
        } = self;
        let Selection {
            paths,
            operations,
            tags,
            webhooks,
        } = selection;
        let string = |text: &str| Tree::String(text.to_owned());
        let list = |globs: &[Glob]| {
            let items = globs.iter().map(|it| string(it.as_str()));
            Tree::Array(items.collect())
        };
        let lists = [
            ("paths", paths),
            ("operations", operations),
            ("tags", tags),
            ("webhooks", webhooks),
        ];
        let lists = lists.into_iter().filter(|(_, globs)| !globs.is_empty());
        let lists: Object = lists
            .map(|(key, globs)| (key.to_owned(), list(globs)))
            .collect();
        let members = [
            ("source", Some(string(source))),
            ("commit", commit.as_deref().map(string)),
            ("sha256", Some(string(source_hash))),
            ("selection", Some(Tree::Object(Box::new(lists)))),
            (DOCUMENT_HASH, Some(string(document_hash))),
        ];
        let members = members.into_iter();
        let members: Object = members
            .filter_map(|(key, value)| Some((key.to_owned(), value?)))
            .collect();
        let body = Tree::Object(Box::new(members)).to_yaml();
        format!("# Written by `import`. `regen --check` compares the last hash.\n{body}")
    }
}

/// Compares each document in a folder with its description, if it has one. `shown` is the name of the
/// folder in messages.
pub(crate) fn check_documents(folder: &Path, shown: &str) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {shown}/"))?;
    let names = entries.filter_map(|it| it.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|it| is_origin(it)).collect();
    names.sort();
    for name in names {
        let text = fs::read_to_string(folder.join(&name));
        let text = text.with_context(|| format!("cannot read {shown}/{name}"))?;
        let Some(expected) = read_hash(&name, &text) else {
            bail!("{shown}/{name} has no `{DOCUMENT_HASH}`: run `cargo xtask import` again");
        };
        let stem = name.strip_suffix(SUFFIX).unwrap_or(&name);
        let endings = ["yml", "yaml", "json"].map(|it| format!("{stem}.{it}"));
        let document = endings.iter().find(|it| folder.join(it).is_file());
        let Some(document) = document else {
            bail!("{shown}/{name} describes a document that does not exist");
        };
        let bytes = fs::read(folder.join(document));
        let bytes = bytes.with_context(|| format!("cannot read {shown}/{document}"))?;
        if sha256::hash_bytes(&bytes) != expected {
            bail!(
                "{shown}/{document} is not what {shown}/{name} says: run `cargo xtask import` again, or \
                 remove the latter if the document was changed by hand"
            );
        }
    }
    Ok(())
}

fn read_hash(name: &str, text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let tree = source::parse(&sources, file, &mut Diagnostics::default())?;
    Some(tree.get(DOCUMENT_HASH)?.as_str()?.to_owned())
}
