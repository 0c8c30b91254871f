//! `x-pagination` in, the fields for paging out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::extension::PAGINATION;
use crate::ir::{
    Operation, Pagination, Paging, PagingStep, ParameterPlace, ResponseBody, Step, Type, TypeDef,
    TypeId, TypeKind,
};
use crate::lower::ctx::Ctx;
use crate::lower::member::{named_type, resolve_alias, walk_path};
use crate::name::FieldName;

/// Lowers paging. Reports a field that does not exist.
pub(super) fn lower_paging(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    operation: &Operation,
) -> Option<Paging> {
    let pagination = operation.pagination.as_ref()?;
    match find_paging(types, operation, pagination) {
        Ok(paging) => Some(paging),
        Err((member, message)) => {
            let place = operation.address.join_all([PAGINATION.key, member]);
            ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
            None
        }
    }
}

/// The invalid member of `x-pagination`, and the problem.
type Wrong = (&'static str, String);

fn find_paging(
    types: &[TypeDef],
    operation: &Operation,
    pagination: &Pagination,
) -> Result<Paging, Wrong> {
    let page = page_type(types, operation).ok_or_else(|| {
        let message = "the body of the successful response is not an object";
        ("items", message.to_owned())
    })?;
    let (Pagination::PageNumber { items, .. } | Pagination::NextUri { items, .. }) = pagination;
    let (items, item) = match page_member(types, page, items) {
        Some((steps, Type::Vec(item))) => (steps, *item),
        _ => {
            return Err((
                "items",
                format!("`{items}` does not point to an array in a page"),
            ));
        }
    };
    let next = match pagination {
        Pagination::PageNumber {
            number,
            total_pages,
            ..
        } => {
            let (parameter, field) =
                number_parameter(types, operation, number).ok_or_else(|| {
                    (
                        "number",
                        format!("`{number}` is not an optional integer in the query"),
                    )
                })?;
            let pages = total_pages
                .as_deref()
                .map(|path| match page_member(types, page, path) {
                    Some((steps, Type::I64)) => Ok(steps),
                    _ => Err((
                        "total-pages",
                        format!("`{path}` does not point to an integer in a page"),
                    )),
                });
            PagingStep::Number {
                parameter,
                member: field,
                pages: pages.transpose()?,
            }
        }
        Pagination::NextUri { next, .. } => match page_member(types, page, next) {
            Some((steps, Type::String)) => PagingStep::Link(steps),
            _ => {
                return Err((
                    "next",
                    format!("`{next}` does not point to a string in a page"),
                ));
            }
        },
    };
    Ok(Paging { item, items, next })
}

/// The type of a page.
fn page_type(types: &[TypeDef], operation: &Operation) -> Option<TypeId> {
    match &operation.call.success.body {
        ResponseBody::Json(ty) | ResponseBody::OptionalJson(ty) => named_type(types, ty),
        _ => None,
    }
}

fn page_member(types: &[TypeDef], page: TypeId, path: &str) -> Option<(Vec<Step>, Type)> {
    let path: Vec<String> = path.split('/').map(str::to_owned).collect();
    walk_path(types, page, &path)
}

/// The parameter of the page number: `page`, or a member of one, `page[number]`.
fn number_parameter(
    types: &[TypeDef],
    operation: &Operation,
    spelling: &str,
) -> Option<(FieldName, Option<(FieldName, Type)>)> {
    let query_parameter = |wire: &str| {
        operation.parameters.iter().find(|parameter| {
            parameter.wire == wire
                && parameter.place == ParameterPlace::Query
                && !parameter.required
        })
    };
    if let Some(parameter) = query_parameter(spelling) {
        let ty = resolve_alias(types, &parameter.value.ty);
        return (ty == Type::I64).then(|| (parameter.name.clone(), None));
    }
    let (outer, inner) = spelling.strip_suffix(']')?.split_once('[')?;
    let parameter = query_parameter(outer)?;
    let id = named_type(types, &parameter.value.ty)?;
    let (steps, ty) = walk_path(types, id, &[inner.to_owned()])?;
    let step = steps.into_iter().next()?;
    if ty != Type::I64 || !step.optional || step.nullable || needs_something(types, id) {
        return None;
    }
    Some((parameter.name.clone(), Some((step.field, Type::Named(id)))))
}

/// Whether a type has required fields.
fn needs_something(types: &[TypeDef], id: TypeId) -> bool {
    match &types[id.0].kind {
        TypeKind::Object(object) => object.fields.iter().any(|field| field.required),
        _ => true,
    }
}
