#!/usr/bin/env bash
# The official Telnyx client for Node sends `[object Object]` for the custom headers of a TeXML call.
#
# telnyx 7.24.0 (Node)
# Expected: the names and values that were given, in whatever form.
# Seen: the form has `CustomHeaders=[object Object]`; nothing of them reaches the server.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts telnyx@7.24.0

cat > look.js <<'JS'
import Telnyx from "telnyx";

const client = new Telnyx({
  apiKey: "none",
  baseURL: "http://localhost",
  fetch: async (_, { body }) => {
    console.log(decodeURIComponent(body));
    return new Response("{}", { headers: { "content-type": "application/json" } });
  },
});
await client.texml.accounts.conferences.participants.participants("c1", {
  account_sid: "a1",
  CustomHeaders: [{ name: "X-Order", value: "7" }],
});
JS

seen=$(node look.js)
echo "expected: something with X-Order and 7"
echo "seen:     $seen"
[ "$seen" = "CustomHeaders=[object Object]" ]
