//! An API in, a function that prints how its items behave out: what is sent and refused, what is decoded,
//! and every constant.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use codegen::ir::{Api, Operation, Parameter, Type};
use serde_json::{Value, json};

use super::caller::{body_content, spell};
use super::instances::list_instances;

/// What the functions use.
pub(crate) const PRELUDE: &str = r#"#![allow(warnings)]

use made::{Validate, runtime::Decode};

/// A value of JSON, if it is one of this type.
fn parse<T: Decode>(json: &str) -> Option<T> {
    made::decode(json.as_bytes()).ok()
}

/// Prints whether the bindings accept an instance, and what they make of it.
fn judge<T: Decode + Validate + std::fmt::Debug>(module: &str, name: &str, json: &str) {
    let line = format!("{module}\t{name}\t{json}");
    match parse::<T>(json) {
        None => println!("{line}\tno\tother JSON"),
        Some(value) => match value.validate() {
            Ok(()) => println!("{line}\tyes\t{value:?} {}", serde_json::to_string(&value).unwrap()),
            Err(violations) => println!("{line}\tno\t{violations:?}"),
        },
    }
}
"#;

/// A pair of APIs of which a program is written.
pub(crate) struct Subject<'a> {
    pub(crate) old: &'a Api,
    /// Both documents.
    pub(crate) documents: [&'a Value; 2],
    /// The types whose instances are judged: their names, and where they are in each document.
    pub(crate) types: Vec<(String, [String; 2])>,
}

impl Subject<'_> {
    /// Instances at a place of either document, each once.
    fn instances(&self, pointers: [&str; 2]) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for (document, pointer) in self.documents.iter().zip(pointers) {
            let schema = document.pointer(pointer);
            let list = schema.map(|it| list_instances(document, it, 0));
            all.extend(list.into_iter().flatten().map(|it| it.to_string()));
        }
        let mut seen = BTreeSet::new();
        all.retain(|it| seen.insert(it.clone()));
        all
    }

    /// Writes the judgement of all instances of the types.
    pub(crate) fn write_types(&self) -> String {
        let mut text = String::new();
        for (name, [old, new]) in &self.types {
            for json in self.instances([old, new]) {
                let _ = writeln!(
                    text,
                    "    crate::judge::<api::{name}>(MODULE, {name:?}, {json:?});"
                );
            }
        }
        text
    }

    /// Writes what prints all constants, requests, errors and events.
    pub(crate) fn write_items(&self) -> String {
        let api = self.old;
        let mut text = String::new();
        say(&mut text, "api", "api::API");
        for operation in &api.operations {
            self.write_operation(&mut text, operation);
        }
        for error in &api.errors {
            say(
                &mut text,
                "error",
                &format!("api::errors::{}", error.constant),
            );
        }
        if let Some(body) = &api.error_body {
            let def = api.type_def(body.ty);
            let pointer = def.address.pointer.to_string();
            for json in self.instances([&pointer, &pointer]) {
                let entries = format!(
                    "crate::parse::<api::{}>({json:?}).as_ref().map(made::ErrorBody::entries)",
                    def.name
                );
                say(&mut text, "entries", &entries);
            }
        }
        self.write_events(&mut text);
        text
    }

    fn write_events(&self, text: &mut String) {
        let Some(events) = &self.old.events else {
            return;
        };
        if events.signature.is_some() {
            say(text, "signature", "api::webhook::SIGNATURE_HEADER");
        }
        for event in &events.variants {
            let pointer = format!(
                "{}/requestBody/content/application~1json/schema",
                event.address.pointer
            );
            // A body that only says which event it is.
            let tagged = events
                .tags
                .first()
                .map(|tag| json!({ tag: event.value }).to_string());
            for json in self
                .instances([&pointer, &pointer])
                .into_iter()
                .chain(tagged)
            {
                let json = format!("{json:?}.as_bytes()");
                let event = format!(
                    "made::runtime::webhook::unverified::<api::{}>({json})",
                    events.name
                );
                say(text, "event", &format!("{event}.map_err(|_| ())"));
                if events.state.is_some() {
                    let state =
                        format!("{event}.ok().as_ref().and_then(made::HasClientState::state)");
                    say(text, "state", &state);
                }
            }
        }
    }

    fn write_operation(&self, text: &mut String, operation: &Operation) {
        let name = &operation.name;
        for constant in ["METHOD", "PATH", "RETRY", "SECURITY", "SERVERS"] {
            let value = format!("<api::{name} as made::Operation>::{constant}");
            say(text, constant, &value);
        }
        let arguments = operation.arguments();
        let mut first: Vec<(String, String)> = Vec::new();
        for parameter in &arguments {
            let json = self.parameter_instances(operation, parameter);
            first.push((self.spell(&parameter.value.ty), json[0].clone()));
        }
        let body = operation.call.body.as_ref();
        let content = operation.path.replace('~', "~0").replace('/', "~1");
        let content = format!(
            "/paths/{content}/{}/requestBody/content",
            operation.method.to_lowercase()
        );
        let bodies = operation.body.first().map(|it| {
            let media_type = it.media_type.replace('/', "~1");
            let pointer = format!("{content}/{media_type}/schema");
            self.instances([&pointer, &pointer])
        });
        let ty = operation.body.first().and_then(|it| it.value.as_ref());
        let ty = ty.map(|it| self.spell(&it.ty));
        let is_one = body_content(operation).is_none_or(|_| operation.body.len() == 1);
        let required = body.is_some_and(|it| it.required);
        if let (true, Some(ty), Some(bodies)) = (required, &ty, &bodies) {
            first.push((ty.clone(), bodies.first().cloned().unwrap_or_default()));
        }
        if !is_one {
            return;
        }
        let write = |text: &mut String, arguments: &[(String, String)], setter: &str| {
            let arguments = arguments.iter();
            let arguments =
                arguments.map(|(ty, json)| format!("crate::parse::<{ty}>({json:?})?, "));
            let arguments: String = arguments.collect();
            let value = format!(
                "(|| {{ use made::Operation as _; Some(api::{name}::new({arguments}){setter}.request()) }})()"
            );
            say(text, "request", &value);
        };
        write(text, &first, "");
        for (index, parameter) in arguments.iter().enumerate() {
            for json in self.parameter_instances(operation, parameter) {
                let mut changed = first.clone();
                changed[index].1 = json;
                write(text, &changed, "");
            }
        }
        for parameter in operation.parameters.iter().filter(|it| !it.required) {
            for json in self.parameter_instances(operation, parameter) {
                let (field, ty) = (&parameter.name, self.spell(&parameter.value.ty));
                let setter = format!(".{field}(crate::parse::<{ty}>({json:?})?)");
                write(text, &first, &setter);
            }
        }
    }

    fn spell(&self, ty: &Type) -> String {
        spell(self.old, ty)
    }

    /// Instances of a parameter in either document; one at least.
    fn parameter_instances(&self, operation: &Operation, parameter: &Parameter) -> Vec<String> {
        let path = operation.path.replace('~', "~0").replace('/', "~1");
        let pointer = format!("/paths/{path}/{}", operation.method.to_lowercase());
        let pointers = self.documents.map(|document| {
            let list = document.pointer(&format!("{pointer}/parameters"));
            let list = list.and_then(Value::as_array).into_iter().flatten();
            let index = { list }.position(|it| it["name"] == *parameter.wire);
            let index = index.unwrap_or_default();
            format!("{pointer}/parameters/{index}/schema")
        });
        let mut instances = self.instances([&pointers[0], &pointers[1]]);
        if instances.is_empty() {
            instances.push("\"a\"".to_owned());
        }
        instances
    }
}

/// Prints a value below a title.
fn say(text: &mut String, title: &str, value: &str) {
    let _ = writeln!(
        text,
        "    println!(\"{{}}\\t{title}\\t{{:?}}\", MODULE, {value});"
    );
}
