#!/usr/bin/env bash
# @fastify/swagger documents an optional path segment as a path that ends in a question mark.
#
# fastify 5.12.8, @fastify/swagger 9.9.3
# Expected: two paths, /orders and /orders/{id}, as OpenAPI has no optional path parameters.
# Seen: one path, `/orders/{id}?`, with `id` required: whoever fills in the template asks for an order
# with an empty query, and the path without a segment is not documented at all.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8 @fastify/swagger@9.9.3

cat > look.js <<'JS'
import Fastify from "fastify";
import swagger from "@fastify/swagger";

const app = Fastify();
await app.register(swagger, { openapi: { openapi: "3.0.3", info: { title: "Orders", version: "1" } } });
const params = { type: "object", properties: { id: { type: "string" } } };
app.get("/orders/:id?", { schema: { params } }, async (request) => request.params);
await app.ready();
for (const [path, { get }] of Object.entries(app.swagger().paths)) {
  console.log(path, "required:", get.parameters[0].required);
}
JS

seen=$(node look.js)
echo "expected: /orders and /orders/{id}"
echo "seen:     $seen"
[ "$seen" = "/orders/{id}? required: true" ]
