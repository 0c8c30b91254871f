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
}

impl FormatTable {
    /// Reads `x-formats`.
    pub(in crate::lower) fn read(
        tree: &Tree,
        root: &Address,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut table = Self {
            address: root.join(FORMATS.key),
            types: IndexMap::new(),
        };
        match FORMATS.value(Some(tree)) {
            None => {}
            Some(Tree::Object(formats)) => {
                for (format, value) in formats.iter() {
                    let place = (value, table.address.join(format));
                    let reference = ForeignReference::read(diagnostics, &FORMATS, place);
                    table.types.insert(format.clone(), reference);
                }
            }
            Some(other) => {
                let message = format!("`{}` is {}, not an object", FORMATS.key, other.kind());
                diagnostics.report(&EXTENSION_VALUE, &table.address, message);
            }
        }
        table
    }

    /// Returns the type of a format.
    pub(super) fn get(&self, format: Option<&str>) -> Option<&ForeignReference> {
        self.types.get(format?)?.as_ref()
    }

    /// Reports the formats that no schema has.
    pub(super) fn report_unused(&self, schemas: &Schemas, diagnostics: &mut Diagnostics) {
        for format in self.types.keys() {
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
