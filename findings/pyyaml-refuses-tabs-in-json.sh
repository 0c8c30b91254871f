#!/usr/bin/env bash
# JSON that is indented with tabs is no YAML to PyYAML.
#
# PyYAML 6.0.4, yaml 2.9.1
# Expected: what `JSON.stringify(document, null, "\t")` writes is YAML 1.2, as all JSON is, so a tool
# that reads OpenAPI documents through a YAML reader takes it.
# Seen: PyYAML stops at the first tab; `yaml` reads the document.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    PyYAML==6.0.4
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1

printf '{\n\t"openapi": "3.1.0",\n\t"paths": {}\n}\n' > api.json

json=$(venv/bin/python -c 'import json; print(json.load(open("api.json"))["openapi"])')
node=$(node -e 'console.log(require("yaml").parse(require("fs").readFileSync("api.json", "utf8")).openapi)')
python=$(venv/bin/python -c '
import yaml
try:
    print(yaml.safe_load(open("api.json"))["openapi"])
except yaml.YAMLError as error:
    print(error.problem)
')
echo "expected: json 3.1.0, yaml 3.1.0, PyYAML 3.1.0"
echo "seen:     json $json, yaml $node, PyYAML $python"
[ "$json, $node, $python" = "3.1.0, 3.1.0, found character '\\t' that cannot start any token" ]
