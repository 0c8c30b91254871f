//! `x-unwrap` in, the field of the result out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::ir::{ResponseBody, TypeDef, Unwrap};
use crate::lower::ctx::Ctx;
use crate::lower::member::{named_type, walk_path};
use crate::pointer::Address;

use super::response_body::Responses;

/// Finds the member that is the result. Without it, the whole body is.
pub(super) fn lower_unwrap(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    replies: &Responses<'_>,
    payload: &ResponseBody,
    address: &Address,
) -> Option<Unwrap> {
    let wire = replies.unwrap?;
    let found = match payload {
        ResponseBody::Json(ty) | ResponseBody::OptionalJson(ty) => {
            named_type(types, ty).and_then(|id| walk_path(types, id, &[wire.to_owned()]))
        }
        _ => None,
    };
    let step = found.and_then(|(steps, ty)| Some((steps.into_iter().next()?, ty)));
    let Some((step, ty)) = step else {
        let message =
            format!("`x-unwrap` names `{wire}`, but the response body has no such member");
        ctx.diagnostics
            .report(&EXTENSION_VALUE, address.join("responses"), message);
        return None;
    };
    Some(Unwrap {
        step,
        wire: wire.to_owned(),
        ty,
    })
}
