#!/usr/bin/env bash
# js-yaml 5 reads `<<` as a member of that name; js-yaml 4 merges.
#
# js-yaml 4.3.2, js-yaml 5.5.0
# Expected: a document that shares responses by `<<: *errors` means the same after an upgrade.
# Seen: in js-yaml 5, whose schema is YAML 1.2's, the operation has one response, called `<<`, and no error
# tells of it.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts js-yaml-4@npm:js-yaml@4.3.2 js-yaml-5@npm:js-yaml@5.5.0

cat > api.yaml <<'YAML'
x-errors: &errors
  '404': { description: Not found }
responses:
  <<: *errors
  '200': { description: The order }
YAML
cat > look.js <<'JS'
import { readFileSync } from "node:fs";
import * as four from "js-yaml-4";
import * as five from "js-yaml-5";

for (const { load } of [four, five]) {
  console.log(Object.keys(load(readFileSync("api.yaml", "utf8")).responses).join(" "));
}
JS

seen=$(node look.js)
echo "expected: 200 404 from both"
echo "seen:"
echo "$seen"
[ "$seen" = "200 404
200 <<" ]
