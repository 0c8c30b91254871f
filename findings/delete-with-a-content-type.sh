#!/usr/bin/env bash
# Fastify refuses the DELETE that the official Telnyx client for Python sends.
#
# telnyx 4.189.0 (Python), fastify 5.12.8
# Expected: a DELETE without a body reaches its route, so that a Fastify server can stand in for the API.
# Seen: the client sends `Content-Type: application/json` though it has no body; Fastify takes the header
# at its word, finds no JSON, and answers 400.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    telnyx==4.189.0
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8

cat > server.js <<'JS'
const fs = require("fs");
const app = require("fastify")();
app.delete("/fqdns/:id", async () => ({}));
app.listen({ host: "127.0.0.1", port: 0 }, (_, address) => {
  fs.writeFileSync("address.new", address);
  fs.renameSync("address.new", "address");
});
JS
node server.js &
server=$!
for _ in $(seq 100); do [ -e address ] && break; sleep 0.1; done

cat > look.py <<'PY'
import telnyx

client = telnyx.Telnyx(api_key="none", base_url=open("address").read(), max_retries=0)
try:
    client.fqdns.delete("7")
    print("deleted")
except telnyx.APIStatusError as error:
    print(error.status_code, error.body["code"])
PY

seen=$(venv/bin/python look.py)
echo "expected: deleted"
echo "seen:     $seen"
[ "$seen" = "400 FST_ERR_CTP_EMPTY_JSON_BODY" ]
