#!/usr/bin/env bash
# openapi-fetch sends octets as JSON, under the content type application/octet-stream.
#
# openapi-fetch 0.17.0
# Expected: two octets in, the same two octets out, as `fetch` itself does.
# Seen: the JSON of an object, `{"0":80,"1":75}`, under the content type of the octets; text is sent
# in the quotes of JSON as text/plain. Only forms are told apart by the content type.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts openapi-fetch@0.17.0

cat > look.js <<'JS'
import createClient from "openapi-fetch";

const client = createClient({
  baseUrl: "http://localhost",
  fetch: async (request) => {
    console.log(request.headers.get("content-type"), await request.text());
    return new Response(null, { status: 204 });
  },
});
await client.PUT("/file", { body: new Uint8Array([80, 75]), headers: { "content-type": "application/octet-stream" } });
await client.PUT("/note", { body: "hello", headers: { "content-type": "text/plain" } });
JS

seen=$(node look.js)
echo "expected: application/octet-stream PK"
echo "          text/plain hello"
echo "seen:"
echo "$seen"
[ "$seen" = 'application/octet-stream {"0":80,"1":75}
text/plain "hello"' ]
