//! An object in; a struct, and the table of its members and checks out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Field, ObjectDef, ObjectRule, ObjectRuleKind, TypeDef};

use super::doc::FieldDoc;
use super::imports::Imports;
use super::{attributes, condition, doc, literal, rules};

/// The most members that `PartialEq` is derived for: the comparisons are one expression then, and
/// with 10,000 of them it overflows the stack of rustc.
const MOST_DERIVED: usize = 1_000;

pub(super) fn items(
    imports: &mut Imports<'_>,
    def: &TypeDef,
    object: &ObjectDef,
) -> Vec<TokenStream> {
    let docs = object.fields.iter().map(|field| {
        let sentence = format!("The member {}.", doc::code(&field.wire));
        imports.docs.field(&field.doc, &sentence)
    });
    let docs: Vec<FieldDoc> = docs.collect();
    let declaration = declaration(imports, def, object, &docs);
    let equality = (!derives_equality(object)).then(|| equality(def, object));
    let mut items = vec![declaration];
    items.extend(equality);
    items.push(table(imports, def, object, &docs));
    items
}

fn derives_equality(object: &ObjectDef) -> bool {
    object.fields.len() <= MOST_DERIVED
}

/// What deriving it would say, in a shape that is as deep for any number of members.
fn equality(def: &TypeDef, object: &ObjectDef) -> TokenStream {
    let name = &def.name;
    let fields = object.fields.iter().map(|field| &field.name);
    let names = fields.chain(object.others.iter().map(|others| &others.name));
    quote! {
        impl PartialEq for #name {
            fn eq(&self, other: &Self) -> bool {
                let equal = [#(self.#names == other.#names,)*];
                equal.into_iter().all(|it| it)
            }
        }
    }
}

fn declaration(
    imports: &mut Imports<'_>,
    def: &TypeDef,
    object: &ObjectDef,
    docs: &[FieldDoc],
) -> TokenStream {
    let attributes = attributes::of_type(imports, def);
    let name = &def.name;
    let fields = object.fields.iter().zip(docs).map(|(field, doc)| {
        let doc = &doc.attribute;
        let deprecated = attributes::deprecated(field.deprecated);
        let (name, ty) = (&field.name, imports.spell(&field.value.ty));
        let ty = if field.required {
            ty
        } else {
            quote!(Option<#ty>)
        };
        quote!(#doc #deprecated pub #name: #ty,)
    });
    let fields: TokenStream = fields.collect();
    let others = object.others.as_ref().map(|others| {
        let doc = if others.forbidden {
            " Additional properties; the schema allows none."
        } else {
            " Additional properties: members that the schema does not name."
        };
        let (map, value) = (imports.runtime("Map"), imports.spell(&others.value.ty));
        let name = &others.name;
        quote!(#[doc = #doc] pub #name: #map<#value>,)
    });
    let equality = derives_equality(object).then(|| quote!(, PartialEq));
    quote! {
        #attributes
        #[derive(Clone, Debug #equality)]
        #[non_exhaustive]
        pub struct #name { #fields #others }
    }
}

fn table(
    imports: &mut Imports<'_>,
    def: &TypeDef,
    object: &ObjectDef,
    docs: &[FieldDoc],
) -> TokenStream {
    let name = &def.name;
    let fields = object.fields.iter().zip(docs);
    let (required, optional): (Vec<_>, Vec<_>) = fields.partition(|(field, _)| field.required);
    let arguments = object.arguments().into_iter().map(|field| {
        let (name, ty) = (&field.name, imports.argument(&field.value.ty));
        quote!(#name: #ty)
    });
    let new = signature(&arguments.collect::<Vec<_>>());
    let required = required.into_iter().map(|(field, _)| {
        let (name, wire) = (&field.name, literal::text(&field.wire));
        quote!(#name #wire)
    });
    let required = section(&quote!(required), &required.collect::<Vec<_>>());
    let optional = optional
        .into_iter()
        .map(|(field, doc)| entry(imports, field, doc));
    let optional = section(&quote!(optional), &optional.collect::<Vec<_>>());
    let constants: Vec<TokenStream> = object.constants.iter().map(constant).collect();
    let constant = match &constants[..] {
        [] => None,
        [only] => Some(quote!(constant { #only })),
        all => Some(quote!(constant { #(#all,)* })),
    };
    let others = object.others.as_ref().map(|others| {
        let (name, ty) = (&others.name, imports.spell(&others.value.ty));
        quote!(others { #name: #ty })
    });
    let traits = def.traits.eq.then(|| quote!(: Eq + Hash));
    let check = check(imports, def, object);
    quote! {
        crate::runtime::object! { #name #traits #new #required #optional #constant #others #check }
    }
}

/// What the constructor takes; nothing if that is nothing.
pub(super) fn signature(arguments: &[TokenStream]) -> Option<TokenStream> {
    (!arguments.is_empty()).then(|| quote!(new(#(#arguments),*)))
}

/// The entries of a table that belong together; nothing if there are none.
pub(super) fn section(keyword: &TokenStream, entries: &[TokenStream]) -> Option<TokenStream> {
    (!entries.is_empty()).then(|| quote!(#keyword { #(#entries,)* }))
}

fn entry(imports: &mut Imports<'_>, field: &Field, doc: &FieldDoc) -> TokenStream {
    let (name, wire) = (&field.name, literal::text(&field.wire));
    let argument = imports.argument(&field.value.ty);
    let initial = field.initial.as_ref().map(|variant| {
        let ty = imports.spell(&field.value.ty);
        quote!(= #ty::#variant)
    });
    let doc = doc.sentence();
    quote!(#name #wire: #argument #initial #doc)
}

fn constant((wire, value): &(String, String)) -> TokenStream {
    let (wire, value) = (literal::text(wire), literal::text(value));
    quote!(#wire = #value)
}

/// A line for whatever can break a rule; nothing if nothing can.
fn check(imports: &mut Imports<'_>, def: &TypeDef, object: &ObjectDef) -> Option<TokenStream> {
    let fields = object
        .fields
        .iter()
        .filter_map(|field| member_check(imports, field));
    let mut checks: Vec<TokenStream> = fields.collect();
    if let Some(others) = &object.others {
        let has_rules =
            others.forbidden || !others.rules.is_empty() || !others.value.rules.is_empty();
        if has_rules || imports.scope().is_checked(&others.value.ty) {
            let (name, rules) = (&others.name, rules::of_others(imports, others));
            checks.push(quote!(at.others(&self.#name, #rules);));
        }
    }
    checks.extend(
        object
            .rules
            .iter()
            .filter_map(|rule| rule_check(imports, object, rule)),
    );
    if !def.rules.is_empty() {
        let rules = rules::slice(imports, &def.rules);
        checks.push(quote!(at.whole(self, #rules);));
    }
    (!checks.is_empty()).then(|| quote!(check(self, at) { #(#checks)* }))
}

/// The line that checks a member, unless there is nothing that could be wrong with it.
fn member_check(imports: &mut Imports<'_>, field: &Field) -> Option<TokenStream> {
    if field.value.rules.is_empty() && !imports.scope().is_checked(&field.value.ty) {
        return None;
    }
    let (name, wire) = (&field.name, literal::text(&field.wire));
    let rules = rules::slice(imports, &field.value.rules);
    Some(quote!(at.member(#wire, &self.#name, #rules);))
}

/// The lines that check a rule about several members, unless its condition can never hold.
fn rule_check(
    imports: &mut Imports<'_>,
    object: &ObjectDef,
    rule: &ObjectRule,
) -> Option<TokenStream> {
    let made = |imports: &mut Imports<'_>, constructor| {
        rules::named(
            imports,
            &constructor,
            rule.because.as_deref(),
            rule.code.as_deref(),
        )
    };
    match &rule.kind {
        ObjectRuleKind::MutuallyExclusive(members) => {
            let members = members.iter().map(|wire| presence(object, wire));
            let rule = made(imports, quote!(mutually_exclusive()));
            Some(quote!(at.mutually_exclusive(&[#(#members),*], const { #rule });))
        }
        ObjectRuleKind::Requires { when, then } => {
            let conditions = when
                .iter()
                .map(|when| condition::holds(imports, object, when));
            let conditions: Vec<TokenStream> = conditions.collect::<Option<_>>()?;
            let members = then.iter().map(|wire| presence(object, wire));
            let rule = made(imports, quote!(required()));
            Some(quote! {
                at.requires(#(#conditions)&&*, &[#(#members),*], const { #rule });
            })
        }
    }
}

/// A member's name and whether it is there.
fn presence(object: &ObjectDef, wire: &str) -> TokenStream {
    let (is_there, wire) = (condition::is_there(object, wire), literal::text(wire));
    quote!((#wire, #is_there))
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::{api, every_kind, field, number, object, required, rule, ruled};
    use crate::ir::{Rule, RuleKind, Type, TypeId};

    #[test]
    fn a_struct_its_table_and_its_checks() {
        let bound = Rule {
            because: Some("up to 800".to_owned()),
            code: Some("10033".to_owned()),
            ..rule(RuleKind::Maximum(number("800")))
        };
        let pet = object(vec![
            required("name", Type::String),
            ruled("size", Type::I64, &[bound]),
            field("parent", Type::Box(Box::new(Type::Named(TypeId(0))))),
        ]);
        let expected = r#"use crate::runtime::Rule;

/// The type `Pet`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pet {
    /// The member `name`.
    pub name: String,
    /// The member `size`.
    pub size: Option<i64>,
    /// The member `parent`.
    pub parent: Option<Box<Pet>>,
}
crate::runtime::object! {
    Pet
    new(name: impl Into<String>)
    required { name "name" }
    optional {
        size "size": i64,
        parent "parent": impl Into<Box<Pet>>,
    }
    check(self, at) {
        at.member(
            "size",
            &self.size,
            const { &[Rule::maximum("800").because("up to 800").code("10033")] },
        );
        at.member("parent", &self.parent, &[]);
    }
}
"#;
        assert_eq!(file(api(vec![("Pet", pet)]), "pet.rs"), expected);
    }

    #[test]
    fn nothing_to_check_is_no_code() {
        let pet = object(vec![
            field("name", Type::String),
            field("friend", Type::Named(TypeId(1))),
        ]);
        let friend = object(vec![field(
            "pet",
            Type::Vec(Box::new(Type::Named(TypeId(0)))),
        )]);
        let text = file(api(vec![("Pet", pet), ("Friend", friend)]), "pet.rs");
        assert!(text.starts_with("use super::Friend;\n\n"), "{text}");
        assert!(!text.contains("check"), "{text}");
    }

    #[test]
    fn rules_about_several_members() {
        let text = file(every_kind(), "pet.rs");
        let mutually_exclusive = r#"at.mutually_exclusive(
            &[("note", self.note.is_some()), ("loud", self.loud.is_some())],"#;
        let requires = r#"at.requires(
            matches!(self.loud, Some(true))
                && matches!(self.type_, Some(ref it) if it.as_str() == "cat")
                && self.limit.is_some(),
            &[("weight", self.weight.is_some()), ("name", true)],
            const { crate::runtime::Rule::required().code("10004") },
        );"#;
        assert!(text.contains(mutually_exclusive), "{text}");
        assert!(text.contains(requires), "{text}");
    }
}
