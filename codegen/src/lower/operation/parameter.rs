//! Parameters of operations in, fields with a location and a style out.

use openapiv3::{
    Parameter as Declared, ParameterData, ParameterSchemaOrContent, PathItem, PathStyle,
    QueryStyle, ReferenceOr,
};

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{ENVELOPE, KEYWORD_IGNORED, REPAIRED};
use crate::document::Document;
use crate::extension::NOTE;
use crate::ir::{Doc, Escaping, Parameter, ParameterPlace, Style, Type, Value, exploded_style};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Member, Scope};
use crate::lower::naming::recorded;
use crate::lower::schema::doc::note_fact;
use crate::lower::schema::{field_doc, lower};
use crate::lower::{extension, media_type};
use crate::name::FieldName;
use crate::names::Item;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::declared_operation::DeclaredOperation;
use super::path_template::PathTemplate;
use super::{content, header};

/// A parameter before it has a name.
struct Unnamed<'d> {
    wire: &'d str,
    location: ParameterPlace,
    /// The Parameter Object and its address; `None` for a parameter that only the path has.
    declared: Option<(&'d Declared, Address)>,
    /// Where problems with it are reported.
    place: Place,
    /// The list of parameters that it is in.
    list: Option<Pointer>,
}

/// Lowers the parameters of an operation: its own, then those of its path item that it does not
/// override, then undeclared ones of its path.
pub(super) fn lower_parameters<'d>(
    ctx: &mut Ctx<'d>,
    operation: &DeclaredOperation<'d>,
) -> Vec<Parameter> {
    let declared = collect_declared(ctx, operation);
    let mut parameters = deduplicate(ctx, declared);
    check_query(ctx, &parameters);
    add_undeclared(ctx, operation, &mut parameters);
    let names = name_parameters(ctx, operation, &parameters);
    let pairs = names.into_iter().zip(parameters);
    pairs
        .map(|(name, it)| lower_parameter(ctx, operation, name, it))
        .collect()
}

/// Collects the parameters that an operation and its path item declare. Headers that other keywords
/// describe are ignored; path parameters that the path does not have are reported.
fn collect_declared<'d>(ctx: &mut Ctx<'d>, operation: &DeclaredOperation<'d>) -> Vec<Unnamed<'d>> {
    let document = ctx.document;
    let own = list_parameters(&operation.declared.parameters, &operation.address);
    let shared = list_parameters(&operation.item.parameters, &operation.item_address);
    let mut found = Vec::new();
    for (parameter, address) in own.chain(shared) {
        let list = address.pointer.parent();
        let Some((parameter, address)) = document.parameter(parameter, &address) else {
            continue;
        };
        if is_ignored(parameter) {
            continue;
        }
        let origin = document.origin(&address.pointer);
        let wire = &parameter.parameter_data_ref().name;
        let location = location(document, parameter, &address);
        if location == ParameterPlace::Path && !operation.template.has(wire) {
            let message = format!("the path has no `{{{wire}}}`; this parameter is left out");
            ctx.diagnostics.report(&KEYWORD_IGNORED, origin, message);
            continue;
        }
        found.push(Unnamed {
            wire,
            location,
            declared: Some((parameter, address)),
            place: Place::from(origin),
            list,
        });
    }
    found
}

/// Parameters with their addresses, in an object at `address`.
fn list_parameters<'d>(
    parameters: &'d [ReferenceOr<Declared>],
    address: &Address,
) -> impl Iterator<Item = (&'d ReferenceOr<Declared>, Address)> {
    let list = address.join("parameters");
    let parameters = parameters.iter().enumerate();
    parameters.map(move |(index, parameter)| (parameter, list.join(&index.to_string())))
}

/// Removes duplicates: an operation overrides its path item. A duplicate within one list is
/// reported.
fn deduplicate<'d>(ctx: &mut Ctx<'_>, declared: Vec<Unnamed<'d>>) -> Vec<Unnamed<'d>> {
    let mut found: Vec<Unnamed<'d>> = Vec::new();
    for parameter in declared {
        match found
            .iter()
            .find(|known| is_same_parameter(known, &parameter))
        {
            None => found.push(parameter),
            Some(known) if known.list == parameter.list => {
                let wire = parameter.wire;
                let message = format!("duplicate parameter `{wire}`; left out");
                ctx.diagnostics
                    .report(&KEYWORD_IGNORED, parameter.place, message)
                    .related(known.place.clone(), "first here");
            }
            Some(_) => {}
        }
    }
    found
}

/// Reports a whole query beside another one or beside query parameters.
fn check_query(ctx: &mut Ctx<'_>, parameters: &[Unnamed<'_>]) {
    let is_whole = |it: &&Unnamed<'_>| it.location == ParameterPlace::QueryString;
    let is_query = |it: &&Unnamed<'_>| it.location == ParameterPlace::Query || is_whole(it);
    let Some(whole) = parameters.iter().find(is_whole) else {
        return;
    };
    let others = parameters.iter().filter(is_query);
    for other in others.filter(|it| it.place != whole.place) {
        let message = format!(
            "`{}` is the whole query, beside which `{}` has no place",
            whole.wire, other.wire
        );
        ctx.diagnostics
            .report(&ENVELOPE, whole.place.clone(), message)
            .related(other.place.clone(), "also in the query")
            .help("make it a member of the schema of the whole query, or leave out one of the two");
    }
}

/// Whether two parameters are the same: header names are case-insensitive (RFC 9110 §5.1).
fn is_same_parameter(one: &Unnamed<'_>, other: &Unnamed<'_>) -> bool {
    one.location == other.location
        && match one.location {
            ParameterPlace::Header => one.wire.eq_ignore_ascii_case(other.wire),
            ParameterPlace::Path
            | ParameterPlace::Query
            | ParameterPlace::QueryString
            | ParameterPlace::Cookie => one.wire == other.wire,
        }
}

/// Adds the undeclared parameters of the path, and reports each.
fn add_undeclared<'o>(
    ctx: &mut Ctx<'_>,
    operation: &'o DeclaredOperation<'_>,
    parameters: &mut Vec<Unnamed<'o>>,
) {
    for parameter in &operation.template.parameters {
        let wire = parameter.name.as_str();
        let is_it = |it: &Unnamed<'_>| it.location == ParameterPlace::Path && it.wire == wire;
        if parameters.iter().any(is_it) {
            continue;
        }
        let message = format!("the path parameter `{wire}` is not declared; read as a string");
        let place = Place::Key(ctx.document.origin(&operation.address.pointer));
        ctx.diagnostics.report(&REPAIRED, place.clone(), message);
        parameters.push(Unnamed {
            wire,
            location: ParameterPlace::Path,
            declared: None,
            place,
            list: None,
        });
    }
}

/// The recorded name of an operation.
fn recorded_owner<'a>(ctx: &Ctx<'a>, operation: &DeclaredOperation<'_>) -> Option<&'a str> {
    recorded::recall_operation(ctx, &operation.method, operation.path)
}

/// Names parameters. Those with the same spelling include their location.
fn name_parameters(
    ctx: &mut Ctx<'_>,
    operation: &DeclaredOperation<'_>,
    parameters: &[Unnamed<'_>],
) -> Vec<FieldName> {
    let spell = |parameter: &Unnamed<'_>| {
        let wire = parameter.wire;
        let same = parameters.iter().filter(|it| it.wire == wire);
        if same.count() > 1 {
            format!("{wire} {}", location_word(parameter.location))
        } else {
            wire.to_owned()
        }
    };
    let spellings: Vec<String> = parameters.iter().map(spell).collect();
    let spellings: Vec<&str> = spellings.iter().map(String::as_str).collect();
    let mut members = Member::list(&spellings, parameters.iter().map(|it| it.place.clone()));
    if let Some(owner) = recorded_owner(ctx, operation) {
        for (member, it) in members.iter_mut().zip(parameters) {
            let item = Item::Parameter(owner, it.location, it.wire);
            member.recorded = ctx.naming.lock.text(&item);
        }
    }
    let scope = Scope::of_place(ctx, &operation.address);
    let has_body = operation.declared.request_body.is_some();
    members::name_parameters(ctx, &scope, &members, has_body)
}

/// The names of path parameters that an operation or its path item declares.
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

/// Whether a parameter is a header that other keywords describe (OpenAPI 3.1.1, §4.8.12.1).
fn is_ignored(parameter: &Declared) -> bool {
    let name = &parameter.parameter_data_ref().name;
    matches!(parameter, Declared::Header { .. }) && header::is_ignored(name)
}

fn location(document: &Document, declared: &Declared, address: &Address) -> ParameterPlace {
    match declared {
        Declared::Path { .. } => ParameterPlace::Path,
        Declared::Query { .. } if document.parameter_traits(address).is_query_string => {
            ParameterPlace::QueryString
        }
        Declared::Query { .. } => ParameterPlace::Query,
        Declared::Header { .. } => ParameterPlace::Header,
        Declared::Cookie { .. } => ParameterPlace::Cookie,
    }
}

fn location_word(location: ParameterPlace) -> &'static str {
    match location {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::QueryString => "query string",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

fn lower_parameter(
    ctx: &mut Ctx<'_>,
    operation: &DeclaredOperation<'_>,
    name: FieldName,
    unnamed: Unnamed<'_>,
) -> Parameter {
    let Unnamed {
        wire,
        location,
        declared,
        place: _,
        list: _,
    } = unnamed;
    let mut parameter = Parameter {
        name,
        wire: wire.to_owned(),
        place: location,
        value: Value::of(Type::String),
        // Path parameters are always required.
        required: location == ParameterPlace::Path,
        argument: recorded_owner(ctx, operation).and_then(|owner| {
            ctx.naming
                .lock
                .argument(&Item::Parameter(owner, location, wire))
        }),
        doc: Doc::default(),
        example: None,
        style: Style::Simple,
        styles: Vec::new(),
        escaping: Escaping::Usual,
    };
    if let Some((declared, address)) = declared {
        describe_parameter(ctx, &mut parameter, declared, &address, &operation.id);
    }
    apply_catch_all(&mut parameter, &operation.template);
    parameter
}

/// Completes a parameter by its Parameter Object.
fn describe_parameter(
    ctx: &mut Ctx<'_>,
    parameter: &mut Parameter,
    declared: &Declared,
    address: &Address,
    id: &str,
) {
    let data = declared.parameter_data_ref();
    // The key of a component names an inline type; otherwise the id of the operation does.
    let hint = match &address.pointer.segments().collect::<Vec<_>>()[..] {
        [first, _, key] if first == "components" => Hint::Own(key.to_string()),
        _ => Hint::Own(format!("{id} {}", data.name)),
    };
    let (schema, style) = schema_and_style(declared);
    let schema = schema.and_then(|schema| ctx.resolve_schema(schema));
    if let Some(schema) = schema {
        parameter.value = lower::lower_schema(ctx, schema, &hint);
        parameter.doc = field_doc::document_field(ctx, schema, &parameter.value).doc;
    }
    let text = data.description.clone();
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        parameter.doc.text = Some(text);
    }
    let node = ctx.document.written(address);
    if let Some(note) = extension::read_text(ctx, node, address, &NOTE) {
        parameter.doc.facts.push(note_fact(&note));
    }
    parameter.required |= data.required;
    parameter.example = content::find_example(ctx, node, schema);
    parameter.style = explode(data, style);
    let traits = ctx.document.parameter_traits(address);
    parameter.escaping = match (traits.is_verbatim, traits.allows_reserved) {
        (true, _) => Escaping::Nothing,
        (false, true) => Escaping::Reserved,
        (false, false) => Escaping::Usual,
    };
    if traits.is_query_string {
        describe_query(ctx, parameter, declared, node);
    }
}

/// Completes a parameter that is the whole query by its Media Type Object.
fn describe_query(
    ctx: &Ctx<'_>,
    parameter: &mut Parameter,
    declared: &Declared,
    node: Option<&Tree>,
) {
    let ParameterSchemaOrContent::Content(content) = &declared.parameter_data_ref().format else {
        unreachable!("the reader leaves out parameters of the whole query without content")
    };
    let Some((media_type, media)) = content.first() else {
        return;
    };
    let media_node = node.and_then(|it| it.get("content")?.get(media_type));
    let schema = media.schema.as_ref();
    let schema = schema.and_then(|schema| ctx.resolve_schema(schema));
    let beside = content::find_example(ctx, media_node, schema);
    parameter.example = parameter.example.take().or(beside);
    if media_type::is_form(media_type) {
        parameter.style = Style::Form;
        parameter.styles = media_node
            .map(content::read_form_styles)
            .unwrap_or_default();
    } else if !media_type::is_json(media_type) {
        parameter.style = Style::Simple;
    }
}

/// The schema of a parameter, and its style without `explode`.
fn schema_and_style(declared: &Declared) -> (Option<&ReferenceOr<openapiv3::Schema>>, Style) {
    let style = match declared {
        Declared::Path { style, .. } => match style {
            PathStyle::Matrix => Style::Matrix,
            PathStyle::Label => Style::Label,
            PathStyle::Simple => Style::Simple,
        },
        Declared::Query { style, .. } => match style {
            QueryStyle::Form => Style::FormJoined,
            QueryStyle::SpaceDelimited => Style::SpaceDelimited,
            QueryStyle::PipeDelimited => Style::PipeDelimited,
            QueryStyle::DeepObject => Style::DeepObject,
        },
        Declared::Header { .. } => Style::Simple,
        Declared::Cookie { .. } => Style::FormJoined,
    };
    match &declared.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(schema) => (Some(schema), style),
        ParameterSchemaOrContent::Content(content) => match content.first() {
            Some((media_type, media)) if media_type::is_json(media_type) => {
                (media.schema.as_ref(), Style::Json)
            }
            Some((media_type, media))
                if media_type::is_text(media_type) || media_type::is_form(media_type) =>
            {
                (media.schema.as_ref(), style)
            }
            // The caller encodes other media types.
            _ => (None, style),
        },
    }
}

/// Applies `explode`, whose default depends on the style.
fn explode(data: &ParameterData, style: Style) -> Style {
    if data.explode.unwrap_or(style == Style::FormJoined) {
        exploded_style(style)
    } else {
        style
    }
}

/// Makes a catch-all parameter keep its slashes.
fn apply_catch_all(parameter: &mut Parameter, template: &PathTemplate) {
    let is_simple = matches!(parameter.style, Style::Simple | Style::SimpleExploded);
    if parameter.place == ParameterPlace::Path
        && is_simple
        && template.is_catch_all(&parameter.wire)
    {
        parameter.style = Style::CatchAll;
        let fact = "slashes are sent unescaped".to_owned();
        parameter.doc.facts.push(fact);
    }
}
