//! The key appears nowhere.

use super::world::{KEY, Read, World, fails, header, now};
use crate::runtime::TransportErrorKind;

#[test]
fn the_key_is_never_printed() {
    let world = World::new([
        fails(TransportErrorKind::Broken),
        header(422, "x-should-retry", "false"),
    ]);
    let builder = world.builder().header("x-secret", KEY);
    let mut printed = format!("{builder:?}");
    let client = builder.build().expect("a client");
    let read = Read::default();
    let call = client.call(&read).header("x-more", KEY);
    printed += &format!("{client:?}{client:#?}{call:?}{:?}", client.call(&read));
    let error = now(call.send()).expect_err("422");
    printed += &format!("{error:?}{error}");
    printed += &format!("{:?}", world.requests());
    #[cfg(feature = "blocking")]
    {
        printed += &format!("{:?}", world.blocking());
    }
    assert_eq!(world.sent(), 2);
    assert!(printed.contains("x-secret"), "{printed}");
    assert!(!printed.contains("s3cr3t"), "{printed}");
}
