import {
  authorizerLogicalId,
  functionLogicalId,
  httpAuthorizerLogicalId,
  layerLogicalId,
  methodLogicalId,
  normalised,
  resourceLogicalId,
  serviceApis,
  sharedModelId,
  urlLogicalId,
  webSocketAuthorizerLogicalId,
} from '../../definitions/serverlessNames.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import { childAt, entriesOf, itemsOf, stringOf } from '../../syntax/node.ts'

/** A resource that the framework makes of a service, by the logical id that `resources` may refer to. */
export interface MadeResource {
  readonly name: string
  readonly type: string
}

/**
 * The resources that the framework makes of what a service says, as far as its text shows them.
 * https://www.serverless.com/framework/docs/providers/aws/guide/resources#aws-cloudformation-resource-reference
 */
export function madeResources(root: Node | undefined): MadeResource[] {
  const functions = serviceFunctions(root)
  const made = [
    { name: 'ServerlessDeploymentBucket', type: 'AWS::S3::Bucket' },
    { name: 'IamRoleLambdaExecution', type: 'AWS::IAM::Role' },
    ...functions.flatMap(ofFunction),
    ...functions.flatMap(({ value }) => itemsOf(childAt(value, 'events')).flatMap(ofEvent)),
    ...namesAt(root, 'layers').map(key => ({
      name: layerLogicalId(key),
      type: 'AWS::Lambda::LayerVersion',
    })),
    ...namesAt(root, 'provider', 'httpApi', 'authorizers').map(name => ({
      name: httpAuthorizerLogicalId(name),
      type: 'AWS::ApiGatewayV2::Authorizer',
    })),
    ...namesAt(root, 'provider', 'apiGateway', 'request', 'schemas').map(key => ({
      name: sharedModelId(key),
      type: 'AWS::ApiGateway::Model',
    })),
  ]
  return [...new Map(made.map(each => [each.name, each])).values()]
}

/** The functions of a service: one mapping, or a list of them. */
export function serviceFunctions(root: Node | undefined): readonly Entry[] {
  const node = childAt(root, 'functions')
  return node?.type === 'sequence' ? itemsOf(node).flatMap(entriesOf) : entriesOf(node)
}

function namesAt(root: Node | undefined, ...path: readonly string[]): string[] {
  return entriesOf(childAt(root, ...path)).map(({ name }) => name)
}

function ofFunction({ name: key, value }: Entry): MadeResource[] {
  return [
    { name: functionLogicalId(key), type: 'AWS::Lambda::Function' },
    { name: `${normalised(key)}LogGroup`, type: 'AWS::Logs::LogGroup' },
    ...(childAt(value, 'url') ? [{ name: urlLogicalId(key), type: 'AWS::Lambda::Url' }] : []),
  ]
}

function ofEvent(event: Node): MadeResource[] {
  return (event.type === 'scalar' ? [] : entriesOf(event)).flatMap(({ name, value }) => {
    switch (name) {
      case 'http':
        return ofRestEvent(value)
      case 'httpApi':
        return [
          { name: serviceApis.http, type: 'AWS::ApiGatewayV2::Api' },
          { name: 'HttpApiStage', type: 'AWS::ApiGatewayV2::Stage' },
        ]
      case 'websocket': {
        const guard = authorizerName(value)
        return [
          { name: serviceApis.websocket, type: 'AWS::ApiGatewayV2::Api' },
          { name: 'WebsocketsDeploymentStage', type: 'AWS::ApiGatewayV2::Stage' },
          ...(guard === undefined
            ? []
            : [{ name: webSocketAuthorizerLogicalId(guard), type: 'AWS::ApiGatewayV2::Authorizer' }]),
        ]
      }
      default:
        return []
    }
  })
}

function ofRestEvent(event: Node): MadeResource[] {
  const short = /^(\S+)\s+(\S+)$/.exec(stringOf(event) ?? '')
  const path = (short?.[2] ?? stringOf(childAt(event, 'path')) ?? '').replace(/^\/+|\/+$/g, '')
  const method = short?.[1] ?? stringOf(childAt(event, 'method'))
  const guard = authorizerName(event)
  const segments = path === '' ? [] : path.split('/')
  return [
    { name: serviceApis.rest, type: 'AWS::ApiGateway::RestApi' },
    ...segments.map((_, index) => ({
      name: resourceLogicalId(segments.slice(0, index + 1).join('/')),
      type: 'AWS::ApiGateway::Resource',
    })),
    ...(method === undefined
      ? []
      : [{ name: methodLogicalId(path, method), type: 'AWS::ApiGateway::Method' }]),
    ...(guard === undefined
      ? []
      : [{ name: authorizerLogicalId(guard), type: 'AWS::ApiGateway::Authorizer' }]),
  ]
}

// Names of functions are words; anything else is an ARN, a variable or a type such as `aws_iam`.
function authorizerName(event: Node): string | undefined {
  const authorizer = childAt(event, 'authorizer')
  const name = stringOf(childAt(authorizer, 'name')) ?? stringOf(authorizer)
  return name !== undefined && /^[\w-]+$/.test(name) && !/^aws_iam$/i.test(name) ? name : undefined
}
