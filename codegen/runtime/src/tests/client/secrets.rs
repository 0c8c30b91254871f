//! The key appears nowhere.

use super::harness::{KEY, Read, World, fails, header, now};
use crate::runtime::TransportErrorKind;

#[test]
fn the_key_is_never_printed() {
    let world = World::new([
        fails(TransportErrorKind::Broken),
        header(422, "x-should-retry", "false"),
    ]);
    let builder = world.builder().header("x-secret", KEY);
    let mut printed = vec![format!("{builder:?}")];
    let client = builder.build().expect("a client");
    printed.push(format!("{client:?}{client:#?}"));
    let read = Read::default();
    let call = client.call(&read).header("x-more", KEY);
    printed.push(format!("{call:?}"));
    let error = now(call.send()).expect_err("422");
    printed.push(format!("{error:?}{error}{:?}", world.requests()));
    #[cfg(feature = "blocking")]
    printed.push(format!("{:?}", world.blocking()));
    let printed = printed.concat();
    assert_eq!(world.sent(), 2);
    assert!(printed.contains("x-secret"), "{printed}");
    assert!(!printed.contains("s3cr3t"), "{printed}");
}
