import type { ContextVariable } from './contextVariables.ts'
import { contextVariables } from './contextVariables.ts'
import { inputMembers } from './input.ts'
import type { ContextUse, Member } from './member.ts'
import { utilFunctions } from './utilFunctions.ts'

/** The variables that every template has, and what each is. */
export const templateVariables: ReadonlyMap<string, string> = new Map([
  ['input', 'The payload and the parameters of the request, or the payload of the response.'],
  ['util', 'Functions to escape, encode and parse text.'],
  ['context', 'What API Gateway knows of the request: who called, when, by which resource and stage.'],
  ['stageVariables', 'The variables of the stage, by name.'],
])

/** The members of `$input` and `$util`; a template reads no others. */
export const members: ReadonlyMap<'input' | 'util', readonly Member[]> = new Map([
  ['input', inputMembers],
  ['util', utilFunctions],
] as const)

/** The page of the Developer Guide on the variables of a kind of use. */
export const contextPages: Readonly<Record<ContextUse, string>> = {
  rest: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference',
  restAccessLog:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference-access-logging-only',
  gatewayResponse:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html',
  websocket:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html',
  http: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html',
}

/** The variables of `$context` for a kind of use; what a REST API's templates know, its access logs know as well. */
export function contextVariablesFor(use: ContextUse): readonly ContextVariable[] {
  return indexOf(use).variables
}

/**
 * What is known of `$context.` and these names: the variable, `map` for a map on the way to one, undefined for what API
 * Gateway does not have.
 */
export function findContextVariable(
  names: readonly string[],
  use: ContextUse,
): ContextVariable | 'map' | undefined {
  const { byName, entries } = indexOf(use)
  // A name that is documented by itself goes before one that stands for any.
  const own = byName.get(names.join('.'))
  if (own) return own
  const matching = entries.filter(({ parts }) => parts.length >= names.length && begins(parts, names))
  const exact = matching.find(({ parts }) => parts.length === names.length)
  return exact?.variable ?? (matching.length > 0 ? 'map' : undefined)
}

/** The variables of a use, as rules and completion look for them. */
interface ContextIndex {
  readonly variables: readonly ContextVariable[]
  readonly byName: ReadonlyMap<string, ContextVariable>
  readonly entries: readonly { readonly variable: ContextVariable; readonly parts: readonly string[] }[]
}

const indexes = new Map<ContextUse, ContextIndex>()

function indexOf(use: ContextUse): ContextIndex {
  const known = indexes.get(use)
  if (known) return known
  const uses: readonly ContextUse[] =
    use === 'restAccessLog' || use === 'gatewayResponse' ? [use, 'rest'] : [use]
  const variables = contextVariables.filter(variable => variable.uses.some(each => uses.includes(each)))
  const index: ContextIndex = {
    variables,
    // The first of a name counts.
    byName: new Map([...variables].reverse().map(variable => [variable.name, variable])),
    entries: variables.map(variable => ({ variable, parts: variable.name.split('.') })),
  }
  indexes.set(use, index)
  return index
}

/** Parts in capitals stand for any name. */
function begins(parts: readonly string[], names: readonly string[]): boolean {
  return names.every((each, index) => parts[index] === each || /^[A-Z]+$/.test(parts[index] ?? ''))
}
