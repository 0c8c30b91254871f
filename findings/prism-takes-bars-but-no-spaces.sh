#!/usr/bin/env bash
# Prism splits a list at bars, but not at spaces.
#
# @stoplight/prism-cli 5.16.0
# Expected: `?ids=1%202` is two integers under `style: spaceDelimited`, as `?ids=1%7C2` is under
# `pipeDelimited`; %20 is what the table of OpenAPI 3.0's styles shows.
# Seen: 200 for the bars, 422 for the spaces: "ids.0 must be integer".
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @stoplight/prism-cli@5.16.0

cat > api.yaml <<'YAML'
openapi: 3.0.3
info: { title: Orders, version: '1' }
paths:
  /bars:
    get:
      parameters:
        - name: ids
          in: query
          style: pipeDelimited
          explode: false
          schema: { type: array, items: { type: integer } }
      responses: { '200': { description: The orders } }
  /spaces:
    get:
      parameters:
        - name: ids
          in: query
          style: spaceDelimited
          explode: false
          schema: { type: array, items: { type: integer } }
      responses: { '200': { description: The orders } }
YAML
cat > look.js <<'JS'
const address = `http://127.0.0.1:${process.argv[2]}`;
for (const target of ["/bars?ids=1%7C2", "/spaces?ids=1%202"]) {
  const reply = await fetch(address + target);
  const text = await reply.text();
  console.log(target, reply.status, text && JSON.parse(text).validation[0].message);
}
JS

port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
node node_modules/.bin/prism mock --host 127.0.0.1 --port "$port" api.yaml > log 2>&1 &
server=$!
for _ in $(seq 300); do grep -q 'is listening' log && break; sleep 0.1; done

seen=$(node look.js "$port" | sed 's/ *$//')
echo "expected: 200 twice"
echo "seen:"
echo "$seen"
[ "$seen" = "/bars?ids=1%7C2 200
/spaces?ids=1%202 422 Request query parameter ids.0 must be integer" ]
