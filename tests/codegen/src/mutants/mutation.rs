//! A document in, a mutant of it out.

use codegen::tree::{Number, Object, Tree};

use super::random::Random;

/// Mutates the bytes or the nodes of a document.
pub(crate) fn mutate(text: &str, tree: &Tree, others: &[&Tree], random: &mut Random) -> String {
    if random.below(4) == 0 {
        return mutate_bytes(text, random);
    }
    let mut tree = tree.clone();
    for _ in 0..=random.below(4) {
        mutate_node(&mut tree, others, random);
    }
    tree.to_json()
}

/// Characters with a meaning in YAML or JSON.
const MARKS: &[&str] = &[
    ":",
    "- ",
    "\n",
    "  ",
    "\t",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "#",
    "&a ",
    "*a ",
    "<<: ",
    "!!str ",
    "|",
    ">",
    "? ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\\u0000",
    "\u{feff}",
    "\u{2028}",
    "é",
    "😀",
    "$ref: '#/x'",
    "~",
    "null",
    "0x",
    "1e999",
    "\\ud800",
];

fn mutate_bytes(text: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(chars.len() + 1);
        let end = (at + 1 + random.below(20)).min(chars.len());
        match random.below(5) {
            0 => drop(chars.drain(at..end)),
            1 => {
                let mark = random.one(MARKS).expect("there are some");
                chars.splice(at..at, mark.chars());
            }
            2 => {
                let copy: Vec<char> = chars[at..end].to_vec();
                let there = random.below(chars.len() + 1);
                chars.splice(there..there, copy);
            }
            3 => chars.truncate(at),
            _ => {
                let mark = random.one(MARKS).expect("there are some");
                chars.splice(at..end, mark.chars());
            }
        }
    }
    chars.into_iter().collect()
}

/// The path of a node: the index of a member or item at each level.
type Path = Vec<usize>;

fn paths(tree: &Tree) -> Vec<Path> {
    let mut open = vec![(Vec::new(), tree)];
    let mut paths = Vec::new();
    while let Some((path, tree)) = open.pop() {
        let children: Vec<&Tree> = match tree {
            Tree::Object(object) => object.values().collect(),
            Tree::Array(items) => items.iter().collect(),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => Vec::new(),
        };
        for (index, child) in children.into_iter().enumerate() {
            let path: Path = path.iter().copied().chain([index]).collect();
            open.push((path, child));
        }
        paths.push(path);
    }
    paths
}

fn at<'a>(mut tree: &'a mut Tree, path: &[usize]) -> &'a mut Tree {
    for &index in path {
        tree = match tree {
            Tree::Object(object) => object.get_index_mut(index).map(|(_, value)| value),
            Tree::Array(items) => items.get_mut(index),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => None,
        }
        .expect("the path was just found");
    }
    tree
}

/// A node of the document or of another one.
fn donor(tree: &Tree, others: &[&Tree], random: &mut Random) -> Tree {
    let other = random.one(others).copied().filter(|_| random.below(3) == 0);
    let mut tree = other.unwrap_or(tree).clone();
    let paths = paths(&tree);
    let path = random.one(&paths).expect("there is a root");
    std::mem::take(at(&mut tree, path))
}

fn mutate_node(tree: &mut Tree, others: &[&Tree], random: &mut Random) {
    let paths = paths(tree);
    let path = random.one(&paths).expect("there is a root").clone();
    match random.below(9) {
        // Another value.
        0 | 1 => *at(tree, &path) = scalar(random),
        // A node from somewhere else.
        2 | 3 => {
            let donor = donor(tree, others, random);
            *at(tree, &path) = donor;
        }
        4 => {
            let wrapper = random.one(WRAPPERS).expect("there are some");
            // Mostly a few levels, sometimes many.
            let most = 1 << random.below(7);
            let times = 1 + random.below(most);
            let inner = std::mem::take(at(tree, &path));
            *at(tree, &path) = (0..times).fold(inner, |inner, _| wrapper(inner));
        }
        _ => member(tree, &path, others, random),
    }
}

/// Mutates one of the members of a node.
fn member(tree: &mut Tree, path: &[usize], others: &[&Tree], random: &mut Random) {
    let donor = donor(tree, others, random);
    match at(tree, path) {
        Tree::Object(object) => {
            let index = random.below(object.len() + 1);
            let key = match random.below(2) {
                0 => (*random.one(KEYWORDS).expect("there are some")).to_owned(),
                _ => (*random.one(WORDS).expect("there are some")).to_owned(),
            };
            match random.below(4) {
                0 => drop(object.shift_remove_index(index)),
                1 => drop(object.insert(key, donor)),
                2 => drop(object.insert(key, scalar(random))),
                _ => {
                    if let Some((_, value)) = object.shift_remove_index(index) {
                        object.insert(key, value);
                    }
                }
            }
        }
        Tree::Array(items) => {
            let index = random.below(items.len() + 1);
            match random.below(3) {
                0 if index < items.len() => drop(items.remove(index)),
                1 => items.insert(index, donor),
                _ => {
                    let copy = items.get(index).cloned().unwrap_or_default();
                    items.push(copy);
                }
            }
        }
        leaf => *leaf = scalar(random),
    }
}

type Wrapper = fn(Tree) -> Tree;

/// Schemas that contain a schema.
const WRAPPERS: &[Wrapper] = &[
    |it| object("items", it),
    |it| object("allOf", Tree::Array(vec![it])),
    |it| object("oneOf", Tree::Array(vec![it, object("type", Tree::Null)])),
    |it| object("anyOf", Tree::Array(vec![it, Tree::Null])),
    |it| object("properties", object("a", it)),
    |it| object("additionalProperties", it),
    |it| object("not", it),
    |it| object("if", it),
    |it| Tree::Array(vec![it]),
];

fn object(key: &str, value: Tree) -> Tree {
    let mut object = Object::default();
    object.insert(key.to_owned(), value);
    Tree::Object(Box::new(object))
}

fn scalar(random: &mut Random) -> Tree {
    let text = *random.one(WORDS).expect("there are some");
    match random.below(6) {
        0 => Tree::Null,
        1 => Tree::from(random.below(2) == 0),
        2 => {
            let number = random.one(NUMBERS).expect("there are some");
            Tree::Number(Number::parse(number).expect("they are numbers"))
        }
        3 if random.below(2) == 0 => Tree::Array(vec![Tree::String(text.to_owned())]),
        3 => Tree::Object(Box::default()),
        _ => Tree::String(text.to_owned()),
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "3",
    "0.1",
    "-0.0",
    "1e308",
    "1e999",
    "-1e-999",
    "9223372036854775808",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "100",
];

const WORDS: &[&str] = &[
    "",
    " ",
    "a",
    "A",
    "type",
    "object",
    "string",
    "array",
    "null",
    "integer",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "__",
    "0",
    "-",
    "$",
    "/",
    "{id}",
    "/{",
    "/}{",
    "#",
    "#/",
    "#/paths",
    "#/components/schemas/Pet",
    "#/components/schemas/A",
    "#/components",
    "../a.yml",
    "a.yml#/a",
    "http://example.com",
    "body",
    "new",
    "Option",
    "String",
    "Vec",
    "Error",
    "runtime",
    "mod",
    "lib",
    "api",
    "é",
    "😀",
    "\u{202e}",
    "\u{0}",
    "\n",
    "\"",
    "\\",
    "*/",
    "`",
    "]",
    "](",
    "<b>",
    "```",
    "(?<",
    "^[a-z",
    "[",
    "a{2,1}",
    "date-time",
    "binary",
    "200",
    "2XX",
    "default",
    "99999",
    "GET",
    "get",
    "application/json",
    "text/event-stream",
    "multipart/form-data",
    "*/*",
    "x-rust-name",
    "deepObject",
    "explode",
    "cookie",
    "path",
    "query",
    "header",
    "3.0.3",
    "3.1.0",
    "2.0",
    "4.0",
    "a very long name that goes on and on and on and on and on and on and on and on and on and on",
];

const KEYWORDS: &[&str] = &[
    "$ref",
    "$defs",
    "$anchor",
    "$id",
    "$schema",
    "type",
    "enum",
    "const",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "if",
    "then",
    "else",
    "discriminator",
    "properties",
    "required",
    "items",
    "prefixItems",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "multipleOf",
    "minLength",
    "maxItems",
    "uniqueItems",
    "pattern",
    "format",
    "contentEncoding",
    "default",
    "example",
    "examples",
    "nullable",
    "deprecated",
    "readOnly",
    "title",
    "description",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "schema",
    "headers",
    "callbacks",
    "links",
    "security",
    "servers",
    "components",
    "paths",
    "webhooks",
    "operationId",
    "tags",
    "style",
    "encoding",
    "name",
    "in",
    "get",
    "post",
    "x-rust-name",
    "x-pagination",
    "x-errors",
    "x-event",
    "x-signature",
    "x-unwrap",
    "x-idempotency",
    "x-retry",
    "x-empty-body",
    "x-rule-codes",
    "x-client",
    "x-data",
    "x-because",
    "x-unit",
];
