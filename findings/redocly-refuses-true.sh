#!/usr/bin/env bash
# Redocly refuses `true` as the schema of a response.
#
# @redocly/cli 2.77.0
# Expected: a document of 3.1 may have `true` and `false` wherever a schema stands (JSON Schema 2020-12,
# section 4.3.2).
# Seen: an error where it is the schema of a response; as the schema of a property it passes.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @redocly/cli@2.77.0

cat > api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Anything", "version": "1" },
  "paths": {
    "/any": {
      "get": {
        "responses": {
          "200": {
            "description": "Any value",
            "content": { "application/json": { "schema": true } }
          },
          "404": {
            "description": "No value",
            "content": { "application/json": { "schema": { "properties": { "reason": true } } } }
          }
        }
      }
    }
  }
}
JSON

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
node_modules/.bin/redocly lint --extends=spec --format=json api.json > report.json 2> log || true
cat > look.js <<'JS'
for (const { message, location } of require("./report.json").problems) {
  console.log(location[0].pointer, message);
}
JS

seen=$(node look.js)
echo "expected: no problem"
echo "seen:     $seen"
[ "$seen" = '#/paths/~1any/get/responses/200/content/application~1json/schema Expected type `Schema` (object) but got `boolean`' ]
