#!/usr/bin/env bash
# Redocly's diff asks for a major version when a parameter moves from the operations to their path item.
#
# @redocly/cli 2.77.0
# Expected: a parameter of a path item applies to all operations under the path (OpenAPI 3.1.1, Path Item
# Object), so with the parameter stated once instead of twice, every request and reply is what it was.
# Seen: each operation "loses" the parameter and the path item gains a required one: major, exit code 1.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @redocly/cli@2.77.0

cat > make.js <<'JS'
const { writeFileSync } = require('fs');
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const operation = (operationId, more) => ({ operationId, ...more, responses: { 204: { description: 'Nothing.' } } });
const api = (item) => JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  servers: [{ url: 'https://shop.example' }],
  paths: { '/orders/{id}': item },
});
const own = { parameters: [id] };
writeFileSync('old.json', api({ get: operation('getOrder', own), delete: operation('deleteOrder', own) }));
writeFileSync('new.json', api({ parameters: [id], get: operation('getOrder'), delete: operation('deleteOrder') }));
JS
node make.js
status=0
node_modules/.bin/redocly diff old.json new.json --format=json > report.json 2> /dev/null || status=$?
seen=$(node -p 'const r = JSON.parse(require("fs").readFileSync("report.json", "utf8").match(/^\{[\s\S]*?^\}/m)[0]);
r.bump + ", " + r.summary.major + " major changes: " + r.changes.map((c) => c.typeName + " " + c.kind).join(", ")')
echo "expected: no change, or a patch"
echo "seen:     $seen; exit code $status"
[ "$seen" = "major, 3 major changes: ParameterList removed, ParameterList removed, ParameterList added" ]
[ "$status" = 1 ]
