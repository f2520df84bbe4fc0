import type { Api, GatewayResponse, HttpApi, Resource, RestApi, WebSocketApi } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import { emptySurroundings } from '../api/surroundings.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { FailureListener } from '../base/failure.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Memory, Remembered } from '../syntax/memory.ts'
import type { Node } from '../syntax/node.ts'
import type { Look, WatchedDefinition } from './looks.ts'
import type {
  ActionDataSource,
  Finding,
  IntegrationOwner,
  Rule,
  RuleContext,
  TemplateUse,
  Visitor,
} from './rule.ts'
import { contained } from '../base/failure.ts'
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
  { memory, actionData, onFailure }: CheckOptions = {},
): Diagnostic[] {
  const { definition, documents } = result
  if (!definition) return []
  const context: RuleContext = { definition, documents, files, actionData }
  const contain = containIn(definition.file, onFailure)
  const foundNow = (asked: readonly Asked[]) => asked.flatMap(each => foundBy(each, contain))
  if (!memory)
    return check({ context, apis: definition.apis, ask: (_part, asked) => foundNow(asked()), contain })
  const watched = { ...watchDefinition(context), contain }
  const root = documents.get(definition.file)?.root
  const ask: Ask = (part, asked) => {
    if (typeof part === 'object') return remembered(part, asked, watched, memory)
    return root ? rememberedWhole({ root, name: part, asked: asked() }, watched, memory) : foundNow(asked())
  }
  return check({ ...watched, ask })
}

/** What a check may be given beside the definition. */
export interface CheckOptions {
  readonly memory?: Memory | undefined
  readonly actionData?: ActionDataSource | undefined
  /** Told of each rule that throws, which then costs its own findings only; without it, what throws ends the check. */
  readonly onFailure?: FailureListener | undefined
}

/** Runs some rules only, remembering nothing: those of the user's own are none of the registry. */
export function checkWith(chosen: readonly Rule[], context: RuleContext): Diagnostic[] {
  const ask: Ask = (_part, asked) =>
    asked().flatMap(({ kind, find }) =>
      chosen.filter(({ visit }) => visit[kind]).flatMap(rule => diagnosticsOf(rule, find)),
    )
  return check({ context, apis: context.definition.apis, ask, contain: (_id, find) => find() })
}

/** Runs the rules for mapping templates over a template that is a file of its own, once for each known use. */
export function checkTemplateFile(
  file: string,
  text: string,
  files: Files,
  uses: readonly TemplateUse[] = [],
  onFailure?: FailureListener,
): Diagnostic[] {
  const contain = containIn(file, onFailure)
  const context: RuleContext = { definition: { ...noDefinition, file }, documents: new Map(), files }
  return (uses.length > 0 ? uses : [undefined]).flatMap(use => {
    const template = templateFile(file, text, use)
    const find: Asked['find'] = visitor => visitor.mappingTemplate?.(template, context)
    return foundBy({ kind: 'mappingTemplate', find }, contain)
  })
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

/** Has one rule, or what hands parts to rules, throw at its own cost; `id` names it. */
type Contain = <T>(id: string, find: () => readonly T[]) => readonly T[]

function containIn(file: string, onFailure: FailureListener | undefined): Contain {
  return (id, find) => contained(id, file, find, onFailure)
}

/** `part` is what the findings are about; a name for an API or the definition as a whole. */
type Ask = (part: object | string, asked: () => readonly Asked[]) => readonly Diagnostic[]

interface Check {
  readonly context: RuleContext
  readonly apis: readonly Api[]
  readonly ask: Ask
  readonly contain: Contain
}

function check({ context, apis, ask: askAll, contain }: Check): Diagnostic[] {
  const { definition } = context
  // What rules are asked about is read of the model on the way, which may throw as a rule may.
  const ask: Ask = (part, asked) =>
    contain(`rules of ${typeof part === 'string' ? part : 'a part'}`, () => askAll(part, asked))
  return [
    ...ask('definition', () => [
      { kind: 'definition', find: visitor => visitor.definition?.(definition, context) },
    ]),
    ...definition.functions.flatMap(fn =>
      ask(fn, () => [{ kind: 'function', find: visitor => visitor.function?.(fn, context) }]),
    ),
    ...contain('rules of paths', () => checkPaths(context, ask)),
    ...contain('rules of policies', () => checkPolicies(context, ask)),
    ...apis.flatMap((api, index) =>
      contain(`rules of api ${index}`, () => checkApi(api, `api ${index}`, context, ask)),
    ),
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

function checkApi(api: Api, name: string, context: RuleContext, ask: Ask): Diagnostic[] {
  return [
    ...ask(name, () => [{ kind: 'api', find: visitor => visitor.api?.(api, context) }]),
    ...api.authorizers.flatMap(authorizer =>
      ask(authorizer, () => [
        { kind: 'authorizer', find: visitor => visitor.authorizer?.(authorizer, api, context) },
      ]),
    ),
    ...api.stages.flatMap(stage =>
      ask(stage, () => [{ kind: 'stage', find: visitor => visitor.stage?.(stage, api, context) }]),
    ),
    ...(api.type === 'rest' ? checkRestApi(api, name, context, ask) : checkRoutes(api, name, context, ask)),
  ]
}

function checkRestApi(api: RestApi, name: string, context: RuleContext, ask: Ask): Diagnostic[] {
  return [
    ...ask(name, () => [{ kind: 'restApi', find: visitor => visitor.restApi?.(api, context) }]),
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

function checkRoutes(
  api: HttpApi | WebSocketApi,
  name: string,
  context: RuleContext,
  ask: Ask,
): Diagnostic[] {
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
  return [...ask(name, () => [whole]), ...routes]
}

const rulesByKind = new Map<keyof Visitor, readonly Rule[]>()

function rulesFor(kind: keyof Visitor): readonly Rule[] {
  const known = rulesByKind.get(kind) ?? rules.filter(rule => rule.visit[kind])
  rulesByKind.set(kind, known)
  return known
}

function foundBy({ kind, find }: Asked, contain: Contain): Diagnostic[] {
  return rulesFor(kind).flatMap(rule => contain(rule.id, () => diagnosticsOf(rule, find)))
}

/** Rules that were seen to look at all parts, by id: what they find in one part is never kept. */
const wideRules = new Map<string, Rule>()

type Watching = WatchedDefinition & Pick<Check, 'contain'>

/** What one visitor of one rule has said of a part. */
interface Run {
  readonly rule: Rule
  /** Which of the questions about the part it has answered. */
  readonly question: number
  /** What its findings hang on beside the part. */
  readonly looks: readonly Look[]
  readonly found: number
}

/** Whoever has found something or looked at something, in the order of the findings; all others found nothing. */
interface Checked {
  readonly runs: readonly Run[]
  /** Those of all runs, each once: all are asked about after every edit. */
  readonly looks: readonly Look[]
  readonly kinds: ReadonlySet<keyof Visitor>
}

function remembered(
  part: object,
  asked: () => readonly Asked[],
  watched: Watching,
  memory: Memory,
): Diagnostic[] {
  const compute = (last?: Remembered<Checked>): Remembered<Checked> => {
    const questions = asked()
    return last ? checkedAgain(last, questions, watched) : checkedAnew(questions, watched)
  }
  const holds = ({ looks }: Checked): boolean => watched.holds(looks)
  const { value, diagnostics } = memory.remember(part, 'rules', [], compute, holds)
  const isWide = [...wideRules.values()].some(({ visit }) => [...value.kinds].some(kind => visit[kind]))
  // Most parts no such rule asks about, and then what they are asked need not be made.
  if (!isWide) return [...diagnostics]
  return [
    ...diagnostics.filter(({ code }) => !wideRules.has(code)),
    ...asked().flatMap(each => foundByWideRules(each, watched.contain)),
  ]
}

function checkedAnew(questions: readonly Asked[], watched: Watching): Remembered<Checked> {
  const all = questions.flatMap(({ kind, find }, question) =>
    rulesFor(kind).flatMap(rule => runOf(rule, question, find, watched) ?? nothing),
  )
  return together(all, new Set(questions.map(({ kind }) => kind)))
}

/** Only those run again that have looked at something that is no longer the same. */
function checkedAgain(
  { value, diagnostics }: Remembered<Checked>,
  questions: readonly Asked[],
  watched: Watching,
): Remembered<Checked> {
  let first = 0
  const all = value.runs.flatMap(run => {
    const before = diagnostics.slice(first, first + run.found)
    first += run.found
    const find = questions[run.question]?.find
    if (!find || watched.holds(run.looks)) return { run, diagnostics: before }
    return runOf(run.rule, run.question, find, watched) ?? nothing
  })
  return together(all, value.kinds)
}

const nothing: readonly RunWithFindings[] = []

interface RunWithFindings {
  readonly run: Run
  readonly diagnostics: readonly Diagnostic[]
}

function together(all: readonly RunWithFindings[], kinds: Checked['kinds']): Remembered<Checked> {
  const looks = new Set<Look>()
  for (const { run } of all) for (const look of run.looks) looks.add(look)
  return {
    value: { runs: all.map(({ run }) => run), looks: [...looks], kinds },
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
  }
}

/** Undefined for a rule that found nothing and looked at nothing, as most do. */
function runOf(
  rule: Rule,
  question: number,
  find: Asked['find'],
  watched: Watching,
): RunWithFindings | undefined {
  if (wideRules.has(rule.id)) return undefined
  const { value, looks, isWide } = watched.watch(() =>
    watched.contain(rule.id, () => diagnosticsOf(rule, find)),
  )
  if (isWide) wideRules.set(rule.id, rule)
  if (isWide || (value.length === 0 && looks.length === 0)) return undefined
  return { run: { rule, question, looks, found: value.length }, diagnostics: value }
}

interface AskedOfWhole {
  /** Of the document, which stays the same object as long as it is read in parts. */
  readonly root: Node
  readonly name: string
  readonly asked: readonly Asked[]
}

/** What each rule finds in an API or the definition stands as long as all that it has looked at is the same. */
function rememberedWhole(
  { root, name, asked }: AskedOfWhole,
  watched: Watching,
  memory: Memory,
): Diagnostic[] {
  return asked.flatMap(({ kind, find }) =>
    rulesFor(kind).flatMap(rule => {
      const compute = (): Remembered<readonly Look[] | undefined> => {
        const { value, looks, isWide } = watched.watchWhole(() =>
          watched.contain(rule.id, () => diagnosticsOf(rule, find)),
        )
        return { value: isWide ? undefined : looks, diagnostics: value }
      }
      const holds = (looks: readonly Look[] | undefined): boolean =>
        looks !== undefined && watched.holds(looks)
      return memory.remember(root, `${rule.id} ${kind} of ${name}`, [], compute, holds).diagnostics
    }),
  )
}

function foundByWideRules({ kind, find }: Asked, contain: Contain): Diagnostic[] {
  return [...wideRules.values()]
    .filter(rule => rule.visit[kind])
    .flatMap(rule => contain(rule.id, () => diagnosticsOf(rule, find)))
}

function diagnosticsOf(rule: Rule, find: Asked['find']): Diagnostic[] {
  const findings = find(rule.visit)
  if (!findings) return []
  const found: Diagnostic[] = []
  for (const finding of findings) found.push(diagnosticOf(rule, finding))
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
