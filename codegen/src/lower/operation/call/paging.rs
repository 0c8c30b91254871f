//! `x-pagination` in, the fields for paging out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::extension::PAGINATION;
use crate::ir::{
    BodyContent, BodyForm, CursorSource, Operation, Pagination, PaginationStyle, Paging,
    PagingStep, ParameterPlace, RequestField, ResponseBody, Step, Type, TypeDef, TypeId, TypeKind,
};
use crate::lower::ctx::Ctx;
use crate::lower::member::{named_type, resolve_alias, walk_path};

/// Lowers paging. Reports a field that does not exist or has another type.
pub(super) fn lower_paging(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    operation: &Operation,
) -> Option<Paging> {
    let pagination = operation.pagination.as_ref()?;
    match find_paging(types, operation, pagination) {
        Ok(paging) => Some(paging),
        Err((member, message)) => {
            let place = operation.address.join(PAGINATION.key);
            let place = member.iter().fold(place, |place, it| place.join(it));
            ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
            None
        }
    }
}

/// The invalid member of `x-pagination`, or `None` if it is absent, and the problem.
type Wrong = (Option<&'static str>, String);

fn find_paging(
    types: &[TypeDef],
    operation: &Operation,
    pagination: &Pagination,
) -> Result<Paging, Wrong> {
    let page = page_type(operation)?;
    let (items, list) = match &pagination.items {
        Some(path) => find_member(types, page, "items", path)?,
        None => (Vec::new(), resolve_alias(types, page)),
    };
    let Type::Vec(item) = list else {
        return Err(match &pagination.items {
            Some(path) => wrong_type("items", path, "an array", &list),
            None => {
                let message = "the body of the successful response is not an array, and `items` is missing here";
                (None, message.to_owned())
            }
        });
    };
    let search = Search {
        types,
        operation,
        page,
        item: &item,
    };
    let next = search.next(&pagination.style)?;
    let item = *item;
    Ok(Paging { item, items, next })
}

/// Returns the type of a page.
fn page_type(operation: &Operation) -> Result<&Type, Wrong> {
    match &operation.call.success.body {
        ResponseBody::Json(ty) | ResponseBody::OptionalJson(ty) => Ok(ty),
        _ => {
            let message = "the body of the successful response is not JSON of one type";
            Err((None, message.to_owned()))
        }
    }
}

/// The source of a cursor, with its type.
type FoundCursor = CursorSource<(Vec<Step>, Type)>;

/// The types in which the names of `x-pagination` are searched.
struct Search<'a> {
    types: &'a [TypeDef],
    operation: &'a Operation,
    page: &'a Type,
    item: &'a Type,
}

impl Search<'_> {
    fn next(&self, style: &PaginationStyle) -> Result<PagingStep, Wrong> {
        match style {
            PaginationStyle::PageNumber {
                number,
                size,
                total_pages,
            } => {
                if let Some(size) = size {
                    self.request_field("size", size)?;
                }
                Ok(PagingStep::Number {
                    number: self.integer_field("number", number)?,
                    pages: self.page_integer("total-pages", total_pages.as_deref())?,
                })
            }
            PaginationStyle::OffsetLimit {
                offset,
                limit,
                total,
                short_page_ends,
            } => {
                let limit = self.integer_field("limit", limit)?;
                Ok(PagingStep::Offset {
                    offset: self.integer_field("offset", offset)?,
                    total: self.page_integer("total", total.as_deref())?,
                    limit: short_page_ends.then_some(limit),
                })
            }
            PaginationStyle::Cursor {
                cursor,
                source,
                has_more,
            } => {
                let has_more = has_more.as_deref().map(|path| {
                    let expected = |ty: &Type| *ty == Type::Bool;
                    self.page_member("has-more", path, "a boolean", expected)
                });
                let (cursor, source) = self.cursor(cursor, source)?;
                Ok(PagingStep::Cursor {
                    cursor,
                    source,
                    has_more: has_more.transpose()?,
                })
            }
            PaginationStyle::NextUri(next) => {
                let is_text = |ty: &Type| *ty == Type::String;
                let path = self.page_member("next", next, "a string", is_text)?;
                Ok(PagingStep::Link(path))
            }
            PaginationStyle::LinkHeader => Ok(PagingStep::LinkHeader),
        }
    }

    /// Finds the field of the cursor and a source that fits it.
    fn cursor(
        &self,
        cursor: &str,
        source: &CursorSource<String>,
    ) -> Result<(RequestField, FoundCursor), Wrong> {
        let field = self.request_field("cursor", cursor)?;
        let is_number = is_number(&field.ty);
        if !is_number && !is_text(self.types, &field.ty) {
            let expected = "a string or a number";
            return Err(wrong_type("cursor", cursor, expected, &field.ty));
        }
        let fits = |ty: &Type| {
            *ty == field.ty || !is_number && (*ty == Type::I64 || is_text(self.types, ty))
        };
        let expected = if is_number {
            &format!("a number like `{cursor}`")
        } else {
            "a string or an integer"
        };
        let find = |member, from, path: &str| match find_member(self.types, from, member, path)? {
            (steps, ty) if fits(&ty) => Ok((steps, ty)),
            (_, ty) => Err(wrong_type(member, path, expected, &ty)),
        };
        let source = match source {
            CursorSource::Page(path) => CursorSource::Page(find("next", self.page, path)?),
            CursorSource::Item(path) => CursorSource::Item(find("cursor-item", self.item, path)?),
            CursorSource::Header(name) => {
                if is_number {
                    let message = format!("a header is a string, but `{cursor}` is a number");
                    return Err((Some("next-header"), message));
                }
                CursorSource::Header(name.clone())
            }
        };
        Ok((field, source))
    }

    /// Finds a member of a page that is an integer.
    fn page_integer(
        &self,
        member: &'static str,
        path: Option<&str>,
    ) -> Result<Option<Vec<Step>>, Wrong> {
        let is_integer = |ty: &Type| *ty == Type::I64;
        path.map(|path| self.page_member(member, path, "an integer", is_integer))
            .transpose()
    }

    /// Finds a member of a page.
    fn page_member(
        &self,
        member: &'static str,
        path: &str,
        noun: &str,
        is_expected: impl Fn(&Type) -> bool,
    ) -> Result<Vec<Step>, Wrong> {
        match find_member(self.types, self.page, member, path)? {
            (steps, ty) if is_expected(&ty) => Ok(steps),
            (_, ty) => Err(wrong_type(member, path, noun, &ty)),
        }
    }

    /// Finds an integer in the request.
    fn integer_field(&self, member: &'static str, name: &str) -> Result<RequestField, Wrong> {
        let field = self.request_field(member, name)?;
        if field.ty == Type::I64 {
            Ok(field)
        } else {
            Err(wrong_type(member, name, "an integer", &field.ty))
        }
    }

    /// Finds a query parameter, a member of one, or a member of the body.
    fn request_field(&self, member: &'static str, name: &str) -> Result<RequestField, Wrong> {
        let field = self
            .parameter(name)
            .or_else(|| {
                let (outer, inner) = name.strip_suffix(']')?.split_once('[')?;
                self.walk(self.parameter(outer)?, &[inner])
            })
            .or_else(|| {
                let path: Vec<&str> = name.split('/').collect();
                self.walk(self.body()?, &path)
            });
        field.ok_or_else(|| {
            let message = format!("`{name}` is neither a query parameter nor a member of the body");
            (Some(member), message)
        })
    }

    fn parameter(&self, wire: &str) -> Option<RequestField> {
        let mut parameters = self.operation.parameters.iter();
        let found = parameters.find(|it| it.wire == wire && it.place == ParameterPlace::Query)?;
        let (nullable, ty) = split_nullable(self.types, &found.value.ty);
        Some(RequestField {
            objects: Vec::new(),
            step: Step {
                field: found.name.clone(),
                optional: !found.required,
                nullable,
            },
            ty,
        })
    }

    /// Returns the field of a body that is JSON or a form.
    fn body(&self) -> Option<RequestField> {
        let body = self.operation.call.body.as_ref()?;
        let BodyContent::One(content) = &body.content else {
            return None;
        };
        let (BodyForm::Json { value, .. } | BodyForm::Form { value, .. }) = &content.form else {
            return None;
        };
        let (nullable, ty) = split_nullable(self.types, &value.ty);
        Some(RequestField {
            objects: Vec::new(),
            step: Step {
                field: body.field.clone(),
                optional: !body.required,
                nullable,
            },
            ty,
        })
    }

    /// Follows members from an object, which is made where it is absent.
    fn walk(&self, from: RequestField, path: &[&str]) -> Option<RequestField> {
        path.iter().try_fold(from, |outer, wire| {
            let RequestField {
                mut objects,
                step,
                ty,
            } = outer;
            let Type::Named(id) = ty else {
                return None;
            };
            if step.nullable || step.optional && has_required_fields(self.types, id) {
                return None;
            }
            objects.push((step, ty));
            let (steps, ty) = walk_path(self.types, id, &[(*wire).to_owned()])?;
            Some(RequestField {
                objects,
                step: steps.into_iter().next()?,
                ty,
            })
        })
    }
}

/// Follows the path in a member of `x-pagination`.
fn find_member(
    types: &[TypeDef],
    from: &Type,
    member: &'static str,
    path: &str,
) -> Result<(Vec<Step>, Type), Wrong> {
    let names: Vec<String> = path.split('/').map(str::to_owned).collect();
    let found = named_type(types, from).and_then(|id| walk_path(types, id, &names));
    found.ok_or_else(|| {
        let whole = if member == "cursor-item" {
            "an item"
        } else {
            "a page"
        };
        (Some(member), format!("{whole} has no member `{path}`"))
    })
}

fn wrong_type(member: &'static str, path: &str, expected: &str, found: &Type) -> Wrong {
    let message = match found {
        Type::Foreign(ty) => format!("`{path}` is a `{}`, but has to be {expected}", ty.path),
        _ => format!("`{path}` is not {expected}"),
    };
    (Some(member), message)
}

fn split_nullable(types: &[TypeDef], ty: &Type) -> (bool, Type) {
    match resolve_alias(types, ty) {
        Type::Nullable(inner) => (true, resolve_alias(types, &inner)),
        ty => (false, ty),
    }
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::I64 | Type::F64)
}

/// Returns whether a type is a string, possibly with a type of its own.
fn is_text(types: &[TypeDef], ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::Named(id) => {
            matches!(&types[id.0].kind, TypeKind::Newtype(value) if value.ty == Type::String)
        }
        _ => false,
    }
}

/// Returns whether a type cannot be made without arguments.
fn has_required_fields(types: &[TypeDef], id: TypeId) -> bool {
    match &types[id.0].kind {
        TypeKind::Object(object) => object.fields.iter().any(|field| field.required),
        _ => true,
    }
}
