/** What the double says of itself, in OpenAPI 3.1: one operation for each scope, and each kind of security scheme. */
export function describeStores(url: string): unknown {
  const any = (...scopes: readonly string[]) => [
    { login: scopes },
    ...['headerKey', 'addressKey', 'password', 'token'].map((name) => ({ [name]: [] })),
  ];
  const ok = { '200': { description: 'As asked' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Halden stores', version: '1' },
    servers: [{ url: `${url}/v1` }],
    components: {
      securitySchemes: {
        login: {
          type: 'oauth2',
          flows: {
            authorizationCode: {
              authorizationUrl: `${url}/o/oauth2/v2/auth`,
              tokenUrl: `${url}/oauth2/token`,
              scopes: { 'stock.read': 'See the stock', 'stock.write': 'Put into the stock', 'stock.admin': 'Take out of the stock' },
            },
          },
        },
        headerKey: { type: 'apiKey', in: 'header', name: 'X-Stores-Key' },
        addressKey: { type: 'apiKey', in: 'query', name: 'stores_key' },
        password: { type: 'http', scheme: 'basic' },
        token: { type: 'http', scheme: 'bearer' },
        machine: { type: 'mutualTLS' },
      },
    },
    security: any('stock.read'),
    paths: {
      '/me': { get: { operationId: 'me', summary: 'Who I am', responses: ok } },
      '/items': {
        get: { operationId: 'list_items', summary: 'List the stock', responses: ok },
        post: {
          operationId: 'add_item',
          summary: 'Add an item',
          security: any('stock.write'),
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: { type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 80 } } },
              },
            },
          },
          responses: ok,
        },
      },
      '/items/{id}': {
        delete: {
          operationId: 'remove_item',
          summary: 'Remove an item',
          security: any('stock.admin'),
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: ok,
        },
      },
      '/drawings': {
        post: {
          operationId: 'keep_drawing',
          summary: 'Keep a drawing',
          security: any('stock.write'),
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: {
                  type: 'object',
                  required: ['drawing'],
                  properties: { note: { type: 'string' }, drawing: { type: 'string', contentMediaType: 'application/octet-stream' } },
                },
              },
            },
          },
          responses: ok,
        },
      },
      '/machines': { get: { operationId: 'list_machines', security: [{ machine: [], token: [] }], responses: ok } },
    },
  };
}
