//! Hashing of values by their JSON.

use std::hash::Hasher;
use std::io::{self, Write};

use serde::Serialize;

use super::object::omit_undeclared;

/// Feeds the JSON of a value to a hasher: equal values have equal JSON, undeclared members aside, which may have
/// equal numbers in two spellings. One function for all types compiles faster than a derived one for each.
pub fn hash_json<T: Serialize>(value: &T, to: &mut dyn Hasher) {
    let _undeclared_omitted = omit_undeclared();
    // A value that cannot be written, such as a file that is not text, is hashed up to the error.
    let _ = serde_json::to_writer(HasherWriter(to), value);
    to.write_u8(0xFF);
}

struct HasherWriter<'h>(&'h mut dyn Hasher);

impl Write for HasherWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
