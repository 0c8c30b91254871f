//! Names that must be distinct in, distinct names out, each changed for its own sake only.

use std::collections::{BTreeMap, BTreeSet};

use super::epithet;
use super::identifier::Name;
use super::kind::Kind;

/// Something that wants a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<'a, K> {
    /// The name it would have if it were alone.
    pub name: Name<K>,
    /// How the document spells it. Two claims that differ must differ in their spellings.
    pub spelling: &'a str,
}

impl<'a, K: Kind> Claim<'a, K> {
    /// A claim on the name that belongs to the spelling.
    #[must_use]
    pub fn new(spelling: &'a str) -> Self {
        Self {
            name: Name::from_spelling(spelling),
            spelling,
        }
    }
}

/// Who gets which name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution<K> {
    /// A name for each claim, in their order.
    pub names: Vec<Name<K>>,
    /// What several wanted, in the order of their first claims. It should be reported: an
    /// `x-rust-name` on all of them but one settles it.
    pub clashes: Vec<Clash<K>>,
}

/// A name that several wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash<K> {
    /// The name.
    pub wanted: Name<K>,
    /// Which claims wanted it: their indices, at least two, in order.
    pub claims: Vec<usize>,
}

/// Tells claims apart that want one name.
///
/// The one whose spelling is that very name keeps it. Every other gets a word more, which
/// describes its own spelling (`foo_bar_camel`), or, where that does not tell them apart, digests
/// it. So a claim more or less renames only what wants the same name. A claim on one of the
/// `taken` names, those the generated code needs for itself, gets a `_` after it.
///
/// Claims with one spelling get one name; they are listed as a clash like others.
#[must_use]
pub fn resolve<K: Kind>(claims: &[Claim<'_, K>], taken: &[Name<K>]) -> Resolution<K> {
    let mut bids: Vec<_> = claims.iter().map(|claim| Bid::new(claim, taken)).collect();
    let mut clashes: BTreeMap<Name<K>, BTreeSet<usize>> = BTreeMap::new();
    loop {
        let mut is_settled = true;
        for (wanted, bidders) in contested(&bids, taken) {
            let keeper = keeper(&wanted, &bidders, &bids, taken);
            for bidder in &bidders {
                let keeps = keeper == Some(bids[*bidder].spelling);
                is_settled &= keeps || !bids[*bidder].raise();
            }
            if bidders.len() > 1 {
                clashes.entry(wanted).or_default().extend(bidders);
            }
        }
        if is_settled {
            break;
        }
    }
    let mut clashes: Vec<_> = clashes
        .into_iter()
        .map(|(wanted, claims)| Clash {
            wanted,
            claims: claims.into_iter().collect(),
        })
        .collect();
    clashes.sort_by_key(|clash| clash.claims[0]);
    Resolution {
        names: bids.into_iter().map(|bid| bid.name).collect(),
        clashes,
    }
}

/// How far a claim has moved from the name that it wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Distance {
    /// Not at all.
    Plain,
    /// A word that describes the spelling.
    Described,
    /// A digest of the spelling.
    Digested,
    /// The spelling's bytes: no two spellings share them.
    SpeltOut,
}

/// A claim and the name that it would take now.
struct Bid<'a, K> {
    spelling: &'a str,
    plain: Name<K>,
    name: Name<K>,
    distance: Distance,
}

impl<'a, K: Kind> Bid<'a, K> {
    fn new(claim: &Claim<'a, K>, taken: &[Name<K>]) -> Self {
        let is_taken = taken.contains(&claim.name);
        let plain = if is_taken {
            claim.name.set_apart()
        } else {
            claim.name.clone()
        };
        Self {
            spelling: claim.spelling,
            name: plain.clone(),
            plain,
            distance: Distance::Plain,
        }
    }

    /// Bids for a name farther away; false if there is none.
    fn raise(&mut self) -> bool {
        let (distance, name) = match (self.distance, epithet::describe(self.spelling)) {
            (Distance::Plain, Some(word)) => (
                Distance::Described,
                self.plain.with_words(&[word.to_owned()]),
            ),
            (Distance::Plain | Distance::Described, _) => (
                Distance::Digested,
                self.plain.with_words(&[epithet::digest(self.spelling)]),
            ),
            (Distance::Digested, _) => (
                Distance::SpeltOut,
                self.plain
                    .with_words_in_full(&[epithet::spell_out(self.spelling)]),
            ),
            (Distance::SpeltOut, _) => return false,
        };
        self.distance = distance;
        self.name = name;
        true
    }
}

/// The names that cannot stay as they are, each with its bidders in order.
fn contested<K: Kind>(bids: &[Bid<'_, K>], taken: &[Name<K>]) -> BTreeMap<Name<K>, Vec<usize>> {
    let mut bidders: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (index, bid) in bids.iter().enumerate() {
        bidders.entry(&bid.name).or_default().push(index);
    }
    bidders
        .into_iter()
        .filter(|(name, bidders)| bidders.len() > 1 || taken.contains(name))
        .map(|(name, bidders)| (name.clone(), bidders))
        .collect()
}

/// The spelling that may keep a contested name: the only one that wants it from as near, or else
/// the one that is the name.
fn keeper<'a, K: Kind>(
    wanted: &Name<K>,
    bidders: &[usize],
    bids: &[Bid<'a, K>],
    taken: &[Name<K>],
) -> Option<&'a str> {
    if taken.contains(wanted) {
        return None;
    }
    let bidders = || bidders.iter().map(|bidder| &bids[*bidder]);
    let nearest = bidders().map(|bid| bid.distance).min()?;
    let mut spellings = bidders()
        .filter(|bid| bid.distance == nearest)
        .map(|bid| bid.spelling);
    let first = spellings.next()?;
    if spellings.all(|spelling| spelling == first) {
        return Some(first);
    }
    bidders()
        .map(|bid| bid.spelling)
        .find(|spelling| *spelling == wanted.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::{Const, Field, Type, Variant, VariantName};
    use super::*;

    fn names<K: Kind>(spellings: &[&str]) -> Vec<String> {
        let claims: Vec<_> = spellings
            .iter()
            .map(|spelling| Claim::<K>::new(spelling))
            .collect();
        let resolution = resolve(&claims, &[]);
        let names: Vec<_> = resolution.names.iter().map(Name::to_string).collect();

        let distinct: BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), spellings.len(), "{names:?}");
        let mut backwards = claims;
        backwards.reverse();
        let mut again = resolve(&backwards, &[]).names;
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
    fn a_clash_names_its_claims() {
        let claims = ["b", "a-b", "c", "a_b"].map(Claim::<Type>::new);
        let clashes = resolve(&claims, &[]).clashes;
        assert_eq!(clashes.len(), 1);
        assert_eq!(clashes[0].wanted.as_str(), "AB");
        assert_eq!(clashes[0].claims, [1, 3]);
    }

    #[test]
    fn taken_names_are_left_alone() {
        let taken = [VariantName::from_spelling("unknown")];
        let resolve = |spellings: &[&'static str]| {
            let claims: Vec<_> = spellings.iter().map(|it| Claim::new(it)).collect();
            resolve(&claims, &taken)
                .names
                .iter()
                .map(Name::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(resolve(&["unknown", "known"]), ["Unknown_", "Known"]);
        assert_eq!(
            resolve(&["unknown", "Unknown"]),
            ["UnknownLower", "UnknownPascal"]
        );
    }

    #[test]
    fn equal_spellings_are_a_clash_that_stays() {
        let resolution = resolve(&["id", "id"].map(Claim::<Field>::new), &[]);
        assert_eq!(resolution.names[0], resolution.names[1]);
        assert_eq!(resolution.clashes.len(), 1);
    }
}
