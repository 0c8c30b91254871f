//! The envelope: paths, operations, components, and what is put right in them.

use super::{check, check_paths};

#[test]
fn schemas_are_lifted_wherever_the_grammar_has_them() {
    check(
        r"
openapi: 3.2.0
info: {title: t, version: v}
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post:
      parameters:
        - {name: q, in: query, content: {application/json: {schema: {type: object}}}}
        - {$ref: '#/components/parameters/P'}
      requestBody:
        content:
          a/b: {schema: {type: array}, example: {schema: {type: 5}}}
          c/d: {itemSchema: {type: 7}}
      responses:
        200: {description: d, headers: {h: {schema: {type: number}}}, content: {a/b: {schema: true}}}
        4XX: {$ref: '#/components/responses/R'}
        default: {description: d}
      callbacks: {done: {'{$url}': {put: {requestBody: {content: {a/b: {schema: {type: integer}}}}, responses: {}}}}}
webhooks: {w: {$ref: '#/components/pathItems/I'}}
components:
  parameters: {P: {name: p, in: cookie, schema: {}}}
  responses: {R: {description: d, content: {a/b: {schema: {type: 'null'}}}}}
  pathItems: {I: {get: {responses: {}}}}
",
        r"
/a/{id} path.id: string
post /a/{id} query.q?:  application/json object (#/components/parameters/P) body a/b array c/d  -> 200 a/b true -> 4XX (#/components/responses/R) -> default calls put done {$url} body a/b integer
get hook w
get item I
error keyword-value #/paths/~1a~1{id}/post/requestBody/content/c~1d/itemSchema/type: `type` is a number, not a type's name
",
    );
}

#[test]
fn what_is_missing() {
    check(
        r"
openapi: 3.1.0
info: {version: 1.10}
paths:
  /a:
    get: {}
    put: {responses: []}
    post: {responses: {'200': null, 201: {content: {a/b: null}}}}
    delete: null
components:
  securitySchemes: {m: {type: mutualTLS}, n: {type: none}, b: {type: basic}, o: {type: oauth2}}
  parameters: null
",
        r"
get /a
put /a
post /a -> 200 -> 201 a/b
warning repaired #/components/securitySchemes/b/type: `type: basic` is from OpenAPI 2; read as `http` with the scheme `basic`
warning repaired #/components/securitySchemes/n: security schemes of type `none` are not supported; left out
warning repaired #/components/parameters: `parameters` is null; left out
warning repaired #/info/version: `version` is a number, not a string
warning repaired #/info: an info object has no `title`
warning repaired #/paths/~1a/put/responses: a list of responses is an array, not an object
warning repaired #/paths/~1a/post/responses/200: a response is null, not an object
warning repaired #/paths/~1a/post/responses/200: a response has no `description`, here and in one more place
warning repaired #/paths/~1a/post/responses/201/content/a~1b: a media type is null, not an object
warning repaired #/paths/~1a/delete: `delete` is null; left out
",
    );
}

#[test]
fn responses_may_be_missing_since_openapi_31() {
    let document = |version| {
        format!("openapi: {version}\ninfo: {{title: t, version: v}}\npaths: {{/a: {{get: {{}}}}}}")
    };
    check(&document("3.1.0"), "\nget /a\n");
    check(
        &document("3.0.0"),
        "\nget /a\nwarning repaired #/paths/~1a/get: an operation has no `responses`\n",
    );
}

#[test]
fn servers() {
    check(
        "openapi: 3.0.0\ninfo: {title: t, version: v}\nservers: {url: u, variables: {port: {enum: [80]}}}",
        r"
warning repaired #/servers: `servers` is an object, not an array
warning repaired #/servers/variables/port/enum: `enum` is an array, not an array of strings
warning repaired #/servers/variables/port: a server variable has no `default`
",
    );
    check(
        "openapi: 3.0.0\ninfo: {title: t, version: v}\nservers: [https://example.com, {}]\ntags: [a]",
        r"
warning repaired #/servers/0: a server is a string, not an object
warning repaired #/servers/1: a server has no `url`
warning repaired #/tags/0: a tag is a string, not an object
",
    );
}

#[test]
fn parameters() {
    check_paths(
        r"
  /a/{p}:
    get:
      parameters:
        - {name: p, in: path, style: deepObject, schema: {}}
        - {name: none, in: query}
        - {name: two, in: query, type: integer, format: int32}
        - {name: both, in: query, schema: {type: string}, content: {a/b: {schema: {type: integer}}}}
        - {name: c, in: cookie, required: 'true', schema: {}}
        - null
      responses: {}
",
        r"
get /a/{p} path.p: any query.none?: string query.two?: integer format=int32 query.both?:  a/b integer cookie.c: any
warning repaired #/paths/~1a~1{p}/get/parameters/0: a path parameter must be `required`; read as such
warning repaired #/paths/~1a~1{p}/get/parameters/0/style: `style: deepObject` is not valid for a parameter; left out
warning repaired #/paths/~1a~1{p}/get/parameters/1: a parameter has neither `schema` nor `content`, here and in one more place
warning repaired #/paths/~1a~1{p}/get/parameters/3: a parameter has both `schema` and `content`; `content` is used
warning repaired #/paths/~1a~1{p}/get/parameters/4/required: `required` is a string, not a boolean
warning repaired #/paths/~1a~1{p}/get/parameters/5: an item of `parameters` is null; left out
",
    );
}

#[test]
fn keys_that_mean_nothing() {
    check_paths(
        r"
  x-note: 5
  a: {get: {operationID: a, x-y: 1, responses: {ok: {description: d}, x-z: {}}}}
",
        r"
get /a
warning unknown-keyword #/paths/a/get/operationID: unknown key `operationID` of an operation is ignored
warning unknown-keyword #/paths/a/get/responses/ok: unknown key `ok` of a list of responses is ignored
warning repaired #/paths/a: a path does not start with `/`
",
    );
}

#[test]
fn examples() {
    check_paths(
        r"
  /a:
    get:
      responses:
        '200':
          description: d
          content:
            a/a: {examples: {one: {value: {schema: 5}}, two: {id: 5}, three: text}}
            a/b: {examples: [{value: 1}, 2]}
",
        r"
get /a -> 200 a/a  e.g. one e.g. two e.g. three a/b  e.g. 0 e.g. 1
warning repaired #/paths/~1a/get/responses/200/content/a~1a/examples/two: an example must be an object with a `value`; read as its `value`
warning repaired #/paths/~1a/get/responses/200/content/a~1a/examples/three: an example is a string, not an object
warning repaired #/paths/~1a/get/responses/200/content/a~1b/examples: `examples` is an array; its items are named by their index
warning repaired #/paths/~1a/get/responses/200/content/a~1b/examples/1: an example is a number, not an object
",
    );
}

#[test]
fn references_that_openapiv3_does_not_know() {
    check(
        r"
openapi: 3.2.0
info: {title: t, version: v}
paths:
  /a: {$ref: '#/components/pathItems/I', get: {responses: {}}}
  /b:
    post:
      requestBody: {content: {$ref: '#/x-content'}}
      responses: {'200': {description: d, content: {a/b: {$ref: '#/components/mediaTypes/M'}}}, '400': {$ref: '#/x-response'}}
      callbacks: {c: {$ref: '#/components/callbacks/C'}}
x-content: {a/b: {schema: {type: string}}}
x-response: {description: d, content: {a/b: {schema: {type: integer}}}}
components:
  mediaTypes: {M: {schema: {type: boolean}}}
  pathItems: {I: {put: {responses: {}}}}
  callbacks: {C: {x: {get: {responses: {}}}}}
",
        r"
get /a
put /a
post /b body a/b string -> 200 a/b boolean -> 400 a/b integer calls get c x
put item I
warning repaired #/paths/~1b/post/requestBody/content: `content` must not be a `$ref`; the reference is followed
",
    );
}

#[test]
fn references_that_lead_nowhere() {
    check(
        r"
openapi: 3.1.0
info: {title: t, version: v}
paths:
  /a: {get: {parameters: [{$ref: '#/components/parameters/Pagg'}], responses: {'200': {$ref: '#anchor'}}}}
components:
  parameters: {Page: {$ref: '#/components/parameters/Size'}, Size: {$ref: '#/components/parameters/Page'}}
",
        r"
get /a
error ref-cycle #/components/parameters/Page: the `$ref` refers back to itself; #/components/parameters/Size through this
error dangling-ref #/paths/~1a/get/parameters/0/$ref: `#/components/parameters/Pagg` points to nothing; did you mean `#/components/parameters/Page`?
error dangling-ref #/paths/~1a/get/responses/200/$ref: `#anchor` points to nothing; anchors name schemas only; a JSON Pointer starts with `#/`
",
    );
}

#[test]
fn what_cannot_be_put_right() {
    check(
        r"
openapi: 3.1.0
info: {title: t, version: v}
paths:
  /a:
    get:
      parameters: [{name: a, in: query, schema: {}}, {name: b, in: nowhere, schema: {}}, {schema: {}}, {name: c, in: {}, schema: {}}]
      responses: {}
    post: {parameters: {a: b}, responses: text}
  /b: {get: {responses: {}}}
components:
  securitySchemes: {k: {type: apiKey, name: n}}
",
        r"
get /a query.a?: any
post /a
get /b
error envelope #/components/securitySchemes/k: a security scheme is invalid: missing field `in`
error envelope #/paths/~1a/get/parameters/1/in: `nowhere` is not a location of parameters; a parameter has a `name` and is `in` `query`, `querystring`, `header`, `path` or `cookie`
error envelope #/paths/~1a/get/parameters/2: a parameter lacks `name`; a parameter has a `name` and is `in` `query`, `querystring`, `header`, `path` or `cookie`
error envelope #/paths/~1a/get/parameters/2: a parameter lacks `in`; a parameter has a `name` and is `in` `query`, `querystring`, `header`, `path` or `cookie`
error envelope #/paths/~1a/get/parameters/3/in: `in` is an object, not a string
error envelope #/paths/~1a/post/parameters: `parameters` is an object, not an array
error envelope #/paths/~1a/post/responses: a list of responses is a string, not an object
",
    );
}
