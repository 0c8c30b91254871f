//! Which documents are OpenAPI documents.

use super::check;

#[test]
fn version_without_quotes() {
    check(
        "openapi: 3.1\ninfo: {title: t, version: v}",
        "warning repaired #/openapi: `openapi` is a number; read as a string",
    );
}

#[test]
fn other_versions_are_refused() {
    check(
        "swagger: '2.0'",
        "error not-openapi #/swagger: the document is Swagger 2.0; convert it to OpenAPI 3.0, 3.1 or 3.2 first",
    );
    check(
        "openapi: 3.3.0",
        "error not-openapi #/openapi: OpenAPI `3.3.0` is not supported; only OpenAPI 3.0, 3.1 and 3.2 are supported",
    );
    check(
        "openapi: 30.0.0",
        "error not-openapi #/openapi: OpenAPI `30.0.0` is not supported; only OpenAPI 3.0, 3.1 and 3.2 are supported",
    );
    check(
        "openapi: [3, 1]",
        "error not-openapi #/openapi: `openapi` is an array, not a version",
    );
}

#[test]
fn other_documents_are_refused() {
    check(
        "- openapi",
        "error not-openapi #: the document is an array, not an object; a document starts with `openapi: 3.1.0` or another 3.0, 3.1 or 3.2 version",
    );
    check(
        "overlay: 1.1.0",
        "error not-openapi #/overlay: the document is an overlay; pass the document that the overlay applies to",
    );
    check(
        "name: compose",
        "error not-openapi #: the document has no `openapi`; a document starts with `openapi: 3.1.0` or another 3.0, 3.1 or 3.2 version",
    );
}
