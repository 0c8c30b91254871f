//! `cargo xtask cost`: what compiling the bindings of documents costs, against the same types with
//! serde's derives and nothing else.

mod plain;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use codegen::check::Checked;
use codegen::ir::{Api, Kind};

use crate::Verdict;
use crate::generate::{self, Target};
use crate::krate::{Build, Krate};
use crate::manifest::{self, Package};
use crate::session::Session;
use crate::spec::{self, Spec};

/// Runs the command: the crates are made below `target`, the table is written to `out`.
pub fn run(
    specs: &[Spec],
    target: &Path,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let Some(built) = spec::build_all(specs, session) else {
        return Ok(Verdict::Refused);
    };
    let apis: Vec<Checked<Api>> = built.into_iter().map(|built| built.api).collect();
    let folder = target.join("cost");
    let fields: usize = apis.iter().map(|api| fields(api)).sum();
    writeln!(
        out,
        "{fields} fields; CPU seconds, those for a thousand fields, peak memory"
    )?;

    let runtime = bindings(&[], &folder, "cost_runtime", session)?;
    let bindings = bindings(specs, &folder, "cost_bindings", session)?;
    let none = plain(&[], &folder, "cost_nothing")?;
    let plain = plain(&apis, &folder, "cost_derives")?;
    for build in [Build::Check, Build::Release] {
        // The dependencies first, so that they are in nobody's figures.
        runtime.build(build)?;
        none.build(build)?;
        for krate in [&runtime, &bindings, &plain] {
            let ended = krate.build(build)?;
            anyhow::ensure!(ended.status.success(), "{}\n{}", krate.name, ended.stderr);
            let seconds = ended.cpu.as_secs_f64();
            let each = seconds * 1e3 / u32::try_from(fields.max(1)).map_or(f64::MAX, f64::from);
            let peak = crate::report::mebibytes(ended.peak);
            let (how, name) = (build.name(), &krate.name);
            writeln!(
                out,
                "{how:<8}{name:<16}{seconds:>8.1} s{each:>8.2} s{peak:>11}"
            )?;
        }
    }
    Ok(Verdict::Done)
}

fn fields(api: &Api) -> usize {
    let count = |kind: &Kind| match kind {
        Kind::Object(object) => object.fields.len(),
        _ => 0,
    };
    api.types.iter().map(|def| count(&def.kind)).sum()
}

fn bindings(
    specs: &[Spec],
    folder: &Path,
    name: &str,
    session: &mut Session,
) -> anyhow::Result<Krate> {
    let target = Target {
        folder: folder.join(name),
        name: Some(name.to_owned()),
        is_member: false,
    };
    let verdict = generate::run(specs, &target, session, &mut std::io::sink())?;
    anyhow::ensure!(
        verdict == Verdict::Done,
        "what was made before is refused now"
    );
    Krate::new(name, folder)
}

/// The crate of the types with derives, with the same manifest.
fn plain(apis: &[Checked<Api>], folder: &Path, name: &str) -> anyhow::Result<Krate> {
    let source: PathBuf = folder.join(name).join("src");
    fs::create_dir_all(&source).with_context(|| format!("cannot make {}", source.display()))?;
    let modules: String = apis.iter().map(|api| plain::module(api)).collect();
    fs::write(source.join("lib.rs"), modules).context("cannot write the types with derives")?;
    let mut manifest = manifest::standalone(&Package {
        name,
        ..Package::default()
    });
    let serde = "serde_json = ";
    let derives = "serde_derive = \"1\"\nserde_json = ";
    manifest = manifest.replacen(serde, derives, 1);
    fs::write(folder.join(name).join("Cargo.toml"), manifest).context("cannot write a manifest")?;
    Krate::new(name, folder)
}
