import type { TestFailure } from '../protocol/testRun.ts'
import type { Entry, Node } from '../syntax/node.ts'
import { entriesOf } from '../syntax/node.ts'
import { parseJson, readPath } from './answer.ts'
import { besideExpected, differenceFromPart, differenceOf, shown } from './compare.ts'
import { failureAt, prettyText } from './failure.ts'
import { matchValue, mismatchOf } from './matcher.ts'
import type { Variables } from './placeholders.ts'
import { textAt, valueAt } from './placeholders.ts'
import type { SchemaFault } from './schemaFaults.ts'

/** What a body is held against beside what is written. */
export interface BodySurroundings {
  readonly variables: Variables
  /** What is wrong with a value by the model of a name; a text says why it cannot be told. */
  readonly byModel: (name: string, value: unknown) => readonly SchemaFault[] | string
  readonly bySchema: (schema: unknown, value: unknown) => readonly SchemaFault[] | string
}

/** Holds a body against the members of `body`. `name` is what a message calls it: `body`. */
export function bodyFailures(
  node: Node,
  body: Uint8Array,
  around: BodySurroundings,
  name = 'body',
): TestFailure[] {
  const text = new TextDecoder().decode(body)
  const looked: LookedBody = { name, text, base64: () => base64Of(body) }
  return entriesOf(node).flatMap(entry => {
    const check = Object.hasOwn(checks, entry.name) ? checks[entry.name] : undefined
    return check ? check(looked, entry, around) : []
  })
}

interface LookedBody {
  readonly name: string
  readonly text: string
  readonly base64: () => string
}

type Check = (body: LookedBody, entry: Entry, around: BodySurroundings) => TestFailure[]

const checks: Readonly<Record<string, Check>> = {
  json: (body, { key, value }, { variables }) => {
    const expected = valueAt(value, variables)
    return withJson(body, key, expected, actual => {
      const found = differenceOf(actual, expected)
      return found ? different(body, key, found, actual, expected, false) : []
    })
  },
  contains: (body, { key, value }, { variables }) => {
    const expected = valueAt(value, variables)
    return withJson(body, key, expected, actual => {
      const found = differenceFromPart(actual, expected)
      return found ? different(body, key, found, actual, expected, true) : []
    })
  },
  text: ({ name, text }, { key, value }, { variables }) => {
    const expected = textAt(value, variables)
    if (text === expected) return []
    return [failureAt(key, `${name} is not the text that is expected`, { expected, actual: text })]
  },
  matches: ({ name, text }, { key, value }, { variables }) => {
    const wrong = mismatchOf({ name, actual: text }, textAt(value, variables))
    return wrong === undefined ? [] : [failureAt(key, wrong)]
  },
  base64: ({ name, base64 }, { key, value }, { variables }) => {
    const expected = textAt(value, variables).replace(/\s/g, '')
    const actual = base64()
    return actual === expected
      ? []
      : [failureAt(key, `${name} has other bytes than expected`, { expected, actual })]
  },
  paths: (body, { key, value }, { variables }) =>
    withJson(body, key, undefined, () =>
      entriesOf(value).flatMap(each =>
        matchValue(each.value, { name: each.name, actual: readPath(body.text, each.name) }, variables),
      ),
    ),
  model: (body, { key, value }, { variables, byModel }) => {
    const model = textAt(value, variables)
    return withJson(body, key, undefined, actual => {
      return misfits(body, key, `model ${model}`, byModel(model, actual))
    })
  },
  schema: (body, { key, value }, { variables, bySchema }) =>
    withJson(body, key, undefined, actual =>
      misfits(body, key, 'the schema', bySchema(valueAt(value, variables), actual)),
    ),
  empty: ({ name, text }, { key, value }, { variables }) => {
    const isWanted = valueAt(value, variables) === true
    if ((text === '') === isWanted) return []
    return [failureAt(key, isWanted ? `${name} is ${shown(text)}, expected none` : `${name} is empty`)]
  },
}

function withJson(
  { name, text }: LookedBody,
  key: Node,
  expected: unknown,
  look: (value: unknown) => TestFailure[],
): TestFailure[] {
  const parsed = parseJson(text)
  if ('value' in parsed) return look(parsed.value)
  const message = text === '' ? `${name} is empty, expected JSON` : `${name} is no JSON: ${parsed.fault}`
  return [
    failureAt(key, message, {
      ...(expected !== undefined && { expected: prettyText(expected) }),
      actual: text,
    }),
  ]
}

function different(
  { name }: LookedBody,
  key: Node,
  { pointer, words }: { readonly pointer: string; readonly words: string },
  actual: unknown,
  expected: unknown,
  isPart: boolean,
): TestFailure[] {
  const place = pointer === '' ? name : `${name} at ${pointer}`
  const beside = besideExpected(actual, expected, isPart)
  return [failureAt(key, `${place} ${words}`, { expected: prettyText(expected), actual: prettyText(beside) })]
}

function misfits(
  { name }: LookedBody,
  key: Node,
  what: string,
  found: readonly SchemaFault[] | string,
): TestFailure[] {
  if (typeof found === 'string') return [failureAt(key, `${name} cannot be held against ${what}: ${found}`)]
  return found.map(({ pointer, words }) =>
    failureAt(key, `${name}${pointer === '' ? '' : ` at ${pointer}`} ${words}, by ${what}`),
  )
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
