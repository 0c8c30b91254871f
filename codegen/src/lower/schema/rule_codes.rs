//! `x-rule-codes` of a document in, the error codes of its rules out.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::pointer::Address;
use crate::tree::Tree;

/// The API's own error codes by kind of rule, from `x-rule-codes` at the root of the document.
#[derive(Debug, Default)]
pub(in crate::lower) struct RuleCodes {
    pub(super) range: Option<String>,
    pub(super) enumeration: Option<String>,
    pub(super) required: Option<String>,
    pub(super) length: Option<String>,
    pub(super) pattern: Option<String>,
    pub(super) base64: Option<String>,
    pub(super) items: Option<String>,
}

impl RuleCodes {
    /// Reads `x-rule-codes`.
    pub(in crate::lower) fn read(
        tree: &Tree,
        root: &Address,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut codes = Self::default();
        let Some(extension) = tree.get("x-rule-codes") else {
            return codes;
        };
        let address = root.join("x-rule-codes");
        let Some(object) = extension.as_object() else {
            let message = format!("`x-rule-codes` is {}, not an object", extension.kind());
            diagnostics.report(&EXTENSION_VALUE, address, message);
            return codes;
        };
        for (kind, code) in object {
            let slot = match kind.as_str() {
                "range" => &mut codes.range,
                "enum" => &mut codes.enumeration,
                "required" => &mut codes.required,
                "length" => &mut codes.length,
                "pattern" => &mut codes.pattern,
                "base64" => &mut codes.base64,
                "items" => &mut codes.items,
                _ => {
                    diagnostics
                        .report(&EXTENSION_VALUE, address.join(kind), format!("no kind of rule is called `{kind}`"))
                        .help("the kinds are range, enum, required, length, pattern, base64 and items");
                    continue;
                }
            };
            match code.as_str() {
                Some(code) => *slot = Some(code.to_owned()),
                None => {
                    let message = format!("an error code is a string, this is {}", code.kind());
                    diagnostics.report(&EXTENSION_VALUE, address.join(kind), message);
                }
            }
        }
        codes
    }

    /// The code for a value outside an enum.
    pub(super) fn enumeration(&self) -> Option<&str> {
        self.enumeration.as_deref()
    }
}
