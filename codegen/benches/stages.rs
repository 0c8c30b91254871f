//! Measures each stage on both specs and on a large synthetic document. Run by `cargo bench -p codegen-benches`;
//! `README.md` in this folder has results and explains them.

use std::path::Path;

use codegen::check::Checked;
use codegen::diagnostic::Diagnostics;
use codegen::ir::Api;
use codegen::names::Lock;
use codegen::pointer::FileId;
use codegen::share::ApiSet;
use codegen::source::Sources;
use codegen::tree::Tree;
use codegen::{Absent, Input, Library, document, emit, lower, overlay, render, source};

fn main() {
    divan::main();
}

/// A document and its overlays in memory.
struct Case {
    sources: Sources,
    document: FileId,
    overlays: Vec<FileId>,
    module: &'static str,
}

const CASES: [&str; 4] = ["calls", "conferences", "texml", "large"];

impl Case {
    fn new(name: &str) -> Self {
        let mut sources = Sources::default();
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
        let mut read = |file: String| {
            let text =
                std::fs::read_to_string(specs.join(&file)).expect("the specs are checked in");
            sources.add(format!("specs/{file}"), text)
        };
        match name {
            "large" => {
                let document = sources.add(
                    "large.yml",
                    codegen_benches::synthetic_document(2_000, 1_000),
                );
                Self {
                    sources,
                    document,
                    overlays: Vec::new(),
                    module: "large",
                }
            }
            name => {
                let document = read(format!("{name}.yml"));
                let overlays = vec![read(format!("{name}.overlay.yml"))];
                let module = match name {
                    "calls" => "calls",
                    "texml" => "texml",
                    _ => "conferences",
                };
                Self {
                    sources,
                    document,
                    overlays,
                    module,
                }
            }
        }
    }

    fn tree(&self) -> Tree {
        let mut diagnostics = Diagnostics::default();
        source::parse(&self.sources, self.document, &mut diagnostics).expect("it is well-formed")
    }

    fn overlaid(&self) -> Tree {
        self.apply(self.tree())
    }

    fn apply(&self, tree: Tree) -> Tree {
        let mut diagnostics = Diagnostics::default();
        let mut overlaid = overlay::Overlaid::new(self.document, tree);
        for &file in &self.overlays {
            let overlay = overlay::read_overlay(&self.sources, file, &mut diagnostics);
            let overlay = overlay.expect("the overlay is legal");
            overlay::apply(&overlay, &mut overlaid, false, &mut diagnostics);
        }
        assert!(!diagnostics.has_errors(), "the overlay's evidence holds");
        overlaid.tree
    }

    fn read(&mut self, tree: Tree) -> document::Document {
        let mut diagnostics = Diagnostics::default();
        let mut load = |_: &mut Sources, _: &str| Err(Absent::Missing);
        document::read_document(
            &mut self.sources,
            self.document,
            tree,
            &mut load,
            &mut diagnostics,
        )
        .expect("it is an OpenAPI document")
    }

    fn api(&mut self) -> Checked<Api> {
        let input = Input {
            overlays: self.overlays.clone(),
            ..Input::alone(self.document, self.module)
        };
        let mut diagnostics = Diagnostics::default();
        let mut load = |_: &mut Sources, _: &str| Err(Absent::Missing);
        codegen::api(&input, &mut self.sources, &mut load, &mut diagnostics).expect("no errors")
    }
}

/// Text to tree, the baseline of the other stages.
#[divan::bench(args = CASES)]
fn a_parse(bencher: divan::Bencher<'_, '_>, name: &str) {
    let case = Case::new(name);
    bencher.bench_local(|| case.tree());
}

#[divan::bench(args = CASES)]
fn b_overlay(bencher: divan::Bencher<'_, '_>, name: &str) {
    let case = Case::new(name);
    bencher
        .with_inputs(|| case.tree())
        .bench_local_values(|tree| case.apply(tree));
}

#[divan::bench(args = CASES)]
fn c_document(bencher: divan::Bencher<'_, '_>, name: &str) {
    let mut case = Case::new(name);
    let tree = case.overlaid();
    bencher
        .with_inputs(|| tree.clone())
        .bench_local_values(|tree| case.read(tree));
}

#[divan::bench(args = CASES)]
fn d_lower(bencher: divan::Bencher<'_, '_>, name: &str) {
    let case = std::cell::RefCell::new(Case::new(name));
    let tree = case.borrow().overlaid();
    bencher
        .with_inputs(|| case.borrow_mut().read(tree.clone()))
        .bench_local_values(|document| {
            lower::api(
                document,
                "bench",
                &lower::Options::default(),
                &Lock::default(),
                &mut Diagnostics::default(),
            )
        });
}

#[divan::bench(args = CASES)]
fn e_emit(bencher: divan::Bencher<'_, '_>, name: &str) {
    let mut case = Case::new(name);
    let (apis, library) = (ApiSet::from(case.api()), Library::new("bench"));
    bencher.bench_local(|| emit::modules(&apis, &case.sources, &library));
}

#[divan::bench(args = CASES)]
fn f_render(bencher: divan::Bencher<'_, '_>, name: &str) {
    let mut case = Case::new(name);
    let (apis, library) = (ApiSet::from(case.api()), Library::new("bench"));
    let modules = emit::modules(&apis, &case.sources, &library);
    bencher.bench_local(|| render::files(&modules));
}

/// The whole run, from text to files.
#[divan::bench(args = CASES)]
fn g_whole(bencher: divan::Bencher<'_, '_>, name: &str) {
    let mut case = Case::new(name);
    let library = Library::new("bench");
    bencher.bench_local(|| {
        let apis = ApiSet::from(case.api());
        codegen::files(&apis, &case.sources, &library)
    });
}
