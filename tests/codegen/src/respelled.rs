//! Documents of OpenAPI 3.2 that only say in other words what those of 3.1 say, in; the same files out.

use codegen::render::File;

use crate::mutants::outcome::{Outcome, run_generator};

/// Each with what it respells, a document of 3.1, and one of 3.2.
const PAIRS: [(&str, &str, &str); 4] = [
    (
        "descriptions",
        "
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://example.com' }]
tags: [{ name: pets }, { name: cats }]
security: [{ token: [read] }]
paths:
  /pets:
    get:
      tags: [cats]
      operationId: listPets
      parameters: [{ name: page, in: query, required: true, schema: { type: string }, examples: { a: { value: b } } }]
      responses: { '200': { description: The pets., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, '404': { description: '' } }
components:
  securitySchemes: { token: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://example.com', scopes: { read: Read. } } } } }
  schemas: { Pet: { type: object, properties: { id: { type: string, xml: { attribute: true } } } } }
",
        "
openapi: 3.2.0
$self: https://example.com/pets.yml
info: { title: Pets, version: '1' }
servers: [{ url: 'https://example.com', name: production }]
tags: [{ name: pets, summary: Pets, kind: nav }, { name: cats, parent: pets }]
security: [{ token: [read] }]
paths:
  /pets:
    get:
      tags: [cats]
      operationId: listPets
      parameters: [{ name: page, in: query, required: true, schema: { type: string }, examples: { a: { dataValue: b, serializedValue: page=b } } }]
      responses: { '200': { summary: The pets., content: { application/json: { schema: { $ref: 'pets.yml#/components/schemas/Pet' } } } }, '404': {} }
components:
  securitySchemes: { token: { type: oauth2, deprecated: false, oauth2MetadataUrl: 'https://example.com', flows: { deviceAuthorization: { deviceAuthorizationUrl: 'https://example.com', tokenUrl: 'https://example.com', scopes: { read: Read. } } } } }
  schemas: { Pet: { type: object, properties: { id: { type: string, xml: { nodeType: attribute } } } } }
",
    ),
    (
        "media types as components",
        "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' }, example: { name: Mia } } } }
      responses: { '200': { description: '', content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
components:
  schemas: { Pet: { type: object, required: [name], properties: { name: { type: string } } } }
",
        "
openapi: 3.2.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: { required: true, content: { application/json: { $ref: '#/components/mediaTypes/Pet' } } }
      responses: { '200': { description: '', content: { application/json: { $ref: '#/components/mediaTypes/Pet' } } } }
components:
  mediaTypes: { Pet: { schema: { $ref: '#/components/schemas/Pet' }, example: { name: Mia } } }
  schemas: { Pet: { type: object, required: [name], properties: { name: { type: string } } } }
",
    ),
    (
        "streams",
        "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: '', content: { application/jsonl: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } }
components:
  schemas: { Pet: { type: object, required: [name], properties: { name: { type: string } } } }
",
        "
openapi: 3.2.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { content: { application/jsonl: { itemSchema: { $ref: '#/components/schemas/Pet' } } } } }
components:
  schemas: { Pet: { type: object, required: [name], properties: { name: { type: string } } } }
",
    ),
    (
        "methods",
        "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { operationId: listPets, responses: { '204': { description: '' } } }
    post: { operationId: addPet, responses: { '204': { description: '' } } }
",
        "
openapi: 3.2.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { operationId: listPets, responses: { '204': {} } }
    additionalOperations: { POST: { operationId: addPet, responses: { '204': {} } } }
",
    ),
];

#[test]
fn other_words_give_the_same_files() {
    for (name, old, new) in PAIRS {
        let (old, new) = (made_files(old), made_files(new));
        let paths = |files: &[File]| files.iter().map(|it| it.path.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&old), paths(&new), "{name}");
        for (old, new) in old.iter().zip(&new) {
            assert_eq!(
                without_header(&old.text),
                without_header(&new.text),
                "{name}: {}",
                old.path
            );
        }
    }
}

fn made_files(text: &str) -> Vec<File> {
    match run_generator(text) {
        Ok(Outcome::Generated(files)) => files,
        Ok(Outcome::Rejected(said)) => panic!("{said:?}"),
        Err(error) => panic!("{error}"),
    }
}

/// A file without the line that says where it is from.
fn without_header(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(_, rest)| rest)
}
