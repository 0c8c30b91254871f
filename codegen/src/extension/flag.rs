//! The value of an extension in, a boolean out.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::pointer::Address;
use crate::tree::Tree;

use super::Extension;

/// Reads an extension with a boolean value from the object at an address; reports any other value.
pub(crate) fn read_flag(
    diagnostics: &mut Diagnostics,
    extension: &Extension,
    value: Option<&Tree>,
    address: &Address,
) -> Option<bool> {
    let value = value?;
    let flag = value.as_bool();
    if flag.is_none() {
        let Extension { key, .. } = extension;
        let message = format!("invalid value {} for `{key}`", value.to_json());
        diagnostics
            .report(&EXTENSION_VALUE, address.join(key), message)
            .help("expected `true` or `false`");
    }
    flag
}
