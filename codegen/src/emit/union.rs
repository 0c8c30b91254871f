//! A union in; the enum and its table of alternatives out.

use proc_macro2::TokenStream;
use quote::quote;
use rustc_hash::FxHashMap;

use crate::ir::{Alternative, Rule, Tagged, Type, TypeDef, TypeId};
use crate::name::{TypeName, VariantName};

use super::imports::Imports;
use super::{attributes, doc, literal, rules};

/// A union told apart by a member.
pub(super) fn tagged(
    imports: &mut Imports<'_>,
    id: TypeId,
    def: &TypeDef,
    tagged: &Tagged,
) -> Vec<TokenStream> {
    let variants = tagged.variants.iter().map(|variant| Variant {
        doc: imports.docs.markdown(&doc::codes(variant.values())),
        name: &variant.name,
        ty: &variant.ty,
    });
    let variants: Vec<Variant<'_>> = variants.collect();
    let values = tagged.variants.iter();
    let table = TaggedTable {
        name: &def.name,
        id: Some(id),
        tag: &tagged.tag,
        is_optional: tagged.is_optional,
        default: tagged.default.as_ref(),
        code: tagged.code.as_deref(),
        values: values.map(|variant| variant.values().collect()).collect(),
        variants: &variants,
        rules: &def.rules,
    };
    let attributes = attributes::of_type(imports, def);
    vec![
        declaration(imports, &attributes, &def.name, &variants),
        tagged_table(imports, &table),
    ]
}

/// A union picked by what fits.
pub(super) fn untagged(
    imports: &mut Imports<'_>,
    id: TypeId,
    def: &TypeDef,
    alternatives: &[Alternative],
) -> Vec<TokenStream> {
    let variants = alternatives.iter().map(|alternative| {
        let ty = imports.spell(&alternative.value.ty).to_string();
        Variant {
            doc: imports.docs.markdown(&doc::code(&ty.replace(' ', ""))),
            name: &alternative.name,
            ty: &alternative.value.ty,
        }
    });
    let variants: Vec<Variant<'_>> = variants.collect();
    let attributes = attributes::of_type(imports, def);
    let name = &def.name;
    let froms = conversions(imports, Some(id), &variants);
    let entries = alternatives.iter().zip(froms).map(|(alternative, from)| {
        let (variant, ty) = (&alternative.name, imports.spell(&alternative.value.ty));
        let rules = rules::slice(imports, &alternative.value.rules);
        quote!(#variant(#ty) #from rules #rules,)
    });
    let entries: TokenStream = entries.collect();
    let null = imports.scope().api.accepts_null(alternatives);
    let null = null.then(|| quote!(or null));
    let whole = rules::of_whole(imports, &def.rules);
    vec![
        declaration(imports, &attributes, name, &variants),
        quote! {
            crate::runtime::union! { #name { #entries } #null #whole }
        },
    ]
}

/// An alternative of either kind.
pub(super) struct Variant<'a> {
    pub(super) doc: Option<TokenStream>,
    pub(super) name: &'a VariantName,
    pub(super) ty: &'a Type,
}

/// The enum, which is open: what is none of the alternatives is kept.
pub(super) fn declaration(
    imports: &mut Imports<'_>,
    attributes: &TokenStream,
    name: &TypeName,
    variants: &[Variant<'_>],
) -> TokenStream {
    let variants = variants.iter().map(|it| variant_line(imports, it));
    let variants: TokenStream = variants.collect();
    let value = imports.runtime("Value");
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #variants
            /// A value that matches none of the alternatives.
            Other(#value),
        }
    }
}

/// A variant with its documentation.
pub(super) fn variant_line(
    imports: &mut Imports<'_>,
    Variant { doc, name, ty }: &Variant<'_>,
) -> TokenStream {
    let ty = imports.spell(ty);
    quote!(#doc #name(#ty),)
}

/// The table of a tagged union.
pub(super) struct TaggedTable<'a> {
    pub(super) name: &'a TypeName,
    /// Its type, if it is one of the API's.
    pub(super) id: Option<TypeId>,
    pub(super) tag: &'a str,
    /// Whether the tag may be absent.
    pub(super) is_optional: bool,
    /// The variant for other values of the tag.
    pub(super) default: Option<&'a VariantName>,
    /// The API's code for an unknown tag.
    pub(super) code: Option<&'a str>,
    /// The values of the tag, for each variant.
    pub(super) values: Vec<Vec<&'a str>>,
    pub(super) variants: &'a [Variant<'a>],
    pub(super) rules: &'a [Rule],
}

pub(super) fn tagged_table(imports: &mut Imports<'_>, table: &TaggedTable<'_>) -> TokenStream {
    let TaggedTable {
        name,
        id,
        tag,
        is_optional,
        default,
        code,
        values,
        variants,
        rules,
    } = table;
    let whole = rules::of_whole(imports, rules);
    let froms = conversions(imports, *id, variants);
    let entries = values
        .iter()
        .zip(*variants)
        .zip(froms)
        .map(|((values, variant), from)| {
            let values = values.iter().copied().map(literal::text);
            let (name, ty) = (variant.name, imports.spell(variant.ty));
            quote!(#(#values)|* => #name(#ty) #from,)
        });
    let entries: TokenStream = entries.collect();
    let tag = literal::text(tag);
    let absent = match default {
        Some(default) => Some(quote!(else #default)),
        None => is_optional.then(|| quote!(or absent)),
    };
    let code = code.map(literal::text).map(|code| quote!(code #code));
    quote! {
        crate::runtime::tagged_union! { #name by #tag #absent #code { #entries } #whole }
    }
}

/// For each variant, whether it goes without a conversion from what it holds: two alternatives of
/// one type cannot both have one, and every type has one from itself.
pub(super) fn conversions(
    imports: &Imports<'_>,
    id: Option<TypeId>,
    variants: &[Variant<'_>],
) -> Vec<Option<TokenStream>> {
    let scope = imports.scope();
    let identities: Vec<String> = variants.iter().map(|it| scope.identity(it.ty)).collect();
    let mut uses: FxHashMap<&str, usize> = FxHashMap::default();
    let itself = id.map(|id| scope.identity(&Type::Named(id)));
    for identity in identities.iter().chain(&itself) {
        *uses.entry(identity).or_default() += 1;
    }
    let without = identities
        .iter()
        .map(|identity| uses[identity.as_str()] > 1);
    without
        .map(|without| without.then(|| quote!(without From)))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::every_kind;

    #[test]
    fn alternatives_of_one_type_have_no_conversion() {
        let voice = file(every_kind(), "voice.rs");
        let table = r#"crate::runtime::tagged_union! {
    Voice by "provider" {
        "aws" => Aws(AwsVoice) without From,
        "azure" => Azure(Box<AzureVoice>),
        "polly" => Polly(AwsVoice) without From,
    }
}
"#;
        assert!(voice.ends_with(table), "{voice}");
        // An alias is the type that it stands for.
        let count = file(every_kind(), "count.rs");
        assert!(
            count.contains("\n        Word(Nick) without From rules &[],\n"),
            "{count}"
        );
        assert!(
            count.contains("\n        Itself(Vec<Count>) rules &[],\n"),
            "{count}"
        );
    }
}
