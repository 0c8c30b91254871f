//! Requested names in, distinct names out. A name depends only on the requests for the same name.

use std::collections::{BTreeMap, BTreeSet};

use super::disambiguator;
use super::identifier::Name;
use super::kind::NameKind;

/// A request for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRequest<'a, K> {
    /// The requested name.
    pub name: Name<K>,
    /// The spelling in the document, which is distinct for distinct items.
    pub spelling: &'a str,
    /// Whether it had the name before, so that no other spelling gets it.
    pub is_recorded: bool,
}

impl<'a, K: NameKind> NameRequest<'a, K> {
    /// Creates a request for the name of a spelling.
    #[must_use]
    pub fn new(spelling: &'a str) -> Self {
        Self {
            name: Name::from_spelling(spelling),
            spelling,
            is_recorded: false,
        }
    }
}

/// The resolved names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution<K> {
    /// A name for each request, in their order.
    pub names: Vec<Name<K>>,
    /// The collisions, in the order of their first requests. They should be reported: an
    /// `x-rust-name` on all items but one resolves a collision.
    pub collisions: Vec<Collision<K>>,
}

/// A name with several requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision<K> {
    /// The name.
    pub wanted: Name<K>,
    /// The indices of its requests, at least two, in order.
    pub requests: Vec<usize>,
}

/// Resolves requests for the same name.
///
/// The request that had the name before keeps it, or else the one whose spelling is the name. Every
/// other one gets a suffix that describes its spelling (`foo_bar_camel`), or a digest of the
/// spelling if that is not distinct. So adding or removing a request renames only requests for the
/// same name. A request for one of the `taken` names, which the generated code needs, gets a `_` as
/// its suffix.
///
/// Requests with one spelling get one name; they are listed as a collision like others.
#[must_use]
pub fn resolve_collisions<K: NameKind>(
    requests: &[NameRequest<'_, K>],
    taken: &[Name<K>],
) -> Resolution<K> {
    let mut attempts: Vec<_> = requests
        .iter()
        .map(|request| Attempt::new(request, taken))
        .collect();
    let mut collisions: BTreeMap<Name<K>, BTreeSet<usize>> = BTreeMap::new();
    loop {
        let mut is_settled = true;
        for (wanted, rivals) in collisions_among(&attempts, taken) {
            let winner = winner(&wanted, &rivals, &attempts, taken);
            for rival in &rivals {
                let keeps = winner == Some(attempts[*rival].spelling);
                is_settled &= keeps || !attempts[*rival].raise();
            }
            if rivals.len() > 1 {
                collisions.entry(wanted).or_default().extend(rivals);
            }
        }
        if is_settled {
            break;
        }
    }
    let mut collisions: Vec<_> = collisions
        .into_iter()
        .map(|(wanted, requests)| Collision {
            wanted,
            requests: requests.into_iter().collect(),
        })
        .collect();
    collisions.sort_by_key(|collision| collision.requests[0]);
    Resolution {
        names: attempts.into_iter().map(|attempt| attempt.name).collect(),
        collisions,
    }
}

/// The suffix of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Distance {
    /// None.
    Plain,
    /// A word that describes the spelling.
    Described,
    /// A digest of the spelling.
    Digested,
    /// The bytes of the spelling, which are unique.
    SpeltOut,
}

/// A request with its current name.
struct Attempt<'a, K> {
    spelling: &'a str,
    is_recorded: bool,
    plain: Name<K>,
    name: Name<K>,
    distance: Distance,
}

impl<'a, K: NameKind> Attempt<'a, K> {
    fn new(request: &NameRequest<'a, K>, taken: &[Name<K>]) -> Self {
        let is_taken = taken.contains(&request.name);
        let plain = if is_taken {
            request.name.set_apart()
        } else {
            request.name.clone()
        };
        Self {
            spelling: request.spelling,
            is_recorded: request.is_recorded,
            name: plain.clone(),
            plain,
            distance: Distance::Plain,
        }
    }

    /// Moves to the next suffix; returns false if there is none.
    fn raise(&mut self) -> bool {
        let (distance, name) = match (self.distance, disambiguator::describe(self.spelling)) {
            (Distance::Plain, Some(word)) => (
                Distance::Described,
                self.plain.with_words(&[word.to_owned()]),
            ),
            (Distance::Plain | Distance::Described, _) => (
                Distance::Digested,
                self.plain
                    .with_words(&[disambiguator::digest(self.spelling)]),
            ),
            (Distance::Digested, _) => (
                Distance::SpeltOut,
                self.plain
                    .with_words_in_full(&[disambiguator::spell_out(self.spelling)]),
            ),
            (Distance::SpeltOut, _) => return false,
        };
        self.distance = distance;
        self.name = name;
        true
    }
}

/// Returns the names that still collide, each with its requests in order.
fn collisions_among<K: NameKind>(
    attempts: &[Attempt<'_, K>],
    taken: &[Name<K>],
) -> BTreeMap<Name<K>, Vec<usize>> {
    let name = |index: &usize| &attempts[*index].name;
    let mut by_name: Vec<usize> = (0..attempts.len()).collect();
    by_name.sort_by_key(|index| name(index).as_str());
    by_name
        .chunk_by(|left, right| name(left) == name(right))
        .filter(|rivals| rivals.len() > 1 || taken.contains(name(&rivals[0])))
        .map(|rivals| (name(&rivals[0]).clone(), rivals.to_vec()))
        .collect()
}

/// Returns the spelling that keeps a name: the one that had it, or else the only one with the
/// smallest suffix, or else the one that equals the name.
fn winner<'a, K: NameKind>(
    wanted: &Name<K>,
    rivals: &[usize],
    attempts: &[Attempt<'a, K>],
    taken: &[Name<K>],
) -> Option<&'a str> {
    if taken.contains(wanted) {
        return None;
    }
    let rivals = || rivals.iter().map(|rival| &attempts[*rival]);
    let nearest = rivals().map(|attempt| attempt.distance).min()?;
    let had_it = rivals().filter(|it| it.is_recorded && it.distance == Distance::Plain);
    if let Some(first) = had_it.map(|attempt| attempt.spelling).min() {
        return Some(first);
    }
    let mut spellings = rivals()
        .filter(|attempt| attempt.distance == nearest)
        .map(|attempt| attempt.spelling);
    let first = spellings.next()?;
    if spellings.all(|spelling| spelling == first) {
        return Some(first);
    }
    rivals()
        .map(|attempt| attempt.spelling)
        .find(|spelling| *spelling == wanted.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::{Const, Field, Type, Variant, VariantName};
    use super::*;

    fn names<K: NameKind>(spellings: &[&str]) -> Vec<String> {
        let requests: Vec<_> = spellings
            .iter()
            .map(|spelling| NameRequest::<K>::new(spelling))
            .collect();
        let resolution = resolve_collisions(&requests, &[]);
        let names: Vec<_> = resolution.names.iter().map(Name::to_string).collect();

        let distinct: BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), spellings.len(), "{names:?}");
        let mut backwards = requests;
        backwards.reverse();
        let mut again = resolve_collisions(&backwards, &[]).names;
        again.reverse();
        assert_eq!(again, resolution.names, "order changes nothing");
        names
    }

    #[test]
    fn the_one_spelled_like_its_name_keeps_it() {
        let spellings = ["foo_bar", "fooBar", "foo-bar", "FooBar", "foo bar"];
        assert_eq!(
            names::<Field>(&spellings),
            [
                "foo_bar",
                "foo_bar_camel",
                "foo_bar_kebab",
                "foo_bar_pascal",
                "foo_bar_space"
            ]
        );
        assert_eq!(
            names::<Variant>(&[&spellings[..], &["FOO_BAR"]].concat()),
            [
                "FooBarSnake",
                "FooBarCamel",
                "FooBarKebab",
                "FooBar",
                "FooBarSpace",
                "FooBarScreaming"
            ]
        );
    }

    #[test]
    fn without_a_keeper_all_say_what_they_are() {
        assert_eq!(names::<Variant>(&["GET", "get"]), ["GetUpper", "GetLower"]);
        assert_eq!(
            names::<Type>(&["a-b", "a.b", "x"]),
            ["ABKebab", "ABDot", "X"]
        );
        assert_eq!(
            names::<Field>(&["self", "Self"]),
            ["self_lower", "self_pascal"]
        );
        assert_eq!(names::<Field>(&["id", "_id"]), ["id", "id_underscore"]);
        assert_eq!(names::<Const>(&["ß", "SS"]), ["SS_LOWER", "SS"]);
    }

    #[test]
    fn spellings_that_look_alike_get_a_digest() {
        assert_eq!(names::<Field>(&["é", "e\u{301}"]), ["é", "é_xfa9bc71f"]);
        assert_eq!(
            names::<Field>(&["fooIBAN", "fooIban"]),
            ["foo_iban_x73bff21f", "foo_iban_xf875733f"]
        );
    }

    #[test]
    fn a_name_renames_only_what_wants_it_too() {
        let before = names::<Field>(&["fooCamel", "foo"]);
        let after = names::<Field>(&["fooCamel", "foo", "Foo", "FOO", "foo_upper"]);
        assert_eq!(after[..2], before);
        assert_eq!(after[4], "foo_upper");
        assert!(after[3].starts_with("foo_x"), "{after:?}");
    }

    #[test]
    fn a_name_stays_where_it_was() {
        let request = |spelling, is_recorded| NameRequest {
            is_recorded,
            ..NameRequest::<Type>::new(spelling)
        };
        let resolve = |requests: &[NameRequest<'_, Type>]| -> Vec<String> {
            let names = resolve_collisions(requests, &[]).names;
            names.iter().map(Name::to_string).collect()
        };
        let requests = [request("foo", true), request("Foo", false)];
        assert_eq!(resolve(&requests), ["Foo", "FooPascal"]);
        let both = requests.map(|it| NameRequest {
            is_recorded: true,
            ..it
        });
        assert_eq!(resolve(&both), ["FooLower", "Foo"]);
    }

    #[test]
    fn a_clash_names_its_claims() {
        let requests = ["b", "a-b", "c", "a_b"].map(NameRequest::<Type>::new);
        let collisions = resolve_collisions(&requests, &[]).collisions;
        assert_eq!(collisions.len(), 1);
        assert_eq!(collisions[0].wanted.as_str(), "AB");
        assert_eq!(collisions[0].requests, [1, 3]);
    }

    #[test]
    fn taken_names_are_left_alone() {
        let taken = [VariantName::from_spelling("unknown")];
        let resolve_collisions = |spellings: &[&'static str]| {
            let requests: Vec<_> = spellings.iter().map(|it| NameRequest::new(it)).collect();
            resolve_collisions(&requests, &taken)
                .names
                .iter()
                .map(Name::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            resolve_collisions(&["unknown", "known"]),
            ["Unknown_", "Known"]
        );
        assert_eq!(
            resolve_collisions(&["unknown", "Unknown"]),
            ["UnknownLower", "UnknownPascal"]
        );
    }

    #[test]
    fn equal_spellings_are_a_clash_that_stays() {
        let resolution = resolve_collisions(&["id", "id"].map(NameRequest::<Field>::new), &[]);
        assert_eq!(resolution.names[0], resolution.names[1]);
        assert_eq!(resolution.collisions.len(), 1);
    }
}
