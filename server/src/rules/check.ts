import type { Api } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Memory } from '../syntax/memory.ts'
import type { Looks, WatchedDefinition } from './looks.ts'
import type { Finding, Rule, RuleContext, Visitor } from './rule.ts'
import { watchDefinition } from './looks.ts'
import { rules } from './registry.ts'

/**
 * Runs all rules over a definition; walks its APIs once and hands each part to the rules that ask for it. With a memory,
 * what was found in a part stands as long as the part and all else that the rule has looked at are the same.
 */
export function checkDefinition(result: DefinitionResult, files: Files, memory?: Memory): Diagnostic[] {
  const { definition, documents } = result
  if (!definition) return []
  const context: RuleContext = { definition, documents, files }
  if (!memory) return check({ context, apis: definition.apis, ask: (_part, asked) => foundBy(asked) })
  const watched = watchDefinition(context)
  const ask: Ask = (part, asked) => (part ? remembered(part, asked, watched, memory) : foundBy(asked))
  return check({ ...watched, ask })
}

/** One visitor of every rule that has it, with what it is called for. */
interface Asked {
  readonly kind: keyof Visitor
  /** What the visitor is handed beside the part. */
  readonly beside: readonly unknown[]
  readonly find: (visitor: Visitor) => Iterable<Finding> | undefined
}

/** `part` is what the finding is about, unset for what looks at everything anyway. */
type Ask = (part: object | undefined, asked: Asked) => readonly Diagnostic[]

interface Check {
  readonly context: RuleContext
  readonly apis: readonly Api[]
  readonly ask: Ask
}

function check({ context, apis, ask }: Check): Diagnostic[] {
  const found: Diagnostic[] = []
  const put: Put = (kind, part, find, beside = []) => {
    found.push(...ask(part, { kind, find, beside }))
  }
  const { definition } = context
  put('definition', undefined, visitor => visitor.definition?.(definition, context))
  for (const fn of definition.functions) put('function', fn, visitor => visitor.function?.(fn, context))
  for (const api of apis) checkApi(api, context, put)
  return found
}

type Put = (
  kind: keyof Visitor,
  part: object | undefined,
  find: Asked['find'],
  beside?: Asked['beside'],
) => void

function checkApi(api: Api, context: RuleContext, put: Put): void {
  put('api', undefined, visitor => visitor.api?.(api, context))
  for (const authorizer of api.authorizers) {
    put('authorizer', authorizer, visitor => visitor.authorizer?.(authorizer, api, context))
  }
  for (const stage of api.stages) put('stage', stage, visitor => visitor.stage?.(stage, api, context))
  if (api.type === 'rest') {
    put('restApi', undefined, visitor => visitor.restApi?.(api, context))
    for (const resource of api.resources) {
      put('resource', resource, visitor => visitor.resource?.(resource, api, context))
      for (const method of resource.methods) {
        put('method', method, visitor => visitor.method?.(method, resource, api, context), [resource])
        const { integration } = method
        const owner = { api, method, label: `${method.httpMethod} ${resource.path}` }
        if (integration) {
          const find: Asked['find'] = visitor => visitor.integration?.(integration, owner, context)
          put('integration', integration, find, [method, owner.label])
        }
      }
    }
    return
  }
  if (api.type === 'http') put('httpApi', undefined, visitor => visitor.httpApi?.(api, context))
  else put('webSocketApi', undefined, visitor => visitor.webSocketApi?.(api, context))
  for (const route of api.routes) {
    put('route', route, visitor => visitor.route?.(route, api, context))
    const { integration } = route
    const owner = { api, route, label: route.routeKey }
    if (integration) {
      const find: Asked['find'] = visitor => visitor.integration?.(integration, owner, context)
      put('integration', integration, find, [route, owner.label])
    }
  }
}

function foundBy({ kind, find }: Asked): Diagnostic[] {
  return rulesFor(kind).flatMap(rule => diagnosticsOf(rule, find))
}

const rulesByKind = new Map<keyof Visitor, readonly Rule[]>()

function rulesFor(kind: keyof Visitor): readonly Rule[] {
  const known = rulesByKind.get(kind) ?? rules.filter(rule => rule.visit[kind])
  rulesByKind.set(kind, known)
  return known
}

/** Rules that were seen to look at all parts: what they find in one part is never kept. */
const wideRules = new Set<Rule>()

const wideIds = new Set<string>()

function remembered(part: object, asked: Asked, watched: WatchedDefinition, memory: Memory): Diagnostic[] {
  const compute = (): { value: Looks['list']; diagnostics: Diagnostic[] } => {
    const all: Looks['list'][number][] = []
    const diagnostics = rulesFor(asked.kind).flatMap(rule => {
      if (wideRules.has(rule)) return []
      const { value, looks } = watched.watch(() => diagnosticsOf(rule, asked.find))
      all.push(...looks.list)
      if (!looks.isWide) return value
      wideRules.add(rule)
      wideIds.add(rule.id)
      return []
    })
    return { value: withoutRepetition(all), diagnostics }
  }
  const kept = memory.remember(part, asked.kind, asked.beside, compute, looks =>
    watched.holds(looks),
  ).diagnostics
  const wide = rulesFor(asked.kind).filter(rule => wideRules.has(rule))
  const still = wide.length > 0 ? kept.filter(({ code }) => !wideIds.has(code)) : kept
  return [...still, ...wide.flatMap(rule => diagnosticsOf(rule, asked.find))]
}

function withoutRepetition(looks: Looks['list']): Looks['list'] {
  return [...new Map(looks.map(look => [`${look.api ?? ''} ${look.name}`, look])).values()]
}

function diagnosticsOf(rule: Rule, find: Asked['find']): Diagnostic[] {
  return [...(find(rule.visit) ?? [])].map(finding => diagnosticOf(rule, finding))
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
