#!/usr/bin/env bash
# openapi-overlays-js removes an item of a list and all that follow it.
#
# openapi-overlays-js 0.2.0
# Expected: `target: $.tags[1]` with `remove: true` takes away the second of three tags.
# Seen: the third is gone as well.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts openapi-overlays-js@0.2.0

cat > api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Shop", "version": "1" },
  "tags": [{ "name": "one" }, { "name": "two" }, { "name": "three" }],
  "paths": {}
}
JSON
cat > overlay.json <<'JSON'
{
  "overlay": "1.0.0",
  "info": { "title": "Without the second", "version": "1" },
  "actions": [{ "target": "$.tags[1]", "remove": true }]
}
JSON

seen=$(node_modules/.bin/overlayjs --openapi api.json --overlay overlay.json | grep '  - name:' | xargs)
echo "expected: - name: one - name: three"
echo "seen:     $seen"
[ "$seen" = "- name: one" ]
