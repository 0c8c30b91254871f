mod class;
mod words;

#[cfg(feature = "pattern")]
use crate::Pattern;

#[cfg(feature = "pattern")]
#[test]
fn the_engine_takes_the_rest() {
    let pattern = Pattern::new(r"^\+?[1-9]\d{1,14}$");
    assert!(format!("{pattern:?}").contains("Other"));
    assert!(pattern.matches("+13125550100") && pattern.matches("13"));
    assert!(!pattern.matches("+0") && !pattern.matches("1 3"));
    assert!(Pattern::new("a|b").matches("xbx"), "not anchored");
    assert!(
        Pattern::new("^.$").matches("😀"),
        "one character with the `u` flag"
    );
    assert!(Pattern::new("(").matches("no pattern judges nothing"));
    assert!(
        Pattern::new(r"\A\d+\z").matches("a pattern of another language neither"),
        "not as the letters A and z"
    );
}
