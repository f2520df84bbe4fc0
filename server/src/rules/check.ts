import type { Api, Definition } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Finding, Rule, RuleContext, Visitor } from './rule.ts'
import { rules } from './registry.ts'

/** Runs all rules over a definition; walks its APIs once and hands each part to the rules that ask for it. */
export function checkDefinition(result: DefinitionResult, files: Files): Diagnostic[] {
  const { definition, documents } = result
  if (!definition) return []
  return checkWith(rules, { definition, documents, files })
}

/** Runs some rules only: those of the user's own are none of the registry. */
export function checkWith(chosen: readonly Rule[], context: RuleContext): Diagnostic[] {
  const found: Diagnostic[] = []
  const ask: Ask = find => {
    for (const rule of chosen) {
      for (const finding of find(rule.visit) ?? []) found.push(diagnosticOf(rule, finding))
    }
  }
  walkDefinition(context.definition, context, ask)
  return found
}

type Ask = (find: (visitor: Visitor) => Iterable<Finding> | undefined) => void

function walkDefinition(definition: Definition, context: RuleContext, ask: Ask): void {
  ask(visitor => visitor.definition?.(definition, context))
  for (const fn of definition.functions) ask(visitor => visitor.function?.(fn, context))
  for (const api of definition.apis) walkApi(api, context, ask)
}

function walkApi(api: Api, context: RuleContext, ask: Ask): void {
  ask(visitor => visitor.api?.(api, context))
  for (const authorizer of api.authorizers) ask(visitor => visitor.authorizer?.(authorizer, api, context))
  for (const stage of api.stages) ask(visitor => visitor.stage?.(stage, api, context))
  if (api.type === 'rest') {
    ask(visitor => visitor.restApi?.(api, context))
    for (const resource of api.resources) {
      ask(visitor => visitor.resource?.(resource, api, context))
      for (const method of resource.methods) {
        ask(visitor => visitor.method?.(method, resource, api, context))
        const { integration } = method
        const owner = { api, method, label: `${method.httpMethod} ${resource.path}` }
        if (integration) ask(visitor => visitor.integration?.(integration, owner, context))
      }
    }
    return
  }
  if (api.type === 'http') ask(visitor => visitor.httpApi?.(api, context))
  else ask(visitor => visitor.webSocketApi?.(api, context))
  for (const route of api.routes) {
    ask(visitor => visitor.route?.(route, api, context))
    const { integration } = route
    const owner = { api, route, label: route.routeKey }
    if (integration) ask(visitor => visitor.integration?.(integration, owner, context))
  }
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
