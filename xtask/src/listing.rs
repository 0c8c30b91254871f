//! `listing`: prints APIs with one line for each item.

use std::io::Write;

use crate::Status;
use crate::session::Session;
use crate::spec::{self, Spec};

/// Runs the command: writes the listing of each document to `out`, below the name of its module if there
/// are several.
pub fn run(specs: &[Spec], session: &mut Session, out: &mut dyn Write) -> anyhow::Result<Status> {
    let Some(apis) = spec::build_apis(specs, session) else {
        return Ok(Status::Rejected);
    };
    for (index, api) in apis.iter().enumerate() {
        if apis.len() > 1 {
            let gap = if index == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}\n", api.module)?;
        }
        writeln!(out, "{}", codegen::listing::list_api(api).trim_end())?;
    }
    Ok(Status::Success)
}
