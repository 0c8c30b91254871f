//! The intermediate representation: an API resolved, named and Rust-shaped. Nothing in it knows
//! OpenAPI's spelling any more, and nothing is left for `emit` to decide.

use crate::name::{ConstName, FieldName, ModuleName, TypeName, VariantName};
use crate::pointer::Address;
use crate::tree::{Number, Tree};

/// One document's worth of bindings: a module.
#[derive(Debug)]
pub struct Api {
    /// The module's name.
    pub module: ModuleName,
    /// The document's title.
    pub title: String,
    /// The document's description.
    pub doc: Doc,
    /// Where the document stands.
    pub source: Address,
    /// Base URLs, the first is the default.
    pub servers: Vec<String>,
    /// Every type, parents before the inline types they contain.
    pub types: Vec<TypeDef>,
    /// Every operation, in document order.
    pub operations: Vec<Operation>,
    /// The enum of all webhooks, if the document has any.
    pub events: Option<Events>,
    /// The error examples, in document order.
    pub errors: Vec<NamedError>,
    /// Which type is the error body, and where its parts stand.
    pub error_body: Option<ErrorBody>,
}

impl Api {
    /// The type behind an id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// A type's place in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its name, unique in the module.
    pub name: TypeName,
    /// Where its schema stands.
    pub address: Address,
    /// The file it is written to: the outermost type it lives with.
    pub file: ModuleName,
    /// Its documentation.
    pub doc: Doc,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// What it is.
    pub kind: Kind,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A struct.
    Object(ObjectDef),
    /// An open enum of strings.
    StringEnum(StringEnum),
    /// An enum picked by the value of a member.
    Tagged(Tagged),
    /// An enum picked by what fits.
    Union(Vec<Alternative>),
    /// A wrapper around a type with rules of its own.
    Newtype(Value),
    /// Another name for a type.
    Alias(Type),
}

/// A value in some position: its type and the rules that hold there.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The type.
    pub ty: Type,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// A type as it is written in a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `bool`.
    Bool,
    /// `i64`.
    I64,
    /// `u64`.
    U64,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// The runtime's `Base64`.
    Base64,
    /// The runtime's `DateTime`.
    DateTime,
    /// Any JSON.
    Json,
    /// A named type.
    Named(TypeId),
    /// `Vec<T>`.
    Vec(Box<Type>),
    /// The runtime's `Map<T>`.
    Map(Box<Type>),
    /// The runtime's `Nullable<T>`.
    Nullable(Box<Type>),
    /// `Box<T>`, where a type would contain itself.
    Box(Box<Type>),
}

/// A struct.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectDef {
    /// The fields, in the order of the properties.
    pub fields: Vec<Field>,
    /// Members whose value is fixed: the tag of a tagged union. Wire name and text.
    pub constants: Vec<(String, String)>,
    /// Where members without a field go, if the schema says anything about them.
    pub others: Option<Others>,
    /// Rules about several members.
    pub rules: Vec<ObjectRule>,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: FieldName,
    /// The member's name in JSON.
    pub wire: String,
    /// Type and rules.
    pub value: Value,
    /// Whether it must be there; otherwise it is an `Option`.
    pub required: bool,
    /// Its documentation.
    pub doc: Doc,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// `default`, for the listing; it is documentation only.
    pub default: Option<Tree>,
}

impl PartialEq for Field {
    /// Shapes are compared, not prose.
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.wire, &self.value, self.required)
            == (&other.name, &other.wire, &other.value, other.required)
    }
}

/// The field for members that the schema does not name.
#[derive(Clone, Debug, PartialEq)]
pub struct Others {
    /// The field's name.
    pub name: FieldName,
    /// What each of them is.
    pub value: Value,
    /// Whether the schema forbids them.
    pub forbidden: bool,
    /// Rules about the map as a whole.
    pub rules: Vec<Rule>,
}

/// An enum of strings.
#[derive(Clone, Debug, PartialEq)]
pub struct StringEnum {
    /// The values, in document order.
    pub variants: Vec<(VariantName, String)>,
    /// The API's own code for a value outside.
    pub code: Option<String>,
}

/// A union told apart by a member.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged {
    /// The member's wire name.
    pub tag: String,
    /// The alternatives, in document order. One value of the tag each.
    pub variants: Vec<TaggedVariant>,
}

/// An alternative of a tagged union.
#[derive(Clone, Debug, PartialEq)]
pub struct TaggedVariant {
    /// Its name.
    pub name: VariantName,
    /// The tag's value.
    pub value: String,
    /// What it holds.
    pub ty: Type,
}

/// An alternative of a union without a tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Its name.
    pub name: VariantName,
    /// What it holds.
    pub value: Value,
}

/// A rule about one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What must hold.
    pub kind: RuleKind,
    /// The words in the prose that it rests on.
    pub because: Option<String>,
    /// The API's own error code for a violation.
    pub code: Option<String>,
}

/// What must hold of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleKind {
    /// At least.
    Minimum(Number),
    /// At most.
    Maximum(Number),
    /// More than.
    ExclusiveMinimum(Number),
    /// Less than.
    ExclusiveMaximum(Number),
    /// A whole multiple of.
    MultipleOf(Number),
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// Matches an ECMA-262 pattern.
    Pattern(String),
    /// Is RFC 4648 base64.
    Base64,
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
    /// No two items are equal.
    UniqueItems,
    /// Each item, or each value of a map, keeps these rules.
    Items(Vec<Rule>),
    /// Each key of a map keeps these rules.
    PropertyNames(Vec<Rule>),
    /// At least so many members.
    MinProperties(u64),
    /// At most so many members.
    MaxProperties(u64),
    /// Is one of these values.
    OneOf(Vec<Tree>),
}

/// A rule about several members of an object. Members are wire names.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectRule {
    /// What must hold.
    pub kind: ObjectRuleKind,
    /// The words in the prose that it rests on.
    pub because: Option<String>,
    /// The API's own error code for a violation.
    pub code: Option<String>,
}

/// What must hold between members.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectRuleKind {
    /// Not all of these may be there: `not: {required: […]}`.
    NotTogether(Vec<String>),
    /// When a condition holds, these must be there: `if`/`then`, `dependentRequired`.
    Requires {
        /// The condition.
        when: Vec<Condition>,
        /// Who must be there then.
        then: Vec<String>,
    },
}

impl ObjectRuleKind {
    /// The members that the rule looks at.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        let (conditions, members) = match self {
            Self::NotTogether(members) => (&[][..], members),
            Self::Requires { when, then } => (&when[..], then),
        };
        let tested = conditions.iter().map(|condition| match condition {
            Condition::Present(member) | Condition::Equals(member, _) => member,
        });
        tested.chain(members).map(String::as_str)
    }
}

/// A condition on one member.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// It is there.
    Present(String),
    /// It is there and is this value.
    Equals(String, Tree),
}

/// Documentation.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// The document's own prose, Markdown.
    pub text: Option<String>,
    /// Facts about the item, in words, each without a full stop; Markdown inline.
    pub facts: Vec<String>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name.
    pub name: TypeName,
    /// Where it stands.
    pub address: Address,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path template.
    pub path: String,
    /// The first tag.
    pub tag: Option<String>,
    /// Its documentation.
    pub doc: Doc,
    /// Path, query, header and cookie parameters, in document order.
    pub parameters: Vec<Parameter>,
    /// The body, by content type; empty when there is none.
    pub body: Vec<Content>,
    /// Whether the body must be there.
    pub body_required: bool,
    /// The responses, in document order.
    pub responses: Vec<Response>,
    /// How it may be repeated.
    pub retry: Retry,
    /// How its list is paged.
    pub pagination: Option<Pagination>,
    /// The events it leads to.
    pub expected_events: Vec<String>,
    /// `deprecated: true`.
    pub deprecated: bool,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The field's name.
    pub name: FieldName,
    /// The name on the wire.
    pub wire: String,
    /// Where it goes.
    pub place: ParameterPlace,
    /// Type and rules.
    pub value: Value,
    /// Whether it must be given.
    pub required: bool,
    /// Its documentation.
    pub doc: Doc,
    /// How it is written.
    pub style: Style,
    /// `explode`.
    pub explode: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterPlace {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`.
    Simple,
    /// `form`.
    Form,
    /// `label`.
    Label,
    /// `matrix`.
    Matrix,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// As JSON: the parameter has `content` instead of a schema.
    Json,
}

/// A body of one content type.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// What it holds; `None` where there is no schema.
    pub value: Option<Value>,
    /// The member that is the result, from `x-unwrap`.
    pub unwrap: Option<String>,
    /// An example, as the document has it.
    pub example: Option<Tree>,
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// `200`, `4XX`, `default`.
    pub status: String,
    /// Its description.
    pub doc: Doc,
    /// The bodies it may have.
    pub content: Vec<Content>,
}

/// How an operation may be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Repeating does no harm.
    Repeatable,
    /// Repeating does no harm while a body member carries the same key.
    Key {
        /// The member.
        field: String,
        /// For how long.
        seconds: u64,
    },
    /// Repeating may have an effect twice.
    Unsafe,
}

/// How a list is paged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// By page number.
    PageNumber {
        /// The query key of the number.
        number: String,
        /// The query key of the size.
        size: Option<String>,
        /// The body member with the items.
        items: String,
        /// Pointer-like path (`meta/total_pages`) to the number of pages.
        total_pages: Option<String>,
    },
    /// By a link in the body.
    NextUri {
        /// The body member with the link.
        next: String,
        /// The body member with the items.
        items: String,
    },
}

/// The enum of a document's webhooks.
#[derive(Clone, Debug)]
pub struct Events {
    /// The enum's name.
    pub name: TypeName,
    /// The member that tells them apart.
    pub tag: String,
    /// The member of the delivered body that holds the event, if it is wrapped.
    pub envelope: Option<String>,
    /// The events.
    pub variants: Vec<Event>,
}

/// A webhook.
#[derive(Clone, Debug)]
pub struct Event {
    /// The variant's name.
    pub name: VariantName,
    /// The tag's value.
    pub value: String,
    /// The type of the event itself, without its envelope.
    pub ty: Type,
    /// The type of the body as the document declares it.
    pub declared: Type,
    /// Where the webhook stands.
    pub address: Address,
    /// Its documentation.
    pub doc: Doc,
}

/// A named error, made from an example.
#[derive(Clone, Debug)]
pub struct NamedError {
    /// The constant's name.
    pub constant: ConstName,
    /// The example's name.
    pub name: String,
    /// The response status.
    pub status: u16,
    /// The error code.
    pub code: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The detail: sample text.
    pub detail: Option<String>,
    /// The pointer to the offending member.
    pub pointer: Option<String>,
    /// The offending query parameter.
    pub parameter: Option<String>,
    /// More about it, JSON.
    pub meta: Option<Tree>,
    /// The whole body, JSON.
    pub json: Tree,
    /// Where the example stands.
    pub address: Address,
}

/// Where the parts of an error body stand.
#[derive(Clone, Debug)]
pub struct ErrorBody {
    /// The body's type.
    pub ty: TypeId,
    /// The fields that lead to the list of errors, and which of them are optional.
    pub list: Vec<Step>,
    /// The field with the code, from an item.
    pub code: Option<Vec<Step>>,
    /// The field with the title.
    pub title: Option<Vec<Step>>,
    /// The field with the detail.
    pub detail: Option<Vec<Step>>,
    /// The field with the pointer.
    pub pointer: Option<Vec<Step>>,
    /// The field with the parameter.
    pub parameter: Option<Vec<Step>>,
}

/// One field access on the way to a part of an error body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The field.
    pub field: FieldName,
    /// Whether it is an `Option`.
    pub optional: bool,
    /// Whether it is a `Nullable`.
    pub nullable: bool,
}
