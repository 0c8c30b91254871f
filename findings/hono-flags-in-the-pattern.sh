#!/usr/bin/env bash
# @hono/zod-openapi writes the flags of a regular expression into the pattern.
#
# @hono/zod-openapi 1.6.3, hono 4.13.19, zod 4.6.7, ajv 8.20.0
# Expected: JSON Schema's `pattern` has no flags, so an error, or `[Aa]` for `/a/i`.
# Seen: `/^a/i` becomes the pattern `^a/i`: an "a", a slash and an "i". A client that checks it refuses
# "apple", which the server accepts.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @hono/zod-openapi@1.6.3 hono@4.13.19 zod@4.6.7 ajv@8.20.0

cat > look.js <<'JS'
import { OpenAPIHono, createRoute, z } from "@hono/zod-openapi";
import Ajv from "ajv";

const app = new OpenAPIHono();
const fruit = z.string().regex(/^a/i);
const content = { "application/json": { schema: fruit } };
const route = createRoute({ method: "get", path: "/fruit", responses: { 200: { description: "A fruit", content } } });
app.openapi(route, (context) => context.json("apple"));
const { paths } = app.getOpenAPIDocument({ openapi: "3.0.3", info: { title: "Fruit", version: "1" } });
const { schema } = paths["/fruit"].get.responses[200].content["application/json"];
console.log(schema.pattern, "| zod:", fruit.safeParse("apple").success, "| ajv:", new Ajv().validate(schema, "apple"));
JS

seen=$(node look.js)
echo "expected: ^[Aa] | zod: true | ajv: true"
echo "seen:     $seen"
[ "$seen" = "^a/i | zod: true | ajv: false" ]
