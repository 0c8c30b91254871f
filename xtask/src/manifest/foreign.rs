//! The packages that types of other crates need, in a manifest.

use std::collections::BTreeMap;

use codegen::ir::Dependency;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Value, value};

/// Adds each package to the dependencies. One that the runtime has already keeps its version, gets the features,
/// and is no longer optional.
pub(super) fn add_dependencies(
    manifest: &mut DocumentMut,
    packages: &BTreeMap<String, Dependency>,
) {
    for (name, Dependency { version, features }) in packages {
        let dependencies = manifest["dependencies"].as_table_like_mut();
        let dependencies = dependencies.expect("serde at least");
        let own = dependencies.get(name).map(to_table);
        let is_optional = own.as_ref().is_some_and(|it| it.contains_key("optional"));
        let mut table = own.unwrap_or_else(|| InlineTable::from_iter([("version", version)]));
        table.remove("optional");
        add_features(&mut table, features.iter().map(String::as_str));
        let item = match table.get("version") {
            Some(version) if table.len() == 1 => value(version.clone()),
            _ => value(table),
        };
        dependencies.insert(name, item);
        dependencies.sort_values();
        if is_optional {
            remove_activations(manifest, name);
        }
    }
}

/// The keys of a dependency, however it is written.
fn to_table(item: &Item) -> InlineTable {
    let version = |version: &str| InlineTable::from_iter([("version", version)]);
    item.as_str().map_or_else(|| super::values(item), version)
}

fn add_features<'f>(table: &mut InlineTable, features: impl Iterator<Item = &'f str>) {
    let known = table.get("features").and_then(Value::as_array).cloned();
    let mut list = known.unwrap_or_default();
    for feature in features {
        if list.iter().all(|it| it.as_str() != Some(feature)) {
            list.push(feature);
        }
    }
    if !list.is_empty() {
        table.insert("features", list.into());
    }
    table.fmt();
}

/// Removes `dep:name` from all features, since the package is not optional.
fn remove_activations(manifest: &mut DocumentMut, name: &str) {
    let activation = format!("dep:{name}");
    let features = manifest["features"].as_table_like_mut();
    let features = features.expect("the runtime has features");
    for list in features.iter_mut().filter_map(|(_, it)| it.as_array_mut()) {
        remove_item(list, &activation);
    }
}

fn remove_item(list: &mut Array, text: &str) {
    list.retain(|it| it.as_str() != Some(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dependency(version: &str, features: &[&str]) -> Dependency {
        Dependency {
            version: version.to_owned(),
            features: features.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    #[test]
    fn a_package_of_the_runtime_keeps_its_version_and_is_not_optional() {
        let mut manifest: DocumentMut =
            "[features]\nclient = [\"dep:idna\", \"dep:url\"]\n\n[dependencies]\n\
            jiff = { version = \"0.2.43\", default-features = false, features = [\"std\"] }\n\
            serde = \"1\"\nurl = { version = \"2.5\", optional = true }\n"
                .parse()
                .unwrap();
        let packages = [
            ("jiff", dependency("0.2", &["serde", "std"])),
            ("url", dependency("2", &[])),
            ("uuid", dependency("1", &["v4"])),
        ];
        let packages = packages.map(|(name, it)| (name.to_owned(), it)).into();
        add_dependencies(&mut manifest, &packages);
        assert_eq!(
            manifest.to_string(),
            "[features]\nclient = [\"dep:idna\"]\n\n[dependencies]\n\
            jiff = { version = \"0.2.43\", default-features = false, features = [\"std\", \"serde\"] }\n\
            serde = \"1\"\nurl = \"2.5\"\nuuid = { version = \"1\", features = [\"v4\"] }\n"
        );
    }
}
