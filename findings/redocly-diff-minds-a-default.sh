#!/usr/bin/env bash
# Redocly's diff calls it a major change when a document writes out the default style of a parameter.
#
# @redocly/cli 2.77.0
# Expected: for a query parameter, no `style` and `style: form` mean the same (OpenAPI 3.1.1, Parameter Object:
# "default values"), so nothing changed for anybody; writing out `required: false` and `deprecated: false`,
# also defaults, is rated a patch.
# Seen: `style: form` is rated major, and the command exits with 1. So is `style: simple` of a path parameter.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @redocly/cli@2.77.0

# document QUERY PATH: further members of the query parameter and of the path parameter
document() {
    cat <<JSON
{
  "openapi": "3.1.0",
  "info": { "title": "Shop", "version": "1" },
  "servers": [{ "url": "https://shop.example" }],
  "paths": {
    "/orders/{id}": {
      "get": {
        "operationId": "getOrder",
        "parameters": [
          { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } $2 },
          { "name": "fields", "in": "query", "schema": { "type": "string" } $1 }
        ],
        "responses": { "204": { "description": "Nothing." } }
      }
    }
  }
}
JSON
}
# bump QUERY PATH: the step that the diff asks for
bump() {
    document "$1" "$2" > new.json
    status=0
    node_modules/.bin/redocly diff old.json new.json --format=json > report.json 2> /dev/null || status=$?
    node -p 'JSON.parse(require("fs").readFileSync("report.json", "utf8").match(/^\{[\s\S]*?^\}/m)[0]).bump' > bump
    echo "$(cat bump), exit code $status"
}

document "" "" > old.json
required=$(bump ', "required": false' "")
deprecated=$(bump ', "deprecated": false' "")
form=$(bump ', "style": "form"' "")
simple=$(bump "" ', "style": "simple"')
echo "expected: the same for each, and not major"
echo "seen:     required: false    $required"
echo "          deprecated: false  $deprecated"
echo "          style: form        $form"
echo "          style: simple      $simple"
[ "$required" = "patch, exit code 0" ]
[ "$deprecated" = "patch, exit code 0" ]
[ "$form" = "major, exit code 1" ]
[ "$simple" = "major, exit code 1" ]
