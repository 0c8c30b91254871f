//! A document and its overlays in, the result of the generator out.

use std::env;
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use codegen::diagnostic::Diagnostics;
use codegen::ir::Api;
use codegen::lower::Options;
use codegen::render::File;
use codegen::report::{self, Style};
use codegen::share::ApiSet;
use codegen::source::Sources;
use codegen::{Absent, Input, Library, listing};

/// The result of a document.
pub(crate) struct Run {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Diagnostics,
    /// `None` after an error.
    pub(crate) api: Option<ApiSet>,
    pub(crate) input: Input,
}

/// A document to read. Files are named by their paths below `root`.
pub(crate) struct Document<'a> {
    pub(crate) root: &'a Path,
    pub(crate) path: &'a str,
    pub(crate) overlays: &'a [&'a str],
    pub(crate) lock: Option<&'a str>,
    pub(crate) module: &'a str,
    pub(crate) partial: bool,
    pub(crate) allow_missing_files: bool,
}

impl<'a> Document<'a> {
    /// A document without overlays.
    pub(crate) fn alone(root: &'a Path, path: &'a str) -> Self {
        Self {
            root,
            path,
            overlays: &[],
            lock: None,
            module: "api",
            partial: false,
            allow_missing_files: false,
        }
    }

    /// Runs the generator. Other files are read from the folder of the document and below.
    pub(crate) fn run(&self) -> Run {
        let mut sources = Sources::default();
        let add = |sources: &mut Sources, path: &str| {
            let text = fs::read_to_string(self.root.join(path));
            let text = text.unwrap_or_else(|error| panic!("{path}: {error}"));
            sources.add(path, text)
        };
        let document = add(&mut sources, self.path);
        let lock = self.lock.map(|path| add(&mut sources, path));
        let overlays = (self.overlays.iter()).map(|path| add(&mut sources, path));
        let input = Input {
            document,
            overlays: overlays.collect(),
            lock,
            module: self.module.to_owned(),
            partial: self.partial,
            allow_missing_files: self.allow_missing_files,
            options: Options::default(),
        };
        let mut diagnostics = Diagnostics::default();
        let base = self.path.rfind('/').map_or("", |end| &self.path[..=end]);
        let mut load = |sources: &mut Sources, path: &str| {
            let shown = format!("{base}{path}");
            if path.starts_with("../") {
                return Err(Absent::Outside);
            }
            let text = fs::read_to_string(self.root.join(&shown));
            let text = text.map_err(|_| Absent::from_folder(path))?;
            Ok(sources.add(shown, text))
        };
        let api = codegen::api(&input, &mut sources, &mut load, &mut diagnostics);
        Run {
            sources,
            diagnostics,
            api: api.map(ApiSet::from),
            input,
        }
    }
}

impl Run {
    /// The rendered diagnostics.
    pub(crate) fn rendered_diagnostics(&self) -> String {
        report::render(&self.diagnostics, &self.sources, Style::Plain)
    }

    /// The API. Panics if the document has errors.
    pub(crate) fn api(&self) -> &Api {
        match &self.api {
            Some(api) => &api[0],
            None => panic!("the document has errors:\n{}", self.rendered_diagnostics()),
        }
    }

    /// The listing of the API.
    pub(crate) fn listing(&self) -> String {
        listing::list_api(self.api())
    }

    /// The generated files of the API.
    pub(crate) fn files(&self) -> Vec<File> {
        let none = ApiSet::default();
        let apis = self.api.as_ref().unwrap_or(&none);
        codegen::files(apis, &self.sources, &Library::new("generated"))
    }
}

/// The folder of this package.
pub(crate) fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the repository.
pub(crate) fn repository() -> PathBuf {
    let tests = package();
    let root = tests.parent().and_then(Path::parent);
    root.expect("the package is in tests/").to_owned()
}

/// An optional folder beside the repository. Prints how many tests are skipped if it does not exist.
pub(crate) fn shared(folder: &str, skipped: usize) -> Option<PathBuf> {
    let path = repository().join("../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped {skipped}: there is no ../shared/{folder}");
    None
}

/// Runs the generator on the document at `path` below this package, with the overlay and the lock beside
/// it, if any.
pub(crate) fn fixture(path: &Path) -> Run {
    let root = package();
    let path = path.strip_prefix(&root).unwrap_or(path);
    let path = path.to_str().expect("names of fixtures are UTF-8");
    let path = path.replace('\\', "/");
    let (stem, _) = path.rsplit_once('.').expect("a fixture has an extension");
    let overlay = format!("{stem}.overlay.yml");
    let overlay = root.join(&overlay).is_file().then_some(overlay);
    let overlays: Vec<&str> = overlay.iter().map(String::as_str).collect();
    let lock = format!("{stem}.names.lock");
    let lock = root.join(&lock).is_file().then_some(lock);
    let module = stem.rsplit('/').next().unwrap_or(stem);
    Document {
        root: &root,
        path: &path,
        overlays: &overlays,
        lock: lock.as_deref(),
        module,
        partial: false,
        allow_missing_files: false,
    }
    .run()
}

/// Runs a check on every document in a folder of this package. Panics after the last one if any check did.
pub(crate) fn check_each(folder: &str, check: impl Fn(&Path)) {
    let mut failed = documents(folder);
    assert!(!failed.is_empty(), "{folder} is empty");
    failed.retain(|path| {
        let mut settings = insta::Settings::clone_current();
        settings.set_input_file(path);
        settings.bind(|| catch_unwind(AssertUnwindSafe(|| check(path))).is_err())
    });
    assert!(failed.is_empty(), "{failed:#?}");
}

/// The paths of the documents in a folder of this package.
pub(crate) fn documents(folder: &str) -> Vec<PathBuf> {
    let paths = [".yml", ".json"].map(|end| {
        let names = names(folder, end).into_iter();
        names.map(move |name| package().join(format!("{folder}/{name}{end}")))
    });
    let paths = paths.into_iter().flatten();
    paths.filter(|path| !is_overlay(path)).collect()
}

/// Whether a file is an overlay rather than a document.
pub(crate) fn is_overlay(path: &Path) -> bool {
    path.to_str()
        .is_some_and(|path| path.ends_with(".overlay.yml"))
}

/// The names of the files in a folder of this package that end with `end`, without it, sorted.
pub(crate) fn names(folder: &str, end: &str) -> Vec<String> {
    let entries = fs::read_dir(package().join(folder)).expect("the folder is checked in");
    let names = entries.filter_map(|entry| {
        let name = entry.expect("the entry can be read").file_name();
        Some(name.to_str()?.strip_suffix(end)?.to_owned())
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Compares `text` with the snapshot `folder/name`.
pub(crate) fn compare(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(package().join("snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.remove_snapshot_suffix();
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Joins texts, each below its title.
pub(crate) fn sections<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (title, part) in parts {
        if !part.is_empty() {
            let _ = write!(text, "──── {title}\n{part}\n");
        }
    }
    text.trim_end().to_owned()
}

/// Writes a file anew where snapshots are written anew; else holds it against what it should be.
pub(crate) fn keep_fresh(path: &str, text: &str) {
    if env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        fs::write(repository().join(path), text).expect("the file can be written");
    }
    assert!(
        fs::read_to_string(repository().join(path)).is_ok_and(|it| it == text),
        "{path} is stale: run `INSTA_UPDATE=always cargo test -p tests-codegen` and commit"
    );
}
