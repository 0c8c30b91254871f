//! Schemas in, errors out for those that apply too many others to the same value.
//!
//! Later stages collect the schemas that apply for each of them, so that a chain costs the square
//! of its length. Chains in real documents have about ten schemas.

use super::schema::{SchemaId, Schemas};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::LIMIT;

/// The maximum length of a chain.
const LONGEST: u32 = 1_000;

/// Reports the first schema from which a chain is too long.
pub(super) fn report_ref_fan_out(schemas: &Schemas, diagnostics: &mut Diagnostics) {
    // How long it is from each on; 0 while that is not known. Circles through `oneOf` are legal,
    // and count as far as they are new.
    let mut lengths = vec![0; schemas.list.len()];
    let mut is_met = vec![false; schemas.list.len()];
    let mut open = Vec::new();
    for (start, _) in schemas.iter() {
        open.push(start);
        while let Some(&id) = open.last() {
            let at = id.0 as usize;
            if !is_met[at] {
                is_met[at] = true;
                let parts = schemas[id].in_place();
                open.extend(parts.filter(|part| !is_met[part.0 as usize]));
                continue;
            }
            open.pop();
            let parts = schemas[id].in_place();
            let longest = parts.map(|part| lengths[part.0 as usize]).max();
            lengths[at] = longest.unwrap_or(0) + 1;
            if lengths[at] > LONGEST {
                return report_one(schemas, id, diagnostics);
            }
        }
    }
}

fn report_one(schemas: &Schemas, id: SchemaId, diagnostics: &mut Diagnostics) {
    let message = format!("more than {LONGEST} schemas apply to the same value here");
    diagnostics.report(&LIMIT, schemas.address(id), message);
}
