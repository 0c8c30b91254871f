//! An argument in, the documents of one side of a comparison out.

use std::path::PathBuf;

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::inputs::{InputFile, PairingOptions};
use crate::names_lock;
use crate::references::ReferenceOptions;
use crate::session::Session;
use crate::spec::Spec;
use crate::workspace::{self, FindRoot};
use crate::{pairing, path};

use super::revision;

/// One side of a comparison.
pub(super) enum Side {
    /// A document with overlays.
    File {
        path: PathBuf,
        overlays: Vec<PathBuf>,
    },
    /// A folder like `specs/`.
    Folder {
        path: PathBuf,
        /// What messages call it.
        name: String,
        /// Where the folder is while it is read, if it was taken from a revision.
        _checkout: Option<TempDir>,
    },
}

impl Side {
    /// Finds what an argument names; without one, it is `specs/`.
    pub(super) fn find(
        root: &FindRoot<'_>,
        argument: Option<&str>,
        overlays: &[PathBuf],
    ) -> anyhow::Result<Self> {
        let Some(argument) = argument else {
            return Ok(Self::Folder {
                path: root()?.join(workspace::SPECS),
                name: workspace::SPECS.to_owned(),
                _checkout: None,
            });
        };
        let path = PathBuf::from(argument);
        if path.is_dir() {
            return Ok(Self::Folder {
                path,
                name: argument.trim_end_matches('/').to_owned(),
                _checkout: None,
            });
        }
        if path.is_file() {
            return Ok(Self::File {
                path,
                overlays: overlays.to_vec(),
            });
        }
        let root =
            root().with_context(|| format!("`{argument}` is neither a file nor a directory"))?;
        if !revision::exists(&root, argument) {
            bail!("`{argument}` is neither a file, a directory nor a revision of this repository");
        }
        let checkout = revision::check_out(&root, argument)?;
        Ok(Self::Folder {
            path: checkout.path().join(workspace::SPECS),
            name: format!("{argument}:{}", workspace::SPECS),
            _checkout: Some(checkout),
        })
    }

    /// Whether it is a single document, of which nobody knows the module.
    pub(super) fn is_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }

    /// Reads the documents with their overlays.
    pub(super) fn read_specs(
        &self,
        options: &PairingOptions,
        session: &mut Session,
    ) -> anyhow::Result<Vec<Spec>> {
        match self {
            Self::File { path, overlays } => {
                let overlays = overlays.iter().map(|it| (it, true));
                let files = [(path, false)].into_iter().chain(overlays);
                let inputs = files
                    .map(|(path, is_overlay)| InputFile::from_argument(path.clone(), is_overlay));
                let inputs: Vec<InputFile> = inputs.collect();
                pairing::read_specs(&inputs, options, session)
            }
            Self::Folder { path, name, .. } => {
                let inputs = workspace::list_specs(path, name)?;
                let around = path::parent_folder(path).ok();
                let chosen = options.references.root_folder.clone();
                let references = ReferenceOptions {
                    root_folder: chosen.or(around),
                    url_maps: options.references.url_maps.clone(),
                };
                let options = PairingOptions {
                    references,
                    ..options.clone()
                };
                let mut specs = pairing::read_specs(&inputs, &options, session)?;
                names_lock::read_locks(&mut specs, path, name, session);
                Ok(specs)
            }
        }
    }
}
