use crate::schema::pattern::class::Class;

fn class(pattern: &str, text: &str) -> Option<bool> {
    Class::parse(pattern).map(|class| class.matches(text))
}

#[test]
fn one_class_needs_no_engine() {
    for (pattern, yes, no) in [
        ("^[0-9A-D*#wW]*$", "01*#wD", "0E"),
        ("^[0-9A-D*#wW]*$", "", " "),
        (r"^\d{3,4}$", "1234", "12345"),
        (r"^\d{3}$", "123", "12"),
        (r"^[\w-]+$", "a_b-9", ""),
        ("^[a-z]?$", "", "ab"),
        ("^[^/]{1,}$", "aé€", "a/b"),
        (r"^[\]\\^-]$", "]", "ab"),
        ("^[+-]$", "-", ","),
        ("^[a-]+$", "a-a", "b"),
    ] {
        assert_eq!(class(pattern, yes), Some(true), "{pattern} {yes}");
        assert_eq!(class(pattern, no), Some(false), "{pattern} {no}");
    }
}

#[test]
fn anything_else_is_left_to_the_engine() {
    for pattern in [
        "[0-9]",
        "^[0-9]",
        "^a$",
        "^[é]$",
        r"^[\s]$",
        r"^[\p{L}]$",
        "^[a][b]$",
        "^[a]|[b]$",
        "^[z-a]$",
        "^[a]{2,1}$",
        "^[a]*?$",
        "^[a$",
        r"^[\",
        "^$",
        "^",
        "",
        r"^[\d-z]$",
        "^.$",
        r"^\-$|^[a]$",
        "^[a]{$",
        "^[a]{,3}$",
    ] {
        assert_eq!(class(pattern, ""), None, "{pattern}");
    }
}
