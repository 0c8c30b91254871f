//! The manifest of a crate that `generate` wrote before, and what a user changed in it.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use crate::settings::{KEYS, Settings};

use super::{FILE, MARKER, OLD_MARKER, Package, new_manifest, own_keyword, shared};

/// The manifest of a crate that `generate` wrote before.
#[derive(Debug)]
pub(crate) struct ExistingManifest {
    document: DocumentMut,
    /// Whether its lines end with CRLF.
    has_crlf: bool,
    /// What the crate was made from.
    pub(crate) settings: Settings,
}

impl ExistingManifest {
    /// Reads the manifest of the crate in a folder. Returns `None` if there is none, or it is not one of
    /// `generate`.
    ///
    /// # Errors
    ///
    /// When it is one of `generate`, but no longer TOML, or its table has been damaged.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(FILE);
        let Ok(text) = fs::read_to_string(&path) else {
            return Ok(None);
        };
        let is_marked = [MARKER, OLD_MARKER].iter().any(|it| text.starts_with(it));
        let document: DocumentMut = match text.parse() {
            Ok(document) => document,
            Err(_) if !is_marked => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        let table = find_table(&document);
        if is_marked || table.is_some() {
            check_tables(&document).with_context(|| format!("cannot use {}", path.display()))?;
        }
        if !is_marked && table.is_none() {
            return Ok(None);
        }
        let settings = table.map(Settings::read).transpose();
        let shown = || format!("[package.metadata.bindings] in {}", path.display());
        Ok(Some(Self {
            settings: settings.with_context(shown)?.unwrap_or_default(),
            has_crlf: text.contains("\r\n"),
            document,
        }))
    }

    /// The name of the package.
    pub(crate) fn name(&self) -> Option<&str> {
        self.package_text("name")
    }

    /// The license of the package.
    pub(crate) fn license(&self) -> Option<&str> {
        self.package_text("license")
    }

    fn package_text(&self, key: &str) -> Option<&str> {
        self.document.get("package")?.get(key)?.as_str()
    }

    /// Whether it is one of an earlier version, in which nothing was to be changed by hand.
    fn is_replaced(&self) -> bool {
        self.document.to_string().starts_with(OLD_MARKER)
    }
}

/// Checks that what has to be a table is one.
fn check_tables(document: &DocumentMut) -> anyhow::Result<()> {
    let package = document.get("package").context("it has no `package`")?;
    let metadata = package.get("metadata");
    let bindings = metadata.and_then(|it| it.get("bindings"));
    let names = ["package", "metadata", "bindings"];
    for (name, item) in names.into_iter().zip([Some(package), metadata, bindings]) {
        if item.is_some_and(|it| !it.is_table_like()) {
            bail!("`{name}` is not a table");
        }
    }
    Ok(())
}

fn find_table(document: &DocumentMut) -> Option<&dyn TableLike> {
    let package = document.get("package")?;
    package.get("metadata")?.get("bindings")?.as_table_like()
}

/// Returns the manifest of a crate with what the user changed in it, and a note for each entry that differs
/// from what the generator would write.
pub(crate) fn update_manifest(
    existing: &ExistingManifest,
    package: &Package<'_>,
) -> (String, Vec<String>) {
    if existing.is_replaced() {
        return (super::standalone_manifest(package), Vec::new());
    }
    let (mut manifest, new) = (existing.document.clone(), new_manifest(package));
    let hash = find_table(&manifest).and_then(|it| it.get("manifest-sha256")?.as_str());
    let is_as_written = hash == Some(&*shared::hash_tables(&manifest));
    let notes = shared::update_tables(&mut manifest, &new, is_as_written);
    set_package(&mut manifest, package);
    set_bindings(&mut manifest, &package.settings, &shared::hash_tables(&new));
    let mut text = manifest.to_string();
    if existing.has_crlf {
        text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    (text, notes)
}

/// Sets what the command line says of the package.
fn set_package(manifest: &mut DocumentMut, package: &Package<'_>) {
    if package.is_member {
        let own = manifest.get("workspace").and_then(Item::as_table);
        if own.is_some_and(Table::is_empty) {
            manifest.remove("workspace");
        }
    }
    let Some(table) = manifest
        .get_mut("package")
        .and_then(Item::as_table_like_mut)
    else {
        return;
    };
    let is_private = table.get("publish").and_then(Item::as_bool) == Some(false);
    if package.license.is_some() && is_private && !table.contains_key("license") {
        table.remove("publish");
    }
    rename_keyword(table, package.name);
    let given = [
        ("name", Some(package.name)),
        ("version", package.version),
        ("license", package.license),
    ];
    for (key, text) in given {
        let Some(text) = text else { continue };
        if table.get(key).and_then(Item::as_str) != Some(text) {
            set_value(table, key, text.into());
        }
    }
}

/// Replaces the present name among the keywords by a new one.
fn rename_keyword(table: &mut dyn TableLike, name: &str) {
    let keyword = table.get("name").and_then(Item::as_str).map(own_keyword);
    let Some(Some(old)) = keyword else { return };
    let keywords = table.get_mut("keywords").and_then(Item::as_array_mut);
    let Some(keywords) = keywords else { return };
    let position = keywords.iter().position(|it| it.as_str() == Some(&*old));
    match (position, own_keyword(name)) {
        (Some(position), Some(new)) if new != old => drop(keywords.replace(position, new)),
        (Some(position), None) => drop(keywords.remove(position)),
        _ => {}
    }
}

/// Sets the table `[package.metadata.bindings]`.
fn set_bindings(manifest: &mut DocumentMut, settings: &Settings, hash: &str) {
    let new = settings.to_table(hash);
    let package = manifest
        .get_mut("package")
        .and_then(Item::as_table_like_mut);
    let package = package.expect("it was checked");
    if !package.contains_key("metadata") {
        let mut metadata = Table::new();
        metadata.set_implicit(true);
        package.insert("metadata", Item::Table(metadata));
    }
    let metadata = package
        .get_mut("metadata")
        .and_then(Item::as_table_like_mut);
    let metadata = metadata.expect("it was checked, or is new");
    let Some(table) = metadata
        .get_mut("bindings")
        .and_then(Item::as_table_like_mut)
    else {
        metadata.insert("bindings", Item::Table(new));
        return;
    };
    for key in KEYS.into_iter().filter(|key| !new.contains_key(key)) {
        table.remove(key);
    }
    for (key, item) in &new {
        let Some(value) = item.as_value() else {
            continue;
        };
        set_value(table, key, value.clone());
    }
}

/// Sets a value, with the spaces and comment around the present one.
fn set_value(table: &mut dyn TableLike, key: &str, mut value: Value) {
    if let Some(present) = table.get(key).and_then(Item::as_value) {
        *value.decor_mut() = present.decor().clone();
    }
    match table.get_mut(key) {
        Some(item) => *item = Item::Value(value),
        None => drop(table.insert(key, Item::Value(value))),
    }
}
