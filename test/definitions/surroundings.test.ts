import { describe, expect, it } from 'vitest'
import { partsOfPool, userPoolsOf } from '../../server/src/api/cognito.ts'
import { domainNameOf } from '../../server/src/api/domainName.ts'
import { layersOf } from '../../server/src/api/lambdaFunction.ts'
import { vpcLinkOf } from '../../server/src/api/vpcLink.ts'
import { protectedStage } from '../../server/src/api/webAcl.ts'
import { plainly } from '../support/plainly.ts'
import {
  labelsOf,
  methodOf,
  readTemplateText,
  restApiOf,
  routeOf,
  httpApiOf,
} from '../support/readDefinition.ts'

describe('what a definition names is found in it', () => {
  const { definition } = readTemplateText(`
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: books}}
  Notes: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: notes, ProtocolType: HTTP}}
  Pool: {Type: AWS::Cognito::UserPool}
  Other: {Type: AWS::Cognito::UserPool}
  Web: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool}}
  Elsewhere: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Other}}
  Guard: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Api, Type: COGNITO_USER_POOLS, ProviderARNs: [!GetAtt Pool.Arn]}}
  Tokens:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Notes
      AuthorizerType: JWT
      JwtConfiguration: {Issuer: !Sub 'https://cognito-idp.\${AWS::Region}.amazonaws.com/\${Pool}', Audience: [!Ref Web]}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'http://b', ConnectionType: VPC_LINK, ConnectionId: !Ref Link}
  Link: {Type: AWS::ApiGateway::VpcLink, Properties: {Name: l, TargetArns: [balancer]}}
  Domain: {Type: AWS::ApiGateway::DomainName, Properties: {DomainName: a.test}}
  Map: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: !Ref Domain, RestApiId: !Ref Api}}
  Rule: {Type: AWS::ApiGatewayV2::RoutingRule, Properties: {DomainNameArn: !GetAtt Domain.DomainNameArn}}
  Fn: {Type: AWS::Lambda::Function, Properties: {Handler: a.b, Layers: [!Ref Shared, 'arn:elsewhere']}}
  Shared: {Type: AWS::Lambda::LayerVersion, Properties: {Content: ./layer}}
  Guards:
    Type: AWS::WAFv2::WebACLAssociation
    Properties: {ResourceArn: !Sub 'arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/prod', WebACLArn: x}
`)
  const { surroundings } = definition
  const api = restApiOf(definition)

  it.each([
    ['a Cognito authorizer', api.authorizers[0]],
    ['a JWT authorizer', httpApiOf(definition).authorizers[0]],
  ])('user pools of %s, with their clients', (_, authorizer) => {
    const pools = authorizer ? userPoolsOf(authorizer, surroundings.userPools) : []
    expect(pools.map(({ id }) => id)).toEqual(['Pool'])
    expect(
      pools.flatMap(pool => partsOfPool(pool, surroundings.userPoolClients)).map(({ id }) => id),
    ).toEqual(['Web'])
  })

  it('VPC links, domain names by name and by ARN, layers, protected stages', () => {
    const { integration } = methodOf(api, 'GET /')
    expect(integration && vpcLinkOf(integration, surroundings.vpcLinks)?.id).toBe('Link')
    const references = [surroundings.apiMappings[0]?.domainName, surroundings.routingRules[0]?.domainNameArn]
    expect(references.map(each => domainNameOf(each, surroundings.domainNames)?.id)).toEqual([
      'Domain',
      'Domain',
    ])
    expect(
      definition.functions.flatMap(fn => layersOf(fn, surroundings.layerVersions)).map(({ id }) => id),
    ).toEqual(['Shared'])
    expect(surroundings.webAclAssociations.map(protectedStage)).toEqual([{ apiId: 'Api', stageName: 'prod' }])
  })
})

it('an unknown value stays unknown, and one of the wrong kind is left to the schema', () => {
  const { definition } = readTemplateText(`
Parameters: {Limit: {Type: Number}}
Resources:
  Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {Quota: {Limit: !Ref Limit, Period: []}, Throttle: 5, ApiStages: x}}
  Odd: {Type: AWS::ApiGatewayV2::RoutingRule, Properties: {Conditions: {a: b}, Actions: 5}}
  Wall: {Type: AWS::WAFv2::WebACL, Properties: {Rules: [{Statement: {RateBasedStatement: {Limit: !Ref Limit, AggregateKeyType: IP}}}]}}
`)
  const reason = "? parameter 'Limit' has no default and no value was given"
  expect(plainly(definition.surroundings)).toMatchObject({
    usagePlans: [{ quota: { limit: reason } }],
    routingRules: [{ actions: [{}], conditions: [{}] }],
    webAcls: [{ rules: [{ Statement: { RateBasedStatement: { Limit: reason, AggregateKeyType: 'IP' } } }] }],
  })
  expect(definition.surroundings.usagePlans[0]).not.toHaveProperty('throttle')
})

describe('the document of an API', () => {
  const file = `openapi: 3.0.1
info: {title: Books, version: '1'}
paths: {/books: {get: {x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'http://b'}}}}
`
  it.each([
    ['BodyS3Location: ./api.yaml', undefined],
    ['BodyS3Location: {Bucket: b, Key: abc.yaml}', '/project/stack.assets.json'],
  ])('is found on this machine by %s', (location, assets) => {
    const listed = `{"files": {"a": {"source": {"path": "api.yaml"}, "destinations": {"d": {"objectKey": "abc.yaml"}}}}}`
    const { definition } = readTemplateText(
      `Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {${location}}}
  Notes: {Type: AWS::ApiGatewayV2::Api, Properties: {${location}}}
`,
      { '/project/api.yaml': file, ...(assets === undefined ? {} : { [assets]: listed }) },
    )
    expect(labelsOf(restApiOf(definition))).toEqual(['GET /books'])
    expect(routeOf(httpApiOf(definition), 'GET /books').origin.file).toBe('/project/api.yaml')
    expect(definition.apis.map(({ unmodelled }) => unmodelled)).toEqual([[], []])
  })

  it('that lies in S3 is said to be unread; one that is missing is a warning', () => {
    const api = (location: string) =>
      readTemplateText(
        `Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: ${location}}}\n`,
      )
    const inS3 = api('{Bucket: b, Key: k}')
    expect(restApiOf(inS3.definition).unmodelled.map(({ name }) => name)).toEqual(['BodyS3Location'])
    expect(inS3.diagnostics).toEqual([])
    expect(api('./gone.yaml').diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['definition-unread', 'warning'],
    ])
  })
})

it('two stacks that use one logical id keep their plans apart', () => {
  const part = `Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: part}}
  Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Api, Stage: prod}]}}
  Map: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: a.test, RestApiId: !Ref Api}}
  Guards: {Type: AWS::WAFv2::WebACLAssociation, Properties: {ResourceArn: !Sub 'arn:aws:apigateway:us-east-1::/restapis/\${Api}/stages/prod', WebACLArn: x}}
`
  const { definition } = readTemplateText(
    `Resources:
  One: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: part.yaml}}
  Two: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: part.yaml}}
`,
    { '/project/part.yaml': part },
  )
  const ids = definition.apis.map(({ id }) => id)
  expect(ids).toEqual(['local-One/Api', 'local-Two/Api'])
  const { usagePlans, apiMappings, webAclAssociations } = definition.surroundings
  expect(usagePlans.map(({ apiStages }) => plainly(apiStages[0]?.apiId))).toEqual(ids)
  expect(apiMappings.map(({ apiId }) => plainly(apiId))).toEqual(ids)
  expect(webAclAssociations.map(each => protectedStage(each)?.apiId)).toEqual(ids)
})
