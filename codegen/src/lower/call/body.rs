//! The bodies that an operation may send in, the one that it does send out.

use crate::diagnostic::catalogue::NOT_ENFORCED;
use crate::ir::{Body, BodyForm, Content, Kind, Operation, Type, TypeDef};
use crate::lower::Ctx;
use crate::lower::media;
use crate::lower::member::resolve;
use crate::name::FieldName;

/// JSON before a form before bytes, which hold anything.
pub(super) fn of(ctx: &mut Ctx<'_>, types: &[TypeDef], operation: &Operation) -> Option<Body> {
    let json = |content: &&Content| media::is_json(&content.media_type) && content.value.is_some();
    let form = |content: &&Content| media::is_form(&content.media_type) && content.value.is_some();
    let contents = &operation.body;
    let content = contents
        .iter()
        .find(json)
        .or_else(|| contents.iter().find(form))
        .or(contents.first())?;
    let form = match &content.value {
        Some(value) if media::is_json(&content.media_type) => BodyForm::Json {
            value: value.clone(),
            empty: !operation.body_required && may_be_empty(types, &value.ty),
        },
        Some(value) if media::is_form(&content.media_type) => BodyForm::Form {
            value: value.clone(),
            styles: content.encoding.clone(),
        },
        _ => BodyForm::Bytes,
    };
    if media::is_multipart(&content.media_type) {
        let place = operation.address.join("requestBody");
        let message = "a multipart body is not made of its parts: the caller gives its bytes";
        ctx.diagnostics.report(&NOT_ENFORCED, place, message);
    }
    Some(Body {
        field: FieldName::from_spelling("body"),
        required: operation.body_required,
        media_type: media::to_send(&content.media_type),
        form,
    })
}

/// Whether `{}` is a value of the type.
fn may_be_empty(types: &[TypeDef], ty: &Type) -> bool {
    match resolve(types, ty) {
        Type::Named(id) => match &types[id.0].kind {
            Kind::Object(object) => {
                object.constants.is_empty() && object.fields.iter().all(|field| !field.required)
            }
            _ => false,
        },
        Type::Map(_) => true,
        _ => false,
    }
}
