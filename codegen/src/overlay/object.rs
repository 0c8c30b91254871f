//! An overlay in, its objects as serde types out, except `update` and `x-expects`, which are taken
//! from the tree to keep the notation of numbers.

use serde::Deserialize;

use super::words::Words;
use crate::diagnostic::catalogue::OVERLAY_INVALID;
use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::{Address, FileId};
use crate::source::Source;
use crate::tree::Tree;

/// The Overlay Object (§4.4.1).
#[derive(Deserialize)]
pub(super) struct OverlayObject {
    overlay: String,
    #[expect(
        dead_code,
        reason = "it has to be there, and says nothing to a machine"
    )]
    info: Info,
    pub(super) extends: Option<String>,
    pub(super) actions: Vec<ActionObject>,
}

/// The Info Object (§4.4.2).
#[derive(Deserialize)]
#[expect(
    dead_code,
    reason = "it has to be there, and says nothing to a machine"
)]
struct Info {
    title: String,
    version: String,
    description: Option<String>,
}

/// The Action Object (§4.4.3) with its evidence, without `update`.
#[derive(Deserialize)]
pub(super) struct ActionObject {
    pub(super) target: String,
    #[expect(
        dead_code,
        reason = "it has to be a string, and says nothing to a machine"
    )]
    description: Option<String>,
    #[serde(default)]
    pub(super) remove: bool,
    pub(super) copy: Option<String>,
    #[serde(rename = "x-because")]
    pub(super) because: Option<Words>,
    #[serde(rename = "x-seen-at")]
    pub(super) seen_at: Option<String>,
    #[serde(rename = "x-source")]
    pub(super) source: Option<String>,
    #[serde(rename = "x-reason")]
    pub(super) reason: Option<String>,
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
    source: &Source,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<OverlayObject> {
    let text = source.body();
    // YAML has no surrogate pairs, which JSON escapes what is beyond U+FFFF with.
    if let Ok(object) = serde_json::from_str(text) {
        return Some(object);
    }
    let error = match serde_yaml::from_str(text) {
        Ok(object) => return Some(object),
        Err(error) => error,
    };
    let (place, message) = match error.location() {
        Some(location) => {
            let (line, column) = (location.line(), location.column());
            let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
            let place = Place::Position {
                file,
                line: number(line),
                column: number(column),
            };
            (place, format!(" at line {line} column {column}"))
        }
        None => (Place::File(file), String::new()),
    };
    let text = error.to_string();
    let message = text.strip_suffix(&message).unwrap_or(&text);
    diagnostics.report(&OVERLAY_INVALID, place, message);
    None
}

/// Reports mistakes in an overlay object outside of its actions, and returns its version.
pub(super) fn check_overlay_object(
    object: &OverlayObject,
    tree: &Tree,
    root: &Address,
    diagnostics: &mut Diagnostics,
) -> Version {
    let version = Version::parse(&object.overlay).unwrap_or_else(|| {
        let message = format!("the overlay version `{}` is not supported", object.overlay);
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
