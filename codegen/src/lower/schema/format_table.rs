//! `x-formats` of a document in, types of other crates by format out.

use indexmap::IndexMap;

use crate::diagnostic::catalogue::{EXTENSION_VALUE, OVERLAY_NO_EFFECT};
use crate::diagnostic::spelling::closest_name;
use crate::diagnostic::{Diagnostics, Place};
use crate::document::schema::Schemas;
use crate::extension::FORMATS;
use crate::pointer::Address;
use crate::tree::Tree;

use super::foreign_reference::ForeignReference;

/// The types of other crates by format.
#[derive(Debug)]
pub(in crate::lower) struct FormatTable {
    /// Where the table is.
    address: Address,
    /// The type of each format; `None` after a mistake.
    types: IndexMap<String, Option<ForeignReference>>,
    /// How many of them the document states.
    own: usize,
}

impl FormatTable {
    /// Reads `x-formats` of a document, and the formats that the caller adds to it.
    pub(in crate::lower) fn read(
        (tree, more): (&Tree, &Tree),
        root: &Address,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut table = Self {
            address: root.join(FORMATS.key),
            types: IndexMap::new(),
            own: 0,
        };
        table.add(FORMATS.value(Some(tree)), diagnostics);
        table.own = table.types.len();
        table.add(Some(more).filter(|it| **it != Tree::Null), diagnostics);
        table
    }

    /// Adds the formats that the table does not have.
    fn add(&mut self, value: Option<&Tree>, diagnostics: &mut Diagnostics) {
        match value {
            None => {}
            Some(Tree::Object(formats)) => {
                for (format, value) in formats.iter() {
                    if self.types.contains_key(format) {
                        continue;
                    }
                    let place = (value, self.address.join(format));
                    let reference = ForeignReference::read(diagnostics, &FORMATS, place);
                    self.types.insert(format.clone(), reference);
                }
            }
            Some(other) => {
                let message = format!("`{}` is {}, not an object", FORMATS.key, other.kind());
                diagnostics.report(&EXTENSION_VALUE, &self.address, message);
            }
        }
    }

    /// Returns the type of a format.
    pub(super) fn get(&self, format: Option<&str>) -> Option<&ForeignReference> {
        self.types.get(format?)?.as_ref()
    }

    /// Reports the formats of the document that no schema has.
    pub(super) fn report_unused(&self, schemas: &Schemas, diagnostics: &mut Diagnostics) {
        for format in self.types.keys().take(self.own) {
            let mut present = schemas.iter().filter_map(|(_, it)| it.format.as_deref());
            if present.any(|it| it == format) {
                continue;
            }
            let present = schemas.iter().filter_map(|(_, it)| it.format.as_deref());
            let meant = closest_name(format, present);
            let place = Place::Key(self.address.join(format));
            let message = format!("no schema has the format `{format}`");
            let diagnostic = diagnostics.report(&OVERLAY_NO_EFFECT, place, message);
            if let Some(meant) = meant {
                diagnostic.help(format!("did you mean `{meant}`?"));
            }
        }
    }
}
