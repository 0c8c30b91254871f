#!/usr/bin/env bash
# The official Telnyx client for Python takes every event that it does not know for a click on a link.
#
# telnyx 4.189.0 (Python)
# Expected: an event whose `event_type` is newer than the client is an error, or is recognizable as unknown.
# Seen: its class is `ReplacedLinkClickWebhookEvent`, that of clicks on shortened links in messages, so a
# program that tests for this class runs for each new event; the same delivery with a known `event_type` has
# the right class.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check telnyx==4.189.0

cat > look.py <<'PY'
import json
import telnyx

client = telnyx.Telnyx(api_key="none")
for event_type in ["conference.created", "conference.renamed"]:
    data = {
        "record_type": "event",
        "event_type": event_type,
        "id": "6f0a4c1e-5d1b-4a8e-9c57-0d3f2b7a9e11",
        "occurred_at": "2026-11-30T12:00:00Z",
        "payload": {"conference_id": "c1"},
    }
    event = client.webhooks.unsafe_unwrap(json.dumps({"data": data}))
    print(event_type, type(event).__name__)
PY

seen=$(venv/bin/python look.py)
echo "expected: conference.renamed is an error, or an event of an unknown type"
echo "seen:     ${seen//$'\n'/; }"
[ "$seen" = 'conference.created ConferenceCreatedWebhookEvent
conference.renamed ReplacedLinkClickWebhookEvent' ]
