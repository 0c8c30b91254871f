//! Types in, their spelling in a file out; and the `use` lines that the spelling needs.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::{ForeignType, Type, TypeId};
use crate::layout;
use crate::name::TypeName;

use super::module::Docs;
use super::scope::{Conversion, Scope};

/// The names that a file takes from elsewhere, as they come up.
pub(super) struct Imports<'a> {
    /// The documentation that goes into it.
    pub(super) docs: &'a mut Docs,
    scope: &'a Scope<'a>,
    /// The types that are defined in the file.
    here: &'a [TypeId],
    /// Whether names have their paths.
    is_qualified: bool,
    /// Whether all names of the module are imported, for a file with items behind several features.
    is_glob: bool,
    runtime: BTreeSet<&'static str>,
    foreign: BTreeSet<&'static str>,
    siblings: BTreeSet<&'a TypeName>,
}

impl<'a> Imports<'a> {
    pub(super) fn new(scope: &'a Scope<'a>, here: &'a [TypeId], docs: &'a mut Docs) -> Self {
        Self {
            docs,
            scope,
            here,
            is_qualified: false,
            is_glob: false,
            runtime: BTreeSet::new(),
            foreign: BTreeSet::new(),
            siblings: BTreeSet::new(),
        }
    }

    /// Names that need no import, for a file with types of several APIs.
    pub(super) fn qualified(scope: &'a Scope<'a>, docs: &'a mut Docs) -> Self {
        Self {
            is_qualified: true,
            ..Self::new(scope, &[], docs)
        }
    }

    /// All names of the module, for a file with items behind several features.
    pub(super) fn glob(scope: &'a Scope<'a>, docs: &'a mut Docs) -> Self {
        Self {
            is_glob: true,
            ..Self::new(scope, &[], docs)
        }
    }

    pub(super) fn scope(&self) -> &'a Scope<'a> {
        self.scope
    }

    /// Something of the runtime: bare, or with its path where the document itself has the name.
    pub(super) fn runtime(&mut self, name: &'static str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        if self.is_qualified || self.scope.has_name(name) {
            return quote!(crate::runtime::#ident);
        }
        self.runtime.insert(name);
        quote!(#ident)
    }

    /// The type around one of another crate: bare, or with its path where the document itself has the name.
    fn foreign(&mut self, name: &'static str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        let module = Ident::new(layout::FOREIGN, Span::call_site());
        if self.is_qualified || self.scope.has_name(name) {
            return quote!(crate::#module::#ident);
        }
        self.foreign.insert(name);
        quote!(#ident)
    }

    /// A type as it is written in a field.
    pub(super) fn spell(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::I64 => quote!(i64),
            Type::U64 => quote!(u64),
            Type::I128 => quote!(i128),
            Type::U128 => quote!(u128),
            Type::F64 => quote!(f64),
            Type::String => quote!(String),
            Type::Base64 => self.runtime("Base64"),
            Type::DateTime => self.runtime("DateTime"),
            Type::File => self.runtime("File"),
            Type::Json => self.runtime("Value"),
            Type::Foreign(foreign) => {
                let ForeignType { path, via } = &**foreign;
                let wrapper = self.foreign(via.wrapper());
                quote!(#wrapper<#path>)
            }
            Type::Named(id) => self.named(*id),
            Type::Vec(inner) => {
                let inner = self.spell(inner);
                quote!(Vec<#inner>)
            }
            Type::Map(inner) => {
                let (map, inner) = (self.runtime("Map"), self.spell(inner));
                quote!(#map<#inner>)
            }
            Type::Nullable(inner) => {
                let (nullable, inner) = (self.runtime("Nullable"), self.spell(inner));
                quote!(#nullable<#inner>)
            }
            Type::Box(inner) => {
                let inner = self.spell(inner);
                quote!(Box<#inner>)
            }
        }
    }

    /// A type as an argument: what has an obvious conversion is converted.
    pub(super) fn argument(&mut self, ty: &Type) -> TokenStream {
        match self.scope.conversion(ty) {
            Conversion::None => self.spell(ty),
            Conversion::Whole => {
                let spelled = self.spell(ty);
                quote!(impl Into<#spelled>)
            }
            Conversion::Items(item) => {
                let item = self.spell(item);
                quote!(impl IntoIterator<Item = impl Into<#item>>)
            }
        }
    }

    fn named(&mut self, id: TypeId) -> TokenStream {
        let name = &self.scope.api.type_def(id).name;
        if self.is_qualified {
            let module = &self.scope.api.module;
            return quote!(crate::#module::#name);
        }
        if !self.here.contains(&id) {
            self.siblings.insert(name);
        }
        quote!(#name)
    }

    /// The `use` lines, if there are any.
    pub(super) fn into_items(self) -> Option<TokenStream> {
        let idents = |names: BTreeSet<&'static str>| {
            let names = names.into_iter();
            names.map(|name| Ident::new(name, Span::call_site()))
        };
        let siblings = if self.is_glob {
            Some(quote!(
                use super::*;
            ))
        } else {
            use_line(&quote!(super), self.siblings)
        };
        let foreign = Ident::new(layout::FOREIGN, Span::call_site());
        let lines = [
            use_line(&quote!(crate::#foreign), idents(self.foreign)),
            use_line(&quote!(crate::runtime), idents(self.runtime)),
            siblings,
        ];
        let lines: TokenStream = lines.into_iter().flatten().collect();
        (!lines.is_empty()).then_some(lines)
    }
}

/// `use path::{a, b};`, without braces around a single name; nothing when there is none.
pub(super) fn use_line<T: quote::ToTokens>(
    path: &TokenStream,
    names: impl IntoIterator<Item = T>,
) -> Option<TokenStream> {
    let names: Vec<T> = names.into_iter().collect();
    match &names[..] {
        [] => None,
        [name] => Some(quote!(use #path::#name;)),
        names => Some(quote!(use #path::{#(#names),*};)),
    }
}
