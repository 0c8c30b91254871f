//! Warnings that may occur thousands of times in a document: each is reported once, at its first
//! place, with a count.

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostics, Place};

/// The warnings of a run by message.
#[derive(Debug, Default)]
pub(super) struct WarningDedup {
    list: IndexMap<(&'static str, String), Warning>,
}

#[derive(Debug)]
struct Warning {
    code: &'static Code,
    first: Place,
    count: usize,
    help: Option<String>,
}

impl WarningDedup {
    /// Adds a warning, or counts it if it was added before. The first time, returns the place for
    /// its help.
    pub(super) fn add(
        &mut self,
        code: &'static Code,
        place: impl Into<Place>,
        message: impl Into<String>,
    ) -> Option<&mut Option<String>> {
        let warning = self
            .list
            .entry((code.name, message.into()))
            .or_insert_with(|| Warning {
                code,
                first: place.into(),
                count: 0,
                help: None,
            });
        warning.count += 1;
        (warning.count == 1).then_some(&mut warning.help)
    }

    /// Reports all warnings.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for (
            (_, message),
            Warning {
                code,
                first,
                count,
                help,
            },
        ) in self.list
        {
            let more = match count {
                1 => String::new(),
                2 => ", here and in one more place".to_owned(),
                _ => format!(", here and in {} more places", count - 1),
            };
            diagnostics.report(code, first, message + &more).help = help;
        }
    }
}
