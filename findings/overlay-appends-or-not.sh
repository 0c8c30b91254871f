#!/usr/bin/env bash
# Two overlay tools apply one action to a list: one makes an object of it, the other does nothing.
#
# openapi-overlays-js 0.2.0, openapi-format 1.33.6
# Expected: where the target is an array, `update` is appended to it (Overlay 1.0.0, Action Object), so
# there are two servers.
# Seen: openapi-overlays-js writes `servers` as an object with the keys `0` and `url`; openapi-format leaves
# the one server. Both exit with 0.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts openapi-overlays-js@0.2.0 openapi-format@1.33.6

cat > api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Shop", "version": "1" },
  "servers": [{ "url": "https://one.example" }],
  "paths": {}
}
JSON
cat > overlay.json <<'JSON'
{
  "overlay": "1.0.0",
  "info": { "title": "One more server", "version": "1" },
  "actions": [{ "target": "$.servers", "update": { "url": "https://two.example" } }]
}
JSON

one=$(node_modules/.bin/overlayjs --openapi api.json --overlay overlay.json | sed -n '/^servers:/,/^paths:/p')
node_modules/.bin/openapi-format api.json --no-sort --overlayFile overlay.json --output out.json > /dev/null 2>&1
two=$(node -p 'JSON.stringify(require("./out.json").servers)')
echo "expected: two servers from both"
echo "seen:     openapi-overlays-js"
echo "$one"
echo "          openapi-format $two"
[ "$one" = "servers:
  '0':
    url: 'https://one.example'
  url: 'https://two.example'
paths: {}" ]
[ "$two" = '[{"url":"https://one.example"}]' ]
