//! Rules in, the expressions that make them at run time out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Others, Rule, RuleKind};
use crate::tree::Number;

use super::imports::Imports;
use super::literal;

/// Rules as the slice that `Checker` takes.
pub(super) fn slice(imports: &mut Imports<'_>, rules: &[Rule]) -> TokenStream {
    let rules: Vec<TokenStream> = rules.iter().map(|rule| one(imports, rule)).collect();
    slice_of(&rules)
}

/// Rules as the list of a member in a table.
pub(super) fn list(imports: &mut Imports<'_>, rules: &[Rule]) -> TokenStream {
    let rules: Vec<TokenStream> = rules.iter().map(|rule| one(imports, rule)).collect();
    quote!([#(#rules),*])
}

/// The rules for members that the schema does not name, as rules for the map they are in.
pub(super) fn of_others(imports: &mut Imports<'_>, others: &Others) -> TokenStream {
    let mut rules = Vec::new();
    if others.forbidden {
        let rule = imports.runtime("Rule");
        rules.push(quote!(#rule::no_additional_properties()));
    }
    rules.extend(others.rules.iter().map(|rule| one(imports, rule)));
    if !others.value.rules.is_empty() {
        let (rule, items) = (imports.runtime("Rule"), slice(imports, &others.value.rules));
        rules.push(quote!(#rule::items(#items)));
    }
    slice_of(&rules)
}

/// What the table of a union or an enum says about its values as a whole.
pub(super) fn of_whole(imports: &mut Imports<'_>, rules: &[Rule]) -> TokenStream {
    let (counts, rules): (Vec<_>, Vec<_>) = rules
        .iter()
        .cloned()
        .partition(|rule| rule.kind == RuleKind::ExactlyOne);
    let counts = (!counts.is_empty()).then(|| quote!(fits exactly_one));
    let rules = (!rules.is_empty()).then(|| {
        let rules = slice(imports, &rules);
        quote!(rules #rules)
    });
    quote!(#counts #rules)
}

/// `Rule::name()`, with the words it rests on and the code for breaking it.
pub(super) fn named(
    imports: &mut Imports<'_>,
    constructor: &TokenStream,
    because: Option<&str>,
    code: Option<&str>,
) -> TokenStream {
    let rule = imports.runtime("Rule");
    let because = because
        .map(literal::text)
        .map(|words| quote!(.because(#words)));
    let code = code.map(literal::text).map(|code| quote!(.code(#code)));
    quote!(#rule::#constructor #because #code)
}

fn slice_of(rules: &[TokenStream]) -> TokenStream {
    if rules.is_empty() {
        quote!(&[])
    } else {
        quote!(const { &[#(#rules),*] })
    }
}

fn one(imports: &mut Imports<'_>, rule: &Rule) -> TokenStream {
    let constructor = constructor(imports, &rule.kind);
    named(
        imports,
        &constructor,
        rule.because.as_deref(),
        rule.code.as_deref(),
    )
}

fn constructor(imports: &mut Imports<'_>, kind: &RuleKind) -> TokenStream {
    match kind {
        RuleKind::Minimum(bound) => number(&quote!(minimum), bound),
        RuleKind::Maximum(bound) => number(&quote!(maximum), bound),
        RuleKind::ExclusiveMinimum(bound) => number(&quote!(exclusive_minimum), bound),
        RuleKind::ExclusiveMaximum(bound) => number(&quote!(exclusive_maximum), bound),
        RuleKind::MultipleOf(step) => number(&quote!(multiple_of), step),
        RuleKind::MinLength(count) => size(&quote!(min_length), *count),
        RuleKind::MaxLength(count) => size(&quote!(max_length), *count),
        RuleKind::Pattern(pattern) => {
            let pattern = literal::text(pattern);
            quote!(pattern(#pattern))
        }
        RuleKind::Format(format) => {
            let format = literal::text(format);
            quote!(format(#format, crate::format_checks::is_valid))
        }
        RuleKind::Base64 => quote!(base64()),
        RuleKind::MinItems(count) => size(&quote!(min_items), *count),
        RuleKind::MaxItems(count) => size(&quote!(max_items), *count),
        RuleKind::UniqueItems => quote!(unique_items()),
        RuleKind::Items(rules) => {
            let rules = slice(imports, rules);
            quote!(items(#rules))
        }
        RuleKind::PropertyNames(rules) => {
            let rules = slice(imports, rules);
            quote!(property_names(#rules))
        }
        RuleKind::MinProperties(count) => size(&quote!(min_properties), *count),
        RuleKind::MaxProperties(count) => size(&quote!(max_properties), *count),
        RuleKind::OneOf(values) => {
            let values = values.iter().map(|value| literal::text(&value.to_json()));
            quote!(enumeration(&[#(#values),*]))
        }
        RuleKind::Conforms(schema) => {
            let schema = literal::text(&schema.to_json());
            if kind.checks_format() {
                return quote!(conforms_with_formats(#schema, crate::format_checks::is_valid));
            }
            quote!(conforms(#schema))
        }
        RuleKind::ExactlyOne => {
            unreachable!("the table of a union says so, and it stands nowhere else")
        }
    }
}

/// Bounds are texts, for a double may not be able to hold them.
fn number(constructor: &TokenStream, bound: &Number) -> TokenStream {
    let bound = literal::text(&bound.to_json());
    quote!(#constructor(#bound))
}

fn size(constructor: &TokenStream, count: u64) -> TokenStream {
    let count = literal::count(count);
    quote!(#constructor(#count))
}
