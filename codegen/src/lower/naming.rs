//! Names types, operations, members and values.

mod candidate;
pub(in crate::lower) mod external;
pub(in crate::lower) mod hint;
pub(in crate::lower) mod members;
pub(in crate::lower) mod recorded;
pub(in crate::lower) mod relocation;
pub(in crate::lower) mod shared_types;
pub(in crate::lower) mod state;
pub(in crate::lower) mod suggestion;
pub(in crate::lower) mod types;
