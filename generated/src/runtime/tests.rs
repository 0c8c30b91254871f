//! The code the generator emits, written by hand, and what the runtime promises about it.

mod sample;
