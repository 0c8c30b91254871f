#!/usr/bin/env bash
# httpx cuts a line of JSON Lines in two where a string holds a line separator.
#
# httpx 0.28.1
# Expected: one line per line feed, as JSON Lines and NDJSON define it. U+2028 may stand in a JSON
# string as it is (RFC 8259, section 7).
# Seen: `iter_lines` also breaks at U+2028 (and U+0085), so one record arrives as two halves, neither of
# them JSON.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    httpx==0.28.1

cat > look.py <<'PY'
import json

import httpx

records = [{"text": "first\u2028second"}, {"text": "third"}]
body = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def answer(request):
    return httpx.Response(200, headers={"content-type": "application/jsonl"}, content=body.encode())


with httpx.Client(transport=httpx.MockTransport(answer)) as client:
    with client.stream("GET", "http://localhost/records") as reply:
        lines = list(reply.iter_lines())
print(len(records), "records,", len(lines), "lines:", *lines)
PY

seen=$(venv/bin/python look.py)
echo 'expected: 2 records, 2 lines'
echo "seen:     $seen"
[ "$seen" = '2 records, 3 lines: {"text": "first second"} {"text": "third"}' ]
