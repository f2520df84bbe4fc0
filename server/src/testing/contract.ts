import type { Api, DocumentedAnswers } from '../api/api.ts'
import type { Documented, DocumentedContent, DocumentedResponse } from '../api/documentedAnswers.ts'
import { fieldValues, lastField } from '../base/headers.ts'
import type { TestFailure } from '../protocol/testRun.ts'
import type { Node } from '../syntax/node.ts'
import type { Answer } from './answer.ts'
import { bodyText, decidingStep, parseJson } from './answer.ts'
import { failureAt } from './failure.ts'
import type { SchemaFault } from './schemaFaults.ts'
import { createSchemaChecker } from './schemaFaults.ts'

/** What came of holding an answer against what its operation documents. */
export type ContractResult =
  | { readonly type: 'checked'; readonly failures: readonly TestFailure[] }
  /** There is nothing to hold it against, and why. */
  | { readonly type: 'unchecked'; readonly reason: string }

/**
 * Holds an answer of a backend against the documented responses of its operation: the status, the headers that are there,
 * those that are required, and the body by the schema of its content type. What the gateway answers itself is no part of
 * an operation's contract. `node` is where the test asks for it.
 */
export function checkContract(answer: Answer, api: Api, node: Node): ContractResult {
  const { trace, status } = answer
  const { route } = trace
  const decided = decidingStep(trace)
  if (decided !== 'integration' || isRefused(answer)) {
    return { type: 'unchecked', reason: `the gateway itself answered (${decided}), not the backend` }
  }
  const documented = route === undefined ? undefined : documentedOf(api, route)
  if (!documented || documented.responses.length === 0 || route === undefined) {
    return { type: 'unchecked', reason: `${route ?? 'the route'} documents no responses` }
  }
  const response = responseFor(documented.responses, status)
  if (!response) {
    const known = documented.responses.map(each => each.status).join(', ')
    const message = `${route} answers ${status}, which it does not document: there is ${known}`
    const more = { related: relatedPlaces(documented.responses[0], `documented: ${known}`, answer) }
    return { type: 'checked', failures: [failureAt(node, message, more)] }
  }
  const models = new Map(documented.models.map(({ name, schema }) => [name, schema]))
  const { faultsOf } = createSchemaChecker(name => models.get(name))
  const found = [...headerFaults(response, answer, faultsOf), ...bodyFaults(response, answer, faultsOf)]
  const more = { related: relatedPlaces(response, `documented as ${response.status}`, answer) }
  return {
    type: 'checked',
    failures: found.map(words => failureAt(node, `${route} ${status}: ${words}`, more)),
  }
}

/** What the operation of a route documents, by the name that a trace gives the route. */
export function documentedOf(api: Api, route: string): DocumentedAnswers | undefined {
  if (api.type === 'rest') {
    const all = api.resources.flatMap(({ path, methods }) => methods.map(method => ({ path, method })))
    return all.find(({ path, method }) => `${method.httpMethod} ${path}` === route)?.method.documentedAnswers
  }
  return api.type === 'http'
    ? api.routes.find(({ routeKey }) => routeKey === route)?.documentedAnswers
    : undefined
}

type FaultsOf = (schema: unknown, value: unknown) => readonly SchemaFault[] | string

// The integration step also fails where the function did: AWS answers 502 then, and no operation documents that.
function isRefused({ trace }: Answer): boolean {
  return trace.steps.some(({ state, name }) => state === 'failed' || name === 'gatewayResponse')
}

/** The response of the status itself, else that of its range, else `default`. */
function responseFor(
  responses: readonly DocumentedResponse[],
  status: number,
): DocumentedResponse | undefined {
  const named = (name: string) => responses.find(each => each.status.toUpperCase() === name)
  return named(String(status)) ?? named(`${Math.floor(status / 100)}XX`) ?? named('DEFAULT')
}

/** The documented response, and the handler that answered otherwise. */
function relatedPlaces(
  response: DocumentedResponse | undefined,
  message: string,
  { trace }: Answer,
): NonNullable<TestFailure['related']> {
  const handler = trace.steps.find(({ name }) => name === 'integration')?.source
  return [
    ...(response
      ? [{ message, source: { file: response.origin.file, ...response.origin.range.start } }]
      : []),
    ...(handler ? [{ message: 'answered by', source: handler }] : []),
  ]
}

function headerFaults({ headers }: DocumentedResponse, answer: Answer, faultsOf: FaultsOf): string[] {
  return [...headers].flatMap(([name, header]) => {
    // OpenAPI: a response header named Content-Type is ignored.
    if (/^content-type$/i.test(name)) return []
    const value = fieldValues(answer.headers, name).at(-1)
    if (value === undefined) return header.isRequired === true ? [`header ${name} is missing`] : []
    return worded(`header ${name}`, faultsOf(header.schema ?? {}, typedHeader(value, header)))
  })
}

/** A header as the value that its schema speaks of. */
function typedHeader(text: string, { schema }: Documented): unknown {
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : undefined
  if (type !== 'integer' && type !== 'number' && type !== 'boolean') return text
  const parsed = parseJson(text)
  return 'value' in parsed ? parsed.value : text
}

function bodyFaults({ contents }: DocumentedResponse, answer: Answer, faultsOf: FaultsOf): string[] {
  const { body } = answer
  if (contents.length === 0) return []
  const type = lastField(answer.headers, 'content-type') ?? ''
  const [content] = contents
    .filter(({ mediaType }) => covers(mediaType, type))
    .sort((a, b) => stars(a) - stars(b))
  if (!content) {
    const known = contents.map(({ mediaType }) => mediaType).join(', ')
    return body.length === 0
      ? [`there is no body, documented is ${known}`]
      : [`content type ${type || 'none'} is not documented: there is ${known}`]
  }
  if (content.schema === undefined) return []
  const text = bodyText(answer)
  if (!/[/+]json\b/i.test(type)) return []
  const parsed = parseJson(text)
  if (!('value' in parsed))
    return [text === '' ? 'the body is empty' : `the body is no JSON: ${parsed.fault}`]
  return worded('body', faultsOf(content.schema, parsed.value))
}

function worded(what: string, found: readonly SchemaFault[] | string): string[] {
  if (typeof found === 'string') return [`${what} cannot be held against its schema: ${found}`]
  return found.map(({ pointer, words }) => `${what}${pointer === '' ? '' : ` at ${pointer}`} ${words}`)
}

function covers(range: string, type: string): boolean {
  const bare = (text: string) => (text.split(';')[0] ?? '').trim().toLowerCase()
  const [wanted, given] = [bare(range), bare(type)]
  return (
    wanted === given || wanted === '*/*' || (wanted.endsWith('/*') && given.startsWith(wanted.slice(0, -1)))
  )
}

function stars({ mediaType }: DocumentedContent): number {
  return mediaType.split('*').length
}
