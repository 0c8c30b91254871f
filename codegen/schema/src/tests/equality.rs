use serde_json::json;

use crate::canonical;

#[test]
fn same_values_have_the_same_text() {
    let same = |a, b| canonical(&a) == canonical(&b);
    assert!(same(
        json!([1, {"a": 10, "b": null}]),
        json!([1.0, {"b": null, "a": 1e1}])
    ));
    assert!(same(json!(0), json!(-0.0)));
    assert!(!same(json!(1), json!(true)));
    assert!(!same(json!("1"), json!(1)));
    assert!(!same(json!([[], 1]), json!([[1]])));
    assert!(!same(
        json!(9_007_199_254_740_993_u64),
        json!(9_007_199_254_740_992_u64)
    ));
}
