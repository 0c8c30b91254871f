//! Changes in, the verdicts about them out.

use super::change::{Change, Impact};

/// What all changes mean together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The heaviest impact on callers of the bindings.
    pub krate: Impact,
    /// The heaviest impact on the wire.
    pub wire: Impact,
    /// The next version of the crate.
    pub step: Step,
    /// Why, in one sentence.
    pub reason: String,
}

/// A step of a version (Semantic Versioning 2.0.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// No new version.
    None,
    /// A patch: documentation only.
    Patch,
    /// A minor version.
    Minor,
    /// A major version; of a crate before 1.0, a minor one.
    Major,
}

impl Step {
    /// All of them, the smallest first.
    pub const ALL: [Self; 4] = [Self::None, Self::Patch, Self::Minor, Self::Major];

    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The step that one change asks for.
    fn for_change(change: &Change) -> Self {
        match change.krate {
            _ if change.is_swap => Self::Major,
            Impact::None => Self::None,
            Impact::Docs => Self::Patch,
            Impact::Additive | Impact::Changes => Self::Minor,
            Impact::Breaks => Self::Major,
        }
    }
}

impl Verdict {
    /// Judges changes.
    #[must_use]
    pub fn new(changes: &[Change]) -> Self {
        let krate = changes.iter().map(|it| it.krate).max();
        let wire = changes.iter().map(|it| it.wire).max();
        let step = changes.iter().map(Step::for_change).max();
        let step = step.unwrap_or(Step::None);
        Self {
            krate: krate.unwrap_or_default(),
            wire: wire.unwrap_or_default(),
            step,
            reason: reason(changes, step),
        }
    }
}

/// One sentence: the first change that asks for the step, and how many more do.
fn reason(changes: &[Change], step: Step) -> String {
    if step == Step::None {
        return "No item of the crate is different.".to_owned();
    }
    let asking: Vec<&Change> = changes
        .iter()
        .filter(|it| Step::for_change(it) == step)
        .collect();
    let heaviest = asking.iter().max_by_key(|it| it.krate);
    let Some(first) = heaviest.and_then(|top| asking.iter().find(|it| it.krate == top.krate))
    else {
        unreachable!("a step other than none has a change that asks for it")
    };
    let what = match first.krate {
        _ if first.is_swap => "compiles and passes its arguments in another order",
        Impact::Breaks => "breaks callers",
        Impact::Changes => "behaves differently",
        Impact::Additive => "is additive",
        Impact::Docs | Impact::None => "is documented differently",
    };
    let more = match asking.len() - 1 {
        0 => String::new(),
        1 => ", and one change more".to_owned(),
        more => format!(", and {more} changes more"),
    };
    format!("`{}` {what} ({}){more}.", first.item, first.text)
}
