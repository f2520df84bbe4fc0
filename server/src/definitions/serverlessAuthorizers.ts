import type { Authorization, Authorizer } from '../api/authorizer.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Service, ServiceFunction } from './serverlessService.ts'
import { nearestName } from '../base/nearestName.ts'
import { valueOf } from '../base/origin.ts'
import { originOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf, unknownAt, upperCase } from './properties.ts'
import { known, textFact } from './reader.ts'
import { splitSources } from './restParts.ts'
import { invocationUri, open } from './samAuth.ts'
import { arnAt, functionNamed, partOf } from './serverlessService.ts'

/** What `authorizer` of an event asks for. */
export interface EventAuthorizer {
  readonly authorization: Authorization
  /** The authorizer that the framework makes for it. */
  readonly made?: Authorizer
  /** The service's own function that is the authorizer. */
  readonly fn?: ServiceFunction | undefined
}

/**
 * `authorizer` of an `http` event: a function's name, an ARN, `aws_iam`, or a mapping.
 * https://www.serverless.com/framework/docs/providers/aws/events/apigateway#http-endpoints-with-custom-authorizers
 */
export function readEventAuthorizer(
  service: Service,
  node: Node | undefined,
  event: Origin,
): EventAuthorizer {
  if (!node || !isThere(node)) return { authorization: open(event) }
  const mapping = node.type === 'mapping' ? partOf(node) : undefined
  const origin = originOf(node)
  if (!mapping) return shortForm(service, node, origin)
  const given = propertiesOf(service.reader, mapping)
  const type = upperCase(given.text('type'))
  const id = given.text('authorizerId')
  if (id) return existing(service, id, valueOf(type), given.texts('scopes'))
  if (valueOf(type) === 'AWS_IAM') return { authorization: { origin, type: 'AWS_IAM', scopes: [] } }
  const arn = given.text('arn')
  const name = given.text('name')
  const fn = !arn && name ? namedFunction(service, name) : undefined
  const isPool = valueOf(type) === 'COGNITO_USER_POOLS' || isPoolArn(arn)
  const label = valueOf(name) ?? nameOfArn(valueOf(arn)) ?? 'authorizer'
  const scopes = given.texts('scopes')
  const sources = given.value('identitySource')
  const ttl = given.number('resultTtlInSeconds')
  const kind = isPool ? known('COGNITO_USER_POOLS', origin) : (type ?? known('TOKEN', origin))
  // A REQUEST authorizer without a cache needs no source to be keyed by.
  const isSourceless = valueOf(kind) === 'REQUEST' && valueOf(ttl) === 0
  const made: Authorizer = {
    name: label,
    origin,
    type: kind,
    identitySource: sources
      ? given.texts('identitySource').flatMap(splitSources)
      : isSourceless
        ? []
        : [known('method.request.header.Authorization', origin)],
    providerArns: isPool && arn ? [arn] : [],
    resultTtlInSeconds: ttl ?? known(300, origin),
    unmodelled: [],
    ...defined({
      uri: isPool ? undefined : uriOf(service, arn, fn, name?.origin ?? origin),
      identityValidationExpression: given.text('identityValidationExpression'),
    }),
  }
  const authorizer = known(label, (name ?? arn)?.origin ?? origin)
  return {
    made,
    fn,
    authorization: {
      origin,
      type: isPool ? 'COGNITO_USER_POOLS' : 'CUSTOM',
      authorizer,
      scopes: isPool ? scopes : [],
    },
  }
}

/** The function that an authorizer names; one that the service does not have is reported. */
export function namedFunction(service: Service, name: Fact<string>): ServiceFunction | undefined {
  if (!name.known) return undefined
  const fn = functionNamed(service, name.value)
  if (!fn && service.hasEveryFunction) reportUndefined(service, name.value, name.origin)
  return fn
}

/** The URI of an authorizer's function: by its ARN, else the service's own. */
export function uriOf(
  service: Service,
  arn: Fact<string> | undefined,
  fn: ServiceFunction | undefined,
  origin: Origin,
): Fact<string> {
  if (arn) return invocationUri(arn, service.template)
  if (fn) return invocationUri(arnAt(fn, origin), service.template)
  return { known: false, reason: 'the function of the authorizer is not in this service', origin }
}

/** The name that an ARN without another gives its authorizer: what stands after the last `:` and `-`. */
export function nameOfArn(arn: string | undefined): string | undefined {
  return arn?.split(':').at(-1)?.split('-').at(-1)
}

function shortForm(service: Service, node: Node, origin: Origin): EventAuthorizer {
  const text = textFact(service.reader, node) ?? unknownAt(node, 'the authorizer is no text')
  if (!text.known) return { authorization: { origin, type: 'UNKNOWN', authorizer: text, scopes: [] } }
  if (text.value.toUpperCase() === 'AWS_IAM')
    return { authorization: { origin, type: 'AWS_IAM', scopes: [] } }
  const arn = text.value.includes(':') ? text : undefined
  const fn = arn ? undefined : namedFunction(service, text)
  const isPool = isPoolArn(arn)
  const name = (arn ? nameOfArn(arn.value) : text.value) ?? text.value
  const made: Authorizer = {
    name,
    origin,
    type: known(isPool ? 'COGNITO_USER_POOLS' : 'TOKEN', origin),
    identitySource: [known('method.request.header.Authorization', origin)],
    providerArns: isPool && arn ? [arn] : [],
    unmodelled: [],
    ...(isPool ? {} : { uri: uriOf(service, arn, fn, origin) }),
  }
  const type = isPool ? 'COGNITO_USER_POOLS' : 'CUSTOM'
  return { made, fn, authorization: { origin, type, authorizer: known(name, origin), scopes: [] } }
}

// An authorizer that stands under `resources`, or lies elsewhere in the account.
function existing(
  { template }: Service,
  id: Fact<string>,
  type: string | undefined,
  scopes: readonly Fact<string>[],
): EventAuthorizer {
  const { origin } = id
  const isHere = id.known && template.resources.get(id.value)?.type === 'AWS::ApiGateway::Authorizer'
  const authorizer: Fact<string> = isHere
    ? id
    : { known: false, reason: 'the authorizer is not in this service', origin }
  const kind = type === 'COGNITO_USER_POOLS' ? type : 'CUSTOM'
  return { authorization: { origin, type: kind, authorizer, scopes } }
}

function isPoolArn(arn: Fact<string> | undefined): boolean {
  return /^arn:[\w-]+:cognito-idp:/.test(valueOf(arn) ?? '')
}

function isThere(node: Node): boolean {
  return !(node.type === 'scalar' && (node.value === null || node.value === false))
}

function reportUndefined(service: Service, name: string, origin: Origin): void {
  const keys = service.functions.map(({ key }) => key)
  const nearest = nearestName(name, keys)
  const advice = nearest === undefined ? "define it under 'functions'" : `write '${nearest}'`
  service.reader.report({
    code: 'authorizer-function-undefined',
    severity: 'error',
    file: origin.file,
    range: origin.range,
    message: `The service has no function '${name}' to authorize with, so the framework refuses to deploy; ${advice}`,
    documentation: 'https://www.serverless.com/framework/docs/providers/aws/events/apigateway',
    ...(nearest !== undefined && {
      fixes: [
        {
          title: `Replace with '${nearest}'`,
          edits: [{ file: origin.file, range: origin.range, newText: nearest }],
          isPreferred: true,
        },
      ],
    }),
  })
}
