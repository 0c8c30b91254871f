#!/usr/bin/env bash
# A Litestar field that is `int | float` gets a schema that refuses every whole number.
#
# litestar 2.25.0, jsonschema 4.26.0
# Expected: `anyOf`, or just `number`: an integer is a number in JSON Schema.
# Seen: `oneOf` of integer and number. 1 is both, so exactly-one-of fails, and the server's own
# reply does not fit the server's own document.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    litestar==2.25.0 jsonschema==4.26.0

cat > app.py <<'PY'
from dataclasses import dataclass

import jsonschema
from litestar import Litestar, get
from litestar.testing import TestClient


@dataclass
class Reading:
    value: int | float


@get("/reading", sync_to_thread=False)
def reading() -> Reading:
    return Reading(1)


with TestClient(Litestar([reading])) as client:
    reply = client.get("/reading").json()
    schema = client.get("/schema/openapi.json").json()["components"]["schemas"]["Reading"]
errors = jsonschema.Draft202012Validator(schema).iter_errors(reply)
print(reply, *(error.message for error in errors))
PY

seen=$(venv/bin/python app.py 2>/dev/null)
echo "expected: {'value': 1}"
echo "seen:     $seen"
[ "$seen" = "{'value': 1} 1 is valid under each of {'type': 'number'}, {'type': 'integer'}" ]
