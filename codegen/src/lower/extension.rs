//! `x-` extensions that this generator knows, read from schemas and from the envelope.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::diagnostic::{Diagnostics, Place};
use crate::document::schema::SchemaId;
use crate::name::TypeName;
use crate::pointer::Address;
use crate::tree::Tree;

use super::ctx::Ctx;

/// Extensions of schemas whose values are texts.
const TEXTS: [&str; 3] = ["x-unit", "x-note", "x-unwrap"];

/// Reports the extensions of schemas whose values should be texts and are not.
pub(super) fn check_text_extensions(ctx: &mut Ctx<'_>) {
    for (id, schema) in ctx.schemas.iter() {
        for (name, value) in &schema.extensions {
            if TEXTS.contains(&name.as_str()) && value.as_str().is_none() {
                let address = ctx.schemas.address(id).join(name);
                report_not_text(ctx.diagnostics, &address, name, value);
            }
        }
    }
}

/// The text of a member of something else than a schema that may be absent.
pub(super) fn read_text(
    ctx: &mut Ctx<'_>,
    node: Option<&Tree>,
    address: &Address,
    name: &str,
) -> Option<String> {
    let value = node?.get(name)?;
    if value.as_str().is_none() {
        report_not_text(ctx.diagnostics, &address.join(name), name, value);
    }
    value.as_str().map(str::to_owned)
}

/// Reports that something is no text; once, for a component may be used many times.
fn report_not_text(diagnostics: &mut Diagnostics, address: &Address, name: &str, value: &Tree) {
    let place = Place::from(address);
    if diagnostics.iter().all(|it| it.place != place) {
        let message = format!("`{name}` is {}, not a string", value.kind());
        diagnostics.report(&EXTENSION_VALUE, place, message);
    }
}

/// `x-rust-name` of a schema, if it is a name that a type can have.
pub(super) fn read_rust_name(ctx: &mut Ctx<'_>, id: SchemaId) -> Option<String> {
    let value = ctx.schemas[id].extensions.get("x-rust-name")?.clone();
    let address = ctx.schemas.address(id).join("x-rust-name");
    parse_type_name(ctx, &value, &address).map(|name| name.to_string())
}

/// The value of `x-rust-name`, if it is a name that a type can have.
pub(super) fn parse_type_name(
    ctx: &mut Ctx<'_>,
    value: &Tree,
    address: &Address,
) -> Option<TypeName> {
    let name = value.as_str().and_then(TypeName::from_rust);
    if name.is_none() {
        let message = format!("{} is no name of a Rust type", value.to_json());
        ctx.diagnostics
            .report(&EXTENSION_VALUE, address, message)
            .help("a type is called like `PetOwner`, and not like what Rust has already");
    }
    name
}

/// An object with text members: `x-idempotency`, `x-pagination`, `x-errors`, `x-event`,
/// `x-signature`. Reports what is missing, what is unknown and what is no text.
pub(super) struct ExtensionObject<'t> {
    address: Address,
    object: Vec<(&'t str, &'t Tree)>,
}

impl<'t> ExtensionObject<'t> {
    /// Reads the member `name` of `node`, which stands at `address`; `None` when there is none.
    pub(super) fn read(
        ctx: &mut Ctx<'_>,
        node: Option<&'t Tree>,
        address: &Address,
        name: &str,
        known: &[&str],
    ) -> Option<Self> {
        let value = node?.get(name)?;
        let address = address.join(name);
        let Some(object) = value.as_object() else {
            let message = format!("`{name}` is {}, not an object", value.kind());
            ctx.diagnostics.report(&EXTENSION_VALUE, address, message);
            return None;
        };
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            ctx.diagnostics
                .report(
                    &EXTENSION_VALUE,
                    address.join(key),
                    format!("`{name}` has no member `{key}`"),
                )
                .help(format!("its members are {}", known.join(", ")));
        }
        let object = object
            .iter()
            .map(|(key, value)| (key.as_str(), value))
            .collect();
        Some(Self { address, object })
    }

    /// Where a member stands, or would stand.
    pub(super) fn address(&self, key: &str) -> Address {
        self.address.join(key)
    }

    fn get(&self, key: &str) -> Option<&'t Tree> {
        self.object
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| *value)
    }

    /// The text of a member that may be absent.
    pub(super) fn text(&self, ctx: &mut Ctx<'_>, key: &str) -> Option<String> {
        let value = self.get(key)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            let message = format!("`{key}` is {}, not a string", value.kind());
            ctx.diagnostics
                .report(&EXTENSION_VALUE, self.address.join(key), message);
        }
        text
    }

    /// The text of a member that must be there.
    pub(super) fn required(&self, ctx: &mut Ctx<'_>, key: &str) -> Option<String> {
        if self.get(key).is_none() {
            let message = format!("`{key}` is missing here");
            ctx.diagnostics
                .report(&EXTENSION_VALUE, &self.address, message);
        }
        self.text(ctx, key)
    }

    /// A whole number that must be there.
    pub(super) fn number(&self, ctx: &mut Ctx<'_>, key: &str) -> Option<u64> {
        let number = match self.get(key) {
            Some(Tree::Number(number)) => number
                .as_i128()
                .and_then(|number| u64::try_from(number).ok()),
            _ => None,
        };
        if number.is_none() {
            let message = format!("`{key}` is not a whole number here");
            ctx.diagnostics
                .report(&EXTENSION_VALUE, &self.address, message);
        }
        number
    }
}
