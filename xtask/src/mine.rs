//! `mine`: prints rules that only descriptions state, as an overlay.

use std::io::Write;
use std::path::Path;

use codegen::mine::{Heading, find_proposals, locate_proposals, render_json, render_overlay};
use codegen::report;

use crate::Status;
use crate::session::Session;
use crate::spec::Spec;

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An overlay in YAML.
    Text,
    /// One JSON object.
    Json,
}

/// Runs the command: writes the proposals for a document to `out`. Contradictions are reported, and
/// are part of the output if that is JSON.
pub fn run(
    spec: &Spec,
    format: Format,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Some(overlaid) = spec.overlaid(session) else {
        return Ok(Status::Rejected);
    };
    let mut found = codegen::diagnostic::Diagnostics::default();
    let proposals = find_proposals(&overlaid.tree, &overlaid.provenance, &mut found);
    if found.has_errors() {
        session.diagnostics.append(found);
        return Ok(Status::Rejected);
    }
    let places = locate_proposals(&proposals, &overlaid.provenance, &session.sources);
    match format {
        Format::Text => {
            let name = &session.sources.get(spec.file()).name;
            let name = Path::new(name).file_name().unwrap_or_default();
            let document = name.to_string_lossy();
            let heading = Heading {
                document: &document,
            };
            write!(out, "{}", render_overlay(heading, &proposals, &places))?;
            session.diagnostics.append(found);
        }
        Format::Json => {
            let proposals = render_json(&proposals, &places).to_json();
            let lines = report::render_json(&found, &session.sources);
            let contradictions: Vec<&str> = lines.lines().collect();
            let contradictions = contradictions.join(",");
            writeln!(
                out,
                "{{\"proposals\":{proposals},\"contradictions\":[{contradictions}]}}"
            )?;
        }
    }
    Ok(Status::Success)
}
