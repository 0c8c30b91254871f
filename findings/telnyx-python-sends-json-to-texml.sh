#!/usr/bin/env bash
# The official Telnyx client for Python sends JSON to TeXML, whose document knows only forms.
#
# telnyx 4.189.0 (Python), httpx 0.28.1
# Expected: `application/x-www-form-urlencoded`, the one media type that Telnyx's OpenAPI document lists
# for the request bodies of /texml.
# Seen: `application/json`.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    telnyx==4.189.0 httpx==0.28.1

cat > look.py <<'PY'
import httpx
import telnyx


def answer(request):
    print(request.method, request.url.path, request.headers["content-type"], request.content.decode())
    return httpx.Response(200, json={})


client = telnyx.Telnyx(
    api_key="none",
    base_url="http://localhost",
    http_client=httpx.Client(transport=httpx.MockTransport(answer)),
)
client.texml.accounts.conferences.participants.participants("c1", account_sid="a1", beep="true")
PY

seen=$(venv/bin/python look.py)
echo "expected: POST /texml/Accounts/a1/Conferences/c1/Participants application/x-www-form-urlencoded Beep=true"
echo "seen:     $seen"
[ "$seen" = 'POST /texml/Accounts/a1/Conferences/c1/Participants application/json {"Beep":"true"}' ]
