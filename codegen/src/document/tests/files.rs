//! Documents in several files.

use super::check_files;

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: v}\n";

#[test]
fn schemas_of_other_files() {
    let main = format!(
        "{HEAD}components: {{schemas: {{A: {{$ref: 'parts/a.yml#/A'}}, W: {{$ref: ./parts/w.yml}}, L: {{type: string}}}}}}"
    );
    check_files(
        &[
            ("specs/api.yml", &main),
            (
                "parts/a.yml",
                "A: {$ref: '#/B'}\nB: {properties: {l: {$ref: '../api.yml#/components/schemas/L'}}}",
            ),
            (
                "parts/w.yml",
                "{type: object, properties: {w: {$ref: '#'}, a: {$ref: 'a.yml#/A'}}}",
            ),
        ],
        r"
A: -> 1#/A
W: -> 2#
L: string
",
    );
}

#[test]
fn objects_of_other_files() {
    let main = format!(
        "{HEAD}paths: {{/a: {{$ref: paths/a.yml, description: own}}}}\n\
         components: {{parameters: {{P: {{name: p, in: query, schema: {{type: string}}}}}}}}"
    );
    let item = "post: {parameters: [{$ref: '../api.yml#/components/parameters/P'}, {$ref: '#/x'}], \
                requestBody: {content: {a/b: {schema: {type: integer}}}}, responses: {'200': {$ref: r.yml#/R}}}\n\
                x: {name: x, in: query, schema: {$ref: r.yml#/S}}";
    let responses =
        "R: {description: d, content: {a/b: {schema: {$ref: '#/S'}}}}\nS: {type: boolean}";
    check_files(
        &[
            ("api.yml", &main),
            ("paths/a.yml", item),
            ("paths/r.yml", responses),
        ],
        r"
post /a (#/components/parameters/P) query.x?: -> 2#/S body a/b integer -> 200 a/b -> 2#/S
warning unknown-keyword paths/a.yml#/x: unknown key `x` of a path item is ignored
",
    );
}

#[test]
fn files_that_cannot_be_had() {
    let main = format!(
        "{HEAD}components: {{schemas: {{A: {{$ref: a.yml}}, B: {{$ref: '../b.yml'}}, C: {{$ref: 'https://example.com/c'}}, D: {{$ref: 'd.yml#/X'}}}}}}"
    );
    check_files(
        &[("api.yml", &main), ("d.yml", "Xs: {}")],
        r"
A: any
B: any
C: any
D: any
error missing-file #/components/schemas/A/$ref: the file `a.yml` does not exist; paths are relative to the file that contains the reference
error dangling-ref #/components/schemas/B/$ref: `../b.yml` points outside the root folder; `--root-folder DIR` allows references to all files below a folder
error dangling-ref #/components/schemas/C/$ref: `https://example.com/c` is on another host; files are never fetched; `--map URL=DIR` names a folder with copies of the files below a URL
error dangling-ref #/components/schemas/D/$ref: `d.yml#/X` points to nothing; did you mean `d.yml#/Xs`?
",
    );
}

#[test]
fn objects_that_contain_themselves() {
    let main = format!("{HEAD}paths: {{/a: {{$ref: a.yml}}}}");
    // A server may call back as often as it likes.
    let calls = "get: {responses: {}, callbacks: {c: {x: {$ref: a.yml}}}}";
    check_files(&[("api.yml", &main), ("a.yml", calls)], "\nget /a\n");
    check_files(
        &[("api.yml", &main), ("a.yml", "$ref: a.yml")],
        r"
error ref-cycle a.yml#/$ref: the `$ref` refers back to itself; a.yml# through this
",
    );
}
