//! Responses of an operation in, the event stream out.

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::KEYWORD_IGNORED;
use crate::ir::{
    Content, ContentKind, EventForm, EventStream, Framing, Operation, Response, Type, TypeDef,
    TypeKind,
};
use crate::lower::ctx::Ctx;
use crate::lower::media_type;
use crate::lower::member::resolve_alias;

use super::content_kind::is_text;

/// The members of an event (HTML standard, §9.2.6).
const MEMBERS: [&str; 4] = ["event", "data", "id", "retry"];

/// Lowers the event stream of an operation. Its schema describes an event, the data of one, or a
/// list of either. Events win over lines of JSON, whatever their order is; streams of other items are
/// reported.
pub(super) fn lower_event_stream(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    operation: &Operation,
) -> Option<EventStream> {
    if operation.method == "HEAD" {
        return None;
    }
    let is_success = |status: &str| status.starts_with('2') || status == "default";
    let successes = operation
        .responses
        .iter()
        .filter(|it| is_success(&it.status));
    let contents = successes.flat_map(|it| it.content.iter().map(move |content| (it, content)));
    let streams = contents
        .filter_map(|(response, content)| Some((response, content, stream_framing(content)?)));
    let streams: Vec<_> = streams.collect();
    let (_, chosen, framing) = streams.iter().min_by_key(|(.., framing)| *framing)?;
    let (form, ty) = lower_item(types, chosen, *framing);
    for (response, content, other) in &streams {
        let is_read = content.value.is_none() || content.kind == ContentKind::Parts || {
            let (other_form, other_ty) = lower_item(types, content, *other);
            (other, other_form) == (framing, form) && super::is_same_type(types, &other_ty, &ty)
        };
        if !is_read {
            report_unread(ctx, operation, response, [content, chosen]);
        }
    }
    let content_type = match framing {
        Framing::Events => "text/event-stream".to_owned(),
        Framing::JsonLines | Framing::JsonSequence | Framing::Parts => {
            chosen.media_type.trim().to_owned()
        }
    };
    Some(EventStream {
        content_type,
        framing: *framing,
        ty,
        form,
    })
}

/// Lowers the items of a stream.
fn lower_item(types: &[TypeDef], content: &Content, framing: Framing) -> (EventForm, Type) {
    let ty = content
        .value
        .as_ref()
        .map(|value| match list_item(types, &value.ty, 0) {
            Some(item) if !content.of_items => item,
            _ => value.ty.clone(),
        });
    let ty = ty.unwrap_or(Type::Json);
    match framing {
        // Some documents describe the stream as a string because they cannot describe its items.
        Framing::JsonLines | Framing::JsonSequence
            if !content.of_items && (content.binary || is_text(types, &ty, 0)) =>
        {
            (EventForm::Json, Type::Json)
        }
        Framing::JsonLines | Framing::JsonSequence => (EventForm::Json, ty),
        Framing::Parts => (EventForm::Part, ty),
        Framing::Events if is_whole(types, &ty, 0) => (EventForm::Whole, ty),
        Framing::Events if is_structure(types, &ty, 0) => (EventForm::Structure, ty),
        Framing::Events => (EventForm::Data, ty),
    }
}

/// Warns about a stream that an operation does not read, because it reads another one.
fn report_unread(
    ctx: &mut Ctx<'_>,
    operation: &Operation,
    response: &Response,
    [unread, chosen]: [&Content; 2],
) {
    let status = &response.status;
    let response = response.component.clone();
    let response = response.unwrap_or_else(|| operation.address.join_all(["responses", status]));
    let place = Place::Key(response.join_all(["content", &unread.media_type]));
    let [unread, chosen] = [unread, chosen].map(|it| &it.media_type);
    let message = if unread == chosen {
        format!("items of `{unread}` in the response `{status}` are read as those of another one")
    } else {
        format!("items of `{unread}` are not read: the operation reads those of `{chosen}`")
    };
    ctx.diagnostics
        .report(&KEYWORD_IGNORED, place, message)
        .help("an operation reads items of one type; leave out what the server does not send");
}

/// How the items of a body are delimited, if they come one by one. Parts do only if the document
/// describes each of them.
fn stream_framing(content: &Content) -> Option<Framing> {
    let is_parts = content.of_items && media_type::is_multipart(&content.media_type);
    media_type::framing(&content.media_type).or_else(|| is_parts.then_some(Framing::Parts))
}

/// The items of a list.
fn list_item(types: &[TypeDef], ty: &Type, depth: usize) -> Option<Type> {
    if depth >= MAX_DEPTH {
        return None;
    }
    match resolve_alias(types, ty) {
        Type::Vec(item) => Some(*item),
        Type::Box(inner) | Type::Nullable(inner) => list_item(types, &inner, depth + 1),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Newtype(value) => list_item(types, &value.ty, depth + 1),
            _ => None,
        },
        _ => None,
    }
}

/// Whether every value of a type is an object or a list.
fn is_structure(types: &[TypeDef], ty: &Type, depth: usize) -> bool {
    if depth >= MAX_DEPTH {
        return false;
    }
    let below = |ty: &Type| is_structure(types, ty, depth + 1);
    match resolve_alias(types, ty) {
        Type::Vec(_) | Type::Map(_) => true,
        Type::Box(inner) | Type::Nullable(inner) => below(&inner),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Object(_) | TypeKind::Tagged(_) | TypeKind::Tuple(_) => true,
            TypeKind::Union(list) => list.iter().all(|it| below(&it.value.ty)),
            TypeKind::Newtype(value) => below(&value.ty),
            TypeKind::StringEnum(_) | TypeKind::Alias(_) => false,
        },
        Type::Bool
        | Type::I64
        | Type::U64
        | Type::I128
        | Type::U128
        | Type::F64
        | Type::String
        | Type::Base64
        | Type::DateTime
        | Type::Foreign(_)
        | Type::File
        | Type::Json => false,
    }
}

/// Whether a type has `data` and only members of an event.
fn is_whole(types: &[TypeDef], ty: &Type, depth: usize) -> bool {
    let id = match resolve_alias(types, ty) {
        Type::Named(id) => id,
        Type::Box(inner) => return depth < MAX_DEPTH && is_whole(types, &inner, depth + 1),
        _ => return false,
    };
    if depth >= MAX_DEPTH {
        return false;
    }
    let below = |ty: &Type| is_whole(types, ty, depth + 1);
    match &types[id.0].kind {
        TypeKind::Object(object) => {
            let has_data = object.fields.iter().any(|it| it.wire == "data");
            let is_known = |wire: &str| MEMBERS.contains(&wire);
            has_data
                && object.fields.iter().all(|it| is_known(&it.wire))
                && object.constants.iter().all(|(wire, _)| is_known(wire))
        }
        TypeKind::Tagged(tagged) => tagged.variants.iter().all(|it| below(&it.ty)),
        TypeKind::Union(list) => list.iter().all(|it| below(&it.value.ty)),
        TypeKind::Newtype(value) => below(&value.ty),
        TypeKind::StringEnum(_) | TypeKind::Tuple(_) | TypeKind::Alias(_) => false,
    }
}

/// The maximal nesting of unions to visit: they may be recursive.
const MAX_DEPTH: usize = 8;
