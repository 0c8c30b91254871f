#!/usr/bin/env bash
# Redocly asks for a response's description in OpenAPI 3.2, which does not.
#
# @redocly/cli 2.77.0, openapi-spec-validator 0.9.0
# Expected: in 3.2 `summary` is new, and `description` is no longer required of a response.
# Seen: Redocly reads 3.2 and still says that it must be there; openapi-spec-validator finds the
# document valid.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @redocly/cli@2.77.0

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    openapi-spec-validator==0.9.0

cat > api.json <<'JSON'
{
  "openapi": "3.2.0",
  "info": { "title": "Orders", "version": "1" },
  "paths": { "/orders": { "get": { "responses": { "200": { "summary": "The orders" } } } } }
}
JSON

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
node_modules/.bin/redocly lint --extends=spec --format=json api.json > report.json 2> log || true
seen=$(node -p 'require("./report.json").problems.map(({ message }) => message).join("\n")')
other=$(venv/bin/openapi-spec-validator api.json)
echo "expected: no problem"
echo "seen:     Redocly: $seen"
echo "          openapi-spec-validator: $other"
[ "$seen" = 'The field `description` must be present on this level.' ]
[ "$other" = "api.json: OK" ]
