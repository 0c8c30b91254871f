//! What a crate was made from and how: the table `[package.metadata.bindings]` of its manifest.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use codegen::lower::Options;
use codegen::pointer::FileId;
use codegen::tree::Tree;
use toml_edit::{Array, InlineTable, Item, Table, TableLike, Value, value};

use crate::inputs::{InputFile, PairingOptions, STDIN};
use crate::references::{ReferenceOptions, UrlMap};
use crate::session::Session;
use crate::spec::Spec;
use crate::{path, program, sha256, toml_tree};

/// The comment above the table.
const COMMENT: &str = "\n# What the bindings are made from: `openapi-bindings generate` reads it, and `--check` compares it.\n";

/// The keys of the table.
pub(crate) const KEYS: [&str; 11] = [
    "generator",
    "documents",
    "root-folder",
    "map",
    "partial",
    "allow-missing-files",
    "keep-additional-properties",
    "check-formats",
    "formats",
    "derive",
    "manifest-sha256",
];

/// The documents and options of a crate. Paths are relative to its folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The documents.
    pub(crate) documents: Vec<Document>,
    /// `--root-folder`.
    root_folder: Option<String>,
    /// `--map`, the prefix and the folder of each.
    maps: Vec<(String, String)>,
    /// `--partial`.
    partial: bool,
    /// `--allow-missing-files`.
    allow_missing_files: bool,
    /// What the bindings have beyond what is usual.
    additions: Options,
    /// The version of the generator, if the crate was made before.
    generator: Option<String>,
}

/// A document with its overlays, each a path and the SHA-256 of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The document.
    pub(crate) file: HashedFile,
    /// The overlays, in the order they are applied.
    pub(crate) overlays: Vec<HashedFile>,
}

/// A file and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashedFile {
    /// The path; `-` for standard input.
    pub(crate) path: String,
    /// The SHA-256 of its bytes.
    pub(crate) sha256: String,
}

impl Settings {
    /// Collects the settings of a crate in `folder` that is made from these documents.
    pub(crate) fn collect(
        specs: &[Spec],
        folder: &Path,
        session: &Session,
    ) -> anyhow::Result<Self> {
        let folder = path::resolve(folder)?;
        let hashed = |path: &Path, file: FileId| HashedFile::new(path, file, &folder, session);
        let mut documents = Vec::new();
        for spec in specs {
            let overlays = spec.overlay_paths().iter().zip(spec.overlays());
            let overlays = overlays.map(|(path, file)| hashed(path, *file));
            documents.push(Document {
                file: hashed(spec.path(), spec.file())?,
                overlays: overlays.collect::<anyhow::Result<_>>()?,
            });
        }
        let Some(first) = specs.first() else {
            return Ok(Self::default());
        };
        let PairingOptions {
            by_position: _,
            partial,
            allow_missing_files,
            references:
                ReferenceOptions {
                    root_folder,
                    url_maps,
                },
            additions,
        } = first.options();
        let relative = |to: &Path| anyhow::Ok(path::relative(&folder, &path::resolve(to)?));
        let maps = url_maps
            .iter()
            .map(|UrlMap { prefix, folder }| Ok((prefix.clone(), relative(folder)?)));
        Ok(Self {
            documents,
            root_folder: root_folder.as_deref().map(relative).transpose()?,
            maps: maps.collect::<anyhow::Result<_>>()?,
            partial,
            allow_missing_files,
            additions,
            generator: Some(program::VERSION.to_owned()),
        })
    }

    /// The files to read again for a crate in `folder`.
    pub(crate) fn inputs(&self, folder: &Path) -> Vec<InputFile> {
        let mut inputs = Vec::new();
        for Document { file, overlays } in &self.documents {
            inputs.push(file.to_input(folder, false));
            inputs.extend(overlays.iter().map(|it| it.to_input(folder, true)));
        }
        inputs
    }

    /// Adds the options to those of a command line, which win.
    pub(crate) fn add_options(&self, folder: &Path, options: &mut PairingOptions) {
        let Self {
            documents: _,
            root_folder,
            maps,
            partial,
            allow_missing_files,
            additions:
                Options {
                    keep_additional_properties,
                    check_formats,
                    formats,
                    derive,
                },
            generator: _,
        } = self;
        let given = &mut options.additions;
        given.keep_additional_properties |= keep_additional_properties;
        if given.check_formats.is_empty() {
            given.check_formats.clone_from(check_formats);
        }
        for (given, recorded) in [(&mut given.formats, formats), (&mut given.derive, derive)] {
            if *given == Tree::Null {
                given.clone_from(recorded);
            }
        }
        options.partial |= partial;
        options.allow_missing_files |= allow_missing_files;
        let ReferenceOptions {
            root_folder: given,
            url_maps,
        } = &mut options.references;
        let recorded = root_folder.as_ref().map(|it| join(folder, it));
        *given = given.take().or(recorded);
        if url_maps.is_empty() {
            let maps = maps.iter().map(|(prefix, path)| UrlMap {
                prefix: prefix.clone(),
                folder: join(folder, path),
            });
            url_maps.extend(maps);
        }
    }

    /// Reads the table of a manifest.
    pub(crate) fn read(table: &dyn TableLike) -> anyhow::Result<Self> {
        let mut settings = Self::default();
        check_keys(table.iter().map(|(key, _)| key), &KEYS)?;
        let documents = table.get("documents").and_then(Item::as_array);
        for document in documents.into_iter().flatten() {
            let table = document.as_inline_table();
            let table = table.context("each of its `documents` has to be `{ path = \"…\" }`")?;
            check_keys(
                table.iter().map(|(key, _)| key),
                &["path", "sha256", "overlays"],
            )?;
            let overlays = table.get("overlays").and_then(Value::as_array);
            let overlays = overlays.into_iter().flatten();
            let overlays = overlays.filter_map(Value::as_inline_table);
            settings.documents.push(Document {
                file: HashedFile::read(table)?,
                overlays: overlays.map(HashedFile::read).collect::<Result<_, _>>()?,
            });
        }
        let text = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
        let is_set = |key: &str| table.get(key).and_then(Item::as_bool) == Some(true);
        let maps = table.get("map").and_then(Item::as_table_like);
        let maps = maps.into_iter().flat_map(TableLike::iter);
        let maps =
            maps.filter_map(|(prefix, path)| Some((prefix.to_owned(), path.as_str()?.to_owned())));
        let formats = table.get("check-formats").and_then(Item::as_array);
        let formats = formats.into_iter().flatten();
        let formats = formats.filter_map(|it| it.as_str().map(str::to_owned));
        Ok(Self {
            root_folder: text("root-folder"),
            maps: maps.collect(),
            partial: is_set("partial"),
            allow_missing_files: is_set("allow-missing-files"),
            additions: Options {
                keep_additional_properties: is_set("keep-additional-properties"),
                check_formats: formats.collect(),
                formats: toml_tree::read_item(table.get("formats"))?,
                derive: toml_tree::read_item(table.get("derive"))?,
            },
            generator: text("generator"),
            ..settings
        })
    }

    /// Returns the table of a manifest, whose generated parts have this hash.
    pub(crate) fn to_table(&self, manifest_hash: &str) -> Table {
        let Self {
            documents,
            root_folder,
            maps,
            partial,
            allow_missing_files,
            additions:
                Options {
                    keep_additional_properties,
                    check_formats,
                    formats,
                    derive,
                },
            generator: _,
        } = self;
        let mut table = Table::new();
        table.decor_mut().set_prefix(COMMENT);
        table.insert("generator", value(program::VERSION));
        let mut list: Array = documents.iter().map(Document::to_table).collect();
        for document in list.iter_mut() {
            document.decor_mut().set_prefix("\n    ");
        }
        list.set_trailing("\n");
        list.set_trailing_comma(true);
        table.insert("documents", value(list));
        if let Some(folder) = root_folder {
            table.insert("root-folder", value(folder));
        }
        if !maps.is_empty() {
            let maps: InlineTable = maps.iter().map(|(prefix, path)| (prefix, path)).collect();
            table.insert("map", value(maps));
        }
        for (key, is_set) in [
            ("partial", partial),
            ("allow-missing-files", allow_missing_files),
            ("keep-additional-properties", keep_additional_properties),
        ] {
            if *is_set {
                table.insert(key, value(true));
            }
        }
        if !check_formats.is_empty() {
            table.insert("check-formats", value(Array::from_iter(check_formats)));
        }
        for (key, tree) in [("formats", formats), ("derive", derive)] {
            if let Some(written) = toml_tree::write_value(tree) {
                table.insert(key, value(written));
            }
        }
        // What `generate` wrote into the tables that it shares with the user.
        table.insert("manifest-sha256", value(manifest_hash));
        table
    }

    /// Describes each file that has another hash than in `before`, and another version of the generator.
    pub(crate) fn describe_changes(&self, before: &Self) -> Vec<String> {
        let files = |settings: &Self| -> Vec<HashedFile> {
            let documents = settings.documents.iter();
            let files = documents.flat_map(|it| std::iter::once(&it.file).chain(&it.overlays));
            files.cloned().collect()
        };
        let before_generator = &before.generator;
        let before = files(before);
        let changed = files(self)
            .into_iter()
            .filter_map(|HashedFile { path, sha256 }| {
                let old = before.iter().find(|it| it.path == path);
                let old = old.map_or("none", |it| &it.sha256);
                (old != sha256).then(|| format!("{path} has SHA-256 {sha256}, not {old}"))
            });
        let old = before_generator.as_deref().unwrap_or("none");
        let generator = (old != program::VERSION)
            .then(|| format!("the generator has version {}, not {old}", program::VERSION));
        changed.chain(generator).collect()
    }
}

impl Document {
    fn to_table(&self) -> InlineTable {
        let Self { file, overlays } = self;
        let mut table = file.to_table();
        if !overlays.is_empty() {
            let overlays: Array = overlays.iter().map(HashedFile::to_table).collect();
            table.insert("overlays", overlays.into());
        }
        table
    }
}

impl HashedFile {
    /// Describes a file that has been read, for a crate in `folder`.
    fn new(file: &Path, id: FileId, folder: &Path, session: &Session) -> anyhow::Result<Self> {
        let (path, bytes) = if file == Path::new(STDIN) {
            (
                STDIN.to_owned(),
                session.sources.get(id).text.clone().into_bytes(),
            )
        } else {
            let shown = || format!("cannot read {}", file.display());
            let bytes = fs::read(file).with_context(shown)?;
            (path::relative(folder, &path::resolve(file)?), bytes)
        };
        let sha256 = sha256::hash_bytes(&bytes);
        Ok(Self { path, sha256 })
    }

    fn to_input(&self, folder: &Path, is_overlay: bool) -> InputFile {
        let path = if self.path == STDIN {
            PathBuf::from(STDIN)
        } else {
            join(folder, &self.path)
        };
        let mut input = InputFile::from_argument(path, is_overlay);
        if self.path != STDIN && !Path::new(&self.path).is_absolute() {
            input.name = path::join_displayed(&path::display_path(folder), &self.path);
        }
        input
    }

    fn read(table: &InlineTable) -> anyhow::Result<Self> {
        let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
        let Some(path) = text("path") else {
            bail!("each document and overlay needs a `path`");
        };
        let sha256 = text("sha256").unwrap_or_default();
        Ok(Self { path, sha256 })
    }

    fn to_table(&self) -> InlineTable {
        let Self { path, sha256 } = self;
        InlineTable::from_iter([("path", path), ("sha256", sha256)])
    }
}

/// Fails at a key that is not known: a misspelled one would be lost.
fn check_keys<'a>(mut keys: impl Iterator<Item = &'a str>, known: &[&str]) -> anyhow::Result<()> {
    match keys.find(|key| !known.contains(key)) {
        Some(key) => bail!("unknown key `{key}`: the keys are `{}`", known.join("`, `")),
        None => Ok(()),
    }
}

/// Joins a path to the folder of the crate, unless that is the current one.
fn join(folder: &Path, path: &str) -> PathBuf {
    if folder == Path::new(".") {
        PathBuf::from(path)
    } else {
        folder.join(path)
    }
}
