import { describe, expect, it } from 'vitest'
import { dedent } from '../support/cursor.ts'
import { applyFix, diagnosticsOf } from '../support/annotated.ts'

const only = ['lambda-permission-missing']

const template = (routes: string, more = '') =>
  // Rules rest while the file is broken, so that no line of it is.
  dedent(`
  AWSTemplateFormatVersion: '2010-09-09'
  Conditions: { Live: !Equals [a, a] }
  Resources:
    List: # lists
      Type: AWS::Lambda::Function
      ${more}
      Properties: { Handler: index.handler, Runtime: nodejs22.x, Role: 'arn:aws:iam::123456789012:role/list', Code: { ZipFile: 'x' } }
    Notes:
      Type: AWS::ApiGatewayV2::Api
      Properties: { Name: notes, ProtocolType: HTTP }
    Call:
      Type: AWS::ApiGatewayV2::Integration
      Properties: { ApiId: !Ref Notes, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt List.Arn, PayloadFormatVersion: '2.0' }
    ${routes}
`)

const route = (id: string, key: string) =>
  `${id}: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: !Ref Notes, RouteKey: '${key}', Target: !Sub 'integrations/\${Call}' } }`

/** The text after the fix of the first finding, in which nothing is left to find. */
function fixed(text: string): string {
  const [fix] = diagnosticsOf(text, { only })[0]?.fixes ?? []
  if (!fix) throw new Error('no fix')
  expect(fix.isPreferred).toBeUndefined()
  const result = applyFix(text, fix)
  expect(diagnosticsOf(result, { only })).toEqual([])
  return result
}

describe('the missing permission', () => {
  it('is added behind the function, for the one route that calls it', () => {
    expect(fixed(template(route('Get', 'GET /notes/{id}')))).toContain(`
  ListPermission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref List
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Notes}/*/GET/notes/*
  Notes:
`)
  })

  it('is for the whole API where several routes call it', () => {
    const text = template(`${route('Get', 'GET /notes')}\n    ${route('Put', 'PUT /notes')}`)
    expect(fixed(text)).toContain('${AWS::AccountId}:${Notes}/*\n')
  })

  it('stands under the condition of the function', () => {
    const text = template(route('Get', 'GET /notes'), 'Condition: Live')
    expect(fixed(text)).toContain('    Type: AWS::Lambda::Permission\n    Condition: Live\n')
  })

  it('keeps the ends of lines, and is JSON in JSON', () => {
    const crlf = template(route('Get', 'GET /notes')).replaceAll('\n', '\r\n')
    expect(fixed(crlf).replaceAll('\r\n', '')).not.toContain('\n')
    const json = JSON.stringify({
      Resources: {
        List: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Handler: 'a.b',
            Runtime: 'nodejs22.x',
            Role: 'arn:aws:iam::123456789012:role/list',
            Code: { ZipFile: 'x' },
          },
        },
        Notes: {
          Type: 'AWS::ApiGatewayV2::Api',
          Properties: { Name: 'n', ProtocolType: 'HTTP' },
        },
        Call: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: {
            ApiId: { Ref: 'Notes' },
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: { 'Fn::GetAtt': ['List', 'Arn'] },
            PayloadFormatVersion: '2.0',
          },
        },
        Get: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId: { Ref: 'Notes' },
            RouteKey: 'GET /notes',
            Target: { 'Fn::Sub': 'integrations/${Call}' },
          },
        },
      },
    })
    expect(JSON.parse(fixed(json))).toMatchObject({
      Resources: { ListPermission: { Properties: { FunctionName: { Ref: 'List' } } } },
    })
  })
})
