#!/usr/bin/env bash
# json-schema-to-typescript makes `never[]` of a pair.
#
# json-schema-to-typescript 16.0.0
# Expected: `[number, number]` for two `prefixItems` and `items: false`, as JSON Schema 2020-12 writes a
# pair.
# Seen: `never[]`, a type that no pair has: `prefixItems` is passed over, and `items: false` is all that
# counts.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts json-schema-to-typescript@16.0.0

cat > look.js <<'JS'
import { compile } from "json-schema-to-typescript";

const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "array",
  prefixItems: [{ type: "number" }, { type: "number" }],
  items: false,
  minItems: 2,
};
const types = await compile(schema, "Point", { bannerComment: "" });
console.log(types.split("\n").find((line) => line.startsWith("export")));
JS

seen=$(node look.js)
echo "expected: export type Point = [number, number];"
echo "seen:     $seen"
[ "$seen" = "export type Point = never[];" ]
