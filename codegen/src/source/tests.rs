use std::fs;
use std::path::Path;

use super::*;

/// Returns the tree as JSON, then a line for each diagnostic.
fn show(name: &str, text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let mut diagnostics = Diagnostics::default();
    let tree = parse(&sources, file, &mut diagnostics);
    let tree = tree.map(|tree| tree.to_json());
    let diagnostics = diagnostics.iter().map(|diagnostic| {
        let related = diagnostic
            .related
            .iter()
            .map(|(place, label)| format!(" ({} {label})", show_place(place)));
        let related = related.collect::<String>();
        let place = show_place(&diagnostic.place);
        format!(
            "{}: {place} {}{related}",
            diagnostic.code.name, diagnostic.message
        )
    });
    tree.into_iter()
        .chain(diagnostics)
        .collect::<Vec<_>>()
        .join("\n")
}

fn show_place(place: &Place) -> String {
    match place {
        Place::Position { line, column, .. } => format!("{line}:{column}"),
        place => format!("{place:?}"),
    }
}

fn check(text: &str, expected: &str) {
    assert_eq!(show("spec.yml", text), expected, "{text}");
}

#[test]
fn keys_are_their_text() {
    check(
        "{on: 1, no: 2, 1: a, 1.50: b, null: c, true: d, 200: e, ~: f, \"\": g}",
        r#"{"on":1,"no":2,"1":"a","1.50":"b","null":"c","true":"d","200":"e","~":"f","":"g"}"#,
    );
    check(": x", "syntax: 1:1 a member has no key");
    check(
        "[a]: x",
        "syntax: 1:1 a key is an array or an object, which JSON does not allow",
    );
    check(
        "? {a: b}\n: x",
        "syntax: 1:3 a key is an array or an object, which JSON does not allow",
    );
}

#[test]
fn merge_keys_are_followed() {
    let said = |place, more| {
        format!(
            "\nmerge-key: {place} `<<` is the merge key of YAML 1.1; its members are merged{more}"
        )
    };
    check(
        "a: &a {x: 1, y: 2}\nb: {w: 0, y: 3, <<: *a, x: 4, z: 5}\nc:\n  <<: [*a, {x: 6, v: 7}]\n",
        &(r#"{"a":{"x":1,"y":2},"b":{"w":0,"y":3,"x":4,"z":5},"c":{"x":1,"y":2,"v":7}}"#
            .to_owned()
            + &said("2:17", ", here and in one more place")),
    );
    check(
        "{z: 1, <<: {a: 2, b: 3}, c: 4}",
        &(r#"{"z":1,"a":2,"b":3,"c":4}"#.to_owned() + &said("1:8", "")),
    );
    let ordinary = "{\"<<\":{\"x\":1}}";
    check(ordinary, ordinary);
    check("'<<': {x: 1}", ordinary);
    check("<<: text", r#"{"<<":"text"}"#);
    check(
        "a: &a {x: 1}\nb: {<<: *a, <<: {x: 2, y: 3}}",
        &(r#"{"a":{"x":1},"b":{"x":1,"y":3}}"#.to_owned() + &said("2:5", "")),
    );
}

#[test]
fn tags_of_yaml_are_honoured() {
    check(
        "[!!str 1, !!int \"2\", !<tag:yaml.org,2002:str> 3, ! 4, !own 5]",
        r#"["1",2,"3","4",5]"#,
    );
    check("a: !!int x", "syntax: 1:4 `x` cannot be read as a number");
}

#[test]
fn duplicate_keys_show_both_places() {
    check(
        "a: 1\n\"a\": 2\nb: {c: 1, c: 2}",
        "{\"a\":1,\"b\":{\"c\":1}}\n\
         duplicate-key: 2:1 duplicate key `a` (1:1 first here)\n\
         duplicate-key: 3:11 duplicate key `c` (3:5 first here)",
    );
    assert_eq!(
        show("spec.json", "{\"é\": 1, \"é\": 2}"),
        "{\"é\":1}\nduplicate-key: 1:10 duplicate key `é` (1:2 first here)",
    );
}

#[test]
fn aliases_are_copies() {
    check(
        "a: &x {b: [1]}\nc: *x\n&k d: 1\ne: *k",
        r#"{"a":{"b":[1]},"c":{"b":[1]},"d":1,"e":"d"}"#,
    );
    check("a: &x 1\n*x : 2", r#"{"a":1,"1":2}"#);
    check(
        "a: &x TRUE\nb: &y 0x1F\n*x : 2\n*y : 3",
        r#"{"a":true,"b":31,"TRUE":2,"0x1F":3}"#,
    );
    check("a: &x 1\nb: &x 2\nc: *x", r#"{"a":1,"b":2,"c":2}"#);
    check(
        "&a [*a]",
        "syntax: 1:5 an alias refers to a node that contains it",
    );
    check(
        "a: *b",
        "syntax: 1:4 while parsing node, found unknown anchor",
    );
}

#[test]
fn aliases_do_not_explode() {
    let nine = |item: &str| [item; 9].join(", ");
    let wide = (1..12).fold(format!("x0: &x0 [{}]\n", nine("lol")), |text, level| {
        let alias = format!("*x{}", level - 1);
        text + &format!("x{level}: &x{level} [{}]\n", nine(&alias))
    });
    check(&wide, "limit: 7:10 aliases expand to more than 64 MiB");
    let long = format!("a: &a {}\nb: [{}]", "x".repeat(1 << 20), nine(&nine("*a")));
    check(&long, "limit: 2:253 aliases expand to more than 64 MiB");
    let deep = (1..600).fold("x0: &x0 []\n".to_owned(), |text, level| {
        text + &format!("x{level}: &x{level} [*x{}]\n", level - 1)
    });
    check(&deep, "limit: 512:14 nested more than 512 levels deep");
}

#[test]
fn depth_is_limited() {
    let brackets = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(show("a.json", &brackets(512)), brackets(512));
    let too_deep = "limit: 1:513 nested more than 512 levels deep";
    assert_eq!(show("a.json", &brackets(513)), too_deep);
    assert_eq!(show("a.json", &"[".repeat(100_000)), too_deep);
    check(
        &brackets(1000),
        "limit: 1:256 nested more than 255 levels deep",
    );
    let block = (0..1000)
        .map(|depth| " ".repeat(depth) + "a:\n")
        .collect::<String>();
    check(&block, "limit: 513:513 nested more than 512 levels deep");
}

#[test]
fn one_document_per_file() {
    check("", "syntax: 1:1 the file is empty");
    check("# only a comment\n", "syntax: 2:1 the file is empty");
    check("---\na: 1\n...\n", r#"{"a":1}"#);
    check(
        "a: 1\n---\nb: 2\n",
        "syntax: 2:1 a second document begins in the same file",
    );
    assert_eq!(show("a.json", " \n"), "syntax: 2:1 the file is empty");
}

#[test]
fn a_version_that_is_not_known_is_said() {
    let said = "yaml-version: 3:1 `%YAML 3.0` is read as YAML 1.2";
    check(
        "# a\n\n%YAML 3.0 # b\n---\na: 1\n",
        &format!("{{\"a\":1}}\n{said}"),
    );
    for known in ["%YAML 1.1\n---\n1", "%YAML 1.2\n---\n1", "--- 1"] {
        check(known, "1");
    }
    // There it is a text.
    check("--- |\n%YAML 3.0\n", "\"%YAML 3.0\\n\"");
}

#[test]
fn byte_order_marks_and_line_ends_do_not_matter() {
    let unix = "a: |\n  first\n  second   \nb: >-\n  folded\n  text\t\n";
    let tree = r#"{"a":"first\nsecond   \n","b":"folded text\t"}"#;
    check(unix, tree);
    check(&format!("\u{FEFF}{}", unix.replace('\n', "\r\n")), tree);
    assert_eq!(show("a.json", "\u{FEFF}[1]"), "[1]");
    check(
        "\u{FEFF}a: 1\r\na: 2\r\n",
        "{\"a\":1}\nduplicate-key: 2:1 duplicate key `a` (1:1 first here)",
    );
}

#[test]
fn json_is_known_by_its_name_or_its_text() {
    let pair = r#"{"a": "\ud83d\ude00"}"#;
    check(pair, r#"{"a":"😀"}"#);
    check("{a: 1, 'b': [2,]}", r#"{"a":1,"b":[2]}"#);
    assert_eq!(
        show("a.JSON", "{a: 1}"),
        "syntax: 1:2 expected a key in double quotes, found `a`"
    );
    let large = "[340282366920938463463374607431768211456, 1.10, 1E400]";
    assert_eq!(show("a.json", large), large.replace(' ', ""));
    assert_eq!(
        show("a.json", "[1e99999999999999999999]"),
        "syntax: 1:2 `1e99999999999999999999` cannot be read as a number",
    );
}

#[test]
fn syntax_errors_have_places() {
    check(
        "a:\n  b: 'x\n",
        "syntax: 2:6 while scanning a quoted scalar, found unexpected end of stream",
    );
    check(
        "a: b: c",
        "syntax: 1:5 mapping values are not allowed in this context",
    );
    check("a: \0", "syntax: 1:4 found unprintable character");
}

/// `key` and `value` of the nodes, as `line:column-line:column`.
fn check_locations(name: &str, text: &str, expected: &[(&str, &str)]) {
    let source = Source {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let pointers = expected
        .iter()
        .map(|(pointer, _)| Pointer::parse(pointer).unwrap());
    let pointers = pointers.collect::<Vec<_>>();
    let extent = |Extent { start, end }| {
        format!(
            "{}:{}-{}:{}",
            start.line, start.column, end.line, end.column
        )
    };
    for ((pointer, expected), location) in expected.iter().zip(locate(&source, &pointers)) {
        let shown = location.map_or("none".to_owned(), |Location { value, key, .. }| {
            let key = key.map(|key| extent(key) + " ").unwrap_or_default();
            key + &extent(value)
        });
        assert_eq!(&shown, expected, "{pointer}");
    }
}

#[test]
fn nodes_are_found_in_yaml() {
    let text = "\u{FEFF}é: &x\n  - b: 1\n    c: \"d\"\r\n\ne: *x\n200: {k/l: [x, yz]}\n";
    check_locations(
        "a.yml",
        text,
        &[
            ("", "1:1-1:1"),
            ("/é", "1:1-1:2 1:4-2:3"),
            ("/é/0", "2:5-2:5"),
            ("/é/0/b", "2:5-2:6 2:8-2:9"),
            ("/é/0/c", "3:5-3:6 3:8-3:11"),
            ("/é/00", "none"),
            ("/é/1", "none"),
            ("/e", "5:1-5:2 5:4-5:6"),
            ("/e/0/b", "5:1-5:2 5:4-5:6"),
            ("/200/k~1l/1", "6:16-6:18"),
            ("/200/k~1l/1/x", "none"),
        ],
    );
}

#[test]
fn nodes_are_found_in_json() {
    let text = "{\n \"a\": [1, {\"b\": \"\\n\"}]}";
    let expected = [
        ("", "1:1-1:2"),
        ("/a", "2:2-2:5 2:7-2:8"),
        ("/a/0", "2:8-2:9"),
        ("/a/1/b", "2:12-2:15 2:17-2:21"),
        ("/b", "none"),
    ];
    check_locations("a.json", text, &expected);
    check_locations("a.yml", text, &expected);
    check_locations("a.yml", "{a: 1}", &[("/a", "1:2-1:3 1:5-1:6")]);
    check_locations("a.yml", "a: [", &[("/b", "none")]);
    // What is before a mistake is found.
    check_locations("a.yml", "a: [", &[("/a", "1:1-1:2 1:4-1:5")]);
}

/// The pointers of all nodes of a tree.
fn list_pointers(tree: &Tree, at: &Pointer, found: &mut Vec<Pointer>) {
    found.push(at.clone());
    match tree {
        Tree::Object(members) => {
            for (key, value) in members.iter() {
                list_pointers(value, &at.join(key), found);
            }
        }
        Tree::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                list_pointers(value, &at.join(&index.to_string()), found);
            }
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
    }
}

#[test]
fn a_node_is_found_where_it_is_however_few_are_wanted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["specs", "tests/codegen/fixtures", "tests/diff"].map(|it| root.join(it));
    let files = folders
        .iter()
        .flat_map(|it| fs::read_dir(it).into_iter().flatten());
    let mut tried = 0;
    for path in files.map(|it| it.expect("the folder can be read").path()) {
        if path.extension().is_none_or(|it| it != "yml") {
            continue;
        }
        let mut sources = Sources::default();
        let text = fs::read_to_string(&path).expect("it is text");
        let file = sources.add("a.yml", text);
        let Some(tree) = parse(&sources, file, &mut Diagnostics::default()) else {
            continue;
        };
        let mut pointers = Vec::new();
        list_pointers(&tree, &Pointer::root(), &mut pointers);
        let source = sources.get(file);
        let all = locate(source, &pointers);
        let step = pointers.len() / 20 + 1;
        for (pointer, expected) in pointers.iter().zip(&all).step_by(step) {
            let located = locate(source, std::slice::from_ref(pointer));
            assert_eq!(located, [*expected], "{pointer} of {}", path.display());
            tried += 1;
        }
    }
    assert!(tried > 1_000, "only {tried} nodes");
}

#[test]
fn flow_collections_may_stand_too_far_left() {
    check(
        "a:\n  b: [\n    \"x\",\n y\n  ]\n  d: {\n    c: 1\n }\ne: f",
        concat!(
            r#"{"a":{"b":["x","y"],"d":{"c":1}},"e":"f"}"#,
            "\nrepaired: 4:2 this line is not indented enough for YAML; read as if it were, ",
            "here and in one more place",
        ),
    );
    check(
        "a:\n  b: [\n  x,\n  y\nc: d\n",
        "syntax: 3:3 invalid indentation",
    );
}

#[test]
fn quoted_scalars_may_stand_too_far_left() {
    let said = "repaired: 3:3 this line is not indented enough for YAML; read as if it were";
    let tree = r#"{"a":{"b":"x y","c":1}}"#;
    check("a:\n  b: 'x\n  y'\n  c: 1", &format!("{tree}\n{said}"));
    for text in [
        "a:\n  b: \"x\ny\"\n  c: 1",
        "a:\n  b: !!str 'x\ny'\n  c: 1",
        "a:\n  b: \"x\ny\"\n  'c': 1",
    ] {
        check(text, &format!("{tree}\n{}", said.replace("3:3", "3:1")));
    }
    check(
        "a: &k 'it''s\n\nthis\n\tand that'\nb: [\"x\\\ny\", *k]",
        concat!(
            r#"{"a":"it's\nthis and that","b":["xy","it's\nthis and that"]}"#,
            "\nrepaired: 3:1 this line is not indented enough for YAML; read as if it were, ",
            "here and in 2 more places",
        ),
    );
    check("a:\n  - 'x\n  y'\n  - 1", "{\"a\":[\"x y\",1]}");
    check(
        "a:\n  b: 'x\ny\n",
        "syntax: 2:6 invalid indentation in quoted scalar",
    );
    check_locations(
        "a.yml",
        "a:\n  b: 'x\ny'\n  c: 1",
        &[("/a/c", "4:3-4:4 4:6-4:7")],
    );
}

#[test]
fn comments_may_stand_behind_quotes_and_brackets() {
    let said = |at: &str| {
        format!("repaired: {at} a `#` without a preceding space; read as the start of a comment")
    };
    for (text, tree, at) in [
        ("a: 'x'#c\nb: 1", r#"{"a":"x","b":1}"#, "1:7"),
        ("a: \"x\"#c\nb: 1", r#"{"a":"x","b":1}"#, "1:7"),
        ("a: [x]#c\nb: 1", r#"{"a":["x"],"b":1}"#, "1:7"),
        ("a: {x: 1}#c\nb: 1", r#"{"a":{"x":1},"b":1}"#, "1:10"),
        ("a: [x,#c\n y]\nb: 1", r#"{"a":["x","y"],"b":1}"#, "1:7"),
        ("a: {#c\n x: 1}\nb: 1", r#"{"a":{"x":1},"b":1}"#, "1:5"),
        ("a: x#c\nb: [y]#d", r#"{"a":"x#c","b":["y"]}"#, "2:7"),
    ] {
        check(text, &format!("{tree}\n{}", said(at)));
    }
    check(
        "a: 'x'#c\nb: 'y\nz'#d 'e\nf:\tg",
        &format!(
            "{}\nrepaired: 3:1 this line is not indented enough for YAML; read as if it were\n{}, here and in one more place",
            r#"{"a":"x","b":"y z","f":"g"}"#,
            said("1:7")
        ),
    );
}

#[test]
fn tabs_separate() {
    for text in [
        "a:\tb",
        "a:\t\tb",
        "\"a\":\tb",
        "{a:\tb}",
        "?\ta\n:\tb",
        "a:\t'b'",
        "a:\tb\t# c",
    ] {
        check(text, r#"{"a":"b"}"#);
    }
    check("a: |\n  k:\tv\nb:\tc", r#"{"a":"k:\tv\n","b":"c"}"#);
    check(
        "a:\n\tb: 1",
        "syntax: 2:2 tabs disallowed within this context (block indentation)",
    );
}
