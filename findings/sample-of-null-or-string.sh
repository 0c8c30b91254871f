#!/usr/bin/env bash
# openapi-sampler's example of "null or a string" is an object.
#
# openapi-sampler 1.7.10
# Expected: null or a string, in either order of the alternatives.
# Seen: with null first the sample is `{}`, which fits neither; with the string first it is a string. Such
# samples stand as examples in rendered documentation.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts openapi-sampler@1.7.10

cat > look.js <<'JS'
const { sample } = require("openapi-sampler");
const text = { type: "string" };
const none = { type: "null" };
console.log(JSON.stringify([sample({ anyOf: [text, none] }), sample({ anyOf: [none, text] })]));
JS

seen=$(node look.js)
echo 'expected: ["string","string"] or ["string",null]'
echo "seen:     $seen"
[ "$seen" = '["string",{}]' ]
