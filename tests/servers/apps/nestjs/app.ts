// A clinic, served by NestJS. Run with the port as the argument.
import "reflect-metadata";
import { Body, Controller, Delete, Get, Headers, HttpCode, HttpException, Module, Param, ParseIntPipe, Post, Put, Query, Res, StreamableFile, UploadedFiles, UseInterceptors, ValidationPipe } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FilesInterceptor } from "@nestjs/platform-express";
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiExtraModels, ApiHeader, ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiProperty, ApiPropertyOptional, ApiTags, DocumentBuilder, PartialType, SwaggerModule, getSchemaPath } from "@nestjs/swagger";
import { Type } from "class-transformer";
import { IsDateString, IsEnum, IsInt, IsOptional, IsString, Length, Max, Min, ValidateNested } from "class-validator";

enum Species { Cat = "cat", Dog = "dog", Hare = "hare" }

class Owner {
  @ApiProperty({ minLength: 1, maxLength: 40 }) @IsString() @Length(1, 40) name!: string;
  @ApiPropertyOptional({ nullable: true, type: String, format: "email" }) @IsOptional() @IsString() mail?: string | null;
}
class NewPatient {
  @ApiProperty() @IsString() name!: string;
  @ApiProperty({ enum: Species, enumName: "Species" }) @IsEnum(Species) species!: Species;
  @ApiProperty({ type: "integer", minimum: 1, maximum: 40 }) @IsInt() @Min(1) @Max(40) age!: number;
  @ApiProperty({ type: () => Owner }) @ValidateNested() @Type(() => Owner) owner!: Owner;
  @ApiPropertyOptional({ format: "date" }) @IsOptional() @IsDateString() born?: string;
  @ApiPropertyOptional({ type: [String], default: [] }) @IsOptional() @IsString({ each: true }) allergies?: string[];
}
class Patient extends NewPatient {
  @ApiProperty({ readOnly: true }) @IsInt() id!: number;
  @ApiProperty() admitted!: Date;
  @ApiProperty({ type: "object", additionalProperties: { type: "number" } }) weights!: Record<string, number>;
}
class PatientChange extends PartialType(NewPatient) {}
class Shot { @ApiProperty({ enum: ["shot"] }) kind!: "shot"; @ApiProperty() vaccine!: string; }
class Surgery { @ApiProperty({ enum: ["surgery"] }) kind!: "surgery"; @ApiProperty() minutes!: number; }
class Visit {
  @ApiProperty({ oneOf: [{ $ref: getSchemaPath(Shot) }, { $ref: getSchemaPath(Surgery) }], discriminator: { propertyName: "kind", mapping: { shot: getSchemaPath(Shot), surgery: getSchemaPath(Surgery) } } }) treatment!: Shot | Surgery;
  @ApiProperty({ nullable: true, type: Number }) fee!: number | null;
}
class Failure {
  @ApiProperty() statusCode!: number;
  @ApiProperty({ oneOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] }) message!: string | string[];
  @ApiPropertyOptional() error?: string;
}

const patients = new Map<number, Patient>();

@ApiTags("patients")
@ApiExtraModels(Shot, Surgery)
@Controller("patients")
class Patients {
  @Post() @ApiCreatedResponse({ type: Patient })
  admit(@Body() body: NewPatient): Patient {
    const patient = { ...body, id: 12, admitted: new Date("2026-06-07T08:09:10.011Z"), weights: { "2026-06": 4.25 } };
    patients.set(12, patient);
    return patient;
  }
  @Get() @ApiOkResponse({ type: [Patient] }) @ApiHeader({ name: "X-Ward", required: false })
  list(@Headers("x-ward") ward: string, @Query("name") name?: string): Patient[] {
    return ward === "empty" ? [] : [...patients.values()].filter((it) => !name || it.name === name);
  }
  @Get(":id") @ApiOkResponse({ type: Patient }) @ApiNotFoundResponse({ type: Failure })
  find(@Param("id", ParseIntPipe) id: number): Patient {
    const patient = patients.get(id);
    if (!patient) throw new HttpException({ statusCode: 404, message: `no patient ${id}`, error: "Not Found" }, 404);
    return patient;
  }
  @Put(":id") @ApiOkResponse({ type: Patient }) @ApiNotFoundResponse({ type: Failure })
  change(@Param("id", ParseIntPipe) id: number, @Body() body: PatientChange): Patient {
    return Object.assign(this.find(id), body);
  }
  @Delete(":id") @HttpCode(204)
  discharge(@Param("id", ParseIntPipe) id: number): void { patients.delete(id); }
  @Get(":id/visits") @ApiOkResponse({ type: [Visit] }) @ApiBearerAuth()
  visits(@Param("id", ParseIntPipe) id: number, @Headers("authorization") authorization?: string): Visit[] {
    if (authorization !== "Bearer stethoscope") throw new HttpException("who are you?", 401);
    return [{ treatment: { kind: "shot", vaccine: "rabies" }, fee: null }, { treatment: { kind: "surgery", minutes: 45 }, fee: 210.5 }];
  }
  @Get(":id/scan") @ApiProduces("application/dicom") @ApiOkResponse({ schema: { type: "string", format: "binary" } })
  scan(@Param("id", ParseIntPipe) id: number): StreamableFile {
    return new StreamableFile(Buffer.from([0, id, 255]), { type: "application/dicom" });
  }
  @Post(":id/papers") @ApiConsumes("multipart/form-data") @UseInterceptors(FilesInterceptor("papers"))
  @ApiBody({ schema: { type: "object", required: ["papers"], properties: { papers: { type: "array", items: { type: "string", format: "binary" } }, note: { type: "string" } } } })
  @ApiCreatedResponse({ schema: { type: "object", required: ["names"], properties: { names: { type: "array", items: { type: "string" } }, note: { type: "string" } } } })
  papers(@Param("id", ParseIntPipe) id: number, @UploadedFiles() files: { originalname: string }[], @Body("note") note?: string) {
    return { names: files.map((it) => `${id}/${it.originalname}`), note };
  }
}

@ApiTags("desk")
@Controller("desk")
class Desk {
  @Get("hours") @ApiProduces("text/plain") @ApiOkResponse({ schema: { type: "string" } })
  hours(@Res({ passthrough: true }) reply: { type(it: string): void }): string { reply.type("text/plain"); return "8 to 18"; }
}

@Module({ controllers: [Patients, Desk] })
class Clinic {}

const app = await NestFactory.create(Clinic, { logger: false });
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
const config = new DocumentBuilder().setTitle("Clinic").setVersion("1.0.0").addBearerAuth().build();
SwaggerModule.setup("docs", app, SwaggerModule.createDocument(app, config), { jsonDocumentUrl: "document", ui: false });
await app.listen(Number(process.argv[2]));
