#!/usr/bin/env bash
# `default: 19.99` with `multipleOf: 0.01` makes openapi-spec-validator refuse a document.
#
# openapi-spec-validator 0.9.0, jsonschema 4.26.0, jsonschema-rs 0.61.2
# Expected: 19.99 is 1999 times 0.01; the document is valid.
# Seen: jsonschema, below the validator, divides the two doubles and gets 1998.9999999999998;
# jsonschema-rs says yes. The usual way to declare a price has two answers.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    openapi-spec-validator==0.9.0 jsonschema==4.26.0 jsonschema-rs==0.61.2

cat > look.py <<'PY'
import jsonschema_rs
import openapi_spec_validator

price = {"type": "number", "multipleOf": 0.01, "default": 19.99}
document = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "paths": {},
    "components": {"schemas": {"Price": price}},
}
try:
    openapi_spec_validator.validate(document)
    verdict = "valid"
except Exception as error:
    verdict = str(error).splitlines()[0]
print("openapi-spec-validator:", verdict, "| jsonschema-rs:", jsonschema_rs.is_valid(price, 19.99))
PY

seen=$(venv/bin/python look.py)
echo "expected: openapi-spec-validator: valid | jsonschema-rs: True"
echo "seen:     $seen"
[ "$seen" = "openapi-spec-validator: 19.99 is not a multiple of 0.01 | jsonschema-rs: True" ]
