use crate::schema::pattern::words::Words;

#[test]
fn a_list_of_words_needs_no_engine() {
    let words = Words::parse("^(start|in-progress|end)( (start|in-progress|end))*$").unwrap();
    for text in ["start", "in-progress end", "end end start"] {
        assert!(words.matches(text), "{text:?}");
    }
    for text in [
        "",
        " ",
        "start ",
        "start  end",
        "star",
        "starts",
        "start|end",
    ] {
        assert!(!words.matches(text), "{text:?}");
    }
    assert!(Words::parse("^(a|)( (a|))*$").unwrap().matches(" a"));
}

#[test]
fn anything_else_is_left_to_the_engine() {
    for pattern in [
        "",
        "^()( ())*$",
        "^(a)( (b))*$",
        "^(a|b)( (a))*$",
        "^(a)( (ab))*$",
        "^(a)( (a))*",
        "^(a)( (a))*$|b",
        "^(a)(,(a))*$",
        "^(a.)( (a.))*$",
        "^(a b)( (a b))*$",
    ] {
        assert!(Words::parse(pattern).is_none(), "{pattern}");
    }
}
