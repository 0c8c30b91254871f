#!/usr/bin/env bash
# PyYAML reads the JSON number `1e6` as text, so one document is valid or not by who has read it.
#
# PyYAML 6.0.4, openapi-spec-validator 0.9.0
# Expected: a JSON document reads the same through a YAML reader, and a validator's function and its
# command agree.
# Seen: PyYAML wants a dot and a signed exponent in a float, so `maximum: 1e6` is the string "1e6", and
# openapi-spec-validator refuses what `yaml.safe_load` gives; its command reads the same file as valid.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    PyYAML==6.0.4 openapi-spec-validator==0.9.0

cat > api.json <<'JSON'
{
  "openapi": "3.0.3",
  "info": { "title": "Sizes", "version": "1" },
  "paths": {},
  "components": { "schemas": { "Size": { "type": "number", "maximum": 1e6 } } }
}
JSON
cat > look.py <<'PY'
import openapi_spec_validator
import yaml

document = yaml.safe_load(open("api.json"))
try:
    openapi_spec_validator.validate(document)
    verdict = "valid"
except Exception as error:
    verdict = str(error).splitlines()[0]
print(repr(document["components"]["schemas"]["Size"]["maximum"]), "|", verdict)
PY

function=$(venv/bin/python look.py)
command=$(venv/bin/openapi-spec-validator api.json)
echo "expected: 1000000.0 | valid"
echo "          api.json: OK"
echo "seen:     $function"
echo "          $command"
[ "$function" = "'1e6' | {'type': 'number', 'maximum': '1e6'} is not valid under any of the given schemas" ]
[ "$command" = "api.json: OK" ]
