//! The type of failures' bodies in; what lets errors speak of what is in them out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Alternative, TypeDef, TypeKind};

use super::imports::Imports;
use super::scope::Scope;

/// `impl ErrorBody`: of a union that may hold the body that the document explains, what that one
/// says.
pub(super) fn implementation(imports: &mut Imports<'_>, def: &TypeDef) -> TokenStream {
    let name = &def.name;
    let explained = match &def.kind {
        TypeKind::Union(alternatives) => explained(imports.scope(), alternatives),
        _ => None,
    };
    let Some(alternative) = explained else {
        return quote!(impl crate::runtime::ErrorBody for #name {});
    };
    let variant = &alternative.name;
    let [named_error, entry] = ["NamedError", "ErrorEntry"].map(|it| imports.runtime(it));
    quote! {
        impl crate::runtime::ErrorBody for #name {
            const NAMED: &'static [#named_error] = super::errors::ALL;
            fn entries(&self) -> Vec<#entry<'_>> {
                match self {
                    Self::#variant(body) => crate::runtime::ErrorBody::entries(body),
                    _ => Vec::new(),
                }
            }
        }
    }
}

fn explained<'a>(scope: &Scope<'a>, alternatives: &'a [Alternative]) -> Option<&'a Alternative> {
    let body = scope.api.error_body.as_ref()?.ty;
    let is_body = |it: &&Alternative| scope.api.own_type(&it.value.ty) == Some(body);
    alternatives.iter().find(is_body)
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::{every_kind, operation};
    use crate::ir::{Alternative, Api, Choice, Failure, Type, TypeDef, TypeId, TypeKind, Value};
    use crate::name::{ModuleName, TypeName, VariantName};

    /// An API with a union of its explained body and another type, and operations that fail with
    /// the union, and with the other type, which is returned.
    fn failing() -> (Api, TypeId) {
        let mut api = every_kind();
        let explained = api.error_body.as_ref().expect("every kind has one").ty;
        let other = TypeId(usize::from(explained.0 == 0));
        let alternatives = [("other", other), ("explained", explained)];
        let alternatives = alternatives.map(|(name, id)| Alternative {
            name: VariantName::from_spelling(name),
            value: Value::of(Type::Named(id)),
        });
        api.types.push(TypeDef {
            name: TypeName::from_spelling("either"),
            file: ModuleName::from_spelling("either"),
            kind: TypeKind::Union(alternatives.into()),
            ..api.types[other.0].clone()
        });
        let failures = [
            Failure::Choice(Choice {
                ty: Type::Named(TypeId(api.types.len() - 1)),
                cases: Vec::new(),
                optional: false,
            }),
            Failure::Json(Type::Nullable(Box::new(Type::Named(other)))),
        ];
        api.operations = failures
            .into_iter()
            .zip(["One", "Two"])
            .map(|(failure, name)| {
                let mut operation = operation(name, "GET", "/");
                operation.call.failure = failure;
                operation
            })
            .collect();
        (api, other)
    }

    #[test]
    fn a_union_says_what_its_explained_part_says() {
        let text = file(failing().0, "either.rs");
        let arm = "Self::Explained(body) => crate::runtime::ErrorBody::entries(body),";
        assert!(text.contains(arm), "{text}");
    }

    #[test]
    fn what_nobody_explains_has_no_entries() {
        let (api, other) = failing();
        let TypeDef {
            name, file: module, ..
        } = api.type_def(other).clone();
        let text = file(api, &format!("{module}.rs"));
        let empty = format!("impl crate::runtime::ErrorBody for {name} {{}}\n");
        assert!(text.contains(&empty), "{text}");
    }
}
