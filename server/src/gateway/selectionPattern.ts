import type { IntegrationResponse } from '../api/integration.ts'
import { valueOf } from '../base/origin.ts'
import { JavaException } from '../template/javaException.ts'
import type { JavaRegex } from '../template/javaRegex/javaRegex.ts'
import { compileJavaRegex } from '../template/javaRegex/javaRegex.ts'
import { because, configurationError, NotEmulatedError } from './gatewayError.ts'

/** The integration response that applies, and why, in words for the trace. */
export interface Choice {
  readonly chosen: IntegrationResponse
  readonly because: string
}

/**
 * Chooses by what patterns are tried on: a backend's status, a function's errorMessage, or nothing (a function that
 * did not fail). A pattern has to match the whole of it. Throws when none matches and there is no default.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
export function chooseResponse(
  responses: readonly IntegrationResponse[],
  selector: string | undefined,
): Choice {
  const matching =
    selector === undefined
      ? undefined
      : responses.find(response => matchesWhole(patternOf(response), selector))
  if (matching)
    return { chosen: matching, because: `\`selectionPattern\` \`${patternOf(matching)}\` matched` }
  const fallback = responses.find(response => patternOf(response) === '')
  if (fallback) return { chosen: fallback, because: 'no `selectionPattern` matched: default' }
  const on =
    selector === undefined ? 'there is no default' : `nothing matches \`${selector}\` and there is no default`
  const status = /^\d{3}$/.test(selector ?? '') ? selector : '200'
  throw configurationError(
    `no integration response applies: ${on}`,
    because({ type: 'noResponse', selector }),
    `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${status}`,
  )
}

function patternOf(response: IntegrationResponse): string {
  return valueOf(response.selectionPattern) ?? ''
}

/**
 * Whether a regular expression of the definition matches the whole of a text, as Java's `matches` does. Throws AWS's 500
 * when it is none, and "not emulated" when it takes more steps than the engine gives it.
 */
export function matchesWhole(pattern: string, text: string): boolean {
  if (pattern === '') return false
  const expression = compiled(pattern)
  try {
    return expression.matches(text)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    throw new NotEmulatedError(
      'regular-expression',
      `\`${pattern}\` takes too long on a text of ${text.length} characters`,
    )
  }
}

function compiled(pattern: string): JavaRegex {
  try {
    return compileJavaRegex(pattern)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    throw configurationError(`\`${pattern}\` is no regular expression of Java: ${error.message}`)
  }
}

/** The response mappings of an HTTP API for a backend status; it names statuses, not patterns. */
export function chooseByStatus(
  responses: readonly IntegrationResponse[],
  status: number,
): IntegrationResponse | undefined {
  return responses.find(response => valueOf(response.statusCode) === String(status))
}
