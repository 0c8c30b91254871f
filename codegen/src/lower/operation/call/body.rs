//! Request bodies of an operation in, those that a caller chooses from out.

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{EXTENSION_VALUE, NOT_ENFORCED};
use crate::extension::EMPTY_BODY;
use crate::ir::{
    Body, BodyContent, BodyForm, Content, ContentKind, Operation, RequestContent, Rule, RuleKind,
    Type, TypeDef, TypeKind, Value,
};
use crate::lower::ctx::Ctx;
use crate::lower::media_type;
use crate::lower::member::resolve_alias;
use crate::lower::naming::members::{self, Member, Scope};
use crate::lower::naming::recorded;
use crate::name::{FieldName, TypeName, VariantName};
use crate::names::{BODY, Item, part_reference};
use crate::pointer::Address;
use crate::tree::Tree;

use super::{TakenNames, is_same_type};

/// Lowers the request body. Bodies that are sent alike are merged; if several remain, the caller
/// chooses.
pub(super) fn lower_body(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> Option<Body> {
    let body = lower_contents_of_body(ctx, types, taken, operation);
    if operation.empty_body {
        let mut sent = body.iter().flat_map(Body::sent);
        let is_sent = |it: &RequestContent| matches!(it.form, BodyForm::Json { empty: true, .. });
        if !sent.any(is_sent) {
            let place = operation.address.join(EMPTY_BODY.key);
            let message = "`x-empty-body` requires an optional JSON body that accepts `{}`";
            ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
        }
    }
    body
}

fn lower_contents_of_body(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> Option<Body> {
    if operation.body.is_empty() {
        return None;
    }
    let mut cases: Vec<(&str, RequestContent)> = Vec::new();
    for content in &operation.body {
        let sent = lower_request_content(ctx, types, operation, content);
        let is_known = |(_, known): &(&str, RequestContent)| {
            media_type::canonical(&known.media_type) == media_type::canonical(&sent.media_type)
                && is_same_form(types, &known.form, &sent.form)
        };
        match cases.iter_mut().find(|known| is_known(known)) {
            None => cases.push((&content.media_type, sent)),
            // A media type is more specific than a range.
            Some(known) if known.0.contains('*') => *known = (&content.media_type, sent),
            Some(_) => {}
        }
    }
    let content = if let [(_, only)] = &cases[..] {
        BodyContent::One(only.clone())
    } else {
        let media_types: Vec<&str> = cases.iter().map(|(media_type, _)| *media_type).collect();
        let place = operation.address.join(BODY);
        let mut members = list_media_types(&media_types, &place);
        recall_variants(ctx, operation, &mut members, Item::Body);
        let names = name_media_types(ctx, &members, &place);
        let sent = cases.into_iter().map(|(_, sent)| sent);
        BodyContent::Choice {
            name: name_choice(types, taken, operation),
            cases: names.into_iter().zip(sent).collect(),
        }
    };
    Some(Body {
        field: FieldName::from_spelling("body"),
        required: operation.body_required,
        content,
    })
}

fn name_choice(types: &[TypeDef], taken: &mut TakenNames<'_>, operation: &Operation) -> TypeName {
    let recorded = taken.recall(types, &part_reference(&operation.address, BODY));
    recorded.unwrap_or_else(|| taken.name(types, operation.name.join("Body"), "Choice"))
}

/// Whether two bodies are encoded alike: an inline schema may occur at each of them.
fn is_same_form(types: &[TypeDef], left: &BodyForm, right: &BodyForm) -> bool {
    match (left, right) {
        (
            BodyForm::Json { value, empty },
            BodyForm::Json {
                value: other,
                empty: other_empty,
            },
        ) => {
            empty == other_empty
                && value.rules == other.rules
                && is_same_type(types, &value.ty, &other.ty)
        }
        (left, right) => left == right,
    }
}

/// Names variants after their media types: by the subtype, or with the type if two share it, or
/// with the parameters as well.
pub(super) fn name_media_types(
    ctx: &mut Ctx<'_>,
    members: &[Member<'_>],
    place: &Address,
) -> Vec<VariantName> {
    let media_types: Vec<&str> = members.iter().map(|it| it.spelling).collect();
    let spell = |spelled: &dyn Fn(&str) -> String| -> Vec<VariantName> {
        let spelled = media_types.iter().map(|it| spelled(it));
        spelled.map(|it| VariantName::from_spelling(&it)).collect()
    };
    let is_shared = |names: &[VariantName], index: usize| {
        names.iter().filter(|it| **it == names[index]).count() > 1
    };
    let short = spell(&media_type::subtype_word);
    let long = spell(&|it| media_type::essence(it).into_owned());
    let full = spell(&media_type::full_words);
    let wanted = (0..media_types.len()).map(|index| {
        if !is_shared(&short, index) {
            short[index].clone()
        } else if !is_shared(&long, index) {
            long[index].clone()
        } else {
            full[index].clone()
        }
    });
    let wanted = wanted.collect();
    let scope = Scope::of_place(ctx, place);
    members::name_as_wanted(ctx, &scope, members, wanted)
}

/// Media types of the object at `place`, before they have names.
pub(super) fn list_media_types<'s>(media_types: &[&'s str], place: &Address) -> Vec<Member<'s>> {
    let places = media_types
        .iter()
        .map(|it| Place::Key(place.join_all(["content", it])));
    Member::list(media_types, places)
}

/// Looks up the variant that each media type of an operation had.
pub(super) fn recall_variants<'a, 's>(
    ctx: &Ctx<'a>,
    operation: &Operation,
    members: &mut [Member<'s>],
    item: impl Fn(&'s str, &'s str) -> Item<'s>,
) where
    'a: 's,
{
    let owner = recorded::recall_operation(ctx, &operation.method, &operation.path);
    if let Some(owner) = owner {
        Member::recall(members, ctx.naming.lock, |it| item(owner, it));
    }
}

fn lower_request_content(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    operation: &Operation,
    content: &Content,
) -> RequestContent {
    let media_type = &content.media_type;
    let is_range = media_type::is_range(media_type);
    let form = match (content.kind, &content.value) {
        (ContentKind::Json, Some(value)) => BodyForm::Json {
            value: value.clone(),
            empty: sends_empty(types, operation, &value.ty),
        },
        (ContentKind::Form, Some(value)) => BodyForm::Form {
            value: value.clone(),
            styles: content.encoding.clone(),
        },
        (ContentKind::Parts, Some(value)) if may_have_parts(types, content, &value.ty) => {
            BodyForm::Multipart {
                value: content.whole_value().unwrap_or_else(|| value.clone()),
                parts: content.parts.clone(),
            }
        }
        (ContentKind::Stream, Some(value)) if has_items(types, content, &value.ty) => {
            BodyForm::Items(content.whole_value().unwrap_or_else(|| value.clone()))
        }
        (ContentKind::Text, value) if !is_range => {
            BodyForm::Text(text_value(types, value.as_ref()))
        }
        (kind, value) if is_range && !media_type::is_multipart(media_type) => {
            let rules = value.as_ref().map(|it| text_value(types, Some(it)).rules);
            if rules.is_some_and(|it| !it.is_empty()) {
                let place = operation.address.join("requestBody");
                let message = "rules for strings are not checked for bodies with any content type";
                ctx.diagnostics.report(&NOT_ENFORCED, place, message);
            }
            let default = match kind {
                ContentKind::Text if !media_type::is_any(media_type) => "text/plain",
                _ => "application/octet-stream",
            };
            BodyForm::File { default }
        }
        _ => BodyForm::Bytes,
    };
    if media_type::is_multipart(media_type) && form == BodyForm::Bytes {
        let place = operation.address.join("requestBody");
        let message = "the multipart body has no typed parts; the caller passes its bytes";
        ctx.diagnostics
            .report(&NOT_ENFORCED, place, message)
            .help("the boundary found in them is sent with the content type");
    }
    let media_type = match form {
        BodyForm::File { .. } => media_type.trim().to_owned(),
        BodyForm::Multipart { .. } if is_range => "multipart/form-data".to_owned(),
        _ => media_type::sendable(media_type),
    };
    RequestContent { media_type, form }
}

/// A string with the rules of the schema, if that describes strings. A type of its own would tell
/// callers no more.
fn text_value(types: &[TypeDef], declared: Option<&Value>) -> Value {
    let mut text = Value::of(Type::String);
    let mut declared = declared;
    while let Some(Value { ty, rules }) = declared {
        text.rules.extend(rules.iter().cloned());
        declared = None;
        match resolve_alias(types, ty) {
            Type::String => return text,
            Type::Named(id) => match &types[id.0].kind {
                TypeKind::Newtype(value) => declared = Some(value),
                TypeKind::StringEnum(known) if known.open => return text,
                TypeKind::StringEnum(known) => {
                    let texts = known.variants.iter().map(|(_, text)| text.clone());
                    let values = texts.map(Tree::String).collect();
                    text.rules.push(Rule {
                        kind: RuleKind::OneOf(values),
                        because: None,
                        code: known.code.clone(),
                    });
                    return text;
                }
                _ => {}
            },
            _ => {}
        }
    }
    Value::of(Type::String)
}

/// Whether a multipart body has members or items that are its parts.
fn may_have_parts(types: &[TypeDef], content: &Content, ty: &Type) -> bool {
    // Parts of a list have no names.
    let is_list = content.parts.iter().any(|part| part.wire.is_empty());
    is_list && has_items(types, content, ty) || may_have_members(types, ty)
}

/// Whether a body is a list, or its type that of each item.
fn has_items(types: &[TypeDef], content: &Content, ty: &Type) -> bool {
    if content.of_items {
        return true;
    }
    match resolve_alias(types, ty) {
        Type::Vec(_) => true,
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Tuple(_) => true,
            TypeKind::Newtype(value) => has_items(types, content, &value.ty),
            _ => false,
        },
        _ => false,
    }
}

/// Whether the type has values that are objects.
fn may_have_members(types: &[TypeDef], ty: &Type) -> bool {
    match resolve_alias(types, ty) {
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Object(_) | TypeKind::Tagged(_) | TypeKind::Union(_) => true,
            TypeKind::Newtype(value) => may_have_members(types, &value.ty),
            TypeKind::StringEnum(_) | TypeKind::Tuple(_) | TypeKind::Alias(_) => false,
        },
        Type::Nullable(inner) | Type::Box(inner) => may_have_members(types, &inner),
        Type::Map(_) | Type::Json => true,
        _ => false,
    }
}

/// Whether `{}` is sent for a missing body, and is a value of its type.
fn sends_empty(types: &[TypeDef], operation: &Operation, ty: &Type) -> bool {
    operation.empty_body && !operation.body_required && may_be_empty(types, ty)
}

/// Whether `{}` is a value of the type.
fn may_be_empty(types: &[TypeDef], ty: &Type) -> bool {
    match resolve_alias(types, ty) {
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Object(object) => {
                object.constants.is_empty() && object.fields.iter().all(|field| !field.required)
            }
            _ => false,
        },
        Type::Map(_) => true,
        _ => false,
    }
}
