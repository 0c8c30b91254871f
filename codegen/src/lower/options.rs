//! What bindings have beyond what is usual, in a whole document.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::extension::{CHECK_FORMATS, DERIVE, KEEP_ADDITIONAL_PROPERTIES, read_flag};
use crate::pointer::Address;
use crate::tree::Tree;

/// The formats that can be checked: those that JSON Schema defines (Validation 2020-12 §7.3).
pub const CHECKED_FORMATS: [&str; 19] = [
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// What stands for all of them.
const ALL: &str = "all";

/// What bindings have beyond what is usual. Extensions of the document and of its schemas override it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Whether objects keep members that their schemas do not declare; see `x-keep-additional-properties`.
    pub keep_additional_properties: bool,
    /// The formats that are checked, or `all`; see `x-check-formats`.
    pub check_formats: Vec<String>,
    /// Types of other crates by format, as in `x-formats`; null if there are none.
    pub formats: Tree,
    /// Derive macros for all types, as in `x-derive`; null if there are none.
    pub derive: Tree,
}

impl Options {
    /// Whether a format is checked.
    #[must_use]
    pub fn checks_format(&self, format: &str) -> bool {
        self.check_formats
            .iter()
            .any(|it| it == ALL || it == format)
    }

    /// Overrides the options with the extensions of a document.
    pub(super) fn extend(
        &self,
        tree: &Tree,
        root: &Address,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let keep = &KEEP_ADDITIONAL_PROPERTIES;
        let kept = read_flag(diagnostics, keep, keep.value(Some(tree)), root);
        let formats = CHECK_FORMATS.value(Some(tree));
        let formats = formats.map(|value| read_formats(value, root, diagnostics));
        Self {
            keep_additional_properties: kept.unwrap_or(self.keep_additional_properties),
            check_formats: formats.unwrap_or_else(|| self.check_formats.clone()),
            formats: self.formats.clone(),
            derive: DERIVE.value(Some(tree)).unwrap_or(&self.derive).clone(),
        }
    }
}

/// Reads the value of `x-check-formats`; reports what is none of its values.
fn read_formats(value: &Tree, root: &Address, diagnostics: &mut Diagnostics) -> Vec<String> {
    let is_known = |it: &str| it == ALL || CHECKED_FORMATS.contains(&it);
    let mut formats = Vec::new();
    for item in value.as_array().unwrap_or(std::slice::from_ref(value)) {
        match item.as_str().filter(|it| is_known(it)) {
            Some(format) => formats.push(format.to_owned()),
            None => {
                let message = format!("invalid format {} for `x-check-formats`", item.to_json());
                diagnostics
                    .report(&EXTENSION_VALUE, root.join(CHECK_FORMATS.key), message)
                    .help(list_formats());
            }
        }
    }
    formats
}

/// Lists the formats that can be checked, for a message.
pub(super) fn list_formats() -> String {
    let (last, others) = CHECKED_FORMATS.split_last().expect("there are some");
    format!(
        "the formats that can be checked are {} and {last}",
        others.join(", ")
    )
}
