//! An [`Api`] in, a text for reviews out, with one line per item.
//!
//! Everything is sorted, and the columns do not depend on other lines, so that a diff shows only
//! the items that changed.

mod connection;
mod operation;
mod row;
mod rules;
mod spelling;
mod types;

use crate::ir::{
    Api, Encoding, Event, Operation, Selector, Signature, SignatureScheme, TypeDef, Webhook,
};
pub(crate) use connection::{spell_scheme, spell_security, spell_server};
pub(crate) use operation::{place_name, spell_body, style_name};
use row::{Row, word};
pub(crate) use rules::{json_line, list_rules, rule_rank, spell_object_rule};
pub(crate) use spelling::spell_type;

/// Returns the listing: servers, security, types with their members, operations with their
/// parameters, webhooks and named errors.
#[must_use]
pub fn list_api(api: &Api) -> String {
    let mut text = String::new();
    let types = sorted(&api.types, |def| def.name.as_str());
    let types = types.into_iter().flat_map(|def| types::rows(api, def));
    let operations = sorted(&api.operations, |it| (it.path.as_str(), it.method.as_str()));
    let operations = operations
        .into_iter()
        .flat_map(|it| operation::rows(api, it));
    for row in connection::rows(api)
        .into_iter()
        .chain(types)
        .chain(operations)
        .chain(events(api))
        .chain(webhooks(api))
        .chain(errors(api))
    {
        text.push_str(&row.line());
    }
    text
}

/// The lines of one type.
pub(crate) fn type_lines(api: &Api, def: &TypeDef) -> String {
    types::rows(api, def).iter().map(Row::line).collect()
}

/// The lines of one operation.
pub(crate) fn operation_lines(api: &Api, operation: &Operation) -> String {
    let rows = operation::rows(api, operation);
    rows.iter().map(Row::line).collect()
}

/// Returns the items sorted by a key.
fn sorted<'i, T, K: Ord>(items: &'i [T], key: impl Fn(&'i T) -> K) -> Vec<&'i T> {
    let mut items: Vec<&T> = items.iter().collect();
    items.sort_by_key(|item| key(item));
    items
}

fn events(api: &Api) -> Vec<Row> {
    let Some(events) = &api.events else {
        return Vec::new();
    };
    let envelope = events
        .envelope
        .as_deref()
        .map(|envelope| format!(" in {}", word(envelope)));
    let state = events.state.as_ref().map(|path| path.join("/"));
    let state = state.map(|path| format!(", state {}", word(&path)));
    let tags: Vec<String> = events.tags.iter().map(|tag| word(tag)).collect();
    let by = format!(
        "hooks by {}{}{}",
        tags.join(" or "),
        envelope.unwrap_or_default(),
        state.unwrap_or_default()
    );
    let mut rows = vec![Row::new(format!("type {}", events.name)).third(by)];
    rows.extend(events.signature.as_ref().map(signature));
    rows.extend(
        sorted(&events.variants, |event| event.value.as_str())
            .into_iter()
            .map(|event| {
                let ty = spelling::spell_type(api, &event.ty);
                let declared = spelling::spell_type(api, &event.declared);
                let declared = (declared != ty).then(|| format!("declared {declared}"));
                let state = event.state.as_ref().map(|_| "state".to_owned());
                let by = (events.tags.len() > 1).then(|| spell_selectors(event));
                let notes = [by, form(&event.encoding), declared, state];
                let notes: Vec<String> = notes.into_iter().flatten().collect();
                Row::new(format!("hook {}", word(&event.value)))
                    .second(ty)
                    .third(notes.join(", "))
            }),
    );
    rows
}

/// Spells what identifies an event.
fn spell_selectors(event: &Event) -> String {
    let spell = |it: &Selector| {
        let values: Vec<String> = it.values.iter().map(|value| word(value)).collect();
        let values = if values.is_empty() {
            String::new()
        } else {
            format!("={}", values.join("|"))
        };
        format!("{}{values}", word(&it.member))
    };
    let selectors: Vec<String> = event.selectors.iter().map(spell).collect();
    format!("by {}", selectors.join(" or "))
}

/// Returns the webhooks that are not variants of the enum.
fn webhooks(api: &Api) -> Vec<Row> {
    let is_variant = |webhook: &&Webhook| {
        let mut variants = api.events.iter().flat_map(|events| &events.variants);
        variants.any(|event| event.address == webhook.address)
    };
    let sorted = sorted(&api.webhooks, |it| (it.key.as_str(), it.method.as_str()));
    let others = sorted.into_iter().filter(|it| !is_variant(it));
    let rows = others.map(|webhook| {
        let ty = webhook.ty.as_ref().map(|ty| spelling::spell_type(api, ty));
        Row::new(format!("hook {}", word(&webhook.key)))
            .second(ty.unwrap_or_default())
            .third(match form(&webhook.encoding) {
                Some(form) => format!("{}, {form}", webhook.method.to_lowercase()),
                None => webhook.method.to_lowercase(),
            })
    });
    rows.collect()
}

/// Describes a form: its members with a style other than the default.
fn form(encoding: &Encoding) -> Option<String> {
    let styles = match encoding {
        Encoding::Json => return None,
        Encoding::Form(styles) => styles,
        Encoding::Multipart(_) => return Some("parts".to_owned()),
    };
    let styles = sorted(styles, |(member, _)| member.as_str()).into_iter();
    let styles = styles.map(|(member, style)| {
        let style = operation::style_name(*style);
        format!(" {} {style}", word(member))
    });
    let styles: String = styles.collect();
    Some(format!("form{styles}"))
}

fn signature(signature: &Signature) -> Row {
    let Signature {
        scheme: SignatureScheme::Ed25519,
        signature_header,
        timestamp_header,
        tolerance_seconds,
        public_key_variable,
    } = signature;
    let key = public_key_variable.as_ref();
    let key = key.map_or_else(String::new, |name| format!(", key in {name}"));
    Row::new("signature ed25519").third(format!(
        "by {signature_header} over {timestamp_header}, within {tolerance_seconds} s{key}"
    ))
}

fn errors(api: &Api) -> Vec<Row> {
    let errors = sorted(&api.errors, |it| {
        (it.status, &it.code, &it.pointer, it.name.as_str())
    });
    let rows = errors.into_iter().map(|error| {
        let code = error.code.as_deref().map(|code| format!(" {}", word(code)));
        let at = error
            .pointer
            .as_deref()
            .map(|pointer| format!("at {}", word(pointer)));
        let parameter = error
            .parameter
            .as_deref()
            .map(|name| format!("at parameter {}", word(name)));
        Row::new(format!("fail {}{}", error.status, code.unwrap_or_default()))
            .second(error.name.as_str())
            .third(at.or(parameter).unwrap_or_default())
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use crate::ir::sample;

    #[test]
    fn order_in_the_document_does_not_show() {
        let mut api = sample::every_kind();
        let before = super::list_api(&api);
        api.errors.reverse();
        if let Some(events) = &mut api.events {
            events.variants.reverse();
        }
        for def in &mut api.types {
            match &mut def.kind {
                crate::ir::TypeKind::Object(object) => object.fields.reverse(),
                crate::ir::TypeKind::StringEnum(string_enum) => string_enum.variants.reverse(),
                _ => {}
            }
        }
        assert_eq!(super::list_api(&api), before);
    }
}
