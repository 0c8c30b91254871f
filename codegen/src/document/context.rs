//! What every part of the reading needs: the files, and somewhere to say what was found.

use super::files::Files;
use super::warning_dedup::WarningDedup;
use crate::diagnostic::catalogue::{REPAIRED, UNKNOWN_EXTENSION};
use crate::diagnostic::spelling::closest_name;
use crate::diagnostic::{Diagnostics, Place};
use crate::extension::{self, ExtendedObject};
use crate::pointer::Address;
use crate::tree::Tree;

/// The state that a document is read with.
pub(super) struct Context<'a> {
    /// The files.
    pub(super) files: Files<'a>,
    /// Where errors go.
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Where warnings go that may come a thousand times.
    pub(super) warnings: WarningDedup,
    /// How often a name that was probably meant is looked for: it takes time to find, and in a
    /// document without its schemas all of them are missing.
    guesses: usize,
    /// How many references as a whole are being followed.
    pub(super) around: usize,
}

impl<'a> Context<'a> {
    /// Starts without anything found.
    pub(super) fn new(files: Files<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            files,
            diagnostics,
            warnings: WarningDedup::default(),
            guesses: 100,
            around: 0,
        }
    }

    /// The name among `names` that was probably meant by `word`.
    pub(super) fn guess<'n>(
        &mut self,
        word: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.guesses = self.guesses.checked_sub(1)?;
        closest_name(word, names)
    }

    /// Warns that the extension `key` of the object at an address is probably misspelt.
    pub(super) fn check_extension(
        &mut self,
        object: ExtendedObject,
        key: &str,
        value: &Tree,
        at: &Address,
    ) {
        let Some(meant) = extension::misspelt(key, value, object) else {
            return;
        };
        let message = format!("`{key}` is not a known extension, and has no effect");
        let place = Place::Key(at.join(key));
        if let Some(help) = self.warnings.add(&UNKNOWN_EXTENSION, place, message) {
            *help = Some(format!("did you mean `{}`?", meant.key));
        }
    }

    /// Warns that something was repaired.
    pub(super) fn repaired(&mut self, place: impl Into<Place>, message: impl Into<String>) {
        self.warnings.add(&REPAIRED, place, message);
    }
}
