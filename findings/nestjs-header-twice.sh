#!/usr/bin/env bash
# @nestjs/swagger declares a header twice, once required and once not, if its decorator has capital letters.
#
# @nestjs/swagger 12.0.2, @nestjs/core 12.5.1
# Expected: one parameter, optional as `@ApiHeader` says: names of headers have no case (RFC 9110 §5.1), and NestJS itself
# hands over the value whatever the case is.
# Seen: `x-ward`, required, from `@Headers("x-ward")`, and `X-Ward`, optional, from `@ApiHeader`. A client made from the
# document demands the first. With `@ApiHeader({ name: "x-ward" })` there is one parameter.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @nestjs/{common,core,platform-express}@12.5.1 \
    @nestjs/swagger@12.0.2 reflect-metadata@0.2.2 rxjs@7.8.2 typescript@5.9.3

cat > look.ts <<'TS'
import "reflect-metadata";
import { Controller, Get, Headers, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ApiHeader, DocumentBuilder, SwaggerModule } from "@nestjs/swagger";

@Controller("beds")
class Beds {
  @Get("capital") @ApiHeader({ name: "X-Ward", required: false })
  capital(@Headers("x-ward") ward?: string) { return ward; }

  @Get("small") @ApiHeader({ name: "x-ward", required: false })
  small(@Headers("x-ward") ward?: string) { return ward; }
}

@Module({ controllers: [Beds] })
class Hospital {}

const app = await NestFactory.create(Hospital, { logger: false });
const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
for (const path of ["/beds/capital", "/beds/small"]) {
  const parameters: any[] = paths[path].get!.parameters!;
  console.log(JSON.stringify(parameters.map((it) => [it.name, it.required])));
}
TS
npx tsc look.ts --target es2022 --module nodenext --skipLibCheck --experimentalDecorators --emitDecoratorMetadata

seen=$(node look.js)
echo 'expected: [["X-Ward",false]] and [["x-ward",false]]'
echo "seen:     $seen"
[ "$seen" = '[["x-ward",true],["X-Ward",false]]
[["x-ward",false]]' ]
