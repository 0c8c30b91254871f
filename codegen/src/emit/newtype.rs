//! A newtype or an alias in, its items out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Traits, Type, TypeDef, Value};

use super::imports::Imports;
use super::{attributes, rules};

/// A string with a type of its own.
fn string_newtype(imports: &mut Imports<'_>, def: &TypeDef, value: &Value) -> Vec<TokenStream> {
    let (attributes, name) = (attributes::of_type(imports, def), &def.name);
    let rules = rules_part(imports, value);
    vec![quote! {
        crate::runtime::string_newtype! { #attributes pub struct #name #rules }
    }]
}

/// The part of a table for the rules, if there are any.
fn rules_part(imports: &mut Imports<'_>, value: &Value) -> Option<TokenStream> {
    (!value.rules.is_empty()).then(|| {
        let rules = rules::slice(imports, &value.rules);
        quote!(rules #rules)
    })
}

/// A wrapper around a type with rules.
pub(super) fn newtype(imports: &mut Imports<'_>, def: &TypeDef, value: &Value) -> Vec<TokenStream> {
    if value.ty == Type::String {
        return string_newtype(imports, def, value);
    }
    let (attributes, name) = (attributes::of_type(imports, def), &def.name);
    let ty = imports.spell(&value.ty);
    let Traits { eq, ord } = def.traits;
    let copy = ord.then(|| quote!(Copy,));
    let eq = eq.then(|| quote!(, Eq, Hash));
    let ord = ord.then(|| quote!(, PartialOrd, Ord));
    let rules = rules_part(imports, value);
    let conversion = match &value.ty {
        Type::Foreign(foreign) => {
            let path = &foreign.path;
            quote! {
                impl From<#path> for #name {
                    fn from(value: #path) -> Self {
                        Self(value.into())
                    }
                }
            }
        }
        _ => TokenStream::new(),
    };
    let mut items = vec![
        quote! {
            #attributes
            #[derive(Clone, #copy Debug, PartialEq #eq #ord)]
            pub struct #name(pub #ty);
        },
        quote! {
            crate::runtime::newtype! { #name(#ty) #rules }
        },
        conversion,
    ];
    items.retain(|it| !it.is_empty());
    items
}

/// Another name for a type.
pub(super) fn alias(imports: &mut Imports<'_>, def: &TypeDef, ty: &Type) -> Vec<TokenStream> {
    let (attributes, name) = (attributes::of_type(imports, def), &def.name);
    let ty = imports.spell(ty);
    vec![quote!(#attributes pub type #name = #ty;)]
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::{api, value};
    use crate::ir::{Type, TypeKind};

    #[test]
    fn newtypes_and_aliases() {
        let forest = TypeKind::Newtype(value(Type::Vec(Box::new(Type::F64)), &[]));
        let expected = "/// The type `Forest`.\n#[derive(Clone, Debug, PartialEq)]\npub struct Forest(pub Vec<f64>);\n\
            crate::runtime::newtype! {\n    Forest(Vec<f64>)\n}\n";
        assert_eq!(file(api(vec![("Forest", forest)]), "forest.rs"), expected);
        let nick = TypeKind::Alias(Type::String);
        let expected = "/// The type `Nick`.\npub type Nick = String;\n";
        assert_eq!(file(api(vec![("Nick", nick)]), "nick.rs"), expected);
    }
}
