import type { Api, Definition, Model, Stage } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import { Recent } from '../base/recent.ts'
import { CompiledModels } from './compiledModels.ts'
import type { Kept } from './authorizers/authorizerCache.ts'
import { AuthorizerCache } from './authorizers/authorizerCache.ts'
import type { OwnName } from './authorizers/definitionPolicy.ts'
import { policyOfServed } from './authorizers/definitionPolicy.ts'
import { namedPlace } from './access/apiContext.ts'
import type { CompiledPolicies } from './access/policies.ts'
import { compilePolicies } from './access/policies.ts'
import { IssuerKeys } from './authorizers/issuerKeys.ts'
import type { LambdaAuthorization } from './authorizers/lambdaAnswer.ts'
import type { RouteAuthorization } from './authorizers/routeLambdaAnswer.ts'
import { CompiledTemplates } from './compiledTemplates.ts'
import { builtInModels } from '../api/model.ts'
import { stableId } from './stableId.ts'
import { TraceSampler } from './traceId.ts'

/** One stage of an API with what every request needs of it, worked out once. */
export interface ServedApi<A extends Api = Api> {
  readonly definition: Definition
  readonly api: A
  readonly stage: Stage
  /** Only the ones whose values are known. */
  readonly stageVariables: ReadonlyMap<string, string>
  /** Lower-case letters and digits, as AWS's ids are. */
  readonly apiId: string
  readonly accountId: string
  readonly region: string
  readonly deploymentId: string
  readonly templates: CompiledTemplates
  readonly models: CompiledModels
  /** What Lambda authorizers answered, by authorizer and identity; the stage and its canary share it. */
  readonly authorizerResults: AuthorizerCache<Kept<LambdaAuthorization>>
  /** The same for an HTTP API. */
  readonly routeAuthorizerResults: AuthorizerCache<Kept<RouteAuthorization>>
  /** Answers of authorizers' functions as they were read, by authorizer and text: most answer the same again. */
  readonly authorizerAnswers: Recent<LambdaAuthorization | string>
  /** What JWT authorizers fetched. */
  readonly issuerKeys: IssuerKeys
  /** The resource policy, prepared once; undefined where the API has none. */
  readonly resourcePolicy: CompiledPolicies | undefined
  /** How ARNs of the definition's policies name the API. */
  readonly ownName: OwnName
  /** Of a stage with active tracing. */
  readonly tracer: TraceSampler | undefined
  /** Whether the canary of the stage answers; unset where a stage has none. */
  readonly isCanary?: boolean
}

/** Prepares a stage; throws nothing. */
export function serveApi<A extends Api>(definition: Definition, api: A, stage: Stage): ServedApi<A> {
  const stageVariables = new Map<string, string>()
  for (const [name, fact] of stage.variables) {
    const value = valueOf(fact)
    if (value !== undefined) stageVariables.set(name, value)
  }
  const apiId = servedApiId(api)
  const policy = api.type === 'rest' ? api.policy : undefined
  const { accountId, region } = placeOf(definition)
  const named = namedPlace(definition, api).apiId
  const ownName = {
    ids: new Set([api.id, ...(named === undefined ? [] : [named])]),
    served: `${region}:${accountId}:${apiId}`,
  }
  return {
    definition,
    api,
    stage,
    stageVariables,
    apiId,
    accountId,
    region,
    deploymentId: stableId(`${api.id}/${stage.name}`, 6),
    templates: new CompiledTemplates(),
    models: new CompiledModels(modelsOf(api)),
    authorizerResults: new AuthorizerCache(),
    routeAuthorizerResults: new AuthorizerCache(),
    authorizerAnswers: new Recent(100, 20_000),
    issuerKeys: new IssuerKeys(),
    resourcePolicy: policy && compilePolicies([policyOfServed(policy.document, ownName)]),
    ownName,
    tracer: valueOf(stage.tracingEnabled) === true ? new TraceSampler() : undefined,
  }
}

/** The account and region of a definition: those of its functions, else stand-ins. */
export function placeOf({ functions }: Pick<Definition, 'functions'>): {
  readonly accountId: string
  readonly region: string
} {
  const arn = functions[0]?.arn.split(':') ?? []
  return { accountId: arn[4] ?? '123456789012', region: arn[3] ?? 'us-east-1' }
}

/** The id in host names and events: the logical id in lower-case letters and digits. */
export function servedApiId({ id }: Pick<Api, 'id'>): string {
  return id.toLowerCase().replace(/[^a-z0-9]/g, '') || stableId(id, 10)
}

function modelsOf(api: Api): readonly Model[] {
  const isMadeEmpty = api.type === 'rest' && api.settings?.isImported !== true
  return isMadeEmpty ? [...builtInModels(api.origin), ...api.models] : api.models
}
