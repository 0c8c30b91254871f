//! The shared state of reading: the files and the diagnostics.

use super::files::Files;
use super::warning_dedup::WarningDedup;
use crate::diagnostic::catalogue::{MISPLACED_EXTENSION, REPAIRED, UNKNOWN_EXTENSION};
use crate::diagnostic::spelling::closest_name;
use crate::diagnostic::{Diagnostics, Place};
use crate::extension::{self, BECAUSE, ExtendedObject};
use crate::pointer::Address;
use crate::tree::Tree;

/// The shared state of reading a document.
pub(super) struct Context<'a> {
    /// The files.
    pub(super) files: Files<'a>,
    /// The diagnostics, for errors.
    pub(super) diagnostics: &'a mut Diagnostics,
    /// The warnings, which may occur thousands of times.
    pub(super) warnings: WarningDedup,
    /// The number of suggestions that may still be searched for. A search takes time, and in a
    /// document without its schemas every name is missing.
    guesses: usize,
    /// The number of whole references that are being followed.
    pub(super) around: usize,
}

impl<'a> Context<'a> {
    /// Creates a context without diagnostics.
    pub(super) fn new(files: Files<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            files,
            diagnostics,
            warnings: WarningDedup::default(),
            guesses: 100,
            around: 0,
        }
    }

    /// Returns the name among `names` that is most similar to `word`.
    pub(super) fn guess<'n>(
        &mut self,
        word: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.guesses = self.guesses.checked_sub(1)?;
        closest_name(word, names)
    }

    /// Warns about an extension that is probably misspelt, and about a known one on an object that does
    /// not have it.
    pub(super) fn check_extension(
        &mut self,
        object: Option<ExtendedObject>,
        key: &str,
        value: &Tree,
        at: &Address,
    ) {
        let place = Place::Key(at.join(key));
        if let Some(known) = extension::ALL.iter().find(|it| it.key == key) {
            let has_effect = object.is_some_and(|it| known.objects.contains(&it));
            // Overlays leave their words beside the keywords that they set.
            if !has_effect && **known != BECAUSE {
                let message = format!("`{key}` has no effect here");
                self.diagnostics
                    .report(&MISPLACED_EXTENSION, place, message)
                    .help(format!("it is an extension of {}", known.owners()));
            }
        } else if let Some(meant) = object.and_then(|it| extension::misspelt(key, value, it)) {
            let message = format!("unknown extension `{key}` is ignored");
            if let Some(help) = self.warnings.add(&UNKNOWN_EXTENSION, place, message) {
                *help = Some(format!("did you mean `{}`?", meant.key));
            }
        }
    }

    /// Warns that something was repaired.
    pub(super) fn repaired(&mut self, place: impl Into<Place>, message: impl Into<String>) {
        self.warnings.add(&REPAIRED, place, message);
    }
}
