//! `cargo xtask listing`: prints APIs as one line per item.

use std::io::Write;

use crate::Verdict;
use crate::session::Session;
use crate::spec::{self, Spec};

/// Prints the listing of each document to `out`, with the module's name above it when there are
/// several.
pub fn run(specs: &[Spec], session: &mut Session, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let Some(built) = spec::build_all(specs, session) else {
        return Ok(Verdict::Refused);
    };
    for (index, spec::Built { api, elapsed: _ }) in built.iter().enumerate() {
        if built.len() > 1 {
            let gap = if index == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}\n", api.module)?;
        }
        writeln!(out, "{}", codegen::listing::list_api(api).trim_end())?;
    }
    Ok(Verdict::Done)
}
