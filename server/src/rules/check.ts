import type { Api, GatewayResponse, HttpApi, Resource, RestApi, WebSocketApi } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import { emptySurroundings } from '../api/surroundings.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Memory, Remembered } from '../syntax/memory.ts'
import type { Look, WatchedDefinition } from './looks.ts'
import type { ActionDataSource, Finding, IntegrationOwner, Rule, RuleContext, Visitor } from './rule.ts'
import { entriesOf, entryOf } from '../syntax/node.ts'
import { watchDefinition } from './looks.ts'
import { gatewayTemplatesOf, templateFile, templatesOf } from './mappingTemplates.ts'
import { statedPolicies } from './policy/statedPolicies.ts'
import { rules } from './registry.ts'

/**
 * Runs all rules over a definition; walks its APIs once and hands each part to the rules that ask for it. With a memory,
 * what was found in a part stands as long as the part and all else that the rules have looked at are the same.
 */
export function checkDefinition(
  result: DefinitionResult,
  files: Files,
  { memory, actionData }: CheckOptions = {},
): Diagnostic[] {
  const { definition, documents } = result
  if (!definition) return []
  const context: RuleContext = { definition, documents, files, actionData }
  if (!memory)
    return check({ context, apis: definition.apis, ask: (_part, asked) => asked().flatMap(foundBy) })
  const watched = watchDefinition(context)
  const ask: Ask = (part, asked) =>
    part ? remembered(part, asked, watched, memory) : asked().flatMap(foundBy)
  return check({ ...watched, ask })
}

/** What a check may be given beside the definition. */
export interface CheckOptions {
  readonly memory?: Memory | undefined
  readonly actionData?: ActionDataSource | undefined
}

/** Runs some rules only, remembering nothing: those of the user's own are none of the registry. */
export function checkWith(chosen: readonly Rule[], context: RuleContext): Diagnostic[] {
  const ask: Ask = (_part, asked) =>
    asked().flatMap(({ kind, find }) =>
      chosen.filter(({ visit }) => visit[kind]).flatMap(rule => diagnosticsOf(rule, find)),
    )
  return check({ context, apis: context.definition.apis, ask })
}

/** Runs the rules for mapping templates over a template that is a file of its own. */
export function checkTemplateFile(file: string, text: string, files: Files): Diagnostic[] {
  const template = templateFile(file, text)
  const context: RuleContext = { definition: { ...noDefinition, file }, documents: new Map(), files }
  return foundBy({ kind: 'mappingTemplate', find: visitor => visitor.mappingTemplate?.(template, context) })
}

const noDefinition = {
  kind: 'openapi',
  apis: [],
  functions: [],
  permissions: [],
  parameters: [],
  surroundings: emptySurroundings,
} as const

/** One visitor of every rule that has it, with what it is called for. */
interface Asked {
  readonly kind: keyof Visitor
  readonly find: (visitor: Visitor) => Iterable<Finding> | undefined
}

/** `part` is what the findings are about, undefined for what looks at everything anyway. */
type Ask = (part: object | undefined, asked: () => readonly Asked[]) => readonly Diagnostic[]

interface Check {
  readonly context: RuleContext
  readonly apis: readonly Api[]
  readonly ask: Ask
}

function check({ context, apis, ask }: Check): Diagnostic[] {
  const { definition } = context
  return [
    ...ask(undefined, () => [
      { kind: 'definition', find: visitor => visitor.definition?.(definition, context) },
    ]),
    ...definition.functions.flatMap(fn =>
      ask(fn, () => [{ kind: 'function', find: visitor => visitor.function?.(fn, context) }]),
    ),
    ...checkPaths(context, ask),
    ...checkPolicies(context, ask),
    ...apis.flatMap(api => checkApi(api, context, ask)),
  ]
}

function checkPaths(context: RuleContext, ask: Ask): Diagnostic[] {
  const { kind, file } = context.definition
  if (kind !== 'openapi') return []
  return entriesOf(entryOf(context.documents.get(file)?.root, 'paths')?.value).flatMap(({ value }) =>
    ask(value, () => [{ kind: 'openApiPath', find: visitor => visitor.openApiPath?.(value, context) }]),
  )
}

function checkPolicies(context: RuleContext, ask: Ask): Diagnostic[] {
  return statedPolicies(context).flatMap(policy =>
    ask(policy.node, () => [{ kind: 'policy', find: visitor => visitor.policy?.(policy, context) }]),
  )
}

function checkApi(api: Api, context: RuleContext, ask: Ask): Diagnostic[] {
  return [
    ...ask(undefined, () => [{ kind: 'api', find: visitor => visitor.api?.(api, context) }]),
    ...api.authorizers.flatMap(authorizer =>
      ask(authorizer, () => [
        { kind: 'authorizer', find: visitor => visitor.authorizer?.(authorizer, api, context) },
      ]),
    ),
    ...api.stages.flatMap(stage =>
      ask(stage, () => [{ kind: 'stage', find: visitor => visitor.stage?.(stage, api, context) }]),
    ),
    ...(api.type === 'rest' ? checkRestApi(api, context, ask) : checkRoutes(api, context, ask)),
  ]
}

function checkRestApi(api: RestApi, context: RuleContext, ask: Ask): Diagnostic[] {
  return [
    ...ask(undefined, () => [{ kind: 'restApi', find: visitor => visitor.restApi?.(api, context) }]),
    ...api.gatewayResponses.flatMap(response =>
      ask(response, () => askedOfGatewayResponse(response, context)),
    ),
    ...api.resources.flatMap(resource => ask(resource, () => askedOfResource(resource, api, context))),
  ]
}

function askedOfGatewayResponse(response: GatewayResponse, context: RuleContext): Asked[] {
  return gatewayTemplatesOf(response).map((template): Asked => ({
    kind: 'gatewayTemplate',
    find: visitor => {
      const read = visitor.gatewayTemplate && template()
      return read && visitor.gatewayTemplate?.(read, context)
    },
  }))
}

function askedOfIntegration(
  integration: Integration,
  owner: IntegrationOwner,
  context: RuleContext,
): Asked[] {
  return [
    { kind: 'integration', find: visitor => visitor.integration?.(integration, owner, context) },
    ...templatesOf(integration, owner).map((template): Asked => ({
      kind: 'mappingTemplate',
      find: visitor => {
        const read = visitor.mappingTemplate && template()
        return read && visitor.mappingTemplate?.(read, context)
      },
    })),
  ]
}

function askedOfResource(resource: Resource, api: RestApi, context: RuleContext): Asked[] {
  const methods = resource.methods.flatMap((method): Asked[] => {
    const { integration } = method
    const owner = { api, method, label: `${method.httpMethod} ${resource.path}` }
    const asked: Asked = {
      kind: 'method',
      find: visitor => visitor.method?.(method, resource, api, context),
    }
    if (!integration) return [asked]
    return [asked, ...askedOfIntegration(integration, owner, context)]
  })
  return [{ kind: 'resource', find: visitor => visitor.resource?.(resource, api, context) }, ...methods]
}

function checkRoutes(api: HttpApi | WebSocketApi, context: RuleContext, ask: Ask): Diagnostic[] {
  const whole: Asked =
    api.type === 'http'
      ? { kind: 'httpApi', find: visitor => visitor.httpApi?.(api, context) }
      : { kind: 'webSocketApi', find: visitor => visitor.webSocketApi?.(api, context) }
  const routes = api.routes.flatMap(route => {
    const { integration } = route
    const owner = { api, route, label: route.routeKey }
    const asked: Asked = { kind: 'route', find: visitor => visitor.route?.(route, api, context) }
    if (!integration) return ask(route, () => [asked])
    return ask(route, () => [asked, ...askedOfIntegration(integration, owner, context)])
  })
  return [...ask(undefined, () => [whole]), ...routes]
}

const rulesByKind = new Map<keyof Visitor, readonly Rule[]>()

function rulesFor(kind: keyof Visitor): readonly Rule[] {
  const known = rulesByKind.get(kind) ?? rules.filter(rule => rule.visit[kind])
  rulesByKind.set(kind, known)
  return known
}

function foundBy({ kind, find }: Asked): Diagnostic[] {
  return rulesFor(kind).flatMap(rule => diagnosticsOf(rule, find))
}

/** Rules that were seen to look at all parts, by id: what they find in one part is never kept. */
const wideRules = new Map<string, Rule>()

/** What the findings in a part hang on, and which visitors were asked about it. */
interface Checked {
  readonly looks: readonly Look[]
  readonly kinds: ReadonlySet<keyof Visitor>
}

function remembered(
  part: object,
  asked: () => readonly Asked[],
  watched: WatchedDefinition,
  memory: Memory,
): Diagnostic[] {
  const compute = (): Remembered<Checked> => {
    const looks: Look[] = []
    const questions = asked()
    const diagnostics = questions.flatMap(({ kind, find }) =>
      rulesFor(kind).flatMap(rule => {
        if (wideRules.has(rule.id)) return []
        const run = watched.watch(() => diagnosticsOf(rule, find))
        if (run.looks.length > 0) looks.push(...run.looks)
        if (run.isWide) wideRules.set(rule.id, rule)
        return run.isWide ? [] : run.value
      }),
    )
    const kinds = new Set(questions.map(({ kind }) => kind))
    return { value: { looks: withoutRepetition(looks), kinds }, diagnostics }
  }
  const holds = ({ looks }: Checked): boolean => watched.holds(looks)
  const { value, diagnostics } = memory.remember(part, 'rules', [], compute, holds)
  const isWide = [...wideRules.values()].some(({ visit }) => [...value.kinds].some(kind => visit[kind]))
  // Most parts no such rule asks about, and then what they are asked need not be made.
  if (!isWide) return [...diagnostics]
  return [...diagnostics.filter(({ code }) => !wideRules.has(code)), ...asked().flatMap(foundByWideRules)]
}

function foundByWideRules({ kind, find }: Asked): Diagnostic[] {
  return [...wideRules.values()].filter(rule => rule.visit[kind]).flatMap(rule => diagnosticsOf(rule, find))
}

function withoutRepetition(looks: readonly Look[]): Look[] {
  return [...new Map(looks.map(look => [`${look.api ?? ''} ${look.name}`, look])).values()]
}

function diagnosticsOf(rule: Rule, find: Asked['find']): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const finding of find(rule.visit) ?? []) found.push(diagnosticOf(rule, finding))
  return found
}

function diagnosticOf(rule: Rule, finding: Finding): Diagnostic {
  return {
    code: rule.id,
    severity: finding.severity ?? rule.severity,
    message: finding.message,
    file: finding.origin.file,
    range: finding.origin.range,
    documentation: rule.documentation,
    ...(finding.fixes && finding.fixes.length > 0 && { fixes: finding.fixes }),
    ...(finding.related && { related: finding.related }),
    ...(finding.tags && { tags: finding.tags }),
  }
}
