//! Paths in, [`Operation`]s out.

use openapiv3::{
    MediaType, Parameter as Declared, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle,
    ReferenceOr,
};

use crate::document::Document;
use crate::document::schema::SchemaId;
use crate::ir::{
    Content, Doc, Operation, Pagination, Parameter, ParameterPlace, Response, Retry, Style, Type,
    Value,
};
use crate::name::TypeName;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::draft::Hint;
use super::extension::Members;
use super::{Ctx, doc as docs, shape};

/// Every operation of the document's paths, in its order.
pub(super) fn all(ctx: &mut Ctx<'_>, document: &Document) -> Vec<Operation> {
    let root = Address::new(document.file, Pointer::root());
    let mut operations: Vec<Operation> = Vec::new();
    for (path, item) in document.frame.paths.iter() {
        let ReferenceOr::Item(item) = item else {
            unreachable!("references between path items are followed while reading")
        };
        let address = root.join_all(["paths", path]);
        for (method, declared) in methods(document, &address, item) {
            let known = |id: &str| {
                operations
                    .iter()
                    .any(|known| known.name == TypeName::from_spelling(id))
            };
            // Two operations of one id, or none: method and path tell them apart.
            let id = match &declared.operation_id {
                Some(id) if !known(id) => id.clone(),
                Some(id) => format!("{id} {method} {}", spelled(path)),
                None => format!("{method} {}", spelled(path)),
            };
            let place = Place {
                path,
                item,
                method,
                declared,
                address: address.join(method),
                id,
            };
            operations.push(operation(ctx, document, &place));
        }
    }
    operations
}

/// A path as words: braces tell parameters apart from fixed segments, `by` says so in a name.
fn spelled(path: &str) -> String {
    let words = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            match segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
            {
                Some(parameter) => format!("by {parameter}"),
                None => segment.replace(['{', '}'], " "),
            }
        });
    words.collect::<Vec<_>>().join(" ")
}

/// The methods of a path item in document order, which `openapiv3` does not keep.
fn methods<'d>(
    document: &Document,
    address: &Address,
    item: &'d PathItem,
) -> Vec<(&'d str, &'d openapiv3::Operation)> {
    let mut methods: Vec<_> = item.iter().collect();
    if let Some(members) = document.written(address).and_then(Tree::as_object) {
        methods.sort_by_key(|(method, _)| members.get_index_of(*method));
    }
    methods
}

/// An operation where it stands.
struct Place<'d> {
    path: &'d str,
    item: &'d PathItem,
    method: &'d str,
    declared: &'d openapiv3::Operation,
    address: Address,
    /// Its id, unique.
    id: String,
}

fn operation(ctx: &mut Ctx<'_>, document: &Document, place: &Place<'_>) -> Operation {
    let Place {
        path,
        item,
        method,
        declared,
        address,
        id,
    } = place;
    let bodies = request_body(ctx, document, declared, address, id);
    let body_required = declared.request_body.as_ref().is_some_and(|body| {
        document
            .request_body(body)
            .is_some_and(|(body, _)| body.required)
    });
    let node = document.written(address);
    let name = node
        .and_then(|node| node.get("x-rust-name")?.as_str())
        .and_then(TypeName::from_rust)
        .unwrap_or_else(|| TypeName::from_spelling(id));
    Operation {
        name,
        address: address.clone(),
        method: method.to_uppercase(),
        path: (*path).to_owned(),
        tag: declared.tags.first().cloned(),
        doc: doc(declared.summary.as_ref(), declared.description.as_ref()),
        parameters: parameters(ctx, document, item, declared, address, id),
        body: bodies.into_iter().map(|body| body.content).collect(),
        body_required,
        responses: responses(ctx, document, declared, address, id),
        retry: retry(ctx, node, address, method),
        pagination: pagination(ctx, node, address),
        expected_events: expected_events(node),
        deprecated: declared.deprecated,
    }
}

/// Summary and description: the summary leads where it says something else.
pub(super) fn doc(summary: Option<&String>, description: Option<&String>) -> Doc {
    let clean = |text: Option<&String>| {
        text.map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
    };
    let text = match (clean(summary), clean(description)) {
        (Some(summary), Some(description)) if description.starts_with(&summary) => {
            Some(description)
        }
        (Some(summary), Some(description)) => Some(format!(
            "{}.\n\n{description}",
            summary.trim_end_matches('.')
        )),
        (summary, description) => summary.or(description),
    };
    Doc {
        text,
        facts: Vec::new(),
    }
}

fn parameters(
    ctx: &mut Ctx<'_>,
    document: &Document,
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
    for (parameter, place) in places {
        let Some((parameter, place)) = document.parameter(parameter, &place) else {
            continue;
        };
        let parameter = one_parameter(ctx, document, parameter, &place, id);
        // What the operation says overrides what its path item says.
        let same =
            |known: &Parameter| known.wire == parameter.wire && known.place == parameter.place;
        if !found.iter().any(same) {
            found.push(parameter);
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
    let names = ctx.field_names(&texts, address);
    for (parameter, name) in found.iter_mut().zip(names) {
        parameter.name = name;
    }
    found
}

fn place_word(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

fn one_parameter(
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
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            },
        ),
        Declared::Header { .. } => (ParameterPlace::Header, Style::Simple),
        Declared::Cookie { .. } => (ParameterPlace::Cookie, Style::Form),
    };
    // A component parameter lends its key to an inline type, another the operation's id.
    let hint = match &address.pointer.segments().collect::<Vec<_>>()[..] {
        [first, _, key] if first == "components" => Hint::Own(key.to_string()),
        _ => Hint::Own(format!("{id} {}", data.name)),
    };
    let (schema, style) = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => (Some(schema), style),
        ParameterSchemaOrContent::Content(content) => (
            content
                .values()
                .next()
                .and_then(|media| media.schema.as_ref()),
            Style::Json,
        ),
    };
    let schema = schema.and_then(|schema| lifted(ctx, document, schema));
    let value = schema.map_or_else(
        || Value::of(Type::String),
        |id| shape::value(ctx, id, &hint),
    );
    let described = schema.map(|schema| docs::of_use(ctx, schema, &value));
    let mut doc = described.map(|described| described.doc).unwrap_or_default();
    if let Some(text) = data
        .description
        .clone()
        .filter(|text| !text.trim().is_empty())
    {
        doc.text = Some(text);
    }
    if let Some(note) = data.extensions.get("x-note").and_then(|note| note.as_str()) {
        doc.facts.push(docs::note(note));
    }
    let explode = data
        .explode
        .unwrap_or(matches!(style, Style::Form | Style::DeepObject));
    Parameter {
        name: crate::name::FieldName::from_spelling(&data.name),
        wire: data.name.clone(),
        place,
        value,
        // A path has no gaps.
        required: data.required || place == ParameterPlace::Path,
        doc,
        style,
        explode,
    }
}

/// The schema that a lifted reference stands for.
fn lifted(
    ctx: &Ctx<'_>,
    document: &Document,
    schema: &ReferenceOr<openapiv3::Schema>,
) -> Option<SchemaId> {
    match schema {
        ReferenceOr::Reference { reference } => {
            ctx.schemas.find(&document.schema_address(reference)?)
        }
        ReferenceOr::Item(_) => unreachable!("every schema was lifted out of the frame"),
    }
}

/// A body and the schema it was made from.
pub(super) struct Body {
    pub(super) content: Content,
    pub(super) schema: Option<(SchemaId, Value)>,
}

/// The bodies of a request, by content type.
pub(super) fn request_body(
    ctx: &mut Ctx<'_>,
    document: &Document,
    operation: &openapiv3::Operation,
    address: &Address,
    id: &str,
) -> Vec<Body> {
    let Some(body) = &operation.request_body else {
        return Vec::new();
    };
    let Some((body, component)) = document.request_body(body) else {
        return Vec::new();
    };
    let (hint, address) = match component {
        Some(key) => {
            let root = Address::new(address.file, Pointer::root());
            (
                key.to_owned(),
                root.join_all(["components", "requestBodies", key]),
            )
        }
        None => (format!("{id} Request"), address.join("requestBody")),
    };
    let several = body.content.len() > 1;
    let contents = body.content.iter();
    contents
        .map(|(media_type, media)| {
            let hint = if several {
                format!("{hint} {}", subtype(media_type))
            } else {
                hint.clone()
            };
            content(ctx, document, &address, media_type, media, &Hint::Own(hint))
        })
        .collect()
}

/// The part of a media type that tells it from others of one body.
fn subtype(media_type: &str) -> &str {
    let essence = media_type.split(';').next().unwrap_or(media_type);
    match essence.rsplit('/').next().unwrap_or(essence) {
        "json" => "",
        "x-www-form-urlencoded" => "form",
        "form-data" => "multipart",
        other => other,
    }
}

fn content(
    ctx: &mut Ctx<'_>,
    document: &Document,
    address: &Address,
    media_type: &str,
    media: &MediaType,
    hint: &Hint,
) -> Body {
    let id = media
        .schema
        .as_ref()
        .and_then(|schema| lifted(ctx, document, schema));
    let schema = id.map(|id| (id, shape::value(ctx, id, hint)));
    let unwrap = id.and_then(|id| {
        let extension = |id: SchemaId| {
            ctx.schemas[id]
                .extensions
                .get("x-unwrap")
                .and_then(Tree::as_str)
                .map(str::to_owned)
        };
        extension(id).or_else(|| extension(shape::plain_reference(&ctx.schemas[id])?))
    });
    let place = address.join_all(["content", media_type]);
    let node = document.written(&place);
    let example = node.and_then(|node| {
        let first = || {
            node.get("examples")?
                .as_object()?
                .values()
                .next()?
                .get("value")
        };
        node.get("example").or_else(first)
    });
    let example = example.cloned().or_else(|| {
        let of = |id: SchemaId| Some(ctx.schemas[id].examples.first()?.1.clone());
        let id = id?;
        of(id).or_else(|| of(shape::plain_reference(&ctx.schemas[id])?))
    });
    let value = schema.as_ref().map(|(_, value)| value.clone());
    Body {
        content: Content {
            media_type: media_type.to_owned(),
            value,
            unwrap,
            example,
        },
        schema,
    }
}

fn responses(
    ctx: &mut Ctx<'_>,
    document: &Document,
    operation: &openapiv3::Operation,
    address: &Address,
    id: &str,
) -> Vec<Response> {
    let declared = document.responses(operation, address);
    let mut found = Vec::new();
    for response in declared {
        let hint = match response.component {
            Some(key) => key.to_owned(),
            None if response.status.starts_with('2') => format!("{id} Response"),
            None => format!("{id} Response {}", response.status),
        };
        let contents = response.response.content.iter();
        let content = contents
            .map(|(media_type, media)| {
                let hint = Hint::Own(format!("{hint} {}", subtype(media_type)));
                content(ctx, document, &response.address, media_type, media, &hint).content
            })
            .collect();
        let text = Some(response.response.description.clone()).filter(|it| !it.trim().is_empty());
        let doc = Doc {
            text,
            facts: Vec::new(),
        };
        found.push(Response {
            status: response.status.clone(),
            doc,
            content,
        });
    }
    found
}

/// What `x-idempotency` and `x-retry` say, else what the method says (RFC 9110 §9.2.2).
fn retry(ctx: &mut Ctx<'_>, node: Option<&Tree>, address: &Address, method: &str) -> Retry {
    let members = Members::read(ctx, node, address, "x-idempotency", &["field", "seconds"]);
    if let Some(members) = members {
        let field = members.required(ctx, "field");
        let seconds = members.number(ctx, "seconds");
        if let (Some(field), Some(seconds)) = (field, seconds) {
            return Retry::Key { field, seconds };
        }
    }
    match node.and_then(|node| node.get("x-retry")) {
        None if matches!(
            method,
            "get" | "head" | "options" | "trace" | "put" | "delete"
        ) =>
        {
            Retry::Repeatable
        }
        None => Retry::Unsafe,
        Some(Tree::String(text)) if text == "repeatable" => Retry::Repeatable,
        Some(Tree::String(text)) if text == "unsafe" => Retry::Unsafe,
        Some(other) => {
            let message = format!("`x-retry` is {}", other.to_json());
            ctx.diagnostics
                .report(
                    &crate::diagnostic::catalogue::EXTENSION_VALUE,
                    address.join("x-retry"),
                    message,
                )
                .help("it is `repeatable` or `unsafe`");
            Retry::Unsafe
        }
    }
}

fn pagination(ctx: &mut Ctx<'_>, node: Option<&Tree>, address: &Address) -> Option<Pagination> {
    let known = ["style", "number", "size", "items", "total-pages", "next"];
    let members = Members::read(ctx, node, address, "x-pagination", &known)?;
    let items = members.required(ctx, "items")?;
    match members.required(ctx, "style")?.as_str() {
        "page-number" => Some(Pagination::PageNumber {
            number: members.required(ctx, "number")?,
            size: members.text(ctx, "size"),
            items,
            total_pages: members.text(ctx, "total-pages"),
        }),
        "next-uri" => Some(Pagination::NextUri {
            next: members.required(ctx, "next")?,
            items,
        }),
        other => {
            let address = address.join("x-pagination").join("style");
            let message = format!("no style of paging is called `{other}`");
            ctx.diagnostics
                .report(
                    &crate::diagnostic::catalogue::EXTENSION_VALUE,
                    address,
                    message,
                )
                .help("the styles are `page-number` and `next-uri`");
            None
        }
    }
}

fn expected_events(node: Option<&Tree>) -> Vec<String> {
    let list = node.and_then(|node| node.get("x-expected-webhooks")?.as_array());
    list.unwrap_or_default()
        .iter()
        .filter_map(Tree::as_str)
        .map(str::to_owned)
        .collect()
}
