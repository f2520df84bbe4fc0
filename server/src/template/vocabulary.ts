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
  const uses: readonly ContextUse[] =
    use === 'restAccessLog' || use === 'gatewayResponse' ? [use, 'rest'] : [use]
  return contextVariables.filter(variable => variable.uses.some(each => uses.includes(each)))
}

/**
 * What is known of `$context.` and these names: the variable, `map` for a map on the way to one, undefined for what API
 * Gateway does not have.
 */
export function findContextVariable(
  names: readonly string[],
  use: ContextUse,
): ContextVariable | 'map' | undefined {
  const variables = contextVariablesFor(use)
  const matching = variables.filter(
    ({ name }) => name.split('.').length >= names.length && begins(name, names),
  )
  const exact = matching.filter(({ name }) => name.split('.').length === names.length)
  // A name that is documented by itself goes before one that stands for any.
  const best = exact.find(({ name }) => name === names.join('.')) ?? exact[0]
  return best ?? (matching.length > 0 ? 'map' : undefined)
}

function begins(name: string, names: readonly string[]): boolean {
  const parts = name.split('.')
  return names.every((each, index) => parts[index] === each || /^[A-Z]+$/.test(parts[index] ?? ''))
}
