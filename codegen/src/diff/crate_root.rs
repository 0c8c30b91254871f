//! Two crates in, the changes of what belongs to none of their modules out.

use crate::ir::{ALL_TAGS, TagFeatures};
use crate::share::ApiSet;

use super::change::{Change, Finding, Impact, Subject};
use super::crates::Crates;
use super::kind::ChangeKind;
use super::module::{self, ModulePair};
use super::pairs::pair_by;
use super::{shared, shared_webhook};

/// Compares what belongs to none of the modules of two crates: the types that modules share, the enum of all
/// webhooks, cargo features, clients from the environment, and the names of the modules.
///
/// All of this is about callers. What the documents say to clients on the wire, their modules report.
#[must_use]
pub fn diff_crates(old: &ApiSet, new: &ApiSet, pairs: &[ModulePair]) -> Vec<Change> {
    let crates = Crates { old, new, pairs };
    let mut changes = module::diff_names(old, new, pairs);
    changes.extend(diff_features(&crates));
    changes.extend(diff_from_env(&crates));
    changes.extend(shared::diff_types(&crates));
    changes.extend(shared_webhook::diff_events(&crates));
    changes.sort_by(Change::order);
    changes
}

/// Compares the cargo features of tags. Modules with the same tag have one feature.
fn diff_features(crates: &Crates<'_>) -> Vec<Change> {
    let [old, new] = [crates.old, crates.new].map(|set| TagFeatures::of(set).names);
    let pairs = pair_by(old, new, |name| name);
    let change = |name: &str, finding: Finding| {
        let place = |set: &ApiSet| {
            let mut apis = set.iter();
            let api = apis.find(|it| it.features.iter().any(|it| it.name.as_str() == name))?;
            Some(api.source.join("tags"))
        };
        let places = [place(crates.old), place(crates.new)];
        Change::of_item((Subject::Api, name), finding, places)
    };
    let removed = pairs.removed.into_iter().map(|name| {
        let finding = Finding::new(ChangeKind::FeatureRemoved, "is no longer a cargo feature");
        change(name, finding.impact(Impact::Breaks, Impact::None))
    });
    let added = pairs.added.into_iter().map(|name| {
        let finding = Finding::new(ChangeKind::FeatureAdded, "is a new cargo feature");
        change(name, finding.impact(Impact::Additive, Impact::None))
    });
    let by_default = diff_default_features(crates);
    removed.chain(added).chain(by_default).collect()
}

/// Compares whether the features of all tags are on by default, as they are in a crate that is not large.
fn diff_default_features(crates: &Crates<'_>) -> Option<Change> {
    let sides = [crates.old, crates.new].map(|set| TagFeatures::of(set));
    if sides.iter().any(|it| it.names.is_empty()) {
        return None;
    }
    let (text, impact) = match sides.map(|it| it.by_default) {
        [true, false] => ("is no longer on by default", Impact::Breaks),
        [false, true] => ("is on by default", Impact::Additive),
        _ => return None,
    };
    let finding = Finding::new(ChangeKind::FeatureChanged, text);
    let finding = finding.impact(impact, Impact::None);
    let places = [crates.old, crates.new].map(|set| Some(set.first()?.source.join("tags")));
    Some(Change::of_item((Subject::Api, ALL_TAGS), finding, places))
}

/// Compares whether clients can be created from the environment. That they read other variables, the modules
/// report.
fn diff_from_env(crates: &Crates<'_>) -> Option<Change> {
    let sides = [crates.old, crates.new].map(ApiSet::api_with_variables);
    let finding = match sides {
        [Some(_), None] => {
            let mut named = crates.new.iter();
            let text = if named.any(|it| it.variables.key.is_some()) {
                "is gone, for the modules name different environment variables"
            } else {
                "is gone, for no module names an environment variable for the key"
            };
            let finding = Finding::new(ChangeKind::FromEnvRemoved, text);
            finding.impact(Impact::Breaks, Impact::None)
        }
        [None, Some(_)] => {
            let finding = Finding::new(ChangeKind::FromEnvAdded, "is new");
            finding.impact(Impact::Additive, Impact::None)
        }
        _ => return None,
    };
    let places = sides.map(|api| api.map(|it| it.source.join("components")));
    let item = (Subject::Api, "Client::from_env");
    Some(Change::of_item(item, finding, places))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::diff::pair_modules;
    use crate::ir::Feature;
    use crate::ir::sample::{api, operation};
    use crate::name::FeatureName;

    /// A crate with a tag and so many operations.
    fn crate_with(operations: usize) -> ApiSet {
        let mut api = api(Vec::new());
        let names = (0..operations).map(|index| format!("Ping{index}"));
        api.operations = names
            .map(|it| operation(&it, "GET", &format!("/{it}")))
            .collect();
        api.features = vec![Feature {
            name: FeatureName::from_spelling("orders"),
            tag: "orders".to_owned(),
            operations,
        }];
        check::api(api).into()
    }

    #[test]
    fn the_features_of_a_crate_that_becomes_large_are_no_longer_on_by_default() {
        let pairs = pair_modules(&["pets"], &["pets"]);
        let (small, large) = (crate_with(200), crate_with(201));
        let diff = |old, new| {
            let changes = diff_crates(old, new, &pairs);
            let list = changes.iter().map(|it| (it.item.clone(), it.krate));
            list.collect::<Vec<_>>()
        };
        let item = || ALL_TAGS.to_owned();
        assert_eq!(diff(&small, &large), [(item(), Impact::Breaks)]);
        assert_eq!(diff(&large, &small), [(item(), Impact::Additive)]);
        assert_eq!(diff(&small, &small), []);
    }
}
