//! An API in, its types as plain serde derives out: the baseline of the measurement, without docs, rules
//! and operations.

use std::fmt::Write;

use codegen::ir::{Api, Body, Call, ObjectDef, ResponseBody, Type, TypeDef, TypeKind};

/// The source of a module.
pub(super) fn module_source(api: &Api) -> String {
    let mut text = format!("pub mod {} {{\n", api.module);
    for def in &api.types {
        write_type(api, def, &mut text).expect("a string takes any text");
    }
    for (index, operation) in api.operations.iter().enumerate() {
        write_calls(api, index, &operation.call, &mut text).expect("a string takes any text");
    }
    text.push_str("}\n");
    text
}

/// Functions that write and read the bodies of an operation, so that as much is monomorphized as in the
/// bindings.
fn write_calls(api: &Api, index: usize, call: &Call, text: &mut String) -> std::fmt::Result {
    let sent = call.body.iter().flat_map(Body::sent);
    for (place, value) in sent.filter_map(|sent| sent.form.value()).enumerate() {
        let ty = type_text(api, &value.ty);
        writeln!(
            text,
            "pub fn write_{index}_{place}(body: &{ty}) -> serde_json::Result<Vec<u8>> {{ serde_json::to_vec(body) }}"
        )?;
    }
    if let ResponseBody::Json(result) | ResponseBody::OptionalJson(result) = &call.success.body {
        let ty = type_text(api, result);
        writeln!(
            text,
            "pub fn read_{index}(body: &[u8]) -> serde_json::Result<{ty}> {{ serde_json::from_slice(body) }}"
        )?;
    }
    Ok(())
}

const DERIVES: &str =
    "#[derive(Clone, Debug, PartialEq, serde_derive::Serialize, serde_derive::Deserialize)]\n";

fn write_type(api: &Api, def: &TypeDef, text: &mut String) -> std::fmt::Result {
    let name = &def.name;
    if let TypeKind::Alias(target) = &def.kind {
        return writeln!(text, "pub type {name} = {};", type_text(api, target));
    }
    text.push_str(DERIVES);
    match &def.kind {
        TypeKind::Object(object) => return write_struct(api, def, object, text),
        TypeKind::Tuple(items) => {
            write!(text, "pub struct {name}(")?;
            for item in items {
                let ty = type_text(api, &item.value.ty);
                if item.required {
                    write!(text, "{ty}, ")?;
                } else {
                    write!(text, "::std::option::Option<{ty}>, ")?;
                }
            }
            return writeln!(text, ");");
        }
        TypeKind::Newtype(value) => {
            writeln!(text, "#[serde(transparent)]")?;
            return writeln!(
                text,
                "pub struct {name}(pub {});",
                type_text(api, &value.ty)
            );
        }
        TypeKind::StringEnum(strings) => {
            writeln!(text, "pub enum {name} {{")?;
            for (variant, value) in &strings.variants {
                writeln!(text, "#[serde(rename = {value:?})] {variant},")?;
            }
            writeln!(text, "#[serde(untagged)] Other(::std::string::String),")?;
        }
        TypeKind::Tagged(tagged) => {
            writeln!(text, "#[serde(tag = {:?})]\npub enum {name} {{", tagged.tag)?;
            for variant in &tagged.variants {
                let (value, name) = (&variant.value, &variant.name);
                writeln!(
                    text,
                    "#[serde(rename = {value:?})] {name}({}),",
                    type_text(api, &variant.ty)
                )?;
            }
        }
        TypeKind::Union(alternatives) => {
            writeln!(text, "#[serde(untagged)]\npub enum {name} {{")?;
            for alternative in alternatives {
                writeln!(
                    text,
                    "{}({}),",
                    alternative.name,
                    type_text(api, &alternative.value.ty)
                )?;
            }
        }
        TypeKind::Alias(_) => unreachable!("aliases are written above"),
    }
    writeln!(text, "}}")
}

fn write_struct(
    api: &Api,
    def: &TypeDef,
    object: &ObjectDef,
    text: &mut String,
) -> std::fmt::Result {
    writeln!(text, "pub struct {} {{", def.name)?;
    for field in &object.fields {
        let (name, wire, ty) = (&field.name, &field.wire, type_text(api, &field.value.ty));
        if field.required {
            writeln!(text, "#[serde(rename = {wire:?})] pub {name}: {ty},")?;
        } else {
            writeln!(
                text,
                "#[serde(rename = {wire:?}, skip_serializing_if = \"::std::option::Option::is_none\")]\n\
                 pub {name}: ::std::option::Option<{ty}>,"
            )?;
        }
    }
    if let Some(others) = &object.others {
        let ty = type_text(api, &Type::Map(Box::new(others.value.ty.clone())));
        writeln!(text, "#[serde(flatten)] pub {}: {ty},", others.name)?;
    }
    writeln!(text, "}}")
}

fn type_text(api: &Api, it: &Type) -> String {
    match it {
        Type::Bool => "bool".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::I128 => "i128".to_owned(),
        Type::U128 => "u128".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String | Type::Base64 | Type::DateTime | Type::File => {
            "::std::string::String".to_owned()
        }
        Type::Json | Type::Foreign(_) => "::serde_json::Value".to_owned(),
        Type::Named(id) => api.type_def(*id).name.to_string(),
        Type::Vec(inner) => format!("::std::vec::Vec<{}>", type_text(api, inner)),
        Type::Map(inner) => {
            format!(
                "::std::collections::BTreeMap<::std::string::String, {}>",
                type_text(api, inner)
            )
        }
        Type::Nullable(inner) => format!("::std::option::Option<{}>", type_text(api, inner)),
        Type::Box(inner) => format!("::std::boxed::Box<{}>", type_text(api, inner)),
    }
}
