import type { Api, Definition, RestApi } from '../../api/api.ts'
import type { Authorizer } from '../../api/authorizer.ts'
import { originAt, policyNodeOf } from '../../api/policyNode.ts'
import { valueOf } from '../../base/origin.ts'
import { readArn } from '../../policy/arn.ts'
import { memberOf, textsOf, valuesOf } from '../../policy/policyTree.ts'
import type { ApiPlace } from './calledResource.ts'
import type { CompiledPolicies } from './policies.ts'
import { compilePolicies } from './policies.ts'

/** One stage of an API with what every question about it needs, worked out once. */
export interface ApiContext {
  readonly definition: Definition
  readonly api: Api
  readonly place: ApiPlace
  /** Callers reach it through a VPC endpoint only. */
  readonly isPrivate: boolean
  readonly resourcePolicy?: CompiledPolicies
  readonly authorizers: ReadonlyMap<string, Authorizer>
}

/** Prepares a stage of an API. */
export function apiContext(definition: Definition, api: Api, stage: string): ApiContext {
  const policy = api.type === 'rest' ? api.policy : undefined
  const resourcePolicy =
    policy &&
    compilePolicies([
      { root: policyNodeOf(policy.document), originOf: pointer => originAt(policy.document, pointer) },
    ])
  return {
    definition,
    api,
    place: { ...localPlace(definition, api), ...namedPlace(definition, api), stage },
    isPrivate: api.type === 'rest' && isPrivate(api),
    authorizers: new Map(api.authorizers.map(each => [each.name, each])),
    ...(resourcePolicy && { resourcePolicy }),
  }
}

/** Whether callers reach an API through a VPC endpoint only. */
function isPrivate({ endpointTypes }: RestApi): boolean {
  return endpointTypes.some(fact => valueOf(fact) === 'PRIVATE')
}

function localPlace({ functions, surroundings }: Definition, api: Api): Omit<ApiPlace, 'stage'> {
  const arns = [...functions, ...surroundings.userPools, ...surroundings.roles].map(({ arn }) => readArn(arn))
  return {
    partition: arns[0]?.partition ?? 'aws',
    region: arns.find(arn => arn && arn.region !== '')?.region ?? 'us-east-1',
    account: arns.find(arn => arn && arn.account !== '')?.account ?? '123456789012',
    // What `!Ref` of an API is on this machine.
    apiId: api.id,
  }
}

/**
 * Where a resource policy says that its API is: it can only be about its own API, so the one region, account and id
 * that its ARNs name are the API's. In a template the account stays that of everything else in it.
 */
export function namedPlace(definition: Definition, api: Api): Partial<ApiPlace> {
  if (api.type !== 'rest' || !api.policy) return {}
  const statements = valuesOf(memberOf(policyNodeOf(api.policy.document), 'Statement')?.value)
  const texts = statements.flatMap(statement =>
    ['Resource', 'NotResource'].flatMap(name => textsOf(memberOf(statement, name)?.value)),
  )
  const arns = texts.flatMap(({ text }) => readArn(text) ?? [])
  const places = arns.filter(({ service }) => service === 'execute-api')
  const apiId = onlyLiteral(places.map(({ resource }) => resource.split('/')[0] ?? ''))
  if (apiId === undefined || apiId === api.id) return {}
  const region = onlyLiteral(places.map(arn => arn.region))
  const account = definition.kind === 'openapi' ? onlyLiteral(places.map(arn => arn.account)) : undefined
  return { apiId, ...(region !== undefined && { region }), ...(account !== undefined && { account }) }
}

function onlyLiteral(texts: readonly string[]): string | undefined {
  const literal = new Set(texts.filter(text => text !== '' && !/[*?$]/.test(text)))
  return literal.size === 1 ? [...literal][0] : undefined
}
