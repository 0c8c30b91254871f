//! A synthetic document, as large as the largest real ones: prose, references, enums, limits, lists and
//! nested objects.

use std::fmt::Write as _;

/// Generates the text of a document with this many schemas and operations. Each schema becomes two structs
/// and an enum with 13 fields, and each operation a struct with one field more.
#[must_use]
pub fn synthetic_document(schemas: usize, operations: usize) -> String {
    let mut text = String::from("openapi: 3.1.0\ninfo: {title: Large, version: '1'}\npaths:\n");
    for index in 0..operations {
        write_operation(&mut text, index, index % schemas);
    }
    text.push_str("components:\n  schemas:\n");
    for index in 0..schemas {
        write_schema(&mut text, index, (index * 7 + 1) % schemas);
    }
    text
}

/// As much prose as real documents have for a field.
const PROSE: &str = "Whoever reads this wants to know what may stand here, what it means for the \
    call that is under way, and what becomes of it later. Without a value nothing is changed; \
    see [the guide](https://example.com/guide) for how it goes together with `limit`.";

fn write_operation(text: &mut String, index: usize, schema: usize) {
    write!(
        text,
        "  /things{index}/{{id}}:
    post:
      operationId: changeThing{index}
      summary: Change thing {index}
      description: Changes a thing, and says what became of it. The thing must be there.
      parameters:
      - {{name: id, in: path, required: true, schema: {{type: string, format: uuid}}}}
      - {{name: limit, in: query, schema: {{type: integer, minimum: 1, maximum: 250}}}}
      requestBody:
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/Thing{schema}'}}
      responses:
        '200':
          description: The thing as it is now.
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: {{$ref: '#/components/schemas/Thing{schema}'}}
        '404':
          description: There is no such thing.
"
    )
    .expect("a string takes any text");
}

fn write_schema(text: &mut String, index: usize, other: usize) {
    let prose = PROSE;
    write!(
        text,
        "    Thing{index}:
      type: object
      description: A thing of the kind {index}, with everything that belongs to it. {prose}
      required: [id, kind]
      properties:
        id: {{type: string, format: uuid, description: 'Identifies the thing. {prose}'}}
        kind:
          type: string
          description: What the thing is for. {prose}
          enum: [first, second, third, fourth]
        count: {{type: integer, minimum: 0, maximum: 1000, default: 10, description: 'How many there are. {prose}'}}
        ratio: {{type: number, description: 'How much of it is used. {prose}'}}
        active: {{type: boolean, description: 'Whether it is in use. {prose}'}}
        state: {{type: string, pattern: '^[a-z]+$', description: 'Where it is. {prose}', example: here}}
        price: {{type: number, minimum: 0, description: 'What it costs. {prose}', example: 1.5}}
        url: {{type: string, format: uri, description: 'Where more is said of it. {prose}', example: https://example.com}}
        tags: {{description: '{prose}', type: array, items: {{type: string, maxLength: 40}}, maxItems: 20}}
        other: {{$ref: '#/components/schemas/Thing{other}'}}
        details:
          type: object
          properties:
            created_at: {{type: string, format: date-time, description: 'When it was made. {prose}'}}
            note: {{type: [string, 'null'], description: 'What somebody said of it. {prose}'}}
"
    )
    .expect("a string takes any text");
}
