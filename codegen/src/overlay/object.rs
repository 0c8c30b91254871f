//! An overlay in, its objects as serde types out, except `update` and `x-expects`, which are taken
//! from the tree as they are.

use std::fmt;
use std::ops::Deref;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

use super::words::Words;
use crate::diagnostic::catalogue::OVERLAY_INVALID;
use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::Address;
use crate::tree::Tree;

/// The Overlay Object (§4.4.1).
#[derive(Deserialize)]
pub(super) struct OverlayObject {
    overlay: Text,
    #[expect(
        dead_code,
        reason = "it has to be there, and says nothing to a machine"
    )]
    info: Info,
    pub(super) extends: Option<Text>,
    pub(super) actions: Vec<ActionObject>,
}

/// The Info Object (§4.4.2).
#[derive(Deserialize)]
#[expect(
    dead_code,
    reason = "it has to be there, and says nothing to a machine"
)]
struct Info {
    title: Text,
    version: Text,
    description: Option<Text>,
}

/// The Action Object (§4.4.3) with its evidence, without `update`.
#[derive(Deserialize)]
pub(super) struct ActionObject {
    pub(super) target: Text,
    #[expect(
        dead_code,
        reason = "it has to be a string, and says nothing to a machine"
    )]
    description: Option<Text>,
    #[serde(default)]
    pub(super) remove: bool,
    pub(super) copy: Option<Text>,
    #[serde(rename = "x-because")]
    pub(super) because: Option<Words>,
    #[serde(rename = "x-seen-at")]
    pub(super) seen_at: Option<Text>,
    #[serde(rename = "x-source")]
    pub(super) source: Option<Text>,
    #[serde(rename = "x-reason")]
    pub(super) reason: Option<Text>,
}

/// A string. Deserializing a `String` would accept a number as well, as in `version: 1`.
#[derive(Debug)]
pub(super) struct Text(String);

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text(text.to_owned()))
    }
}

/// The versions with different features; patch releases do not differ (§4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Targets are objects and arrays.
    V1_0,
    /// Targets are any values, and `copy` exists.
    V1_1,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let (version, patch) = match text.rsplit_once('.')? {
            ("1.0", patch) => (Self::V1_0, patch),
            ("1.1", patch) => (Self::V1_1, patch),
            _ => return None,
        };
        patch.parse::<u32>().is_ok().then_some(version)
    }

    /// Returns the members of an action in the specification.
    pub(super) fn action_members(self) -> &'static [&'static str] {
        match self {
            Self::V1_0 => &["target", "description", "update", "remove"],
            Self::V1_1 => &["target", "description", "update", "remove", "copy"],
        }
    }
}

/// Reads the overlay object. The first invalid value ends the reading and is reported at its place.
pub(super) fn read_overlay_object(
    tree: &Tree,
    root: &Address,
    diagnostics: &mut Diagnostics,
) -> Option<OverlayObject> {
    match OverlayObject::deserialize(tree) {
        Ok(object) => Some(object),
        Err(error) => {
            let place = Address::new(root.file, error.pointer());
            diagnostics.report(&OVERLAY_INVALID, place, error.message());
            None
        }
    }
}

/// Reports mistakes in an overlay object outside of its actions, and returns its version.
pub(super) fn check_overlay_object(
    object: &OverlayObject,
    tree: &Tree,
    root: &Address,
    diagnostics: &mut Diagnostics,
) -> Version {
    let version = Version::parse(&object.overlay).unwrap_or_else(|| {
        let message = format!(
            "the overlay version `{}` is not supported",
            &*object.overlay
        );
        diagnostics
            .report(&OVERLAY_INVALID, root.join("overlay"), message)
            .help("supported versions are 1.0 and 1.1");
        Version::V1_1
    });
    check_members(
        tree,
        root,
        &["overlay", "info", "extends", "actions"],
        diagnostics,
    );
    if let Some(info) = tree.get("info") {
        check_members(
            info,
            &root.join("info"),
            &["title", "version", "description"],
            diagnostics,
        );
    }
    if object.actions.is_empty() {
        diagnostics.report(
            &OVERLAY_INVALID,
            root.join("actions"),
            "the overlay has no actions",
        );
    }
    version
}

/// Reports the members of an object that are neither `known` nor extensions.
pub(super) fn check_members(
    tree: &Tree,
    address: &Address,
    known: &[&str],
    diagnostics: &mut Diagnostics,
) {
    for key in tree
        .as_object()
        .into_iter()
        .flat_map(|object| object.keys())
    {
        if !known.contains(&key.as_str()) && !key.starts_with("x-") {
            let place = Place::Key(address.join(key));
            diagnostics
                .report(
                    &OVERLAY_INVALID,
                    place,
                    format!("`{key}` is not allowed here"),
                )
                .help(format!("expected {} or `x-…`", list(known)));
        }
    }
}

/// Returns "`a`, `b`, `c`".
fn list(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
