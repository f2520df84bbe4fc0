import type { Fields } from '../base/headers.ts'
import type { SourceLine, Trace, TracedMessage, TraceStep } from '../protocol/trace.ts'
import { jsonOf, steadyTrace } from './steadyTrace.ts'

/** One thing that two traces tell differently. */
export interface TraceDifference {
  /** `Answer`, or the title of a step. */
  readonly where: string
  /** `status`, `header content-type`, `$.items[0].price`, … */
  readonly what: string
  /** Undefined where the first trace has nothing of it. */
  readonly before: string | undefined
  readonly after: string | undefined
}

/**
 * What is another in the second trace, in the order of the steps; what is another in every request (ids, times) does not
 * count. Bodies of JSON are compared by value.
 */
export function compareTraces(first: Trace, second: Trace): TraceDifference[] {
  const [left, right] = [factsOf(steadyTrace(first)), factsOf(steadyTrace(second))]
  const places = new Set([...left.keys(), ...right.keys()])
  return [...places].flatMap(where => {
    const [before, after] = [left.get(where) ?? none, right.get(where) ?? none]
    const names = new Set([...before.keys(), ...after.keys()])
    return [...names].flatMap((what): TraceDifference[] => {
      const [old, now] = [before.get(what), after.get(what)]
      return old === now ? [] : [{ where, what, before: old, after: now }]
    })
  })
}

type Facts = ReadonlyMap<string, string>

const none: Facts = new Map()

/** Depth of JSON to which values are compared one by one; what lies deeper is compared as text. */
const deepest = 12

function factsOf(trace: Trace): ReadonlyMap<string, Facts> {
  const { request, response, route, release, steps, stage } = trace
  const head = new Map<string, string>([
    ['route', route ?? 'none'],
    ['stage', stage],
    ...(release === undefined ? [] : [['release', release] as const]),
  ])
  return new Map<string, Facts>([
    ['Answer', messageFacts(response, '')],
    ['Request', new Map([...head, ...messageFacts(request, '')])],
    ...steps.map(step => [step.title, stepFacts(step)] as const),
  ])
}

function stepFacts(step: TraceStep): Facts {
  const { source, before, after, template } = step
  return new Map<string, string>([
    ['state', step.state],
    ['summary', step.summary.replaceAll('**', '')],
    ...(source ? [['source', sourceText(source)] as const] : []),
    ...(before ? messageFacts(before, 'in: ') : []),
    ...(after ? messageFacts(after, 'out: ') : []),
    ...fieldFacts(template?.variables ?? [], 'variable '),
    ...fieldFacts(template?.overrides ?? [], 'override '),
  ])
}

function sourceText({ file, line }: SourceLine): string {
  return `${file.split(/[\\/]/).at(-1) ?? file}:${line + 1}`
}

function messageFacts(message: TracedMessage, prefix: string): Facts {
  const { method, url, status, headers = [], query = [], body } = message
  const facts = new Map<string, string>()
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) facts.set(prefix + name, String(value))
  }
  add('status', status)
  add('method', method)
  add('url', url)
  for (const [name, value] of fieldFacts(query, 'query ')) add(name, value)
  for (const [name, value] of fieldFacts(headers, 'header ')) add(name, value)
  const text = body?.text ?? body?.base64
  if (text === undefined || text === '') return facts
  const json = body?.text === undefined || body.isCut === true ? undefined : jsonOf(body.text)
  if (json === undefined) add('body', text)
  else addJson(json, '$', 0, add)
  return facts
}

function addJson(
  value: unknown,
  path: string,
  depth: number,
  add: (path: string, text: string) => void,
): void {
  const isMany = typeof value === 'object' && value !== null && depth < deepest
  const entries = isMany ? Object.entries(value) : []
  if (entries.length === 0) {
    add(path, JSON.stringify(value))
    return
  }
  const isList = Array.isArray(value)
  for (const [key, item] of entries) {
    const step = isList ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `['${key}']`
    addJson(item, path + step, depth + 1, add)
  }
}

/** Lines of one name together, names without regard to case. */
function fieldFacts(fields: Fields, prefix: string): ReadonlyMap<string, string> {
  const facts = new Map<string, string>()
  for (const [name, value] of fields) {
    const key = prefix + name.toLowerCase()
    const known = facts.get(key)
    facts.set(key, known === undefined ? value : `${known}, ${value}`)
  }
  return facts
}
