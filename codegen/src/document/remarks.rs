//! Remarks that a document may earn a thousand times: each is made once, at its first place,
//! with a count.

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostics, Place};

/// The remarks of a run, told apart by their words.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    list: IndexMap<(&'static str, String), Remark>,
}

#[derive(Debug)]
struct Remark {
    code: &'static Code,
    first: Place,
    count: usize,
    help: Option<String>,
}

impl Remarks {
    /// Makes a remark, or counts it if it was made before. The first time, what would help can
    /// be put where the answer points to.
    pub(super) fn add(
        &mut self,
        code: &'static Code,
        place: impl Into<Place>,
        message: impl Into<String>,
    ) -> Option<&mut Option<String>> {
        let remark = self
            .list
            .entry((code.name, message.into()))
            .or_insert_with(|| Remark {
                code,
                first: place.into(),
                count: 0,
                help: None,
            });
        remark.count += 1;
        (remark.count == 1).then_some(&mut remark.help)
    }

    /// Reports all of them.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for (
            (_, message),
            Remark {
                code,
                first,
                count,
                help,
            },
        ) in self.list
        {
            let more = match count {
                1 => String::new(),
                2 => ", here and in one more place".to_owned(),
                _ => format!(", here and in {} more places", count - 1),
            };
            diagnostics.report(code, first, message + &more).help = help;
        }
    }
}
