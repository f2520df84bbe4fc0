import type { Resources, TemplateResource } from './templateResources.ts'
import { entriesOf, entryOf, stringOf } from '../syntax/node.ts'

/** Names of the APIs that SAM makes for events without an API of their own. */
export const implicitApis = { rest: 'ServerlessRestApi', http: 'ServerlessHttpApi' } as const

// What SAM appends to a function's logical id, besides the ids of its events.
const functionSuffix =
  /^(Role|Version|Alias|DeploymentGroup|EventInvokeConfig|Url|ScalingTarget|ScalingPolicy)/

// Shared by the whole template: deployments of functions, usage plans, custom domains.
const sharedNames =
  /^(ServerlessDeploymentApplication|CodeDeployServiceRole|ServerlessUsagePlan|ServerlessApiKey|ServerlessUsagePlanKey|ApiGatewayDomainName\w*|RecordSetGroup\w*)$/

/**
 * `Function.Version`, `Function.Alias`, `Api.Stage`, ...: how a SAM template refers to a generated resource.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
 */
export function samReference(
  name: string,
  resources: Resources,
): { readonly resource: TemplateResource; readonly property: string } | undefined {
  const dot = name.indexOf('.')
  const resource = dot < 0 ? undefined : resources.get(name.slice(0, dot))
  if (!resource?.type.startsWith('AWS::Serverless::')) return undefined
  return { resource, property: name.slice(dot + 1) }
}

/** Whether SAM makes a resource of this name from those that the template states. */
export function isGeneratedName(name: string, resources: Resources): boolean {
  const owner = generatingResource(name, id => {
    const resource = resources.get(id)
    const events = () => entriesOf(resource?.properties.value('Events')).map(entry => entry.name)
    return resource && { type: resource.type, events }
  })
  if (owner !== undefined) return true
  const isImplicit = (kind: keyof typeof implicitApis) =>
    name.startsWith(implicitApis[kind]) &&
    [...resources.values()].some(resource => hasImplicitApi(resource, kind))
  return sharedNames.test(name) || isImplicit('rest') || isImplicit('http')
}

/** What is known of a resource that SAM makes others from. */
interface GeneratingResource {
  readonly type: string
  /** Keys of its `Events`. */
  readonly events: () => readonly string[]
}

/** The logical id of the resource from which SAM makes one of this name: `Shop` of `ShopStage`. */
export function generatingResource(
  name: string,
  find: (id: string) => GeneratingResource | undefined,
): string | undefined {
  for (let length = name.length - 1; length > 0; length--) {
    const id = name.slice(0, length)
    const owner = find(id)
    if (owner?.type.startsWith('AWS::Serverless::') && generates(owner, name.slice(length))) return id
  }
  return undefined
}

/** Whether a function's (or state machine's) events make SAM add an implicit API of this kind. */
function hasImplicitApi(resource: TemplateResource, kind: keyof typeof implicitApis): boolean {
  const [type, property] = kind === 'rest' ? ['Api', 'RestApiId'] : ['HttpApi', 'ApiId']
  return entriesOf(resource.properties.value('Events')).some(
    ({ value }) =>
      stringOf(entryOf(value, 'Type')?.value) === type &&
      !entryOf(entryOf(value, 'Properties')?.value, property),
  )
}

function generates(owner: GeneratingResource, suffix: string): boolean {
  if (owner.type !== 'AWS::Serverless::Function') return true
  return functionSuffix.test(suffix) || owner.events().some(event => suffix.startsWith(event))
}
