//! The standard traits of the types.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use generated::conferences::{
    ConferenceStatus, CreateConferenceRequest, EndConference, EndConferenceRequest,
    ListConferences, Page, Participant,
};
use generated::{DateTime, jiff};

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn types_without_required_members_have_a_default() {
    assert_eq!(Page::default(), Page::new());
    assert_eq!(ListConferences::default(), ListConferences::new());
    let end: EndConference = EndConference::new("a").body(EndConferenceRequest::default());
    assert_eq!(end.body, Some(EndConferenceRequest::new()));
}

#[test]
fn types_without_floats_maps_and_json_can_be_keys() {
    let first = || Page::new().number(1).after("a");
    let pages: HashSet<Page> = [first(), Page::new().number(2), first()].into();
    assert_eq!(pages.len(), 2);
    assert_eq!(hash(&first()), hash(&first()));
    // An absent value differs from an empty one, and from one in another member.
    let values = [
        Page::new(),
        Page::new().after(""),
        Page::new().after("a"),
        Page::new().before("a"),
        Page::new().number(1),
        Page::new().size(1),
    ];
    let hashes: HashSet<u64> = values.iter().map(hash).collect();
    assert_eq!(hashes.len(), values.len());
    // Two adjacent values differ from one longer value.
    let [left, right] = [("a", "b"), ("ab", "")].map(|(one, other)| {
        let page = |text: &str| Page::new().after(text);
        hash(&(page(one), page(other)))
    });
    assert_ne!(left, right);

    let request = CreateConferenceRequest::new("v3:1", "Stand-up");
    let mut sent = HashMap::from([(request.clone(), 1)]);
    *sent.entry(request.clone()).or_default() += 1;
    assert_eq!(sent, HashMap::from([(request, 2)]));
    let none: HashSet<(Participant, ConferenceStatus)> = HashSet::new();
    assert!(none.is_empty());
}

#[test]
fn times_are_ordered_and_convert_to_jiff() {
    let times = ["2025-01-31T11:00:00+01:00", "2025-01-31T09:59:59Z"];
    let times: Result<BTreeSet<DateTime>, jiff::Error> =
        times.iter().map(|it| it.parse()).collect();
    let times = times.expect("both are times");
    let first = times.first().expect("there are two");
    let first = jiff::Timestamp::try_from(first).expect("it is a time");
    assert_eq!(first.to_string(), "2025-01-31T09:59:59Z");
}
