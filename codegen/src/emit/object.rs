//! An object in, the table of its members and checks out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Field, ObjectDef, ObjectRule, ObjectRuleKind, Others, Type, TypeDef, Value};

use super::imports::Imports;
use super::scope::Conversion;
use super::{attributes, condition, doc, literal, rules};

pub(super) fn items(
    imports: &mut Imports<'_>,
    def: &TypeDef,
    object: &ObjectDef,
) -> Vec<TokenStream> {
    let attributes = attributes::of_type(imports, def);
    let name = &def.name;
    let traits = def.traits.eq.then(|| quote!(: Eq + Hash));
    let arguments = object.arguments().into_iter().map(|field| {
        let (name, ty) = (&field.name, imports.argument(&field.value.ty));
        quote!(#name: #ty)
    });
    let new = signature(&arguments.collect::<Vec<_>>());
    let set = set_by_new(imports, object);
    let mut members = |required| {
        let fields = object.fields.iter();
        let fields = fields.filter(|field| field.required == required);
        fields
            .map(|field| member(imports, field))
            .collect::<Vec<_>>()
    };
    let required = section(&quote!(required), &members(true));
    let optional = section(&quote!(optional), &members(false));
    let constants: Vec<TokenStream> = object.constants.iter().map(constant).collect();
    let constant = match &constants[..] {
        [] => None,
        [only] => Some(quote!(constant { #only })),
        all => Some(quote!(constant { #(#all,)* })),
    };
    let others = object.others.as_ref().map(|it| others(imports, it));
    let check = check(imports, def, object);
    vec![quote! {
        crate::runtime::object! {
            #attributes
            pub struct #name #traits #new #set #required #optional #constant #others #check
        }
    }]
}

/// What the constructor takes; nothing if that is nothing.
pub(super) fn signature(arguments: &[TokenStream]) -> Option<TokenStream> {
    (!arguments.is_empty()).then(|| quote!(new(#(#arguments),*)))
}

/// The required members that the constructor sets; nothing if there are none.
fn set_by_new(imports: &mut Imports<'_>, object: &ObjectDef) -> Option<TokenStream> {
    let mut set = Vec::new();
    for field in object.fields.iter().filter(|field| field.required) {
        if let Some(variant) = &field.initial {
            let (name, ty) = (&field.name, imports.spell(&field.value.ty));
            set.push(quote!(#name = #ty::#variant));
        }
    }
    (!set.is_empty()).then(|| quote!(set(#(#set),*)))
}

/// The entries of a table that belong together; nothing if there are none.
pub(super) fn section(keyword: &TokenStream, entries: &[TokenStream]) -> Option<TokenStream> {
    (!entries.is_empty()).then(|| quote!(#keyword { #(#entries,)* }))
}

/// A member with its documentation, its type and its rules.
fn member(imports: &mut Imports<'_>, field: &Field) -> TokenStream {
    let sentence = format!("The member {}.", doc::code(&field.wire));
    let doc = imports.docs.field(&field.doc, &sentence);
    let deprecated = attributes::deprecated(field.deprecated);
    let (name, wire) = (&field.name, literal::text(&field.wire));
    let ty = imports.spell(&field.value.ty);
    let initial = field.initial.as_ref().filter(|_| !field.required);
    let initial = initial.map(|variant| quote!(= #ty::#variant));
    let ty = ascription(imports, &field.value.ty);
    let rules = rules(imports, &field.value);
    quote!(#doc #deprecated #name #wire #ty #initial #rules)
}

/// `where` and the rules of a value, or `valid` if only its type has rules; nothing if neither has.
pub(super) fn rules(imports: &mut Imports<'_>, value: &Value) -> Option<TokenStream> {
    if !value.rules.is_empty() {
        let rules = rules::list(imports, &value.rules);
        return Some(quote!(where #rules));
    }
    let is_checked = imports.scope().is_checked(&value.ty);
    is_checked.then(|| quote!(where valid))
}

/// The type of a member; with `into` if its setter takes anything that converts into the type, or into
/// that of the items.
pub(super) fn ascription(imports: &mut Imports<'_>, ty: &Type) -> TokenStream {
    match imports.scope().conversion(ty) {
        Conversion::None => {
            let spelled = imports.spell(ty);
            quote!(: #spelled)
        }
        Conversion::Whole => {
            let spelled = imports.spell(ty);
            quote!(into #spelled)
        }
        Conversion::Items(item) => {
            let item = imports.spell(item);
            quote!([into #item])
        }
    }
}

fn others(imports: &mut Imports<'_>, others: &Others) -> TokenStream {
    let doc = if others.forbidden {
        "Additional properties; the schema allows none."
    } else {
        "Additional properties: members that the schema does not name."
    };
    let doc = imports.docs.markdown(doc);
    let name = &others.name;
    if others.undeclared {
        return quote!(undeclared { #doc #name, });
    }
    let ty = imports.spell(&others.value.ty);
    quote!(others { #doc #name: #ty, })
}

fn constant((wire, value): &(String, String)) -> TokenStream {
    let (wire, value) = (literal::text(wire), literal::text(value));
    quote!(#wire = #value)
}

/// A line for each rule about several members or the whole object; nothing if there are none.
fn check(imports: &mut Imports<'_>, def: &TypeDef, object: &ObjectDef) -> Option<TokenStream> {
    let mut checks = Vec::new();
    if let Some(others) = &object.others {
        let has_rules =
            others.forbidden || !others.rules.is_empty() || !others.value.rules.is_empty();
        if has_rules || imports.scope().is_checked(&others.value.ty) {
            let (name, rules) = (&others.name, rules::of_others(imports, others));
            checks.push(quote!(at.others(&object.#name, #rules);));
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
        checks.push(quote!(at.whole(object, #rules);));
    }
    (!checks.is_empty()).then(|| quote!(check(object, at) { #(#checks)* }))
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

crate::runtime::object! {
    /// The type `Pet`.
    pub struct Pet
    new(name: impl Into<String>)
    required {
        /// The member `name`.
        name "name" into String,
    }
    optional {
        /// The member `size`.
        size "size": i64 where [Rule::maximum("800").because("up to 800").code("10033")],
        /// The member `parent`.
        parent "parent" into Box<Pet> where valid,
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
            &[("note", object.note.is_some()), ("loud", object.loud.is_some())],"#;
        let requires = r#"at.requires(
            matches!(object.loud, Some(true))
                && matches!(object.type_, Some(ref it) if it.as_str() == "cat")
                && object.limit.is_some(),
            &[("weight", object.weight.is_some()), ("name", true)],
            const { crate::runtime::Rule::required().code("10004") },
        );"#;
        assert!(text.contains(mutually_exclusive), "{text}");
        assert!(text.contains(requires), "{text}");
    }
}
