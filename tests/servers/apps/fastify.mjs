// A harbour, served by Fastify. Run with the port as the argument.
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import swagger from "@fastify/swagger";
import { Type } from "@sinclair/typebox";
import Fastify from "fastify";

const app = Fastify({ ajv: { customOptions: { coerceTypes: "array" }, plugins: [multipart.ajvFilePlugin] } });
await app.register(swagger, {
  openapi: {
    openapi: "3.1.0",
    info: { title: "Harbour", version: "1.0.0" },
    components: { securitySchemes: { pass: { type: "http", scheme: "basic" } } },
  },
  refResolver: { buildLocalReference: (json, base, fragment, i) => json.$id || `def-${i}` },
});
await app.register(cookie);
await app.register(formbody);
await app.register(multipart, { attachFieldsToBody: true });

const Position = Type.Tuple([Type.Number({ minimum: -90, maximum: 90 }), Type.Number({ minimum: -180, maximum: 180 })]);
const Cargo = Type.Union([
  Type.Object({ kind: Type.Literal("bulk"), tonnes: Type.Number() }),
  Type.Object({ kind: Type.Literal("boxes"), count: Type.Integer({ minimum: 1 }), cold: Type.Optional(Type.Boolean()) }),
]);
const Ship = Type.Object(
  {
    imo: Type.String({ pattern: "^IMO[0-9]{7}$" }),
    name: Type.String({ minLength: 1 }),
    flag: Type.Union([Type.Literal("NL"), Type.Literal("NO"), Type.Literal("PA")]),
    draught: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    cargo: Cargo,
    position: Type.Union([Position, Type.Null()]),
    tags: Type.Record(Type.String(), Type.String()),
    due: Type.String({ format: "date-time" }),
  },
  { $id: "Ship", additionalProperties: false },
);
const Failure = Type.Object({ statusCode: Type.Integer(), error: Type.String(), message: Type.String() }, { $id: "Failure" });
app.addSchema(Ship);
app.addSchema(Failure);
const ships = new Map();
const missing = (reply, imo) => reply.code(404).send({ statusCode: 404, error: "Not Found", message: `no ship ${imo}` });

app.post("/ships", { schema: { operationId: "announceShip", body: Type.Ref("Ship"), response: { 201: { description: "Announced.", headers: { "x-berth": { type: "integer" } }, ...Type.Ref("Ship") }, 400: Type.Ref("Failure") } } }, (request, reply) => {
  ships.set(request.body.imo, request.body);
  return reply.code(201).header("x-berth", ships.size).send(request.body);
});
app.get("/ships", { schema: { operationId: "listShips", querystring: Type.Object({ flag: Type.Optional(Type.Array(Type.String())), cold: Type.Optional(Type.Boolean()), limit: Type.Integer({ default: 10, maximum: 50 }) }), response: { 200: Type.Array(Type.Ref("Ship")) } } }, (request) =>
  [...ships.values()].filter((it) => !request.query.flag || request.query.flag.includes(it.flag)).slice(0, request.query.limit));
app.get("/ships/:imo", { schema: { operationId: "getShip", params: Type.Object({ imo: Type.String() }), response: { 200: Type.Ref("Ship"), 404: Type.Ref("Failure") } } }, (request, reply) =>
  ships.get(request.params.imo) ?? missing(reply, request.params.imo));
app.patch("/ships/:imo", { schema: { operationId: "changeShip", params: Type.Object({ imo: Type.String() }), body: Type.Partial(Type.Pick(Ship, ["name", "draught"]), { $id: "ShipChange", minProperties: 1 }), response: { 200: Type.Ref("Ship"), 404: Type.Ref("Failure") } } }, (request, reply) => {
  const ship = ships.get(request.params.imo);
  return ship ? Object.assign(ship, request.body) : missing(reply, request.params.imo);
});
app.delete("/ships/:imo", { schema: { operationId: "forgetShip", params: Type.Object({ imo: Type.String() }), response: { 204: { type: "null", description: "Forgotten." } } } }, (request, reply) => {
  ships.delete(request.params.imo);
  return reply.code(204).send();
});
app.get("/berths/:pier/:number", { schema: { operationId: "getBerth", params: Type.Object({ pier: Type.String({ enum: ["north", "south"] }), number: Type.Integer() }), headers: Type.Object({ "x-tide": Type.Optional(Type.Number()) }), response: { 200: Type.Object({ name: Type.String(), depth: Type.Number() }) } } }, (request) => ({
  name: `${request.params.pier} ${request.params.number}`,
  depth: 8.5 + (request.headers["x-tide"] ?? 0),
}));
app.get("/log", { schema: { operationId: "getLog", security: [{ pass: [] }], produces: ["text/plain"], response: { 200: Type.String(), 401: Type.Ref("Failure") } } }, (request, reply) => {
  const [user] = Buffer.from((request.headers.authorization ?? "").slice(6), "base64").toString().split(":");
  if (!user) return reply.code(401).send({ statusCode: 401, error: "Unauthorized", message: "who is there?" });
  return reply.type("text/plain").send(`log of ${user}`);
});
app.post("/fees", { schema: { operationId: "computeFee", consumes: ["application/x-www-form-urlencoded"], body: Type.Object({ tonnes: Type.Number(), nights: Type.Integer(), services: Type.Array(Type.String()) }), response: { 200: Type.Object({ fee: Type.Number(), services: Type.Array(Type.String()) }) } } }, (request) => ({
  fee: request.body.tonnes * 2 + request.body.nights * 10,
  services: request.body.services,
}));
app.post("/papers", { schema: { operationId: "uploadPapers", consumes: ["multipart/form-data"], body: { type: "object", required: ["title", "scan"], properties: { title: { type: "object", properties: { value: { type: "string" } } }, scan: { isFile: true } } }, response: { 200: Type.Object({ title: Type.String(), bytes: Type.Integer(), type: Type.String() }) } } }, async (request) => {
  const { title, scan } = request.body;
  return { title: title.value, bytes: (await scan.toBuffer()).length, type: scan.mimetype };
});
app.get("/session", { schema: { operationId: "getSession", response: { 200: Type.Object({ visits: Type.Integer(), last: Type.Union([Type.String({ format: "date" }), Type.Null()]) }) } } }, (request) => ({ visits: 1, last: request.cookies.last ?? null }));
app.get("/document", { schema: { hide: true } }, () => app.swagger());

await app.listen({ port: Number(process.argv[2]) });
