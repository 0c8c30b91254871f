//! The responses of an operation in, the struct of what the headers of a success say out.

use crate::ir::{
    Doc, Field, Header, Headers, Kind, ObjectDef, Operation, Presence, Style, Type, TypeDef,
    TypeId, Value,
};
use crate::lower::sibling::{self, Family, Sibling};
use crate::lower::{Ctx, header};
use crate::name::ModuleName;

use super::{Taken, shape};

/// The struct, added to the types; none where no success says anything about headers. A header is
/// always there where every success has to have it.
pub(super) fn of(
    ctx: &mut Ctx<'_>,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    operation: &Operation,
) -> Option<Headers> {
    let statuses = || operation.responses.iter().map(|it| it.status.as_str());
    let successes = operation
        .responses
        .iter()
        .filter(|it| header::is_success(&it.status, statuses()));
    let lists: Vec<&[Header]> = successes.map(|it| &it.headers[..]).collect();
    let headers = united(types, &lists);
    if headers.is_empty() {
        return None;
    }
    let place = operation.address.join("responses");
    let spellings: Vec<&str> = headers.iter().map(|it| it.wire.as_str()).collect();
    let siblings = Sibling::all(&spellings, spellings.iter().map(|_| place.clone()));
    let node = ctx.tree.at(&place.pointer);
    let family = Family::node(&place, node.filter(|_| place.file == ctx.file));
    let names = sibling::fields(ctx, &family, &siblings);
    let styles = headers.iter().filter(|it| it.style != Style::Simple);
    let styles = styles.map(|it| (it.wire.clone(), it.style)).collect();
    let fields = headers.into_iter().zip(names).map(|(header, name)| Field {
        name,
        wire: header.wire,
        value: header.value,
        required: header.required,
        initial: None,
        direction: None,
        doc: header.doc,
        deprecated: header.deprecated,
        default: None,
    });
    let object = ObjectDef {
        fields: fields.collect(),
        ..ObjectDef::default()
    };
    let name = taken.name(types, operation.name.join("Headers"), "Reply");
    types.push(TypeDef {
        file: ModuleName::from_spelling(name.as_str()),
        doc: Doc {
            text: Some(format!(
                "What the headers of a reply to `{}` say.",
                operation.name
            )),
            facts: Vec::new(),
        },
        name,
        address: place,
        deprecated: false,
        presence: Presence::Always,
        kind: Kind::Object(object),
        rules: Vec::new(),
    });
    Some(Headers {
        ty: TypeId(types.len() - 1),
        styles,
    })
}

/// The headers of all successes, each once, in the order in which they come up.
fn united(types: &[TypeDef], lists: &[&[Header]]) -> Vec<Header> {
    let mut found: Vec<Header> = Vec::new();
    let same = |one: &Header, other: &Header| one.wire.eq_ignore_ascii_case(&other.wire);
    for header in lists.iter().flat_map(|list| list.iter()) {
        match found.iter_mut().find(|known| same(known, header)) {
            Some(known) => {
                // Which of two spellings is kept does not depend on the order of the responses.
                if header.wire < known.wire {
                    known.wire.clone_from(&header.wire);
                }
                let is_equal = known.style == header.style
                    && known.value.rules == header.value.rules
                    && shape(types, &known.value.ty) == shape(types, &header.value.ty);
                if !is_equal {
                    // The text is what they have in common.
                    known.value = Value::of(Type::String);
                    known.style = Style::Simple;
                }
            }
            None => found.push(header.clone()),
        }
    }
    for header in &mut found {
        let mut lists = lists.iter();
        header.required = lists.all(|list| {
            list.iter()
                .any(|other| other.required && same(header, other))
        });
    }
    found
}
