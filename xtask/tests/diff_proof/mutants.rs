//! The mutator of the tests of the generator.

#[path = "../../../tests/codegen/src/mutants/mutation.rs"]
pub(crate) mod mutation;
#[path = "../../../tests/codegen/src/mutants/random.rs"]
pub(crate) mod random;
