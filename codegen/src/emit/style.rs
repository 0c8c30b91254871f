//! A style in, its variant in the runtime out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Style;

/// The variant's name.
pub(super) fn variant(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Simple),
        Style::SimpleExploded => quote!(SimpleExploded),
        Style::CatchAll => quote!(CatchAll),
        Style::Label => quote!(Label),
        Style::LabelExploded => quote!(LabelExploded),
        Style::Matrix => quote!(Matrix),
        Style::MatrixExploded => quote!(MatrixExploded),
        Style::Form => quote!(Form),
        Style::FormJoined => quote!(FormJoined),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Json => quote!(Json),
    }
}
