import { describe, expect, it } from 'vitest'
import { plainData } from '../../server/src/api/dataTree.ts'
import { methodOf, readApi, readHttp, readRest, told, toldAll } from '../support/openApi.ts'

// One test for each extension of
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html

describe.each(['swagger: "2.0"', 'openapi: 3.0.1', 'openapi: 3.1.0'])('in a document of %s', version => {
  const isSwagger = version.startsWith('swagger')

  /** A REST API with one operation, `GET /a`; `operation` and `root` are added in YAML's flow style. */
  const rest = (operation = '', root = '') =>
    readRest(`${version}\n${root}\npaths: {/a: {get: {${operation}}}}\n`)

  /** The integration of `GET /a`. */
  const integration = (text: string) => {
    const found = methodOf(rest(`x-amazon-apigateway-integration: {${text}}`).api, 'GET /a').integration
    if (!found) throw new Error('no integration')
    return found
  }

  /** The security scheme `s` of an API whose `GET /a` asks for it. */
  const secured = (scheme: string) => {
    const { api } = rest(
      'security: [{s: []}]',
      isSwagger ? `securityDefinitions: {s: {${scheme}}}` : `components: {securitySchemes: {s: {${scheme}}}}`,
    )
    return { authorizer: api.authorizers[0], authorization: methodOf(api, 'GET /a').authorization }
  }

  describe('extensions of the document', () => {
    it('api-key-source', () => {
      const { api } = rest('', 'x-amazon-apigateway-api-key-source: AUTHORIZER')
      expect(told(api.apiKeySource)).toBe('AUTHORIZER')
    })

    it('binary-media-types', () => {
      const { api } = rest('', 'x-amazon-apigateway-binary-media-types: [image/png]')
      expect(api.binaryMediaTypes.map(told)).toEqual(['image/png'])
    })

    it('cors', () => {
      const { api } = readHttp(
        `${version}\npaths: {}\nx-amazon-apigateway-cors: {allowOrigins: ["*"], maxAge: 60}`,
      )
      expect(api.cors?.allowOrigins.map(told)).toEqual(['*'])
      expect(told(api.cors?.maxAge)).toBe(60)
    })

    it('documentation', () => {
      const { api, marked } = rest(
        '',
        `x-amazon-apigateway-documentation:
  version: "1.0.3"
  documentationParts:
    - location: {type: METHOD, path: /a, method: GET}
      properties: {summary: Reads an a, tags: [one]}`,
      )
      const documentation = api.settings?.documentation
      expect(told(documentation?.version)).toBe('1.0.3')
      const [part] = documentation?.parts ?? []
      expect(toldAll(part?.location ?? new Map())).toEqual({ type: 'METHOD', path: '/a', method: 'GET' })
      expect(part?.properties).toEqual({ summary: 'Reads an a', tags: ['one'] })
      expect(marked(part?.origin)).toMatch(/^location: /)
    })

    it('endpoint-access-mode', () => {
      const { api } = rest('', 'x-amazon-apigateway-endpoint-access-mode: STRICT')
      expect(told(api.settings?.endpointAccessMode)).toBe('STRICT')
      expect(api.unmodelled).toEqual([])
    })

    it('endpoint-configuration', () => {
      const { api } = rest(
        '',
        'x-amazon-apigateway-endpoint-configuration: {types: [PRIVATE], vpcEndpointIds: [vpce-1], disableExecuteApiEndpoint: true}',
      )
      expect(api.endpointTypes.map(told)).toEqual(['PRIVATE'])
      expect(told(api.settings?.disableExecuteApiEndpoint)).toBe(true)
      expect(api.vpcEndpointIds?.map(told)).toEqual(['vpce-1'])
      expect(api.unmodelled).toEqual([])
    })

    it('gateway-responses', () => {
      const { api } = rest('', 'x-amazon-apigateway-gateway-responses: {THROTTLED: {statusCode: 503}}')
      expect(api.gatewayResponses.map(({ type, statusCode }) => [type, told(statusCode)])).toEqual([
        ['THROTTLED', '503'],
      ])
    })

    it('importexport-version', () => {
      const { api } = readApi(
        `${version}\npaths: {}\nx-amazon-apigateway-importexport-version: "1.0"`,
        {},
        { apiType: 'http' },
      )
      expect(told(api.settings?.importExportVersion)).toBe('1.0')
      expect(api.unmodelled).toEqual([])
    })

    it('minimum-compression-size', () => {
      const { api } = rest('', 'x-amazon-apigateway-minimum-compression-size: 512')
      expect(told(api.minimumCompressionSize)).toBe(512)
    })

    it('policy', () => {
      const { api, marked } = rest('', 'x-amazon-apigateway-policy: {Version: 2012-10-17, Statement: []}')
      expect(marked(api.policy?.origin)).toBe('x-amazon-apigateway-policy')
      expect(api.policy && plainData(api.policy.document)).toMatchObject({
        known: true,
        value: { Version: '2012-10-17', Statement: [] },
      })
    })

    it('request-validators', () => {
      const { api } = rest('', 'x-amazon-apigateway-request-validators: {body: {validateRequestBody: true}}')
      expect(
        api.requestValidators.map(({ name, validateRequestBody }) => [name, told(validateRequestBody)]),
      ).toEqual([['body', true]])
    })

    it('security-policy', () => {
      const { api } = rest('', 'x-amazon-apigateway-security-policy: SecurityPolicy_TLS13_1_3_2025_09')
      expect(told(api.settings?.securityPolicy)).toBe('SecurityPolicy_TLS13_1_3_2025_09')
      expect(api.unmodelled).toEqual([])
    })

    it('tag-value, on tags of the document; a tag without it is only documentation', () => {
      const { api } = readApi(
        `${version}\npaths: {}\ntags: [{name: owner, x-amazon-apigateway-tag-value: shop}, {name: books}]`,
        {},
        { apiType: 'http' },
      )
      expect(toldAll(api.settings?.tags ?? new Map())).toEqual({ owner: 'shop' })
    })

    it('integrations, which operations refer to', () => {
      const shared =
        'x-amazon-apigateway-integrations: {shared: {type: http_proxy, httpMethod: GET, uri: "http://b.test"}}'
      const { api } = rest(
        `x-amazon-apigateway-integration: {$ref: "#/${isSwagger ? '' : 'components/'}x-amazon-apigateway-integrations/shared"}`,
        isSwagger ? shared : `components: {${shared}}`,
      )
      expect(told(methodOf(api, 'GET /a').integration?.uri)).toBe('http://b.test')
    })

    it('one that AWS may add some day is named', () => {
      const { api } = rest('', 'x-amazon-apigateway-teleport: true')
      expect(api.unmodelled.map(({ name }) => name)).toEqual(['x-amazon-apigateway-teleport'])
    })
  })

  describe('extensions of a path or an operation', () => {
    it('any-method', () => {
      const { api } = readRest(`${version}\npaths: {/a: {x-amazon-apigateway-any-method: {}}}`)
      expect(methodOf(api, 'ANY /a').httpMethod).toBe('ANY')
    })

    it('auth', () => {
      const { api } = rest('x-amazon-apigateway-auth: {type: AWS_IAM}')
      expect(methodOf(api, 'GET /a').authorization.type).toBe('AWS_IAM')
    })

    it('request-validator', () => {
      const { api } = rest('x-amazon-apigateway-request-validator: all')
      expect(told(methodOf(api, 'GET /a').requestValidator)).toBe('all')
    })
  })

  describe('extensions of a security scheme', () => {
    it('authorizer', () => {
      const { authorizer, authorization } = secured(
        'type: apiKey, in: header, name: A, x-amazon-apigateway-authorizer: {type: token, authorizerUri: u}',
      )
      expect([told(authorizer?.type), told(authorizer?.uri), authorization.type]).toEqual([
        'TOKEN',
        'u',
        'CUSTOM',
      ])
    })

    it('authtype', () => {
      const { authorization } = secured(
        'type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4',
      )
      expect(authorization.type).toBe('AWS_IAM')
    })
  })

  describe('x-amazon-apigateway-integration', () => {
    it('connectionType and connectionId', () => {
      const { connectionType, connectionId } = integration(
        'type: http, connectionType: VPC_LINK, connectionId: l',
      )
      expect([told(connectionType), told(connectionId)]).toEqual(['VPC_LINK', 'l'])
    })

    it('tlsConfig', () => {
      const { tlsConfig } = integration('type: http_proxy, tlsConfig: {insecureSkipVerification: true}')
      expect(told(tlsConfig?.insecureSkipVerification)).toBe(true)
    })

    it('integrationTarget', () => {
      const { integrationTarget } = integration(
        'type: http_proxy, connectionType: VPC_LINK, integrationTarget: listener',
      )
      expect(told(integrationTarget)).toBe('listener')
    })

    it('requestParameters; a bare Boolean maps nothing', () => {
      const { requestParameters } = integration(
        'type: http, requestParameters: {integration.request.header.A: "\'b\'", integration.request.header.C: true}',
      )
      expect(toldAll(requestParameters)).toEqual({ 'integration.request.header.A': "'b'" })
    })

    it('requestTemplates', () => {
      const { requestTemplates } = integration('type: mock, requestTemplates: {application/json: "{}"}')
      expect(toldAll(requestTemplates)).toEqual({ 'application/json': '{}' })
    })

    it('responses', () => {
      const { responses } = integration(
        'type: mock, responses: {default: {statusCode: 200}, 4..: {statusCode: 400}}',
      )
      expect(responses.map(response => [told(response.selectionPattern), told(response.statusCode)])).toEqual(
        [
          [undefined, '200'],
          ['4..', '400'],
        ],
      )
    })

    it('cacheKeyParameters and cacheNamespace', () => {
      const { cacheKeyParameters, cacheNamespace } = integration(
        'type: http, cacheKeyParameters: [method.request.path.a], cacheNamespace: n',
      )
      expect([cacheKeyParameters.map(told), told(cacheNamespace)]).toEqual([['method.request.path.a'], 'n'])
    })

    it('responseTransferMode', () => {
      expect(told(integration('type: http_proxy, responseTransferMode: stream').responseTransferMode)).toBe(
        'STREAM',
      )
    })
  })
})

describe('what API Gateway has no counterpart for', () => {
  const read = (operation: string) => {
    const { api, diagnostics, marked } = readRest(`openapi: 3.0.1\npaths: {/a: ${operation}}`)
    const said = diagnostics.map(({ code, severity, message, file, range }) => [
      code,
      severity,
      marked({ file, pointer: '', range }),
      message,
    ])
    return { api, said }
  }

  it('a trace operation makes no method, and that is said', () => {
    const { api, said } = read('{trace: {}, get: {}}')
    expect(api.resources.flatMap(({ methods }) => methods.map(({ httpMethod }) => httpMethod))).toEqual([
      'GET',
    ])
    expect(said).toEqual([
      [
        'import-leaves-out',
        'info',
        'trace',
        'API Gateway has no method TRACE, so the import leaves this operation out',
      ],
    ])
  })

  it('a cookie parameter makes no request parameter, and that is said', () => {
    const { api, said } = read('{get: {parameters: [{in: cookie, name: session, schema: {type: string}}]}}')
    expect(methodOf(api, 'GET /a').requestParameters).toEqual([])
    expect(said).toEqual([
      [
        'import-leaves-out',
        'info',
        'cookie',
        "API Gateway has no cookie parameters, so the import leaves 'session' out; a backend finds it in the header Cookie",
      ],
    ])
  })
})
