//! A type in, its line and those of its members out.

use crate::ir::{Api, Field, ObjectDef, Others, StringEnum, Tagged, Type, TypeDef, TypeKind};

use super::row::{Row, quoted, word};
use super::{rules, sorted, spelling};

pub(super) fn rows(api: &Api, def: &TypeDef) -> Vec<Row> {
    let new = match &def.kind {
        TypeKind::Object(object) => new(object),
        TypeKind::StringEnum(_)
        | TypeKind::Tagged(_)
        | TypeKind::Union(_)
        | TypeKind::Tuple(_)
        | TypeKind::Newtype(_)
        | TypeKind::Alias(_) => String::new(),
    };
    let (kind, members) = kind_rows(api, &def.kind);
    let deprecated = if def.deprecated { " deprecated" } else { "" };
    let head = Row::new(format!("type {}", def.name))
        .second(new)
        .third(kind + deprecated + &derives(def));
    let whole = def.rules.iter().map(|rule| {
        let rules = rules::list_rules(std::slice::from_ref(rule));
        Row::below("whole").second(rules)
    });
    [head].into_iter().chain(members).chain(whole).collect()
}

/// The derive macros of other crates, if there are any.
fn derives(def: &TypeDef) -> String {
    let macros: Vec<String> = def.derives.iter().map(ToString::to_string).collect();
    if macros.is_empty() {
        return String::new();
    }
    format!(" derive({})", macros.join(", "))
}

/// Returns the kind of a type, and the rows of its members.
fn kind_rows(api: &Api, kind: &TypeKind) -> (String, Vec<Row>) {
    let spell = |ty: &Type| spelling::spell_type(api, ty);
    match kind {
        TypeKind::Object(object) => ("struct".to_owned(), object_rows(api, object)),
        TypeKind::StringEnum(string_enum) => enum_rows(string_enum),
        TypeKind::Tagged(tagged) => {
            let default = tagged.default.as_ref();
            let default = default.map(|it| format!(" or else {it}"));
            let kind = format!(
                "union by {}{}",
                word(&tagged.tag),
                default.unwrap_or_default()
            );
            (kind, tagged_rows(api, tagged))
        }
        TypeKind::Union(alternatives) => {
            // Their order counts: the first that fits is taken.
            let rows = alternatives.iter().map(|alternative| {
                Row::below(alternative.name.as_str())
                    .second(spell(&alternative.value.ty))
                    .third(rules::list_rules(&alternative.value.rules))
            });
            ("union".to_owned(), rows.collect())
        }
        TypeKind::Tuple(items) => {
            let rows = items.iter().enumerate().map(|(index, item)| {
                let ty = spell(&item.value.ty);
                let ty = if item.required {
                    ty
                } else {
                    format!("Option<{ty}>")
                };
                Row::below(&index.to_string())
                    .second(ty)
                    .third(rules::list_rules(&item.value.rules))
            });
            ("tuple".to_owned(), rows.collect())
        }
        TypeKind::Newtype(value) => {
            let (ty, rules) = (spell(&value.ty), rules::list_rules(&value.rules));
            let kind = format!("newtype {ty} {rules}");
            (kind.trim_end().to_owned(), Vec::new())
        }
        TypeKind::Alias(ty) => (format!("alias {}", spell(ty)), Vec::new()),
    }
}

/// Returns the constructor, if it has arguments.
fn new(object: &ObjectDef) -> String {
    let arguments = object.arguments();
    let names: Vec<&str> = arguments.iter().map(|it| it.name.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("new({})", names.join(", "))
}

fn object_rows(api: &Api, object: &ObjectDef) -> Vec<Row> {
    let ObjectDef {
        fields,
        constants,
        others,
        rules,
    } = object;
    let fields = fields
        .iter()
        .map(|field| (field.wire.as_str(), field_row(api, field)));
    let constants = constants.iter().map(|(wire, value)| {
        let row = Row::below(&word(wire))
            .second(quoted(value))
            .third("constant");
        (wire.as_str(), row)
    });
    let mut members: Vec<(&str, Row)> = fields.chain(constants).collect();
    members.sort_by_key(|(wire, _)| *wire);
    let members = members.into_iter().map(|(_, row)| row);
    let others = others.iter().map(|others| others_row(api, others));
    let mut rules: Vec<(&str, String)> = rules.iter().map(rules::of_object).collect();
    rules.sort();
    let rules = rules
        .into_iter()
        .map(|(kind, text)| Row::below(kind).second(text));
    members.chain(others).chain(rules).collect()
}

fn field_row(api: &Api, field: &Field) -> Row {
    let rules = Some(rules::list_rules(&field.value.rules)).filter(|rules| !rules.is_empty());
    let default = field
        .default
        .as_ref()
        .map(|value| format!("default {}", rules::json_line(value)));
    let deprecated = field.deprecated.then(|| "deprecated".to_owned());
    let notes: Vec<String> = [rules, default, deprecated].into_iter().flatten().collect();
    Row::below(&name(&field.wire, field.name.as_str()))
        .second(spelling::of_member(api, &field.value.ty, field.required))
        .third(notes.join(", "))
}

fn others_row(api: &Api, others: &Others) -> Row {
    let forbidden = others.forbidden.then(|| "forbidden".to_owned());
    let whole = Some(rules::list_rules(&others.rules)).filter(|rules| !rules.is_empty());
    let each = Some(rules::list_rules(&others.value.rules)).filter(|rules| !rules.is_empty());
    let each = each.map(|rules| format!("items ({rules})"));
    let undeclared = others.undeclared.then(|| "undeclared".to_owned());
    let notes: Vec<String> = [forbidden, undeclared, whole, each]
        .into_iter()
        .flatten()
        .collect();
    Row::below(&name("*", others.name.as_str()))
        .second(format!(
            "Map<{}>",
            spelling::spell_type(api, &others.value.ty)
        ))
        .third(notes.join(", "))
}

fn enum_rows(string_enum: &StringEnum) -> (String, Vec<Row>) {
    let code = string_enum
        .code
        .as_deref()
        .map(|code| format!(" [{}]", word(code)));
    let rows = sorted(&string_enum.variants, |(_, value)| value.as_str());
    let rows = rows
        .into_iter()
        .map(|(name, value)| Row::below(&word(value)).second(name.as_str()));
    let open = if string_enum.open { ", or any" } else { "" };
    let title = format!("enum{open}{}", code.unwrap_or_default());
    (title, rows.collect())
}

fn tagged_rows(api: &Api, tagged: &Tagged) -> Vec<Row> {
    let variants = sorted(&tagged.variants, |variant| variant.value.as_str());
    let rows = variants.into_iter().map(|variant| {
        let ty = spelling::spell_type(api, &variant.ty);
        let values: Vec<String> = variant.values().map(word).collect();
        Row::below(&values.join(" | ")).second(format!("{}({ty})", variant.name))
    });
    rows.collect()
}

/// Returns the wire name, and the Rust name if it differs.
pub(super) fn name(wire: &str, name: &str) -> String {
    if wire == name {
        word(wire)
    } else {
        format!("{} as {name}", word(wire))
    }
}
