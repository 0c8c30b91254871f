//! A style in, its variant in the runtime out.

use proc_macro2::{Ident, Span};

use crate::ir::Style;

/// The variant's name: the runtime has the same enum.
pub(super) fn variant(style: Style) -> Ident {
    Ident::new(&format!("{style:?}"), Span::call_site())
}
