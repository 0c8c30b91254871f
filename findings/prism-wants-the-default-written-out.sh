#!/usr/bin/env bash
# Prism refuses a list in a form until the document repeats the default way to send it.
#
# @stoplight/prism-cli 5.16.0
# Expected: `tags=a&tags=b` is a list, as form style with explode is what OpenAPI 3.0 assumes for a form.
# Seen: 422, "must be array", without an `encoding`; 200 where the `encoding` says `style: form` and
# `explode: true`, which are the defaults.
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
info: { title: Tags, version: '1' }
paths:
  /assumed:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: &form
              type: object
              required: [tags]
              properties: { tags: { type: array, items: { type: string } } }
      responses: { '200': { description: Tagged } }
  /written:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: *form
            encoding: { tags: { style: form, explode: true } }
      responses: { '200': { description: Tagged } }
YAML
cat > look.js <<'JS'
const address = `http://127.0.0.1:${process.argv[2]}`;
for (const path of ["/assumed", "/written"]) {
  const reply = await fetch(address + path, { method: "POST", body: new URLSearchParams("tags=a&tags=b") });
  const text = await reply.text();
  console.log(path, reply.status, text && JSON.parse(text).validation[0].message);
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
[ "$seen" = "/assumed 422 Request body property tags must be array
/written 200" ]
