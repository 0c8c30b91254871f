//! `cargo measure cost`: measures what compiling bindings costs, compared with the same types as plain
//! serde derives.

mod derives;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use codegen::check::Checked;
use codegen::ir::{Api, TypeKind};

use crate::built_crate::{BuildMode, BuiltCrate};
use xtask::Status;
use xtask::generate::{self, Mode, Target};
use xtask::manifest::{self, Package};
use xtask::session::Session;
use xtask::spec::{self, Spec};

/// Runs the command: writes the crates below `target`, and the table to `out`.
pub fn run(
    specs: &[Spec],
    target: &Path,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Some(apis) = spec::build_apis(specs, session) else {
        return Ok(Status::Rejected);
    };
    let folder = target.join("cost");
    let fields: usize = apis.iter().map(|api| count_fields(api)).sum();
    writeln!(
        out,
        "{fields} fields; CPU seconds, CPU seconds per 1,000 fields, peak memory"
    )?;

    let runtime = generate_bindings(&[], &folder, "cost_runtime", session)?;
    let bindings = generate_bindings(specs, &folder, "cost_bindings", session)?;
    let nothing = write_derives(&[], &folder, "cost_nothing")?;
    let derives = write_derives(&apis, &folder, "cost_derives")?;
    for mode in [BuildMode::Check, BuildMode::Release] {
        // Compile the dependencies first, so that no figure includes them.
        runtime.build(mode)?;
        nothing.build(mode)?;
        for krate in [&runtime, &bindings, &derives] {
            let output = krate.build(mode)?;
            anyhow::ensure!(
                output.status.success(),
                "{} does not compile:\n{}",
                krate.name,
                output.stderr
            );
            let seconds = output.cpu.as_secs_f64();
            let each = seconds * 1e3 / u32::try_from(fields.max(1)).map_or(f64::MAX, f64::from);
            let peak = xtask::report::format_mebibytes(output.peak);
            let (how, name) = (mode.name(), &krate.name);
            writeln!(
                out,
                "{how:<8}{name:<16}{seconds:>8.1} s{each:>8.2} s{peak:>11}"
            )?;
        }
    }
    Ok(Status::Success)
}

fn count_fields(api: &Api) -> usize {
    let count = |kind: &TypeKind| match kind {
        TypeKind::Object(object) => object.fields.len(),
        _ => 0,
    };
    api.types.iter().map(|def| count(&def.kind)).sum()
}

/// Generates the crate of these documents.
fn generate_bindings(
    specs: &[Spec],
    folder: &Path,
    name: &str,
    session: &mut Session,
) -> anyhow::Result<BuiltCrate> {
    let target = Target {
        folder: folder.join(name),
        name: Some(name.to_owned()),
        ..Target::default()
    };
    let status = generate::run(specs, &target, Mode::Write, session, &mut std::io::sink())?;
    anyhow::ensure!(
        status == Status::Success,
        "documents that were accepted before are rejected now"
    );
    BuiltCrate::new(name, folder)
}

/// Writes the crate of the same types with derives, with the same manifest.
fn write_derives(apis: &[Checked<Api>], folder: &Path, name: &str) -> anyhow::Result<BuiltCrate> {
    let source: PathBuf = folder.join(name).join("src");
    fs::create_dir_all(&source).with_context(|| format!("cannot create {}", source.display()))?;
    let modules: String = apis.iter().map(|api| derives::module_source(api)).collect();
    fs::write(source.join("lib.rs"), modules).context("cannot write the types with derives")?;
    let mut manifest = manifest::standalone_manifest(&Package {
        name,
        ..Package::default()
    });
    let serde = "serde_json = ";
    let derives = "serde_derive = \"1\"\nserde_json = ";
    manifest = manifest.replacen(serde, derives, 1);
    fs::write(folder.join(name).join("Cargo.toml"), manifest)
        .context("cannot write the manifest")?;
    BuiltCrate::new(name, folder)
}
