#!/usr/bin/env bash
# PyYAML cannot read a list of operators that npm's `yaml` has written.
#
# yaml 2.9.1, PyYAML 6.0.4
# Expected: `=` is a string like any other; an enum of comparison operators passes from one tool to the
# next.
# Seen: `yaml` writes it without quotes, as YAML 1.2 allows; to PyYAML a lone `=` is YAML 1.1's `value` tag,
# for which it has no constructor, so the whole document is refused.
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

node -e 'console.log(require("yaml").stringify({ type: "string", enum: ["<", "=", "~"] }))' > operator.yaml
seen=$(venv/bin/python -c '
import yaml
try:
    print(yaml.safe_load(open("operator.yaml")))
except yaml.YAMLError as error:
    print(error.problem)
')
cat operator.yaml
echo "expected: {'type': 'string', 'enum': ['<', '=', '~']}"
echo "seen:     $seen"
[ "$seen" = "could not determine a constructor for the tag 'tag:yaml.org,2002:value'" ]
