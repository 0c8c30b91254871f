#!/usr/bin/env bash
# tsoa forgets that a member may be null where a type leaves out another member.
#
# tsoa 6.6.0
# Expected: `Omit<Part, "made">` has the members of `Part` but one, as TypeScript says, so `drawing` is nullable in both.
# Seen: `drawing` is nullable in `Part`, and a string and nothing else in `Omit_Part.made_`.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts tsoa@6.6.0 typescript@5.9.3

cat > parts.ts <<'TS'
import { Body, Controller, Get, Post, Route } from "tsoa";

interface Part {
  name: string;
  drawing: string | null;
  made: string;
}

@Route("parts")
export class Parts extends Controller {
  @Get()
  public getPart(): Part {
    return { name: "bolt", drawing: null, made: "today" };
  }

  @Post()
  public makePart(@Body() part: Omit<Part, "made">): string {
    return part.name;
  }
}
TS
cat > tsconfig.json <<'JSON'
{ "compilerOptions": { "target": "es2022", "module": "commonjs", "strict": true, "experimentalDecorators": true } }
JSON
cat > tsoa.json <<'JSON'
{ "entryFile": "parts.ts", "spec": { "outputDirectory": ".", "specVersion": 3 } }
JSON
npx tsoa spec > log || { cat log; exit 1; }

seen=$(node -p '
const { schemas } = require("./swagger.json").components;
const members = Object.values(schemas).map((it) => it.properties).filter((it) => it && it.drawing);
JSON.stringify(members.map((it) => [Object.keys(it).length, it.drawing]).sort());
')
echo 'expected: [[2,{"type":"string","nullable":true}],[3,{"type":"string","nullable":true}]]'
echo "seen:     $seen"
[ "$seen" = '[[2,{"type":"string"}],[3,{"type":"string","nullable":true}]]' ]
