//! `codegen::mine`, on the documents of this repository and on published ones.

mod judgements;
mod overlays;

use std::fs;
use std::path::Path;

use codegen::diagnostic::Diagnostics;
use codegen::mine::{self, Heading, Proposal};
use codegen::overlay::{Overlaid, Provenance};
use codegen::pointer::FileId;
use codegen::report::{self, Style};
use codegen::source::Sources;
use codegen::{Input, overlaid};

/// What is found in a document.
struct Mined {
    sources: Sources,
    file: FileId,
    provenance: Provenance,
    proposals: Vec<Proposal>,
    diagnostics: Diagnostics,
}

/// Searches a document, without its overlays. `None` if it cannot be read.
fn mine_file(path: &Path) -> Option<Mined> {
    let text = fs::read_to_string(path).expect("the document can be read");
    let name = path.file_name().and_then(|it| it.to_str());
    let mut sources = Sources::default();
    let file = sources.add(name.expect("names are UTF-8"), text);
    let input = Input::alone(file, "api");
    let mut diagnostics = Diagnostics::default();
    let Overlaid {
        tree, provenance, ..
    } = overlaid(&input, &sources, &mut diagnostics)?;
    let proposals = mine::find_proposals(&tree, &provenance, &mut diagnostics);
    Some(Mined {
        sources,
        file,
        provenance,
        proposals,
        diagnostics,
    })
}

impl Mined {
    /// The overlay that the command prints.
    fn overlay(&self) -> String {
        let places = mine::locate_proposals(&self.proposals, &self.provenance, &self.sources);
        let document = &self.sources.get(self.file).name;
        mine::render_overlay(Heading { document }, &self.proposals, &places)
    }

    /// What applying that overlay to the document reports: nothing, if targets and evidence hold.
    fn reapplied(&self) -> String {
        if self.proposals.is_empty() {
            return String::new();
        }
        let mut sources = Sources::default();
        let source = self.sources.get(self.file);
        let file = sources.add(source.name.clone(), source.text.clone());
        let overlay = sources.add("mined.overlay.yml", self.overlay());
        let input = Input {
            overlays: vec![overlay],
            ..Input::alone(file, "api")
        };
        let mut diagnostics = Diagnostics::default();
        let _ = overlaid(&input, &sources, &mut diagnostics);
        diagnostics.retain(|it| {
            it.code.name.starts_with("overlay") || it.code.name.starts_with("evidence")
        });
        report::render(&diagnostics, &sources, Style::Plain)
    }
}
