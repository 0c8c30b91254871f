//! Traits of the standard library that only some types implement.

/// The traits that a type has beside `Clone`, `Debug` and `PartialEq`. Only structs and newtypes ask for it;
/// enums of strings always have `Eq` and `Hash`, unions keep JSON and never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// `Eq` and `Hash`: no value in it is a float, a map or any JSON.
    pub eq: bool,
    /// `Copy`, `PartialOrd` and `Ord`: it is a newtype of an integer.
    pub ord: bool,
}
