//! Hashes of values by what they are written as.

use std::hash::Hasher;
use std::io::{self, Write};

use serde::Serialize;

/// Feeds a value's JSON to a hasher: equal values have equal JSON. One function for all types compiles faster
/// than a derived one for each.
pub fn hash_json<T: Serialize>(value: &T, to: &mut dyn Hasher) {
    // What cannot be written to its end, such as a file that is no text, is hashed up to there.
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
