//! Verifies that each item is compiled whenever another one needs it.

use crate::ir::{Api, Presence, Type, TypeId};
use crate::layout;

/// Verifies the features of all items.
pub(super) fn check(api: &Api) {
    let names = || api.features.iter().map(|feature| &feature.name);
    assert!(
        names().is_sorted_by(|one, next| one < next),
        "features are sorted by their names, which are distinct"
    );
    for operation in &api.operations {
        let place = operation.name.as_str();
        known(api, place, &operation.presence);
        for id in operation.named_types() {
            covered(api, place, &operation.presence, id);
        }
    }
    for def in &api.types {
        let place = def.name.as_str();
        known(api, place, &def.presence);
        for id in def.kind.types().into_iter().filter_map(Type::named) {
            covered(api, place, &def.presence, id);
        }
    }
    let events = api.events.iter().flat_map(|events| &events.variants);
    for event in events {
        for id in [&event.ty, &event.declared]
            .into_iter()
            .filter_map(Type::named)
        {
            covered(api, event.name.as_str(), &Presence::Always, id);
        }
    }
    for webhook in &api.webhooks {
        for id in webhook.ty.iter().filter_map(Type::named) {
            covered(api, &webhook.key, &Presence::Always, id);
        }
    }
    if let Some(body) = &api.error_body {
        covered(api, "errors", &Presence::Always, body.ty);
    }
    files(api);
}

fn known(api: &Api, place: &str, presence: &Presence) {
    let Presence::WithAny(features) = presence else {
        return;
    };
    let are_known = features.iter().all(|id| id.0 < api.features.len());
    assert!(
        are_known && !features.is_empty() && features.is_sorted(),
        "{place}: an item is there with features that are there"
    );
}

fn covered(api: &Api, place: &str, presence: &Presence, id: TypeId) {
    let def = api.type_def(id);
    assert!(
        def.presence.covers(presence),
        "{place}: a type is there wherever it is needed: {}",
        def.name
    );
}

/// Verifies that the items of a file have the same features, because a feature selects whole files.
fn files(api: &Api) {
    let types = layout::type_files(api);
    for file in &types {
        let mut presences = file.types.iter().map(|id| &api.type_def(*id).presence);
        let first = presences.next();
        assert!(
            presences.all(|it| Some(it) == first),
            "the types of a file are there together: {}",
            file.name
        );
    }
    for file in layout::operation_files(api, &types) {
        let operations = file.operations.iter();
        let mut presences = operations.map(|index| &api.operations[*index].presence);
        let first = presences.next();
        assert!(
            presences.all(|it| Some(it) == first),
            "the operations of a file are there together: {}",
            file.name
        );
    }
}
