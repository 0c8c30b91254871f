//! What schemas with `$dynamicRef` are: the bindings of `dynamic_pages.yml` and `dynamic_trees.yml`
//! decode what they bind, and nothing else. Runs as an example of the crate `bindings`.

use bindings::Validate;
use bindings::dynamic_pages::{ListNamesResponse, Order, OrderPage, Page, UsersPage, User, UserPage};
use bindings::dynamic_trees::{NamedTree, StrictTree, Tree};
use serde::de::DeserializeOwned;

/// Whether JSON decodes and is valid.
fn accepts<T: DeserializeOwned + Validate>(json: &str) -> bool {
    serde_json::from_str::<T>(json).is_ok_and(|value| value.validate().is_ok())
}

fn pages_have_the_items_that_they_bind() {
    let users = r#"{"items": [{"name": "Ann"}], "first": {"item": {"name": "Bea"}}, "next": {"items": []}}"#;
    let orders = r#"{"items": [{"id": 1}], "next": {"items": [{"id": 2}]}}"#;
    assert!(accepts::<UserPage>(users) && !accepts::<UserPage>(orders));
    assert!(accepts::<OrderPage>(orders) && !accepts::<OrderPage>(users));
    assert!(accepts::<Page>(users) && accepts::<Page>(orders));
    assert!(accepts::<ListNamesResponse>(r#"{"items": ["a"]}"#));
    assert!(!accepts::<ListNamesResponse>(r#"{"items": [""]}"#));
    // One type for each binding.
    let page: UsersPage = UserPage::new(vec![User::new("Ann")]);
    assert_eq!(page.items[0].name, "Ann");
    let page = OrderPage::new(vec![Order::new(1)]).next(OrderPage::new(vec![]));
    assert_eq!(page.items[0].id, 1);
}

fn trees_have_nodes_of_their_own_kind() {
    let tree = StrictTree::new().children(vec![StrictTree::new()]);
    assert!(tree.validate().is_ok());
    assert!(accepts::<Tree>(r#"{"children": [{"daat": 1}]}"#));
    let unknown = r#"{"children": [{"children": [{"daat": 1}]}]}"#;
    let read = serde_json::from_str::<StrictTree>(unknown);
    assert!(read.is_err() || !accepts::<StrictTree>(unknown), "{read:?}");
    assert!(accepts::<StrictTree>(r#"{"children": [{"data": 1}]}"#));
    assert!(accepts::<NamedTree>(r#"{"name": "a", "children": [{"name": "b"}]}"#));
    assert!(!accepts::<NamedTree>(r#"{"name": "a", "children": [{}]}"#));
}

fn main() {
    pages_have_the_items_that_they_bind();
    trees_have_nodes_of_their_own_kind();
}
