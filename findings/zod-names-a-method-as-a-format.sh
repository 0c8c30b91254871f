#!/usr/bin/env bash
# zod writes the name of its own check as a JSON Schema `format`.
#
# zod 4.6.7, ajv 8.20.0, ajv-formats 3.0.1
# Expected: `z.string().endsWith(".pdf")` is a pattern and nothing else.
# Seen: `format: "ends_with"` stands beside the pattern (`starts_with`, `includes` likewise); no registry
# has such formats, and ajv, strict as it is out of the box, refuses to compile the schema.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7 ajv@8.20.0 ajv-formats@3.0.1

cat > look.js <<'JS'
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";

const { $schema, ...schema } = z.toJSONSchema(z.string().endsWith(".pdf"));
const ajv = new Ajv();
addFormats(ajv);
let verdict = "compiled";
try {
  ajv.compile(schema);
} catch (error) {
  verdict = error.message;
}
console.log(JSON.stringify(schema), "|", verdict);
JS

seen=$(node look.js)
echo 'expected: {"type":"string","pattern":".*\\.pdf$"} | compiled'
echo "seen:     $seen"
[ "$seen" = '{"type":"string","format":"ends_with","pattern":".*\\.pdf$"} | unknown format "ends_with" ignored in schema at path "#"' ]
