//! Bindings that the build script makes.

include!(concat!(env!("OUT_DIR"), "/lib.rs"));

#[cfg(test)]
mod tests {
    use crate::Operation;
    use crate::todos::{AddTodo, Todo};

    #[test]
    fn a_request_is_built_and_checked() {
        let request = AddTodo::new(Todo::new("Water the plants"))
            .request()
            .unwrap();
        assert_eq!(request.uri().path(), "/todos");
        assert_eq!(request.body(), r#"{"title":"Water the plants"}"#);
        assert!(Todo::new("x".repeat(41)).validate().is_err());
    }
}
