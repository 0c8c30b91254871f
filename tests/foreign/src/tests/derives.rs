//! Derive macros of other crates.

use utoipa::{PartialSchema, ToSchema};

use crate::orders::{Label, Line};

#[test]
fn a_struct_has_the_trait_and_its_members_too() {
    let schema = serde_json::to_value(Label::schema()).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["text"]));
    assert_eq!(
        schema["properties"]["text"]["description"],
        "What is printed."
    );
    let lines = &schema["properties"]["lines"]["items"];
    assert_eq!(lines["$ref"], "#/components/schemas/Line");
    assert_eq!(Label::name(), "Label");
    assert!(Line::new().bold(true) > Line::new());
}
