#!/usr/bin/env bash
# openapi-format removes every other item when all of a list are to be removed.
#
# openapi-format 1.33.6
# Expected: `target: $.tags[*]` with `remove: true` leaves no tag.
# Seen: of four tags the second and the fourth stay: the items move up while they are removed one by one.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts openapi-format@1.33.6

cat > api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Shop", "version": "1" },
  "tags": [{ "name": "one" }, { "name": "two" }, { "name": "three" }, { "name": "four" }],
  "paths": {}
}
JSON
cat > overlay.json <<'JSON'
{
  "overlay": "1.0.0",
  "info": { "title": "Without tags", "version": "1" },
  "actions": [{ "target": "$.tags[*]", "remove": true }]
}
JSON

node_modules/.bin/openapi-format api.json --no-sort --overlayFile overlay.json --output out.json > /dev/null 2>&1
seen=$(node -p 'JSON.stringify(require("./out.json").tags)')
echo "expected: []"
echo "seen:     $seen"
[ "$seen" = '[{"name":"two"},{"name":"four"}]' ]
