#!/usr/bin/env bash
# Litestar documents a time of day as a duration.
#
# litestar 2.25.0
# Expected: `format: time`, or no format.
# Seen: a `datetime.time` is declared `format: duration` and sent as `10:30:00`, which is no duration.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    litestar==2.25.0

cat > app.py <<'PY'
import datetime
from dataclasses import dataclass

from litestar import Litestar, get
from litestar.testing import TestClient


@dataclass
class Opening:
    at: datetime.time


@get("/opening", sync_to_thread=False)
def opening() -> Opening:
    return Opening(datetime.time(10, 30))


with TestClient(Litestar([opening])) as client:
    schema = client.get("/schema/openapi.json").json()["components"]["schemas"]["Opening"]
    print(client.get("/opening").text, schema["properties"]["at"]["format"])
PY

seen=$(venv/bin/python app.py 2>/dev/null)
echo 'expected: {"at":"10:30:00"} time'
echo "seen:     $seen"
[ "$seen" = '{"at":"10:30:00"} duration' ]
