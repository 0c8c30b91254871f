#!/usr/bin/env bash
# Fastify sends 0 where a handler returns null.
#
# fastify 5.12.8
# Expected: null, or an error because the schema of the response has no null.
# Seen: null becomes 0, "", false, [] or {}, whatever the declared type is; a client cannot tell a balance
# that is unknown from one of nothing.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8

cat > look.js <<'JS'
import Fastify from "fastify";

const types = ["number", "string", "boolean", "array", "object"];
const properties = Object.fromEntries(types.map((type) => [type, { type }]));
const app = Fastify();
app.get("/account", { schema: { response: { 200: { type: "object", properties } } } }, async () =>
  Object.fromEntries(types.map((type) => [type, null])),
);
const reply = await app.inject("/account");
console.log(reply.statusCode, reply.body);
JS

seen=$(node look.js)
echo 'expected: 200 {"number":null,"string":null,"boolean":null,"array":null,"object":null}, or 500'
echo "seen:     $seen"
[ "$seen" = '200 {"number":0,"string":"","boolean":false,"array":[],"object":{}}' ]
