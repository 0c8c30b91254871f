//! Encoding of members in the order of the schema.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::runtime::Map;

/// An object that is being serialized. After the first error, which is kept, nothing is written.
pub struct MemberWriter<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> MemberWriter<S> {
    /// Starts the object.
    pub fn new(to: S) -> Self {
        Self(to.serialize_map(None))
    }

    /// Writes a required member.
    pub fn required<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.0 = Err(error);
        }
    }

    /// Writes an optional member unless it is absent.
    pub fn optional<T: Serialize>(&mut self, key: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(key, value);
        }
    }

    /// Writes the members that the schema does not name.
    pub fn others<T: Serialize>(&mut self, others: &Map<T>) {
        for (key, value) in others {
            self.required(key, value);
        }
    }

    /// Ends the object.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}
