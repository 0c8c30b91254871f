#!/usr/bin/env bash
# Prism takes the deepObject form of a list only where the document does not ask for it.
#
# @stoplight/prism-cli 5.16.0 (5.14.2 does the same)
# Expected: a form field that is a list of objects is sent as `headers[0][name]=A` where the `encoding`
# says `style: deepObject`, and as JSON where it says nothing; Prism takes each where it belongs.
# Seen: the other way round. Without an `encoding`, the index gets 204 and JSON 422; with deepObject,
# the index gets 415 ("Make sure the array is in JSON") and JSON 204.
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
info: { title: Calls, version: '1' }
paths:
  /silent:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { $ref: '#/components/schemas/Call' }
      responses: { '204': { description: Called } }
  /deep:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { $ref: '#/components/schemas/Call' }
            encoding: { headers: { style: deepObject, explode: true } }
      responses: { '204': { description: Called } }
components:
  schemas:
    Call:
      type: object
      properties:
        headers:
          type: array
          items:
            type: object
            properties: { name: { type: string } }
YAML
cat > look.js <<'JS'
const address = `http://127.0.0.1:${process.argv[2]}`;
const forms = {
  index: new URLSearchParams({ "headers[0][name]": "A" }),
  json: new URLSearchParams({ headers: '{"name":"A"}' }),
};
for (const path of ["/silent", "/deep"]) {
  for (const [form, body] of Object.entries(forms)) {
    const reply = await fetch(address + path, { method: "POST", body });
    console.log(path, form, reply.status);
  }
}
JS

port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
node node_modules/.bin/prism mock --host 127.0.0.1 --port "$port" api.yaml > log 2>&1 &
server=$!
for _ in $(seq 300); do grep -q 'is listening' log && break; sleep 0.1; done

seen=$(node look.js "$port")
echo "expected: /silent takes json, /deep takes index"
echo "seen:"
echo "$seen"
[ "$seen" = "/silent index 204
/silent json 422
/deep index 415
/deep json 204" ]
