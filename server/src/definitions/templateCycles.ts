import type { NameReference } from './nameReferences.ts'
import type { ApiEvent } from './samEvents.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import type { Node } from '../syntax/node.ts'
import { valueOf } from '../base/origin.ts'
import { childAt, documentOf, entriesOf, entryOf, itemsOf, rangeOf, stringOf } from '../syntax/node.ts'
import { nameReferencesOf, plainReference } from './nameReferences.ts'
import { implicitApis } from './samNames.ts'

/** An edge of the graph: `from` cannot be made before `to`. */
interface Edge {
  readonly from: string
  readonly to: string
  readonly reference: NameReference
}

// SAM makes resources of their own from these properties; the resource itself does not wait for what they name.
const apart: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Function': [
    'Events',
    'DeploymentPreference',
    'EventInvokeConfig',
    'ProvisionedConcurrencyConfig',
    'FunctionUrlConfig',
  ],
  'AWS::Serverless::StateMachine': ['Events', 'DeploymentPreference'],
  'AWS::Serverless::GraphQLApi': [
    'ApiKeys',
    'Cache',
    'DataSources',
    'DomainName',
    'Functions',
    'Resolvers',
    'SchemaInline',
    'SchemaUri',
  ],
  'AWS::Serverless::Api': [
    'StageName',
    'Variables',
    'AccessLogSetting',
    'CanarySetting',
    'MethodSettings',
    'Domain',
    'CacheClusterEnabled',
    'CacheClusterSize',
  ],
  'AWS::Serverless::HttpApi': [
    'StageName',
    'StageVariables',
    'AccessLogSettings',
    'DefaultRouteSettings',
    'RouteSettings',
    'Domain',
  ],
  'AWS::Serverless::WebSocketApi': [
    'Routes',
    'Auth',
    'StageName',
    'StageVariables',
    'AccessLogSettings',
    'Domain',
  ],
}

/** Reports resources (and conditions) that wait for each other in a circle: CloudFormation can make none of them. */
export function checkCycles(template: Template, events: readonly ApiEvent[]): void {
  for (const cycle of cyclesOf([...resourceEdges(template), ...eventEdges(template, events)])) {
    reportCycle(template, cycle, 'CloudFormation can create none of them')
  }
  for (const cycle of cyclesOf(conditionEdges(template))) {
    reportCycle(template, cycle, 'none of these conditions has a value')
  }
}

function resourceEdges(template: Template): Edge[] {
  return [...template.resources.values()].flatMap(resource =>
    template
      .remember(resource, 'references', [], () => referencesOf(template, resource))
      .flatMap(reference => edge(template, resource.id, reference)),
  )
}

function referencesOf(template: Template, resource: TemplateResource): readonly NameReference[] {
  const depends = entryOf(resource.body, 'DependsOn')?.value
  const names = depends?.type === 'sequence' ? itemsOf(depends) : depends ? [depends] : []
  return [
    ...propertyNodes(resource).flatMap(node => nameReferencesOf(node, activeBranches(template))),
    ...names.flatMap(node => plainReference('Ref', node) ?? []),
  ]
}

function propertyNodes({ type, properties }: TemplateResource): Node[] {
  const skipped = apart[type] ?? []
  return entriesOf(properties.node)
    .filter(entry => !skipped.includes(entry.name))
    .map(entry => entry.value)
}

// Only the branch that is taken makes a resource wait; of an unknown condition, none does.
function activeBranches({ intrinsics }: Template): (argument: Node) => readonly Node[] {
  return argument => {
    const [condition, whenTrue, whenFalse] = itemsOf(argument)
    const outcome = intrinsics.condition(stringOf(condition) ?? '')
    const branch = !outcome.known ? undefined : outcome.value === true ? whenTrue : whenFalse
    return branch ? [branch] : []
  }
}

function edge(template: Template, from: string, reference: NameReference): Edge[] {
  if (reference.kind === 'Condition' || reference.kind === 'Fn::FindInMap') return []
  const to = reference.name.split('.')[0] ?? ''
  const isImplicit = to === implicitApis.rest || to === implicitApis.http
  return template.resources.has(to) || isImplicit ? [{ from, to, reference }] : []
}

// The API that SAM makes from events names their functions in its document.
function eventEdges(template: Template, events: readonly ApiEvent[]): Edge[] {
  return events.flatMap(event => {
    const api = event.apiId === undefined ? undefined : template.resources.get(event.apiId)
    const isWritten = api && (api.properties.value('DefinitionBody') ?? api.properties.value('DefinitionUri'))
    const merges = api && valueOf(api.properties.boolean('MergeDefinitions')) === true
    if (event.apiId === undefined || (isWritten && !merges && event.kind === 'rest')) return []
    if (isWritten && api.properties.value('DefinitionUri')) return []
    const key = entryOf(event.owner.properties.value('Events'), event.name)?.key
    const reference = key && plainReference('Ref', key)
    return reference ? [{ from: event.apiId, to: event.owner.id, reference }] : []
  })
}

function conditionEdges({ document: { root } }: Template): Edge[] {
  const conditions = entriesOf(childAt(root, 'Conditions'))
  const names = new Set(conditions.map(entry => entry.name))
  return conditions.flatMap(({ name: from, value }) => {
    const alone = entryOf(value, 'Condition')?.value
    const references = [
      ...nameReferencesOf(value).filter(reference => reference.kind === 'Condition'),
      ...(alone ? [plainReference('Condition', alone)] : []),
    ]
    return references.flatMap(reference =>
      reference && names.has(reference.name) ? [{ from, to: reference.name, reference }] : [],
    )
  })
}

/** One circle for every group of names that wait for each other. */
function cyclesOf(edges: readonly Edge[]): Edge[][] {
  const outgoing = new Map<string, Edge[]>()
  for (const item of edges) outgoing.set(item.from, [...(outgoing.get(item.from) ?? []), item])
  const finished = new Set<string>()
  const cycles: Edge[][] = []
  for (const start of outgoing.keys()) {
    if (finished.has(start)) continue
    const cycle = circleFrom(start, outgoing, finished)
    if (cycle) cycles.push(cycle)
  }
  return cycles
}

// A depth-first walk with its own stack; marks everything it leaves as finished.
function circleFrom(
  start: string,
  outgoing: ReadonlyMap<string, readonly Edge[]>,
  finished: Set<string>,
): Edge[] | undefined {
  const path: { name: string; by: Edge | undefined; next: number }[] = [
    { name: start, by: undefined, next: 0 },
  ]
  const onPath = new Set([start])
  let circle: Edge[] | undefined
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const following = outgoing.get(top.name)?.[top.next++]
    if (!following) {
      finished.add(top.name)
      onPath.delete(top.name)
      path.pop()
    } else if (onPath.has(following.to)) {
      const begin = path.findIndex(step => step.name === following.to)
      circle ??= [...path.slice(begin + 1).flatMap(step => step.by ?? []), following]
    } else if (!finished.has(following.to)) {
      path.push({ name: following.to, by: following, next: 0 })
      onPath.add(following.to)
    }
  }
  return circle
}

function reportCycle({ reader }: Template, cycle: readonly Edge[], consequence: string): void {
  const [first, ...others] = cycle
  if (!first) return
  const place = ({ reference: { node, mark } }: Edge) => ({
    file: documentOf(node).file,
    range: rangeOf(node, mark),
  })
  const shown = cycle.slice(0, 8).map(({ from }) => `'${from}'`)
  const names = cycle.length > shown.length ? [...shown, `${cycle.length - shown.length} more`] : shown
  const what =
    names.length === 1
      ? `${names.join('')} refers to itself`
      : `${names.join(', ')} refer to each other in a circle`
  reader.report({
    code: 'reference-cyclic',
    severity: 'error',
    ...place(first),
    message: `${what}, so ${consequence}; remove one of these references`,
    documentation:
      'https://aws.amazon.com/blogs/infrastructure-and-automation/handling-circular-dependency-errors-in-aws-cloudformation/',
    related: others
      .slice(0, 20)
      .map(item => ({ ...place(item), message: `'${item.from}' refers to '${item.to}'` })),
  })
}
