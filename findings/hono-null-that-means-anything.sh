#!/usr/bin/env bash
# A zod union with null becomes, in an OpenAPI 3.0 document, a union with anything.
#
# @hono/zod-openapi 1.6.3, hono 4.13.19, zod 4.6.7
# Expected: `nullable: true` on the string, or an enum of null as the second alternative.
# Seen: the alternative is `{nullable: true}` alone. By OpenAPI 3.0.3 `nullable` only adds null to a
# `type` beside it; with no type beside it the alternative is the empty schema, which takes any value.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @hono/zod-openapi@1.6.3 hono@4.13.19 zod@4.6.7

cat > look.js <<'JS'
import { OpenAPIHono, createRoute, z } from "@hono/zod-openapi";

const app = new OpenAPIHono();
const content = { "application/json": { schema: z.union([z.string(), z.null()]) } };
const route = createRoute({ method: "get", path: "/name", responses: { 200: { description: "A name", content } } });
app.openapi(route, (context) => context.json(null));
const { paths } = app.getOpenAPIDocument({ openapi: "3.0.3", info: { title: "Names", version: "1" } });
console.log(JSON.stringify(paths["/name"].get.responses[200].content["application/json"].schema));
JS

seen=$(node look.js)
echo 'expected: {"type":"string","nullable":true}'
echo "seen:     $seen"
[ "$seen" = '{"anyOf":[{"type":"string"},{"nullable":true}]}' ]
