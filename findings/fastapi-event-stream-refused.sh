#!/usr/bin/env bash
# The document that FastAPI writes for an event stream is refused by openapi-spec-validator.
#
# fastapi 0.165.0, openapi-spec-validator 0.9.0
# Expected: a document that says `openapi: 3.1.0` uses the words of 3.1.
# Seen: the media type has `itemSchema`, a keyword that came with 3.2, under `openapi: 3.1.0`;
# whoever goes by the published schema of 3.1 refuses the whole document.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

python3 -m venv --without-pip venv
python3 -m pip --python venv/bin/python install -q --no-compile --disable-pip-version-check \
    fastapi==0.165.0 pydantic==2.14.4 openapi-spec-validator==0.9.0

cat > app.py <<'PY'
from collections.abc import AsyncIterable

import openapi_spec_validator
from fastapi import FastAPI
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel

app = FastAPI()


class Tick(BaseModel):
    price: float


@app.get("/ticks", response_class=EventSourceResponse)
async def ticks() -> AsyncIterable[Tick]:
    yield Tick(price=1)


document = app.openapi()
try:
    openapi_spec_validator.validate(document)
    verdict = "valid"
except Exception as error:
    verdict = f"{type(error).__name__}: {error}".splitlines()[0]
print(document["openapi"], "|", verdict)
PY

seen=$(venv/bin/python app.py)
echo "expected: 3.1.0 | valid"
echo "seen:     $seen"
[ "$seen" = "3.1.0 | OpenAPIValidationError: Unevaluated properties are not allowed ('itemSchema' was unexpected)" ]
