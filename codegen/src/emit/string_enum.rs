//! An open enum of strings in; the enum and its table of values out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{StringEnum, TypeDef};

use super::imports::Imports;
use super::{attributes, doc, literal, rules};

pub(super) fn items(
    imports: &mut Imports<'_>,
    def: &TypeDef,
    string_enum: &StringEnum,
) -> Vec<TokenStream> {
    let attributes = attributes::of_type(imports, def);
    let name = &def.name;
    let unknown = imports.runtime("Unknown");
    let variants = string_enum.variants.iter().map(|(variant, text)| {
        let doc = imports.docs.markdown(&doc::code(text));
        quote!(#doc #variant,)
    });
    let variants: TokenStream = variants.collect();
    let code = string_enum
        .code
        .as_deref()
        .map(literal::text)
        .map(|code| quote!(code #code));
    let any = string_enum.open.then(|| quote!(or any));
    let values = string_enum.variants.iter().map(|(variant, text)| {
        let text = literal::text(text);
        quote!(#variant = #text,)
    });
    let whole = rules::of_whole(imports, &def.rules);
    vec![
        quote! {
            #attributes
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #variants
                /// A value that the document does not list.
                Other(#unknown),
            }
        },
        quote! {
            crate::runtime::string_enum! { #name #code #any { #(#values)* } #whole }
        },
    ]
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::{api, string_enum};

    #[test]
    fn unknown_values_have_a_place() {
        let text = file(
            api(vec![("Beep", string_enum(&["always", "on enter"]))]),
            "beep.rs",
        );
        let expected = r#"use crate::runtime::Unknown;

/// The type `Beep`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Beep {
    /// `always`
    Always,
    /// `on enter`
    OnEnter,
    /// A value that the document does not list.
    Other(Unknown),
}
crate::runtime::string_enum! {
    Beep {
        Always = "always",
        OnEnter = "on enter",
    }
}
"#;
        assert_eq!(text, expected);
    }
}
