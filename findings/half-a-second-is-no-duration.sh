#!/usr/bin/env bash
# pydantic declares `format: duration` and sends durations that ajv-formats refuses.
#
# pydantic 2.14.4, ajv 8.20.0, ajv-formats 3.0.1
# Expected: a client that checks `format` accepts what the server sends under its own schema.
# Seen: a timedelta of 1.5 s is `PT1.5S`. The format is RFC 3339's duration (appendix A), which has whole
# numbers only, so ajv-formats says no; 2 s, `PT2S`, passes.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    pydantic==2.14.4
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts ajv@8.20.0 ajv-formats@3.0.1

cat > write.py <<'PY'
import datetime
import json

from pydantic import TypeAdapter

duration = TypeAdapter(datetime.timedelta)
values = [duration.dump_python(datetime.timedelta(seconds=seconds), mode="json") for seconds in (2, 1.5)]
print(json.dumps({"schema": duration.json_schema(mode="serialization"), "values": values}))
PY
cat > read.js <<'JS'
const Ajv = require("ajv");
const { schema, values } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const ajv = new Ajv();
require("ajv-formats")(ajv);
console.log(schema.format, ...values.map((value) => `${value} ${ajv.validate(schema, value)}`));
JS

seen=$(venv/bin/python write.py | node read.js)
echo "expected: duration PT2S true PT1.5S true"
echo "seen:     $seen"
[ "$seen" = "duration PT2S true PT1.5S false" ]
