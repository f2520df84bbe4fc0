import { expect, it } from 'vitest'
import { chooseApis } from '../../server/src/commands/gatewayHostApis.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('Hosts, stages and domain names', 'Endpoint types by API, custom domain name and host', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html',
})
fidelity('Hosts, stages and domain names', 'Private APIs: the VPC endpoint that a host names', {
  by: 'documentation',
  source:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html',
})

// Which kind of endpoint a request came by, and so what stands in front of the API, is told by the name it came to.

const template = (endpoint: string) => `AWSTemplateFormatVersion: 2010-09-09
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop${endpoint} }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Shop
      ResourceId: !GetAtt Shop.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        RequestTemplates: { application/json: '{"statusCode": 200}' }
        IntegrationResponses:
          - StatusCode: 200
            ResponseTemplates:
              application/json: "$input.params('X-Amz-Cf-Id')|$context.identity.vpceId|$context.domainPrefix"
      MethodResponses: [{ StatusCode: 200 }]
  Deployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Shop } }
  Live:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Shop, DeploymentId: !Ref Deployment, StageName: live }
  Regional:
    Type: AWS::ApiGateway::DomainName
    Properties: { DomainName: regional.example.com, RegionalCertificateArn: 'arn:aws:acm:us-east-1:1:certificate/c' }
  Edge:
    Type: AWS::ApiGateway::DomainName
    Properties: { DomainName: edge.example.com, CertificateArn: 'arn:aws:acm:us-east-1:1:certificate/c' }
  RegionalMapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Regional, RestApiId: !Ref Shop, Stage: live }
  EdgeMapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Edge, RestApiId: !Ref Shop, Stage: live }
`

async function answerAt(endpoint: string, host: string, path = '/') {
  const chosen = chooseApis(
    { file: '/template.yaml', deployment: { stageVariables: new Map() }, read: {} },
    memoryFiles({ '/template.yaml': template(endpoint) }),
  )
  const [own] = chosen.type === 'chosen' ? chosen.apis : []
  if (chosen.type !== 'chosen' || !own) throw new Error('nothing to serve')
  const request = {
    method: 'GET',
    path,
    query: '',
    body: new Uint8Array(0),
    sourceIp: '127.0.0.1',
    port: 3000,
  }
  const { exchange } = await chosen.front.answer(own, { ...request, headers: [['Host', host]] }, fixedWorld())
  const [edgeId, vpceId, prefix] = Buffer.from(exchange.response.body).toString('utf8').split('|')
  const headers = exchange.response.headers.map(([name]) => name)
  return { isEdge: edgeId !== '', isEdgeAnswer: headers.includes('X-Amz-Cf-Pop'), vpceId, prefix }
}

const executeApi = 'shop.execute-api.us-east-1.amazonaws.com'

it('has an API without a stated type behind an edge at its execute-api host, and bare at the port', async () => {
  expect(await answerAt('', executeApi, '/live/')).toMatchObject({ isEdge: true, isEdgeAnswer: true })
  expect(await answerAt('', 'localhost:3000')).toMatchObject({ isEdge: false, isEdgeAnswer: false })
})

it('goes by what the API states, whatever the host', async () => {
  const edge = ', EndpointConfiguration: { Types: [EDGE] }'
  expect(await answerAt(edge, 'localhost:3000')).toMatchObject({ isEdge: true, isEdgeAnswer: true })
  const regional = ', EndpointConfiguration: { Types: [REGIONAL] }'
  expect(await answerAt(regional, executeApi, '/live/')).toMatchObject({ isEdge: false, isEdgeAnswer: false })
})

it('goes by the custom domain name, whose certificate tells its type where it states none', async () => {
  expect(await answerAt('', 'regional.example.com')).toMatchObject({ isEdge: false, isEdgeAnswer: false })
  expect(await answerAt('', 'edge.example.com')).toMatchObject({ isEdge: true, isEdgeAnswer: true })
})

it('tells the VPC endpoint that the host of a private API names, and the whole label as the prefix', async () => {
  const open = `{ Statement: [{ Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }] }`
  const endpoint = `, EndpointConfiguration: { Types: [PRIVATE] }, Policy: ${open}`
  const host = 'shop-vpce-0aa.execute-api.us-east-1.amazonaws.com'
  expect(await answerAt(endpoint, host, '/live/')).toMatchObject({
    isEdge: false,
    vpceId: 'vpce-0aa',
    prefix: 'shop-vpce-0aa',
  })
})
