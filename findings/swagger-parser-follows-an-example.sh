#!/usr/bin/env bash
# swagger-parser follows a `$ref` that stands in an example.
#
# @apidevtools/swagger-parser 13.1.0
# Expected: an example is a value like any other, and one of an object with a member called `$ref` (SCIM
# has such objects) is left as it is.
# Seen: the example's text is taken for a reference, which leads nowhere, and the valid document is refused.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @apidevtools/swagger-parser@13.1.0

cat > look.js <<'JS'
import SwaggerParser from "@apidevtools/swagger-parser";

const member = { type: "object", properties: { $ref: { type: "string" } }, example: { $ref: "#/Users/2819c223" } };
const document = {
  openapi: "3.0.3",
  info: { title: "Groups", version: "1" },
  paths: {},
  components: { schemas: { Member: member } },
};
try {
  await SwaggerParser.validate(document);
  console.log("valid");
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
JS

seen=$(node look.js)
echo "expected: valid"
echo "seen:     $seen"
[ "$seen" = 'MissingPointerError: Missing $ref pointer "#/Users/2819c223". Token "Users" does not exist.' ]
