// A cinema, served by Hono. Run with the port as the argument.
import { serve } from "@hono/node-server";
import { OpenAPIHono, createRoute, z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";

const app = new OpenAPIHono();
app.openAPIRegistry.registerComponent("securitySchemes", "key", { type: "apiKey", in: "query", name: "key" });

const Seat = z.object({ row: z.string().length(1), number: z.number().int().positive() }).openapi("Seat");
const Price = z.discriminatedUnion("type", [
  z.object({ type: z.literal("full"), cents: z.number().int() }).openapi("FullPrice"),
  z.object({ type: z.literal("reduced"), cents: z.number().int(), why: z.enum(["child", "student"]) }).openapi("ReducedPrice"),
]).openapi("Price");
const Film = z.object({
  id: z.uuid(),
  title: z.string().min(1).max(60),
  minutes: z.number().int().gte(1),
  starts: z.iso.datetime(),
  rating: z.number().multipleOf(0.5).nullable(),
  trailer: z.url().optional(),
  cast: z.record(z.string(), z.string()),
  prices: z.array(Price).nonempty(),
}).openapi("Film");
const Ticket = z.object({ film: z.uuid(), seats: z.array(Seat), note: z.string().nullish(), paid: z.boolean().default(false) }).openapi("Ticket");
const Problem = z.object({ code: z.enum(["sold_out", "unknown"]), detail: z.string() }).openapi("Problem");
const json = (schema, description) => ({ description, content: { "application/json": { schema } } });

const ID = "3f0c1f52-9a7e-4b3c-8d55-0d8a1b2c3d4e";
const film = {
  id: ID, title: "The Pier", minutes: 28, starts: "2026-05-06T19:30:00Z", rating: null,
  cast: { "The man": "D. Hanich" }, prices: [{ type: "full", cents: 950 }, { type: "reduced", cents: 700, why: "student" }],
};
const Id = z.object({ id: z.uuid().openapi({ param: { name: "id", in: "path" } }) });

app.openapi(createRoute({ method: "get", path: "/films", operationId: "listFilms", request: { query: z.object({ day: z.iso.date().optional(), halls: z.array(z.string()).optional(), limit: z.coerce.number().int().min(1).max(20).optional() }) }, responses: { 200: json(z.array(Film), "All films.") } }),
  (c) => c.json(c.req.valid("query").limit === 1 ? [film] : [film, { ...film, rating: 4.5, trailer: "https://films.example/pier" }]));
app.openapi(createRoute({ method: "get", path: "/films/{id}", operationId: "getFilm", request: { params: Id }, responses: { 200: json(Film, "The film."), 404: json(Problem, "No such film.") } }),
  (c) => c.req.valid("param").id === ID ? c.json(film, 200) : c.json({ code: "unknown", detail: "never shown" }, 404));
app.openapi(createRoute({ method: "post", path: "/tickets", operationId: "buyTicket", request: { body: { ...json(Ticket, "The ticket."), required: true }, headers: z.object({ "x-till": z.string().optional() }) }, responses: { 201: json(Ticket.extend({ number: z.number().int() }).openapi("SoldTicket"), "Sold."), 409: json(Problem, "Sold out.") } }),
  (c) => {
    const ticket = c.req.valid("json");
    if (ticket.seats.some((it) => it.row === "Z")) return c.json({ code: "sold_out", detail: `row Z at ${c.req.header("x-till")}` }, 409);
    return c.json({ ...ticket, number: 7 }, 201);
  });
app.openapi(createRoute({ method: "delete", path: "/tickets/{number}", operationId: "returnTicket", request: { params: z.object({ number: z.coerce.number().int() }) }, responses: { 204: { description: "Returned." } } }),
  (c) => c.body(null, 204));
app.openapi(createRoute({ method: "post", path: "/reviews", operationId: "review", request: { body: { required: true, content: { "application/x-www-form-urlencoded": { schema: z.object({ stars: z.coerce.number().int().min(0).max(5), words: z.string() }) } } } }, responses: { 200: json(z.object({ stars: z.number(), words: z.string() }), "The review.") } }),
  (c) => c.json(c.req.valid("form")));
app.openapi(createRoute({ method: "put", path: "/films/{id}/poster", operationId: "setPoster", request: { params: Id, body: { required: true, content: { "multipart/form-data": { schema: z.object({ poster: z.file().openapi({ type: "string", format: "binary" }), artist: z.string().optional() }) } } } }, responses: { 200: json(z.object({ name: z.string(), size: z.number().int(), artist: z.string().nullable() }), "The poster.") } }),
  async (c) => {
    const { poster, artist } = c.req.valid("form");
    return c.json({ name: poster.name, size: poster.size, artist: artist ?? null });
  });
app.openapi(createRoute({ method: "get", path: "/hall/{row}", operationId: "listSeats", request: { params: z.object({ row: z.string() }) }, responses: { 200: json(z.tuple([z.string(), z.number()]).rest(z.boolean()), "The row, its length, and which seats are taken.") } }),
  (c) => c.json([c.req.valid("param").row, 3, true, false, true]));
app.openapi(createRoute({ method: "get", path: "/takings", operationId: "getTakings", security: [{ key: [] }], responses: { 200: json(z.object({ cents: z.number().int(), until: z.iso.date(), big: z.string().regex(/^\d+$/) }), "The takings."), 401: json(Problem, "No key.") } }),
  (c) => c.req.query("key") === "popcorn" ? c.json({ cents: 165000, until: "2026-05-06", big: "90071992547409930" }, 200) : c.json({ code: "unknown", detail: "no key" }, 401));
app.openapi(createRoute({ method: "get", path: "/queue", operationId: "watchQueue", responses: { 200: { description: "How many wait.", content: { "text/event-stream": { schema: z.object({ waiting: z.number().int() }) } } } } }),
  (c) => streamSSE(c, async (stream) => {
    for (const waiting of [3, 1]) await stream.writeSSE({ event: "queue", id: String(waiting), data: JSON.stringify({ waiting }) });
  }));
app.doc31("/document", { openapi: "3.1.0", info: { title: "Cinema", version: "1.0.0" } });

serve({ fetch: app.fetch, port: Number(process.argv[2]) });
