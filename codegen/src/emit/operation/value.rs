//! A type and an example of it in, the expression for such a value out.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::Ident;

use crate::emit::literal;
use crate::emit::scope::Scope;
use crate::ir::{
    Alternative, Field, ForeignType, ObjectDef, Rule, RuleKind, Tagged, TaggedVariant, TupleItem,
    Type, TypeId, TypeKind, Value, Via,
};
use crate::name::{FieldName, TypeName};
use crate::tree::{Number, Tree};

use super::foreign_value::foreign_value;

/// How deep a value that somebody reads as an example may be nested.
const DEEPEST: usize = 8;

/// How many optional members and items an example shows.
const SHOWN: usize = 3;

/// Makes up values.
pub(super) struct Samples<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// The crate that it is used from.
    pub(super) library: Ident,
}

/// A place where a value is wanted.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    ty: &'a Type,
    rules: &'a [Rule],
    example: Option<&'a Tree>,
    /// What it is called.
    name: &'a str,
    depth: usize,
}

/// A text as a literal.
pub(super) fn text(text: &str) -> TokenStream {
    let text = literal::text(text);
    quote!(#text)
}

impl Samples<'_> {
    /// An argument, which is converted where that is obvious.
    pub(super) fn argument(
        &self,
        value: &Value,
        example: Option<&Tree>,
        name: &str,
    ) -> Option<TokenStream> {
        self.converted(Wanted {
            ty: &value.ty,
            rules: &value.rules,
            example,
            name,
            depth: 0,
        })
    }

    /// A value as it is, where nothing converts it.
    pub(super) fn exactly(
        &self,
        value: &Value,
        example: Option<&Tree>,
        name: &str,
    ) -> Option<TokenStream> {
        self.value(Wanted {
            ty: &value.ty,
            rules: &value.rules,
            example,
            name,
            depth: 0,
        })
    }

    /// An object as the example has it, optional members included but for one; `None` where it shows
    /// none.
    pub(super) fn filled(
        &self,
        ty: &Type,
        example: &Tree,
        without: Option<&FieldName>,
    ) -> Option<TokenStream> {
        let Type::Named(id) = self.scope.resolve(ty) else {
            return None;
        };
        let def = self.scope.api.type_def(*id);
        let TypeKind::Object(object) = &def.kind else {
            return None;
        };
        let optional = object
            .fields
            .iter()
            .filter(|it| !it.required && !it.deprecated && Some(&it.name) != without);
        let setters = optional.filter_map(|field| {
            let example = example.get(&field.wire)?;
            let (name, value) = (&field.name, self.member(field, Some(example), 1)?);
            Some(quote!(.#name(#value)))
        });
        let setters: Vec<TokenStream> = setters.take(SHOWN).collect();
        let new = self.object(&def.name, object, Some(example), 0)?;
        (!setters.is_empty()).then(|| quote!(#new #(#setters)*))
    }

    /// A value as an argument of `impl Into`, where it is one.
    fn converted(&self, wanted: Wanted<'_>) -> Option<TokenStream> {
        match self.scope.resolve(wanted.ty) {
            Type::String => Some(string(wanted)),
            named if self.scope.is_string_newtype(named) => Some(string(wanted)),
            Type::Vec(item) if self.scope.is_string_newtype(item) => {
                let items = wanted.example.and_then(Tree::as_array).unwrap_or_default();
                let items = items.iter().filter_map(Tree::as_str).take(SHOWN).map(text);
                let mut items: Vec<TokenStream> = items.collect();
                if items.is_empty() {
                    items.push(text(wanted.name));
                }
                Some(quote!([#(#items),*]))
            }
            Type::Foreign(foreign) => {
                foreign_value(foreign, wanted.example, wanted.name, &self.library)
            }
            // A file has no example: what a document shows is the path of one, or nothing.
            Type::File => Some(text("contents")),
            Type::Nullable(inner)
                if (matches!(self.scope.resolve(inner), Type::String)
                    || self.scope.is_string_newtype(inner))
                    && !matches!(wanted.example, Some(Tree::Null)) =>
            {
                Some(string(wanted))
            }
            _ => self.value(wanted),
        }
    }

    /// A value of exactly this type.
    fn value(&self, wanted: Wanted<'_>) -> Option<TokenStream> {
        if wanted.depth > DEEPEST {
            return None;
        }
        let library = &self.library;
        let example = wanted.example;
        let value = match self.scope.resolve(wanted.ty) {
            Type::Bool => {
                let value = example.and_then(Tree::as_bool).unwrap_or(true);
                quote!(#value)
            }
            Type::I64 => integer(&wanted, i64::MIN.into(), i64::MAX.into()),
            Type::U64 => integer(&wanted, 0, u64::MAX.into()),
            Type::I128 => integer(&wanted, i128::MIN, i128::MAX),
            Type::U128 => integer(&wanted, 0, i128::MAX),
            Type::F64 => float(&wanted),
            Type::String => {
                let text = string(wanted);
                quote!(#text.to_owned())
            }
            Type::Base64 => match example.and_then(Tree::as_str).map(text) {
                Some(text) => quote!(#library::Base64::from_encoded(#text)),
                None => quote!(#library::Base64::encode("text")),
            },
            Type::DateTime => {
                let text = text(
                    example
                        .and_then(Tree::as_str)
                        .unwrap_or("2025-01-31T10:00:00Z"),
                );
                quote!(#library::DateTime::from_text(#text))
            }
            Type::File => quote!(#library::File::new("contents")),
            Type::Json => self.json(example),
            Type::Foreign(foreign) => self.foreign(foreign, wanted)?,
            Type::Named(id) => self.named(*id, wanted)?,
            Type::Vec(inner) => self.list(inner, wanted)?,
            Type::Map(inner) => self.map(inner, wanted)?,
            Type::Nullable(_) if matches!(example, Some(Tree::Null)) => {
                quote!(#library::Nullable::Null)
            }
            Type::Nullable(inner) => {
                let value = self.value(Wanted {
                    ty: inner,
                    depth: wanted.depth + 1,
                    ..wanted
                })?;
                quote!(#library::Nullable::Value(#value))
            }
            Type::Box(inner) => {
                let value = self.value(Wanted {
                    ty: inner,
                    depth: wanted.depth + 1,
                    ..wanted
                })?;
                quote!(Box::new(#value))
            }
        };
        Some(value)
    }

    /// A value of a type of another crate, within the type around it.
    fn foreign(&self, foreign: &ForeignType, wanted: Wanted<'_>) -> Option<TokenStream> {
        let library = &self.library;
        let value = foreign_value(foreign, wanted.example, wanted.name, library)?;
        let wrapper = Ident::new(foreign.via.wrapper(), Span::call_site());
        Some(quote!(#library::#wrapper::new(#value)))
    }

    fn json(&self, example: Option<&Tree>) -> TokenStream {
        let library = &self.library;
        match example {
            None | Some(Tree::Null) => quote!(#library::Value::Null),
            Some(Tree::Bool(value)) => {
                let value = value.is_true();
                quote!(#library::Value::from(#value))
            }
            Some(Tree::String(value)) => {
                let text = text(value);
                quote!(#library::Value::from(#text))
            }
            Some(value) => {
                let text = text(&value.to_json());
                quote!(#text.parse::<#library::Value>()?)
            }
        }
    }

    fn named(&self, id: TypeId, wanted: Wanted<'_>) -> Option<TokenStream> {
        let def = self.scope.api.type_def(id);
        let name = &def.name;
        let below = Wanted {
            depth: wanted.depth + 1,
            ..wanted
        };
        match &def.kind {
            TypeKind::Object(object) => self.object(name, object, wanted.example, wanted.depth),
            TypeKind::StringEnum(it) => {
                let given = wanted.example.and_then(Tree::as_str);
                let known = it.variants.iter().find(|(_, text)| Some(&**text) == given);
                match known.or(it.variants.first()) {
                    Some((variant, _)) => Some(quote!(#name::#variant)),
                    None => {
                        let text = string(wanted);
                        Some(quote!(#name::from(#text)))
                    }
                }
            }
            TypeKind::Tagged(tagged) => self.tagged(name, tagged, below),
            TypeKind::Union(alternatives) => self.union(name, alternatives, below),
            TypeKind::Tuple(items) => self.tuple(name, items, below),
            TypeKind::Newtype(value) if value.ty == Type::String => {
                let text = string(wanted);
                Some(quote!(#name::from(#text)))
            }
            TypeKind::Newtype(value) => {
                let value = self.value(Wanted {
                    ty: &value.ty,
                    rules: &value.rules,
                    ..below
                })?;
                Some(quote!(#name(#value)))
            }
            // Only one without an end is still there.
            TypeKind::Alias(_) => None,
        }
    }

    fn tuple(
        &self,
        name: &TypeName,
        items: &[TupleItem],
        wanted: Wanted<'_>,
    ) -> Option<TokenStream> {
        let example = wanted.example.and_then(Tree::as_array);
        let items = items.iter().enumerate().map(|(index, item)| {
            let example = example.and_then(|items| items.get(index));
            if !item.required && example.is_none() {
                return Some(quote!(None));
            }
            let value = self.value(Wanted {
                ty: &item.value.ty,
                rules: &item.value.rules,
                example,
                ..wanted
            })?;
            Some(if item.required {
                value
            } else {
                quote!(Some(#value))
            })
        });
        let items: Vec<TokenStream> = items.collect::<Option<_>>()?;
        Some(quote!(#name(#(#items),*)))
    }

    /// An object with all that it requires.
    fn object(
        &self,
        name: &TypeName,
        object: &ObjectDef,
        example: Option<&Tree>,
        depth: usize,
    ) -> Option<TokenStream> {
        let arguments = object.arguments().into_iter().map(|field| {
            let example = example.and_then(|it| it.get(&field.wire));
            self.member(field, example, depth + 1)
        });
        let arguments: Vec<TokenStream> = arguments.collect::<Option<_>>()?;
        Some(quote!(#name::new(#(#arguments),*)))
    }

    /// A member as an argument.
    fn member(&self, field: &Field, example: Option<&Tree>, depth: usize) -> Option<TokenStream> {
        self.converted(Wanted {
            ty: &field.value.ty,
            rules: &field.value.rules,
            example,
            name: &field.wire,
            depth,
        })
    }

    fn tagged(&self, name: &TypeName, tagged: &Tagged, wanted: Wanted<'_>) -> Option<TokenStream> {
        let tag = wanted.example.and_then(|it| it.get(&tagged.tag)?.as_str());
        let variants = &tagged.variants;
        let named = |it: &&TaggedVariant| it.values().any(|value| Some(value) == tag);
        let named = variants.iter().find(named);
        let variant = named.or(variants.first())?;
        let value = self.value(Wanted {
            ty: &variant.ty,
            rules: &[],
            ..wanted
        })?;
        let variant = &variant.name;
        Some(quote!(#name::#variant(#value)))
    }

    fn union(
        &self,
        name: &TypeName,
        alternatives: &[Alternative],
        wanted: Wanted<'_>,
    ) -> Option<TokenStream> {
        let fits = |it: &&Alternative| {
            let example = wanted.example;
            example.is_some_and(|example| self.fits(&it.value.ty, example))
        };
        let alternative = alternatives.iter().find(fits);
        let alternative = alternative.or(alternatives.first())?;
        let value = self.value(Wanted {
            ty: &alternative.value.ty,
            rules: &alternative.value.rules,
            ..wanted
        })?;
        let variant = &alternative.name;
        Some(quote!(#name::#variant(#value)))
    }

    /// Whether an example is of the right kind for a type.
    fn fits(&self, ty: &Type, example: &Tree) -> bool {
        match (self.scope.resolve(ty), example) {
            (Type::Json, _)
            | (Type::Bool, Tree::Bool(_))
            | (Type::F64, Tree::Number(_))
            | (Type::String | Type::Base64 | Type::DateTime, Tree::String(_))
            | (Type::Vec(_), Tree::Array(_))
            | (Type::Map(_), Tree::Object(_))
            | (Type::Nullable(_), Tree::Null) => true,
            (Type::Foreign(foreign), example) => match foreign.via {
                Via::Text => example.as_str().is_some(),
                Via::Number => matches!(example, Tree::Number(_)),
                Via::Json => *example != Tree::Null,
            },
            (Type::I64 | Type::U64 | Type::I128 | Type::U128, Tree::Number(number)) => {
                number.is_integer()
            }
            (Type::Nullable(inner) | Type::Box(inner), example) => self.fits(inner, example),
            (Type::Named(id), example) => match (&self.scope.api.type_def(*id).kind, example) {
                (TypeKind::Object(object), Tree::Object(members)) => {
                    let mut required = object.fields.iter().filter(|it| it.required);
                    required.all(|it| members.contains_key(&it.wire))
                }
                (TypeKind::StringEnum(it), Tree::String(text)) => {
                    it.variants.iter().any(|(_, value)| value == text)
                }
                (TypeKind::Tagged(_), Tree::Object(_)) => true,
                (TypeKind::Tuple(list), Tree::Array(items)) => {
                    let least = list.iter().filter(|it| it.required).count();
                    (least..=list.len()).contains(&items.len())
                }
                (TypeKind::Newtype(value), example) => match &value.ty {
                    // A newtype may be there to break a circle.
                    Type::Named(_) => false,
                    ty => self.fits(ty, example),
                },
                _ => false,
            },
            _ => false,
        }
    }

    fn list(&self, inner: &Type, wanted: Wanted<'_>) -> Option<TokenStream> {
        let item = |example| {
            self.value(Wanted {
                ty: inner,
                rules: item_rules(wanted.rules),
                example,
                depth: wanted.depth + 1,
                ..wanted
            })
        };
        let items = match wanted.example.and_then(Tree::as_array) {
            Some(items) => {
                let items = items.iter().take(SHOWN).map(|it| item(Some(it)));
                items.collect::<Option<Vec<_>>>()?
            }
            None => vec![item(None)?],
        };
        Some(quote!(vec![#(#items),*]))
    }

    fn map(&self, inner: &Type, wanted: Wanted<'_>) -> Option<TokenStream> {
        let library = &self.library;
        let Some(members) = wanted.example.and_then(Tree::as_object) else {
            return Some(quote!(#library::Map::new()));
        };
        let members = members.iter().take(SHOWN).map(|(name, example)| {
            let value = self.value(Wanted {
                ty: inner,
                rules: item_rules(wanted.rules),
                example: Some(example),
                name,
                depth: wanted.depth + 1,
            })?;
            let name = text(name);
            Some(quote!((#name.to_owned(), #value)))
        });
        let members: Vec<TokenStream> = members.collect::<Option<_>>()?;
        Some(quote!(#library::Map::from([#(#members),*])))
    }
}

/// The example's text, or what it is called.
fn string(wanted: Wanted<'_>) -> TokenStream {
    text(wanted.example.and_then(Tree::as_str).unwrap_or(wanted.name))
}

fn item_rules(rules: &[Rule]) -> &[Rule] {
    let items = rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::Items(rules) => Some(&rules[..]),
        _ => None,
    });
    items.unwrap_or_default()
}

/// The example, or the least number that the rules allow.
fn integer(wanted: &Wanted<'_>, least: i128, most: i128) -> TokenStream {
    let example = example_number(wanted.example).and_then(Number::as_i128);
    let number = example
        .or_else(|| minimum(wanted.rules)?.as_i128())
        .filter(|number| (least..=most).contains(number))
        .unwrap_or(1);
    let digits = Literal::u128_unsuffixed(number.unsigned_abs());
    if number < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

fn float(wanted: &Wanted<'_>) -> TokenStream {
    let example = example_number(wanted.example);
    let number = example
        .or_else(|| minimum(wanted.rules))
        .map(Number::as_f64);
    let number = number.filter(|number| number.is_finite()).unwrap_or(1.0);
    // With an exponent where that is shorter.
    let digits = format!("{:?}", number.abs());
    let digits: Literal = digits.parse().expect("a finite double is a literal");
    if number < 0.0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

fn example_number(example: Option<&Tree>) -> Option<&Number> {
    match example {
        Some(Tree::Number(number)) => Some(number),
        _ => None,
    }
}

fn minimum(rules: &[Rule]) -> Option<&Number> {
    rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::Minimum(number) => Some(number),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::emit::sample::library;
    use crate::ir::sample::{every_kind, value};
    use crate::source::{self, Sources};

    fn check(table: &[(Type, &str, &str)]) {
        let (api, library) = (every_kind(), library());
        let scope = Scope::new(&api, &library, false);
        let samples = Samples {
            scope: &scope,
            library: syn::parse_str("zoo").expect("a name"),
        };
        for (ty, example, expected) in table {
            let mut sources = Sources::default();
            let file = sources.add("example.json", *example);
            let example = source::parse(&sources, file, &mut Diagnostics::default());
            let made = samples.argument(&value(ty.clone(), &[]), example.as_ref(), "name");
            let made = made.map(|tokens| tokens.to_string().replace(' ', ""));
            assert_eq!(made.as_deref().unwrap_or("none"), *expected, "for {ty:?}");
        }
    }

    #[test]
    fn plain_values() {
        let list = |ty| Type::Vec(Box::new(ty));
        let map = |ty| Type::Map(Box::new(ty));
        let nullable = |ty| Type::Nullable(Box::new(ty));
        check(&[
            (Type::Bool, "", "true"),
            (Type::Bool, "false", "false"),
            (Type::I64, "-3", "-3"),
            (Type::U64, "-3", "1"),
            (Type::F64, "2", "2.0"),
            (Type::String, "", r#""name""#),
            (
                Type::Base64,
                r#""YQ==""#,
                r#"zoo::Base64::from_encoded("YQ==")"#,
            ),
            (
                Type::DateTime,
                "",
                r#"zoo::DateTime::from_text("2025-01-31T10:00:00Z")"#,
            ),
            (Type::Json, r#""a""#, r#"zoo::Value::from("a")"#),
            (Type::Json, "[1]", r#""[1]".parse::<zoo::Value>()?"#),
            (list(Type::String), r#"["a"]"#, r#"vec!["a".to_owned()]"#),
            (list(Type::I64), "", "vec![1]"),
            (
                map(Type::I64),
                r#"{"a":2}"#,
                r#"zoo::Map::from([("a".to_owned(),2)])"#,
            ),
            (map(Type::I64), "", "zoo::Map::new()"),
            (nullable(Type::String), "", r#""name""#),
            (nullable(Type::String), "null", "zoo::Nullable::Null"),
            (nullable(Type::I64), "", "zoo::Nullable::Value(1)"),
            (Type::Box(Box::new(Type::I64)), "", "Box::new(1)"),
        ]);
    }

    #[test]
    fn values_of_named_types() {
        let named = |id| Type::Named(TypeId(id));
        check(&[
            (named(0), r#"{"name": "Tom"}"#, r#"Pet::new("Tom",Port(2))"#),
            (named(1), r#""dog""#, "PetType::Dog"),
            (named(1), r#""bird""#, "PetType::Cat"),
            (
                named(2),
                r#"{"provider": "azure"}"#,
                r#"Voice::Azure(Box::new(AzureVoice::new("azure")))"#,
            ),
            (named(5), r#""x""#, r#"Count::Text("x".to_owned())"#),
            (named(6), "", "Port(2)"),
            (named(7), r#""x""#, r#""x""#),
            // It has no end.
            (named(8), "", "none"),
            (named(8), "[[]]", "Forest(vec![Forest(vec![])])"),
        ]);
    }
}
