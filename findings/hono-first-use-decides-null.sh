#!/usr/bin/env bash
# In @hono/zod-openapi the order of two members decides whether a component may be null.
#
# @hono/zod-openapi 1.6.3, hono 4.13.19, zod 4.6.7
# Expected: `owner: Pet` and `friend: Pet.nullable()` mean the same in either order: the component is an
# object, and the one member says that it may be null.
# Seen: where the nullable member comes first, the component itself becomes nullable, and both members
# are bare references to it; so `owner` may be null too, as may every other use in the document.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @hono/zod-openapi@1.6.3 hono@4.13.19 zod@4.6.7

cat > look.js <<'JS'
import { OpenAPIHono, createRoute, z } from "@hono/zod-openapi";

function document(members) {
  const app = new OpenAPIHono();
  const schema = z.object(members(z.object({ name: z.string() }).openapi("Pet")));
  const content = { "application/json": { schema } };
  const route = createRoute({ method: "get", path: "/pets", responses: { 200: { description: "Pets", content } } });
  app.openapi(route, (context) => context.json({}));
  const { paths, components } = app.getOpenAPIDocument({ openapi: "3.0.3", info: { title: "Pets", version: "1" } });
  const { owner, friend } = paths["/pets"].get.responses[200].content["application/json"].schema.properties;
  const allowed = components.schemas.Pet.nullable ?? false;
  return `component nullable: ${allowed}, owner: ${Object.keys(owner)}, friend: ${Object.keys(friend)}`;
}
console.log(document((Pet) => ({ owner: Pet, friend: Pet.nullable() })));
console.log(document((Pet) => ({ friend: Pet.nullable(), owner: Pet })));
JS

seen=$(node look.js)
echo "expected: the same twice"
echo "seen:"
echo "$seen"
[ "$seen" = 'component nullable: false, owner: $ref, friend: allOf
component nullable: true, owner: $ref, friend: $ref' ]
