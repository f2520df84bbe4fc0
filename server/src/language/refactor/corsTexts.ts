/** What the console of API Gateway allows when it enables CORS. */
export const allowedHeaders = [
  'Content-Type',
  'X-Amz-Date',
  'Authorization',
  'X-Api-Key',
  'X-Amz-Security-Token',
] as const

export const everyMethod: readonly string[] = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

/** The keys of a path item that are methods. */
export const httpMethods: ReadonlySet<string> = new Set([
  ...everyMethod.map(method => method.toLowerCase()),
  'x-amazon-apigateway-any-method',
])

/** Of HTTP APIs, which take lists and allow everything by an asterisk. */
export const httpCors = { origins: ['*'], methods: ['*'], headers: allowedHeaders } as const

const prefix = 'method.response.header.'

/** What a preflight answers, in the single quotes that mark a literal of a mapping. */
function answers(methods: readonly string[]): Record<string, string> {
  return {
    'Access-Control-Allow-Headers': `'${allowedHeaders.join(',')}'`,
    'Access-Control-Allow-Methods': `'${methods.join(',')}'`,
    'Access-Control-Allow-Origin': "'*'",
  }
}

function mapNames<T>(
  record: Record<string, string>,
  name: (header: string) => string,
  value: (text: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([header, text]) => [name(header), value(text)]))
}

const requestTemplates = { 'application/json': '{"statusCode": 200}' }

/**
 * The `options` operation of an OpenAPI document; `isOpen` takes the document's `security` off it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/enable-cors-for-resource-using-swagger-importer-tool.html
 */
export function preflightOperation(
  methods: readonly string[],
  { isSwagger, isOpen }: { readonly isSwagger: boolean; readonly isOpen: boolean },
): object {
  const headers = answers(methods)
  const declared = isSwagger ? { type: 'string' } : { schema: { type: 'string' } }
  return {
    summary: 'CORS preflight',
    ...(isOpen && { security: [] }),
    responses: {
      '200': { description: 'What other origins may do', headers: mapNames(headers, same, () => declared) },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      passthroughBehavior: 'never',
      requestTemplates,
      responses: {
        default: { statusCode: '200', responseParameters: mapNames(headers, parameter, same) },
      },
    },
  }
}

/** The properties of an `AWS::ApiGateway::Method`, without those that say where it stands. */
export function preflightMethod(methods: readonly string[]): object {
  const headers = answers(methods)
  return {
    HttpMethod: 'OPTIONS',
    AuthorizationType: 'NONE',
    MethodResponses: [{ StatusCode: '200', ResponseParameters: mapNames(headers, parameter, () => true) }],
    Integration: {
      Type: 'MOCK',
      PassthroughBehavior: 'NEVER',
      RequestTemplates: requestTemplates,
      IntegrationResponses: [{ StatusCode: '200', ResponseParameters: mapNames(headers, parameter, same) }],
    },
  }
}

function parameter(header: string): string {
  return prefix + header
}

function same(text: string): string {
  return text
}
