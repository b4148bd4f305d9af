/** Three APIs of a company that does not exist, each described in another way. */

/** 3.1 in YAML, with what it has from 3.0 left behind: types as lists, a key in the query, styles of parameters. */
export const catalogue = `
openapi: 3.1.0
info: { title: Halden catalogue, version: '1' }
components:
  securitySchemes: { key: { type: apiKey, in: query, name: api_key } }
  parameters: { Limit: { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } } }
  schemas:
    Lens:
      allOf: [{ $ref: '#/components/schemas/Part' }, { type: object, required: [focal], properties: { focal: { type: [number, 'null'] } } }]
    Part:
      type: object
      required: [id, name]
      properties:
        id: { type: string, readOnly: true }
        name: { type: string, maxLength: 40 }
        parts: { type: array, items: { $ref: '#/components/schemas/Part' } }
paths:
  /lenses:
    parameters: [{ $ref: '#/components/parameters/Limit' }]
    get:
      operationId: lenses.list
      summary: List lenses
      tags: [Optics]
      parameters:
        - { name: tag, in: query, schema: { type: array, items: { type: string } } }
        - { name: ids, in: query, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: filter, in: query, style: deepObject, schema: { type: object } }
        - { name: X-Trace, in: header, schema: { type: string } }
      responses:
        '200':
          description: Lenses
          content:
            application/json:
              schema: { type: object, properties: { entries: { type: array, items: { $ref: '#/components/schemas/Lens' } }, next: { type: [string, 'null'] } } }
    post:
      operationId: lenses.create
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Lens' } } } }
      responses: { '201': { description: Made } }
  /lenses/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { operationId: lenses.get, responses: {} }
    put: { operationId: lenses.replace, requestBody: { content: { application/json: { schema: { type: object } } } }, responses: {} }
    delete: { operationId: lenses.remove, responses: {} }
`;

/** 3.0 in JSON: nullable, boolean bounds, no operationIds, basic sign-in, a form, the same name at two places. */
export const orders = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Halden orders', version: '1' },
  components: { securitySchemes: { login: { type: 'http', scheme: 'basic' } } },
  paths: {
    '/orders/{id}/notes': {
      post: {
        summary: 'Add a note',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 0, exclusiveMinimum: true } },
          { name: 'id', in: 'query', schema: { type: 'string', nullable: true } },
        ],
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: { type: 'object', properties: { text: { type: 'string', pattern: '(a+)+$' } } },
            },
          },
        },
        responses: {},
      },
    },
    '/report': { get: { responses: {} } },
    '/report#short': {
      get: { operationId: 'short_report', parameters: [{ name: 'lines', in: 'query', schema: { type: 'integer' } }], responses: {} },
    },
  },
});

/** What cannot be called, beside what can. */
export const odd = JSON.stringify({
  openapi: '3.0.0',
  info: { title: 'Odd' },
  components: { securitySchemes: { token: { type: 'oauth2', flows: {} } } },
  paths: {
    '/fine': { get: { operationId: 'get_profile', responses: {} } },
    '/cookie': { get: { parameters: [{ name: 'session', in: 'cookie', required: true }] } },
    '/elsewhere': { post: { requestBody: { $ref: 'https://other.example/api.json#/body' } } },
    '/missing/{place}': { get: {} },
    '/circle': { get: { parameters: [{ $ref: '#/paths/~1circle/get/parameters/0' }] } },
    '/matrix/{x}': { get: { parameters: [{ name: 'x', in: 'path', style: 'matrix', schema: {} }] } },
  },
});
