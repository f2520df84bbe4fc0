import { describe, expect, it } from 'vitest'
import type { Integration } from '../../server/src/api/integration.ts'
import { methodOf, readRest, told, toldAll } from '../support/openApi.ts'
import { plainly } from '../support/plainly.ts'

const read = (integration: string, more = '') => {
  const text = `openapi: 3.0.1\npaths:\n  /a:\n    get:\n      x-amazon-apigateway-integration:\n${integration.replace(/^/gm, '        ')}\n${more}`
  const { api, marked } = readRest(text)
  return { integration: methodOf(api, 'GET /a').integration, marked }
}

describe('x-amazon-apigateway-integration', () => {
  it('is read whole, words in upper case', () => {
    const { integration, marked } = read(`type: http
uri: https://example.com/{id}
httpMethod: post
credentials: arn:aws:iam::123456789012:role/r
connectionType: vpc_link
connectionId: link
timeoutInMillis: "5000"
passthroughBehavior: when_no_templates
contentHandling: convert_to_text
responseTransferMode: stream
cacheNamespace: ns
cacheKeyParameters: [method.request.path.id]
tlsConfig: {insecureSkipVerification: true}
requestParameters: {integration.request.path.id: method.request.path.id, integration.request.header.n: true}
requestTemplates:
  application/json: |
    {"id": "$input.params('id')"}`)
    const {
      origin,
      type,
      requestParameters,
      requestTemplates,
      cacheKeyParameters,
      responses,
      unmodelled,
      tlsConfig,
      ...rest
    } =
      // `read` found it; the expectations below would fail on an empty one.
      integration as Integration
    expect(marked(origin)).toBe('x-amazon-apigateway-integration')
    expect([told(type), marked(type.origin)]).toEqual(['HTTP', 'http'])
    expect(plainly(rest)).toEqual({
      uri: 'https://example.com/{id}',
      httpMethod: 'POST',
      credentials: 'arn:aws:iam::123456789012:role/r',
      connectionType: 'VPC_LINK',
      connectionId: 'link',
      timeoutInMillis: 5000,
      passthroughBehavior: 'WHEN_NO_TEMPLATES',
      contentHandling: 'CONVERT_TO_TEXT',
      responseTransferMode: 'STREAM',
      cacheNamespace: 'ns',
    })
    expect(toldAll(requestParameters)).toEqual({
      'integration.request.path.id': 'method.request.path.id',
    })
    expect(toldAll(requestTemplates)).toEqual({ 'application/json': `{"id": "$input.params('id')"}\n` })
    expect(cacheKeyParameters.map(told)).toEqual(['method.request.path.id'])
    expect(responses).toEqual([])
    expect(told(tlsConfig?.insecureSkipVerification)).toBe(true)
    expect(unmodelled).toEqual([])
  })

  it('has its responses by pattern, `default` without one', () => {
    const { integration, marked } = read(`type: aws
responses:
  "4\\\\d{2}":
    statusCode: 400
    responseParameters: {method.response.header.X: "'y'"}
    responseTemplates: {text/plain: no}
    contentHandling: CONVERT_TO_BINARY
  default: {statusCode: "200"}
  "503": {}`)
    const responses = integration?.responses ?? []
    const described = responses.map(response => [told(response.selectionPattern), told(response.statusCode)])
    expect(described).toEqual([
      ['4\\d{2}', '400'],
      [undefined, '200'],
      ['503', '503'],
    ])
    expect(toldAll(responses[0]?.responseParameters ?? new Map())).toEqual({
      'method.response.header.X': "'y'",
    })
    expect(toldAll(responses[0]?.responseTemplates ?? new Map())).toEqual({ 'text/plain': 'no' })
    expect(told(responses[0]?.contentHandling)).toBe('CONVERT_TO_BINARY')
    expect(marked(responses[1]?.origin)).toBe('default')
  })

  it('may be shared by $ref', () => {
    const { integration } = read(
      '$ref: "#/components/x-amazon-apigateway-integrations/shared"',
      'components: {x-amazon-apigateway-integrations: {shared: {type: mock}}}',
    )
    expect(told(integration?.type)).toBe('MOCK')
  })

  it('without a type says so', () => {
    expect(told(read('uri: x').integration?.type)).toBe("unknown: the integration has no 'type'")
  })

  it('meant for a template gives unknown facts where the template fills them in', () => {
    const { integration, marked } = read(`type: aws_proxy
uri: {"Fn::Sub": "arn:\${AWS::Partition}:x"}
credentials:
  Fn::If: [HasRole, {"Fn::GetAtt": [Role, Arn]}, {Ref: AWS::NoValue}]
requestTemplates: {application/json: !Sub "\${x}"}`)
    expect(told(integration?.uri)).toBe(
      "unknown: 'Fn::Sub' is filled in by the template that includes this file",
    )
    expect(marked(integration?.uri?.origin)).toBe('{"Fn::Sub": "arn:${AWS::Partition}:x"}')
    expect(told(integration?.credentials)).toBe(
      "unknown: 'Fn::If' is filled in by the template that includes this file",
    )
    expect(toldAll(integration?.requestTemplates ?? new Map())).toEqual({
      'application/json': "unknown: 'Fn::Sub' is filled in by the template that includes this file",
    })
  })
})
