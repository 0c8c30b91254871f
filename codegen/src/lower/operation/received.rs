//! Bodies that a server may send in, the one that is read out.

use crate::diagnostic::catalogue::{NOT_ENFORCED, WEBHOOK_BODY};
use crate::document::schema::{SchemaId, Type as JsonType};
use crate::ir::{Encoding, Style, Value};
use crate::lower::ctx::Ctx;
use crate::lower::media_type;
use crate::lower::schema::merged;

use super::content::TypedBody;

/// The body of a webhook or a callback.
pub(in crate::lower) struct Received {
    pub(in crate::lower) schema: SchemaId,
    pub(in crate::lower) value: Value,
    pub(in crate::lower) encoding: Encoding,
}

/// What sends the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum Sender {
    Webhook,
    Callback,
}

/// Chooses the body that is read: JSON, a form, or both if they have one type; otherwise multipart.
/// Other bodies with a schema are reported; for a webhook without a readable body, as an error.
pub(in crate::lower) fn lower_received_body(
    ctx: &mut Ctx<'_>,
    bodies: Vec<TypedBody>,
    sender: Sender,
) -> Option<Received> {
    let typed = bodies.into_iter().filter(|body| body.schema.is_some());
    let (readable, others): (Vec<TypedBody>, Vec<TypedBody>) =
        typed.partition(|body| is_readable(ctx, body));
    for body in &others {
        report_unreadable(ctx, body, sender, readable.is_empty());
    }
    let first = |wanted: fn(&str) -> bool| {
        let mut readable = readable.iter();
        readable.find(|body| wanted(&body.content.media_type))
    };
    let form = first(is_form);
    let json = first(media_type::is_json);
    let parts = first(media_type::is_multipart);
    let (schema, value) = json.or(form).or(parts)?.schema.clone()?;
    if let Some(parts) = parts
        && json.or(form).is_some()
    {
        report_unreadable(ctx, parts, sender, false);
    }
    let form = form.filter(|form| {
        let is_same = form.schema.as_ref().is_some_and(|(_, held)| *held == value);
        if !is_same {
            let message = "the form and the JSON have different schemas; the form is not decoded";
            ctx.diagnostics
                .report(&NOT_ENFORCED, &form.address, message);
        }
        is_same
    });
    let encoding = match (form, parts) {
        (Some(form), _) => Encoding::Form(unusual_styles(ctx, schema, form)),
        (None, Some(parts)) if json.is_none() => Encoding::Multipart(parts.content.parts.clone()),
        (None, _) => Encoding::Json,
    };
    Some(Received {
        schema,
        value,
        encoding,
    })
}

/// Whether a body is JSON, or an object as a form or multipart.
fn is_readable(ctx: &mut Ctx<'_>, body: &TypedBody) -> bool {
    let media_type = &body.content.media_type;
    if is_form(media_type) {
        let schema = body.schema.as_ref();
        let types = schema.and_then(|(id, _)| merged::merge_schema(ctx, *id).types.clone());
        return types.is_none_or(|types| types.contains(&JsonType::Object));
    }
    let has_parts = media_type::is_multipart(media_type) && !body.content.parts.is_empty();
    media_type::is_json(media_type) || has_parts
}

/// Whether a body is a form, or may be one.
fn is_form(media_type: &str) -> bool {
    media_type::is_form(media_type) || media_type::is_any(media_type)
}

fn report_unreadable(ctx: &mut Ctx<'_>, body: &TypedBody, sender: Sender, is_only: bool) {
    let media_type = &body.content.media_type;
    match sender {
        Sender::Webhook if is_only => {
            let what = if is_form(media_type) {
                ": it is not an object"
            } else {
                ""
            };
            let message = format!("a webhook of type `{media_type}` cannot be decoded{what}");
            ctx.diagnostics
                .report(&WEBHOOK_BODY, &body.address, message)
                .help("supported are JSON, and objects as forms or multipart bodies");
        }
        Sender::Webhook | Sender::Callback => {
            let message =
                format!("content of type `{media_type}` is not decoded and has no Rust type");
            ctx.diagnostics
                .report(&NOT_ENFORCED, &body.address, message);
        }
    }
}

/// The members of a form with an unusual style.
fn unusual_styles(ctx: &mut Ctx<'_>, schema: SchemaId, form: &TypedBody) -> Vec<(String, Style)> {
    let members = merged::merge_schema(ctx, schema).properties.clone();
    let mut found = Vec::new();
    for (member, style) in &form.content.encoding {
        let types = members
            .get(member)
            .map(|id| merged::merge_schema(ctx, *id).types.clone());
        let allows = |wanted| match &types {
            Some(Some(types)) => types.contains(&wanted),
            _ => true,
        };
        let (is_list, is_object) = (allows(JsonType::Array), allows(JsonType::Object));
        let is_usual = *style == Style::Form || !is_list && !is_object;
        if *style == Style::Form && is_object && !is_list {
            let message = format!(
                "`{member}` is an object whose pairs cannot be told from other members; it is not decoded"
            );
            let place = form.address.join_all(["encoding", member]);
            ctx.diagnostics.report(&NOT_ENFORCED, place, message);
        }
        if !is_usual {
            found.push((member.clone(), *style));
        }
    }
    found
}
