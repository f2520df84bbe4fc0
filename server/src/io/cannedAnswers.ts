import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Fields } from '../base/headers.ts'
import { lastField } from '../base/headers.ts'
import type { BackendResponse, ServiceRequest } from '../gateway/world.ts'
import type { Node } from '../syntax/node.ts'
import { entriesOf, entryOf, rangeOf, toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'

/** Answers of AWS services that a user wrote down. */
export interface CannedAnswers {
  /**
   * What answers a request, and by which key of the file: the route (`POST /orders`) goes before the action
   * (`sqs:SendMessage`), that before the service (`sqs`).
   */
  readonly answerTo: (
    request: ServiceRequest,
    onProblem: (message: string) => void,
  ) => { key: string; response: BackendResponse } | undefined
}

/**
 * Opens a file of canned answers: JSON or YAML, by key `{status, headers, body}`. It is read again when it was saved; a
 * file that became broken leaves the answers of before, and `onProblem` hears of it. A text says what is wrong at first.
 */
export function openCannedAnswers(file: string): CannedAnswers | string {
  const first = load(file)
  if (typeof first === 'string') return first
  let current = first
  let broken: string | undefined
  return {
    answerTo: (request, onProblem) => {
      const loaded = load(file, current)
      if (typeof loaded === 'string') {
        if (loaded !== broken) onProblem(`the canned answers of before are used: ${loaded}`)
        broken = loaded
      } else {
        current = loaded
        broken = undefined
      }
      return answerAmong(current.answers, request)
    },
  }
}

/** Takes canned answers that stand in another file; a text says what is wrong with them. */
export function readCannedAnswers(file: string, node: Node): CannedAnswers | string {
  const answers = readAnswers(file, node)
  return typeof answers === 'string' ? answers : { answerTo: request => answerAmong(answers, request) }
}

type Answers = ReadonlyMap<string, BackendResponse>

interface Loaded {
  readonly text: string
  readonly answers: Answers
}

function answerAmong(answers: Answers, request: ServiceRequest): ReturnType<CannedAnswers['answerTo']> {
  const key = keysOf(request).find(each => answers.has(each))
  const response = key === undefined ? undefined : answers.get(key)
  return key === undefined || !response ? undefined : { key, response }
}

function keysOf({ route, service, action }: ServiceRequest): string[] {
  return [route, ...(action === undefined ? [] : [`${service}:${action}`]), service]
}

function load(file: string, known?: Loaded): Loaded | string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return `'${file}' cannot be read`
  }
  if (known?.text === text) return known
  const { root, diagnostics } = parseText(file, text)
  const fault = diagnostics.find(({ severity }) => severity === 'error')
  if (fault) return `${path.basename(file)}:${fault.range.start.line + 1}: ${fault.message}`
  if (!root) return `'${file}' is empty`
  const answers = readAnswers(file, root)
  return typeof answers === 'string' ? answers : { text, answers }
}

function readAnswers(file: string, root: Node): Answers | string {
  const place = (node: Node, message: string): string =>
    `${path.basename(file)}:${rangeOf(node).start.line + 1}: ${message}`
  if (root.type !== 'mapping')
    return place(root, 'canned answers stand by their keys, as `sqs:SendMessage: {body: ...}`')
  const answers = new Map<string, BackendResponse>()
  for (const { name, value } of entriesOf(root)) {
    if (name === '$schema') continue
    const answer = readAnswer(name, value)
    if ('fault' in answer) return place(answer.at, answer.fault)
    answers.set(name, answer)
  }
  return answers
}

interface Fault {
  readonly fault: string
  readonly at: Node
}

function readAnswer(key: string, node: Node): BackendResponse | Fault {
  if (node.type !== 'mapping')
    return { fault: `'${key}' needs an object of 'status', 'headers' and 'body'`, at: node }
  const unknown = entriesOf(node).find(({ name }) => !['status', 'headers', 'body'].includes(name))
  if (unknown)
    return {
      fault: `'${unknown.name}' of '${key}' is none of 'status', 'headers' and 'body'`,
      at: unknown.key,
    }
  const statusNode = entryOf(node, 'status')?.value
  const status = statusNode ? Number(toValue(statusNode)) : 200
  if (statusNode && (!Number.isInteger(status) || status < 200 || status > 599))
    return { fault: `'status' of '${key}' is no HTTP status from 200 to 599`, at: statusNode }
  const headers = readHeaders(key, entryOf(node, 'headers')?.value)
  if ('fault' in headers) return headers
  const bodyNode = entryOf(node, 'body')?.value
  const body = bodyNode ? toValue(bodyNode) : ''
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const isTyped = lastField(headers.fields, 'content-type') !== undefined
  const type: Fields =
    isTyped || text === ''
      ? []
      : [['Content-Type', typeof body === 'string' ? 'text/plain' : 'application/json']]
  return { status, headers: [...type, ...headers.fields], body: Buffer.from(text, 'utf8') }
}

function readHeaders(key: string, node: Node | undefined): { fields: Fields } | Fault {
  if (!node) return { fields: [] }
  if (node.type !== 'mapping')
    return { fault: `'headers' of '${key}' is no object of names and values`, at: node }
  const fields: [string, string][] = []
  for (const { name, value } of entriesOf(node)) {
    const text = String(toValue(value))
    if (
      value.type !== 'scalar' ||
      !/^[\t\x20-\x7e\x80-\xff]*$/.test(text) ||
      !/^[!#$%&'*+.^_`|~\w-]+$/.test(name)
    )
      return { fault: `the header '${name}' of '${key}' cannot be sent`, at: value }
    fields.push([name, text])
  }
  return { fields }
}
