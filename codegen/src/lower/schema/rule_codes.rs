//! `x-rule-codes` of a document in, error codes of rules out.

use crate::diagnostic::Diagnostics;
use crate::extension::{ExtensionObject, RULE_CODES};
use crate::pointer::Address;
use crate::tree::Tree;

/// The API's own error codes by kind of rule.
#[derive(Debug, Default)]
pub(in crate::lower) struct RuleCodes {
    pub(super) range: Option<String>,
    pub(super) enumeration: Option<String>,
    pub(super) required: Option<String>,
    pub(super) length: Option<String>,
    pub(super) pattern: Option<String>,
    pub(super) format: Option<String>,
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
        let value = RULE_CODES.value(Some(tree));
        let Some(extension) = ExtensionObject::read(diagnostics, &RULE_CODES, value, root) else {
            return Self::default();
        };
        let mut code = |kind| extension.text(diagnostics, kind);
        Self {
            range: code("range"),
            enumeration: code("enum"),
            required: code("required"),
            length: code("length"),
            pattern: code("pattern"),
            format: code("format"),
            base64: code("base64"),
            items: code("items"),
        }
    }

    /// The code of a value that is not in an `enum`.
    pub(super) fn enumeration(&self) -> Option<&str> {
        self.enumeration.as_deref()
    }
}
