//! Parameters of operations in, fields with a place and a style out.

use openapiv3::{Parameter as Declared, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle};

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{KEYWORD_IGNORED, REPAIRED};
use crate::document::Document;
use crate::extension::NOTE;
use crate::ir::{Doc, Parameter, ParameterPlace, Style, Type, Value, exploded_style};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Member, Scope};
use crate::lower::schema::{doc, field_doc, lower};
use crate::lower::{extension, media_type};
use crate::name::FieldName;
use crate::pointer::{Address, Pointer};

use super::content;
use super::header;
use super::path_template::{PathParameter, PathTemplate};

/// The parameters of an operation: its own, then those of its path item that it does not override,
/// then those that only its path has.
pub(super) fn lower_parameters(
    ctx: &mut Ctx<'_>,
    document: &Document,
    template: &PathTemplate,
    item: &PathItem,
    declared: &openapiv3::Operation,
    address: &Address,
    id: &str,
) -> Vec<Parameter> {
    let own = declared.parameters.iter();
    let shared_at = Address::new(
        address.file,
        address
            .pointer
            .parent()
            .expect("an operation stands in a path item"),
    );
    let places = own
        .enumerate()
        .map(|(index, parameter)| {
            (
                parameter,
                address.join("parameters").join(&index.to_string()),
            )
        })
        .chain(
            item.parameters
                .iter()
                .enumerate()
                .map(|(index, parameter)| {
                    (
                        parameter,
                        shared_at.join("parameters").join(&index.to_string()),
                    )
                }),
        );
    let mut found: Vec<Parameter> = Vec::new();
    let mut stands: Vec<Place> = Vec::new();
    let mut lists = Vec::new();
    for (parameter, place) in places {
        let list = place.pointer.parent();
        let Some((parameter, place)) = document.parameter(parameter, &place) else {
            continue;
        };
        if is_ignored(parameter) {
            continue;
        }
        let at = document.origin(&place.pointer);
        let wire = &parameter.parameter_data_ref().name;
        if matches!(parameter, Declared::Path { .. }) && !template.has(wire) {
            let message = format!("the path has no `{{{wire}}}`, so this parameter is left out");
            ctx.diagnostics.report(&KEYWORD_IGNORED, at, message);
            continue;
        }
        let mut parameter = lower_parameter(ctx, document, parameter, &place, id);
        apply_catch_all(&mut parameter, template);
        // What the operation says overrides what its path item says.
        match found
            .iter()
            .position(|known| is_same_parameter(known, &parameter))
        {
            None => {
                found.push(parameter);
                stands.push(Place::from(at));
                lists.push(list);
            }
            Some(known) if lists[known] == list => {
                let message = format!(
                    "`{}` stands here a second time, and is left out",
                    parameter.wire
                );
                let diagnostic = ctx.diagnostics.report(&KEYWORD_IGNORED, at, message);
                diagnostic.related(stands[known].clone(), "first here");
            }
            Some(_) => {}
        }
    }
    for PathParameter { name, .. } in &template.parameters {
        let is_it = |it: &Parameter| it.place == ParameterPlace::Path && it.wire == *name;
        if !found.iter().any(is_it) {
            let message = format!("the path parameter `{name}` is not declared; taken for a text");
            let at = Place::Key(document.origin(&address.pointer));
            ctx.diagnostics.report(&REPAIRED, at.clone(), message);
            let mut parameter = undeclared_parameter(name);
            apply_catch_all(&mut parameter, template);
            found.push(parameter);
            stands.push(at);
        }
    }
    let spellings: Vec<String> = found.iter().map(|it| it.wire.clone()).collect();
    let spellings: Vec<String> = spellings
        .iter()
        .zip(&found)
        .map(|(wire, parameter)| {
            let same = found.iter().filter(|it| it.wire == *wire).count() > 1;
            if same {
                format!("{wire} {}", place_word(parameter.place))
            } else {
                wire.clone()
            }
        })
        .collect();
    let texts: Vec<&str> = spellings.iter().map(String::as_str).collect();
    let members = Member::list(&texts, stands);
    let scope = Scope::of_place(ctx, address);
    let has_body = declared.request_body.is_some();
    let names = members::name_parameters(ctx, &scope, &members, has_body);
    for (parameter, name) in found.iter_mut().zip(names) {
        parameter.name = name;
    }
    found
}

/// Whether two parameters are one: names of headers have no case (RFC 9110 §5.1).
fn is_same_parameter(one: &Parameter, other: &Parameter) -> bool {
    one.place == other.place
        && match one.place {
            ParameterPlace::Header => one.wire.eq_ignore_ascii_case(&other.wire),
            ParameterPlace::Path | ParameterPlace::Query | ParameterPlace::Cookie => {
                one.wire == other.wire
            }
        }
}

/// The names that an operation declares for its path, and those that its path item does.
pub(super) fn declared_in_path<'d>(
    document: &'d Document,
    item: &'d PathItem,
    declared: &'d openapiv3::Operation,
) -> Vec<&'d str> {
    let root = Address::new(document.file, Pointer::root());
    let all = declared.parameters.iter().chain(&item.parameters);
    let all = all.filter_map(|parameter| document.parameter(parameter, &root));
    let in_path = all.filter(|(parameter, _)| matches!(parameter, Declared::Path { .. }));
    in_path
        .map(|(parameter, _)| parameter.parameter_data_ref().name.as_str())
        .collect()
}

/// What a catch-all holds is a part of the path, slashes and all.
fn apply_catch_all(parameter: &mut Parameter, template: &PathTemplate) {
    let is_simple = matches!(parameter.style, Style::Simple | Style::SimpleExploded);
    if parameter.place == ParameterPlace::Path
        && is_simple
        && template.is_catch_all(&parameter.wire)
    {
        parameter.style = Style::CatchAll;
        let fact = "slashes in it are sent as they are".to_owned();
        parameter.doc.facts.push(fact);
    }
}

/// A parameter that a path has and nothing says anything about.
fn undeclared_parameter(name: &str) -> Parameter {
    Parameter {
        name: FieldName::from_spelling(name),
        wire: name.to_owned(),
        place: ParameterPlace::Path,
        value: Value::of(Type::String),
        required: true,
        doc: Doc::default(),
        example: None,
        style: Style::Simple,
        reserved: false,
    }
}

/// Headers that bodies and security schemes speak of: as parameters they are ignored (OpenAPI
/// 3.1.1, §4.8.12.1).
fn is_ignored(parameter: &Declared) -> bool {
    let name = &parameter.parameter_data_ref().name;
    matches!(parameter, Declared::Header { .. }) && header::is_ignored(name)
}

fn place_word(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

fn lower_parameter(
    ctx: &mut Ctx<'_>,
    document: &Document,
    declared: &Declared,
    address: &Address,
    id: &str,
) -> Parameter {
    let data = declared.parameter_data_ref();
    let (place, style) = match declared {
        Declared::Path { style, .. } => (
            ParameterPlace::Path,
            match style {
                PathStyle::Matrix => Style::Matrix,
                PathStyle::Label => Style::Label,
                PathStyle::Simple => Style::Simple,
            },
        ),
        Declared::Query { style, .. } => (
            ParameterPlace::Query,
            match style {
                QueryStyle::Form => Style::FormJoined,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            },
        ),
        Declared::Header { .. } => (ParameterPlace::Header, Style::Simple),
        Declared::Cookie { .. } => (ParameterPlace::Cookie, Style::FormJoined),
    };
    // A component parameter lends its key to an inline type, another the operation's id.
    let hint = match &address.pointer.segments().collect::<Vec<_>>()[..] {
        [first, _, key] if first == "components" => Hint::Own(key.to_string()),
        _ => Hint::Own(format!("{id} {}", data.name)),
    };
    let (schema, style) = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => (Some(schema), style),
        ParameterSchemaOrContent::Content(content) => match content.first() {
            Some((media_type, media)) if media_type::is_json(media_type) => {
                (media.schema.as_ref(), Style::Json)
            }
            Some((media_type, media)) if media_type::is_text(media_type) => {
                (media.schema.as_ref(), style)
            }
            // The caller writes what is of another kind.
            _ => (None, style),
        },
    };
    let schema = schema.and_then(|schema| ctx.lifted_schema(schema));
    let value = schema.map_or_else(
        || Value::of(Type::String),
        |id| lower::lower_schema(ctx, id, &hint),
    );
    let described = schema.map(|schema| field_doc::document_field(ctx, schema, &value));
    let mut doc = described.map(|described| described.doc).unwrap_or_default();
    if let Some(text) = data
        .description
        .clone()
        .filter(|text| !text.trim().is_empty())
    {
        doc.text = Some(text);
    }
    if let Some(note) = extension::read_text(ctx, document.written(address), address, &NOTE) {
        doc.facts.push(doc::note_fact(&note));
    }
    let explode = data.explode.unwrap_or(style == Style::FormJoined);
    Parameter {
        name: FieldName::from_spelling(&data.name),
        wire: data.name.clone(),
        place,
        value,
        // A path has no gaps.
        required: data.required || place == ParameterPlace::Path,
        doc,
        example: content::find_example(ctx, document.written(address), schema),
        style: if explode {
            exploded_style(style)
        } else {
            style
        },
        reserved: matches!(
            declared,
            Declared::Query {
                allow_reserved: true,
                ..
            }
        ),
    }
}
