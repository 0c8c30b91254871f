//! What every part of the reading needs: the files, and somewhere to say what was found.

use super::files::Files;
use super::remarks::Remarks;
use crate::diagnostic::catalogue::REPAIRED;
use crate::diagnostic::spelling::closest_name;
use crate::diagnostic::{Diagnostics, Place};

/// The state that a document is read with.
pub(super) struct Context<'a> {
    /// The files.
    pub(super) files: Files<'a>,
    /// Where errors go.
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Where warnings go that may come a thousand times.
    pub(super) remarks: Remarks,
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
            remarks: Remarks::default(),
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

    /// Remarks that something was repaired.
    pub(super) fn repaired(&mut self, place: impl Into<Place>, message: impl Into<String>) {
        self.remarks.add(&REPAIRED, place, message);
    }
}
