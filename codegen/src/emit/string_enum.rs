//! An open enum of strings in, the table of its values out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{StringEnum, TypeDef};
use crate::name::VariantName;

use super::imports::Imports;
use super::{attributes, doc, literal, rules};

pub(super) fn items(
    imports: &mut Imports<'_>,
    def: &TypeDef,
    string_enum: &StringEnum,
) -> Vec<TokenStream> {
    let attributes = attributes::of_type(imports, def);
    let name = &def.name;
    let code = string_enum
        .code
        .as_deref()
        .map(literal::text)
        .map(|code| quote!(code #code));
    let any = string_enum.open.then(|| quote!(or any));
    let values = string_enum
        .variants
        .iter()
        .map(|(variant, text)| variant_line(variant, text));
    let values: TokenStream = values.collect();
    let whole = rules::of_whole(imports, &def.rules);
    vec![quote! {
        crate::runtime::string_enum! {
            #attributes
            pub enum #name #code #any { #values } #whole
        }
    }]
}

/// A variant and its string, which is its documentation too; with other marks where it needs them.
fn variant_line(variant: &VariantName, text: &str) -> TokenStream {
    let shown = doc::joined(&[doc::code(text)]).join("\n");
    let shown = (shown != format!("`{text}`")).then(|| literal::text(&shown));
    let shown = shown.map(|shown| quote!(as #shown));
    let text = literal::text(text);
    quote!(#variant = #text #shown,)
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::{api, string_enum};

    #[test]
    fn unknown_values_have_a_place() {
        let text = file(
            api(vec![("Beep", string_enum(&["always", "on enter", "a`b"]))]),
            "beep.rs",
        );
        let expected = r#"crate::runtime::string_enum! {
    /// The type `Beep`.
    pub enum Beep {
        Always = "always",
        OnEnter = "on enter",
        AB = "a`b" as "``a`b``",
    }
}
"#;
        assert_eq!(text, expected);
    }
}
