//! The intermediate representation: an API resolved, named and Rust-shaped. Nothing in it knows
//! OpenAPI's spelling any more, and nothing is left for `emit` to decide.

mod argument;
mod call;
mod error;
mod event;
mod feature;
mod mention;
mod null;
mod operation;
mod rule;
mod security;
mod server;
pub mod shape;
mod style;
mod traits;

use indexmap::IndexMap;

use crate::name::{FieldName, ModuleName, TypeName, VariantName};
use crate::pointer::Address;
use crate::tree::Tree;

pub use call::{
    Body, BodyContent, BodyForm, Call, Case, CaseWhen, Choice, ContentCase, Contents, EventForm,
    EventStream, Expected, Failure, Framing, Headers, Key, Paging, PagingStep, Part, Payload, Sent,
    StatusPattern, Success, Unwrap,
};
pub use error::{ErrorBody, NamedError, Step};
pub use event::{Encoding, Event, Events, Signature, SignatureScheme, Webhook};
pub use feature::{ALL_TAGS, Feature, FeatureId, Presence, TagFeatures};
pub use operation::{
    Callback, Content, Header, Operation, Pagination, Parameter, ParameterPlace, Response, Retry,
};
pub use rule::{Condition, ObjectRule, ObjectRuleKind, Rule, RuleKind};
pub use security::{Need, SchemeKind, Security, SecurityScheme};
pub use server::{Server, ServerVariable};
pub use style::Style;
pub use traits::Traits;

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
    /// Where it is, the first is the default.
    pub servers: Vec<Server>,
    /// The ways to show who calls, those included that are only named.
    pub schemes: Vec<SecurityScheme>,
    /// Which of them a call needs by default.
    pub security: Security,
    /// The environment variables for the key and for another base URL, from `x-client`.
    pub variables: Variables,
    /// The cargo features for the tags of its operations, sorted by name; none where there are not
    /// several tags.
    pub features: Vec<Feature>,
    /// Every type, parents before the inline types they contain.
    pub types: Vec<TypeDef>,
    /// How many steps they go down at the most, as a compiler does.
    pub depth: usize,
    /// What each of `components.schemas` became, by its key, where it is used as it stands.
    pub components: IndexMap<String, Type>,
    /// Every operation, in document order.
    pub operations: Vec<Operation>,
    /// Every webhook, in document order.
    pub webhooks: Vec<Webhook>,
    /// The enum of the webhooks, if something tells them apart.
    pub events: Option<Events>,
    /// The error examples, in document order.
    pub errors: Vec<NamedError>,
    /// Which type is the error body, and where its parts stand.
    pub error_body: Option<ErrorBody>,
    /// Schemas that say something about their values and became any JSON all the same, in document
    /// order.
    pub untyped: Vec<Untyped>,
}

/// A schema that no type was found for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untyped {
    /// Where it stands.
    pub address: Address,
    /// Why, in words.
    pub reason: &'static str,
}

impl Api {
    /// The type behind an id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// The environment variables that a client looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// For the key.
    pub key: Option<String>,
    /// For another base URL.
    pub base_url: Option<String>,
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
    /// With which features it is there.
    pub presence: Presence,
    /// What it is.
    pub kind: Kind,
    /// Rules about its values as a whole. Only of structs and enums: a newtype has its own.
    pub rules: Vec<Rule>,
    /// The standard library's traits that it has beyond those of all types.
    pub traits: Traits,
}

/// What a type is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A struct.
    Object(ObjectDef),
    /// An open enum of strings.
    StringEnum(StringEnum),
    /// An enum picked by the value of a member.
    Tagged(Tagged),
    /// An enum picked by what fits.
    Union(Vec<Alternative>),
    /// A tuple struct: an array of so many items.
    Tuple(Vec<TupleItem>),
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
    /// `i128`.
    I128,
    /// `u128`.
    U128,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// The runtime's `Base64`.
    Base64,
    /// The runtime's `DateTime`.
    DateTime,
    /// The runtime's `File`.
    File,
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
#[derive(Clone, Debug, Default)]
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
    /// The variant of its enum that `new` fills in: a tag that need not be there by its own schema, and
    /// has one value all the same. Only of optional fields.
    pub initial: Option<VariantName>,
    /// Whether it goes in one direction only.
    pub direction: Option<Direction>,
    /// Its documentation.
    pub doc: Doc,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// `default`, for the listing; it is documentation only.
    pub default: Option<Tree>,
}

/// The only direction in which a member goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To whoever serves the API: `writeOnly`.
    Sent,
    /// From whoever serves the API: `readOnly`.
    Received,
}

/// The field for members that the schema does not name.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub struct StringEnum {
    /// The values, in document order.
    pub variants: Vec<(VariantName, String)>,
    /// The API's own code for a value outside.
    pub code: Option<String>,
    /// Whether the document allows other values too.
    pub open: bool,
}

/// A union told apart by a member.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// The member's wire name.
    pub tag: String,
    /// Whether some alternative need not have the member.
    pub is_optional: bool,
    /// The alternatives, in document order. One value of the tag each.
    pub variants: Vec<TaggedVariant>,
    /// The API's own code for another value of the tag.
    pub code: Option<String>,
}

/// An alternative of a tagged union.
#[derive(Clone, Debug)]
pub struct TaggedVariant {
    /// Its name.
    pub name: VariantName,
    /// The tag's value.
    pub value: String,
    /// Further values that stand for it, which its own type tells apart.
    pub also: Vec<String>,
    /// What it holds.
    pub ty: Type,
}

impl TaggedVariant {
    /// All values of the tag that stand for it.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        let also = self.also.iter().map(String::as_str);
        std::iter::once(&*self.value).chain(also)
    }
}

/// An alternative of a union without a tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Its name.
    pub name: VariantName,
    /// What it holds.
    pub value: Value,
}

/// An item of a tuple struct.
#[derive(Clone, Debug, PartialEq)]
pub struct TupleItem {
    /// Type and rules.
    pub value: Value,
    /// Whether it must be there; otherwise it is an `Option`, and so are all behind it.
    pub required: bool,
}

/// Documentation.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// The document's own prose, Markdown.
    pub text: Option<String>,
    /// Facts about the item, in words, each without a full stop; Markdown inline.
    pub facts: Vec<String>,
}
