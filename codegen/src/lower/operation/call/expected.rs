//! Successful responses in, the content types that a reply is checked against out.

use crate::ir::{ContentKind, Expected, ResponseBody, StatusPattern, Type, TypeDef};
use crate::lower::media_type;

use super::response_body::Responses;
use super::response_enum::is_offered;

/// The content types that a JSON response may have and must not have. Empty if it is JSON in any
/// case.
pub(super) fn expected_content_types(
    types: &[TypeDef],
    replies: &Responses<'_>,
    payload: &ResponseBody,
) -> Vec<Expected> {
    if !matches!(
        payload,
        ResponseBody::Json(_) | ResponseBody::OptionalJson(_) | ResponseBody::Choice(_)
    ) {
        return Vec::new();
    }
    let found = replies.successes.iter().filter_map(|declared| {
        let json = declared.json();
        let &(_, ty) = json.first()?;
        let same = json.iter().filter(|(_, it)| *it == ty);
        let asked: Vec<String> = same.map(|(it, _)| media_type::normalize(it)).collect();
        let others = other_content_types(types, replies, &asked, ty);
        Some(Expected {
            status: declared.status,
            asked,
            others,
        })
    });
    let mut found: Vec<Expected> = found.collect();
    if found.iter().all(is_any_json) {
        return Vec::new();
    }
    let is_alike = |it: &Expected| (&it.asked, &it.others) == (&found[0].asked, &found[0].others);
    if found.iter().all(is_alike) {
        found.truncate(1);
        found[0].status = StatusPattern::Any;
    }
    found
}

/// The other content types of successful responses of any status: a server may mix up that as well.
fn other_content_types(
    types: &[TypeDef],
    replies: &Responses<'_>,
    asked: &[String],
    ty: &Type,
) -> Vec<String> {
    let mut others = Vec::new();
    for declared in &replies.successes {
        for &(kind, content) in &declared.bodies {
            let is_same =
                kind == ContentKind::Json && content.value.as_ref().is_some_and(|it| it.ty == *ty);
            let media_type = media_type::normalize(&content.media_type);
            if !is_same
                && is_offered(types, kind, content, declared)
                && !asked.contains(&media_type)
                && !others.contains(&media_type)
            {
                others.push(media_type);
            }
        }
    }
    others
}

/// Whether any JSON content type is expected.
fn is_any_json(expected: &Expected) -> bool {
    expected.others.is_empty()
        && expected
            .asked
            .iter()
            .any(|it| media_type::is_plain_json(it))
}
