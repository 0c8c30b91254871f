#!/usr/bin/env bash
# openapi-spec-validator resolves the references of a schema with `$id` against the whole document.
#
# openapi-spec-validator 0.9.0, jsonschema 4.26.0
# Expected: `$id` starts a schema resource of its own (JSON Schema 2020-12, section 8.2.1, which OpenAPI
# 3.1 takes over), so `#/$defs/day` inside it is its own `$defs`. jsonschema alone reads it so.
# Seen: "'/$defs/day' does not exist within" the OpenAPI document.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    openapi-spec-validator==0.9.0 jsonschema==4.26.0

cat > look.py <<'PY'
import jsonschema
import openapi_spec_validator

booking = {
    "$id": "https://example.com/booking",
    "type": "object",
    "properties": {"from": {"$ref": "#/$defs/day"}},
    "$defs": {"day": {"type": "string"}},
}
document = {
    "openapi": "3.1.0",
    "info": {"title": "Hotel", "version": "1"},
    "paths": {},
    "components": {"schemas": {"Booking": booking}},
}
try:
    openapi_spec_validator.validate(document)
    verdict = "valid"
except Exception as error:
    verdict = type(error).__name__
alone = jsonschema.Draft202012Validator(booking).is_valid({"from": "Monday"})
print("jsonschema:", alone, "| openapi-spec-validator:", verdict)
PY

seen=$(venv/bin/python look.py)
echo "expected: jsonschema: True | openapi-spec-validator: valid"
echo "seen:     $seen"
[ "$seen" = "jsonschema: True | openapi-spec-validator: PointerToNowhere" ]
