#!/usr/bin/env bash
# httpx-sse reports events that have no data.
#
# httpx-sse 0.4.3, httpx 0.28.1, eventsource-parser 4.1.3
# Expected: a block without a `data` line is no event; HTML's rules for event streams drop it. Servers
# send such blocks to keep a connection open or to set the time to reconnect.
# Seen: httpx-sse gives an event with empty text for both, so `json.loads(event.data)` fails on a
# stream that browsers and eventsource-parser read as one event.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    httpx==0.28.1 httpx-sse==0.4.3
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts eventsource-parser@4.1.3

printf 'retry: 3000\n\nevent: ping\n\ndata: {"n": 1}\n\n' > stream

cat > look.py <<'PY'
import httpx
from httpx_sse import connect_sse


def answer(request):
    headers = {"content-type": "text/event-stream"}
    return httpx.Response(200, headers=headers, content=open("stream", "rb").read())


with httpx.Client(transport=httpx.MockTransport(answer)) as client:
    with connect_sse(client, "GET", "http://localhost/events") as source:
        print([(event.event, event.data) for event in source.iter_sse()])
PY
cat > look.js <<'JS'
import { readFileSync } from "node:fs";
import { createParser } from "eventsource-parser";

const events = [];
createParser({ onEvent: (event) => events.push(event.data) }).feed(readFileSync("stream", "utf8"));
console.log(JSON.stringify(events));
JS

node=$(node look.js)
python=$(venv/bin/python look.py)
echo "expected: one event from both"
echo "seen:     eventsource-parser $node"
echo "          httpx-sse $python"
[ "$node" = '["{\"n\": 1}"]' ]
[ "$python" = "[('message', ''), ('ping', ''), ('message', '{\"n\": 1}')]" ]
