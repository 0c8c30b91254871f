// A workshop, served by Express with routes made by tsoa. Run with the port as the argument.
import express, { type NextFunction, type Request as ExpressRequest, type Response as Reply } from "express";
import { Body, Controller, Delete, FormField, Get, Header, Path, Post, Put, Queries, Query, Request, Response, Route, Security, SuccessResponse, Tags, UploadedFile, ValidateError } from "tsoa";
import { RegisterRoutes } from "./routes.js";

/** @pattern ^[A-Z]{2}-\d{4}$ */
export type Number4 = string;
export type Material = "wood" | "steel" | "brass";
export interface Part {
  number: Number4;
  material: Material;
  /**
   * @isInt
   * @minimum 1
   */
  count: number;
  grams?: number;
  drawing: string | null;
  made: Date;
  sizes: number[];
  extra: Record<string, string | number>;
}
export type NewPart = Omit<Part, "made">;
export interface Cut { tool: "saw"; depth: number }
export interface Join { tool: "glue" | "screw"; with: Number4[] }
export type Step = Cut | Join;
export interface Plan { title: string; steps: Step[]; parent?: Plan }
export interface Failure { code: number; why: string }
export interface Filter {
  material?: Material;
  /**
   * @isInt
   * @maximum 50
   */
  limit?: number;
  words?: string[];
}
export interface Page<T> { items: T[]; total: number }

const parts = new Map<string, Part>();
class Missing extends Error {}

@Route("parts") @Tags("parts")
export class Parts extends Controller {
  @Post() @SuccessResponse(201) @Response<Failure>(409, "It is there.")
  public async makePart(@Body() body: NewPart): Promise<Part> {
    this.setStatus(201);
    const part = { ...body, made: new Date("2026-07-08T09:10:11.120Z") };
    if (parts.has(part.number)) { this.setStatus(409); return { code: 409, why: "made before" } as unknown as Part; }
    parts.set(part.number, part);
    return part;
  }
  @Get()
  public async listParts(@Queries() filter: Filter, @Header("X-Bench") bench?: string): Promise<Page<Part>> {
    const items = [...parts.values()].filter((it) => !filter.material || it.material === filter.material).slice(0, filter.limit);
    return { items: bench === "bare" ? [] : items, total: parts.size };
  }
  @Get("{number}") @Response<Failure>(404, "It was never made.")
  public async getPart(@Path() number: Number4): Promise<Part> {
    const part = parts.get(number);
    if (!part) throw new Missing(number);
    return part;
  }
  @Delete("{number}") @SuccessResponse(204)
  public async scrapPart(@Path() number: Number4): Promise<void> { parts.delete(number); }
  @Put("{number}/drawing")
  public async setDrawing(@Path() number: Number4, @UploadedFile() drawing: Express.Multer.File, @FormField() author?: string): Promise<{ number: string; bytes: number; author: string | null }> {
    return { number, bytes: drawing.size, author: author ?? null };
  }
}

@Route("plans") @Tags("plans")
export class Plans extends Controller {
  @Post("check")
  public async checkPlan(@Body() body: Plan): Promise<Plan> { return { ...body, parent: { title: "all", steps: [] } }; }
  @Get("hours") @Security("badge")
  public async countHours(@Query() days: number[], @Query() exact = false): Promise<number> { return days.length * (exact ? 7.5 : 8); }
  @Get("ready")
  public async isReady(@Request() _request: ExpressRequest): Promise<boolean> { return true; }
}

export async function expressAuthentication(request: ExpressRequest, _name: string): Promise<unknown> {
  if (request.header("x-badge") !== "blue") throw Object.assign(new Error("no badge"), { status: 401 });
  return {};
}

const app = express();
app.use(express.json());
RegisterRoutes(app);
app.use((error: unknown, _request: ExpressRequest, response: Reply, _next: NextFunction) => {
  const status = error instanceof Missing ? 404 : error instanceof ValidateError ? 422 : ((error as { status?: number }).status ?? 500);
  response.status(status).json({ code: status, why: (error as Error).message });
});
app.listen(Number(process.argv[2]));
