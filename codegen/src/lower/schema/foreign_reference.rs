//! What a key says of a type of another crate.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::extension::{DERIVE, Extension, ExtensionObject, Shape};
use crate::ir::Dependency;
use crate::name::RustPath;
use crate::pointer::Address;
use crate::tree::Tree;

/// A type of another crate, and the dependency that it needs.
#[derive(Clone, Debug)]
pub(super) struct ForeignReference {
    pub(super) path: RustPath,
    /// Whether it is read and written by serde.
    pub(super) is_serde: bool,
    /// The package and what is needed of it; `None` for a crate that comes with the compiler.
    pub(super) dependency: Option<(String, Dependency)>,
    /// Where it is stated.
    pub(super) address: Address,
}

impl ForeignReference {
    /// Reads a path, or an object with the members of `extension`. Mistakes are reported.
    pub(super) fn read(
        diagnostics: &mut Diagnostics,
        extension: &'static Extension,
        (value, address): (&Tree, Address),
    ) -> Option<Self> {
        let (Shape::TextOr(members) | Shape::TextOrEach(members)) = extension.shape else {
            unreachable!("the table of extensions has the members of a type")
        };
        if let Tree::String(text) = value {
            return Self::from_parts(diagnostics, (text, &address), &Parts::default());
        }
        let key = extension.key;
        let place = (value, address.clone());
        let object = ExtensionObject::read_members(diagnostics, key, members, place)?;
        let path = object.required(diagnostics, "path")?;
        let via = object.text(diagnostics, "via");
        if let Some(other) = via
            .as_ref()
            .filter(|it| !matches!(&***it, "text" | "serde"))
        {
            let message = format!("`via` is `{other}`, which is not a way to read a type");
            diagnostics
                .report(&EXTENSION_VALUE, object.address("via"), message)
                .help("expected `text` or `serde`");
            return None;
        }
        let parts = Parts {
            is_serde: via.as_deref() == Some("serde"),
            ..Parts::read(diagnostics, &object)
        };
        Self::from_parts(diagnostics, (&path, &object.address("path")), &parts).map(|reference| {
            Self {
                address,
                ..reference
            }
        })
    }

    /// Parses the path, and finds the version that the dependency needs.
    fn from_parts(
        diagnostics: &mut Diagnostics,
        (text, address): (&str, &Address),
        parts: &Parts,
    ) -> Option<Self> {
        let Some(path) = RustPath::parse_type(text) else {
            let message = format!("`{text}` is not the path of a type of another crate");
            diagnostics
                .report(&EXTENSION_VALUE, address, message)
                .help("expected a path that begins with the crate, such as `uuid::Uuid`");
            return None;
        };
        Some(Self {
            dependency: parts.to_dependency(diagnostics, (&path, address))?,
            is_serde: parts.is_serde,
            path,
            address: address.clone(),
        })
    }
}

/// Reads the list of `x-derive` at an address: each macro, and the dependency that it needs. Mistakes are reported.
pub(in crate::lower) fn read_derives(
    diagnostics: &mut Diagnostics,
    (value, address): (&Tree, &Address),
) -> Vec<(RustPath, Option<(String, Dependency)>)> {
    let Tree::Array(items) = value else {
        let message = format!("`{}` is {}, not a list", DERIVE.key, value.kind());
        diagnostics.report(&EXTENSION_VALUE, address, message);
        return Vec::new();
    };
    let items = items.iter().enumerate();
    let items = items.filter_map(|(index, item)| {
        read_derive(diagnostics, (item, address.join(&index.to_string())))
    });
    items.collect()
}

fn read_derive(
    diagnostics: &mut Diagnostics,
    (value, address): (&Tree, Address),
) -> Option<(RustPath, Option<(String, Dependency)>)> {
    let Shape::ListOfTextOr(members) = DERIVE.shape else {
        unreachable!("the table of extensions has the members of a macro")
    };
    let (text, parts, address) = if let Tree::String(text) = value {
        (text.clone(), Parts::default(), address)
    } else {
        let place = (value, address);
        let object = ExtensionObject::read_members(diagnostics, DERIVE.key, members, place)?;
        let text = object.required(diagnostics, "path")?;
        let parts = Parts::read(diagnostics, &object);
        (text, parts, object.address("path"))
    };
    let Some(path) = RustPath::parse_derive(&text) else {
        let message = format!("`{text}` is not the path of a derive macro");
        diagnostics
            .report(&EXTENSION_VALUE, address, message)
            .help("expected a path that begins with the crate, such as `utoipa::ToSchema`");
        return None;
    };
    if let Some(name) = implemented_trait(&path) {
        let message = format!("bindings implement `{name}` already");
        diagnostics
            .report(&EXTENSION_VALUE, address, message)
            .help("remove it");
        return None;
    }
    let dependency = match path.crate_name() {
        None => None,
        Some(_) => parts.to_dependency(diagnostics, (&path, &address))?,
    };
    Some((path, dependency))
}

/// Returns the trait of a derive macro if bindings implement it, wherever they can.
fn implemented_trait(path: &RustPath) -> Option<&str> {
    const STANDARD: [&str; 6] = ["Clone", "Debug", "Default", "Eq", "Hash", "PartialEq"];
    let text = path.without_arguments();
    let (package, name) = (path.crate_name(), text.rsplit("::").next().unwrap_or(text));
    let is_implemented = match package {
        None | Some("core" | "std") => STANDARD.contains(&name),
        Some("serde") => matches!(name, "Serialize" | "Deserialize"),
        Some(_) => false,
    };
    is_implemented.then_some(name)
}

/// The optional members of a type of another crate.
#[derive(Default)]
struct Parts {
    is_serde: bool,
    package: Option<String>,
    version: Option<String>,
    features: Vec<String>,
}

impl Parts {
    /// Reads the members about the package.
    fn read(diagnostics: &mut Diagnostics, object: &ExtensionObject<'_>) -> Self {
        Self {
            is_serde: false,
            package: object.text(diagnostics, "crate"),
            version: object.text(diagnostics, "version"),
            features: object.list(diagnostics, "features"),
        }
    }

    /// Returns the dependency, which is `None` for a crate that comes with the compiler; or `None` if no version
    /// is known, which is reported.
    #[expect(clippy::option_option, reason = "no dependency is not a mistake")]
    fn to_dependency(
        &self,
        diagnostics: &mut Diagnostics,
        (path, address): (&RustPath, &Address),
    ) -> Option<Option<(String, Dependency)>> {
        let package = self.package.as_deref().or_else(|| path.crate_name())?;
        if Dependency::is_built_in(package) {
            return Some(None);
        }
        let known = Dependency::known_version(package);
        let Some(version) = self.version.as_deref().or(known) else {
            let message = format!("the version of the package `{package}` is not known");
            diagnostics
                .report(&EXTENSION_VALUE, address, message)
                .help(format!(
                    "state it: `{{ path: \"{path}\", version: \"1\" }}`"
                ));
            return None;
        };
        let serde = (self.is_serde && known.is_some()).then(|| "serde".to_owned());
        let features: BTreeSet<String> = self.features.iter().cloned().chain(serde).collect();
        let version = version.to_owned();
        Some(Some((package.to_owned(), Dependency { version, features })))
    }
}
