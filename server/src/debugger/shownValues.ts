import type { Payload } from '../gateway/debug/payload.ts'
import type { TemplateScope } from '../template/template.ts'
import { jsonText } from '../template/jsonText.ts'
import { toJavaText } from '../template/javaText.ts'
import type { JavaValue } from '../template/values.ts'
import { JavaDouble, JavaObject } from '../template/values.ts'
import { watch } from '../template/watch.ts'

/** A value as a debugger shows it: a line of text, and what is in it. */
export interface Shown {
  readonly name: string
  readonly value: string
  /** Java's word for what it is. */
  readonly type?: string
  /** The expression of VTL that gives it. */
  readonly expression?: string
  /** How many parts it has, asked for by `parts`. */
  readonly count?: number
  readonly parts?: () => readonly Shown[]
  /** Gives it another value, written as VTL or as text; a sentence says why it cannot be. */
  readonly change?: (text: string) => string | undefined
}

const longestText = 1000

/** A value of a template and what is in it. */
export function shownValue(
  name: string,
  value: JavaValue | undefined,
  expression: string,
  change?: Shown['change'],
): Shown {
  const head = { name, expression, ...(change && { change }) }
  if (value === undefined || value === null) return { ...head, value: 'null' }
  if (Array.isArray(value)) {
    const parts = () =>
      value.map((item, index) =>
        shownValue(String(index), item, `${expression}[${index}]`, changeItem(value, index)),
      )
    return { ...head, value: shortText(value), type: 'List', count: value.length, parts }
  }
  if (value instanceof Map) {
    const parts = () =>
      [...value].map(([key, item]) => {
        const label = toJavaText(key)
        const path = /^[A-Za-z][\w-]*$/.test(label)
          ? `${expression}.${label}`
          : `${expression}.get('${label.replaceAll("'", "''")}')`
        return shownValue(label, item, path, changeEntry(value, key))
      })
    return { ...head, value: shortText(value), type: 'Map', count: value.size, parts }
  }
  if (value instanceof JavaObject) return { ...head, value: value.toText() ?? 'object', type: 'Object' }
  return { ...head, value: shortText(value), type: typeName(value) }
}

/** `$input`: the payload as it came and as it was read, and the parameters. */
export function shownInput(scope: TemplateScope): Shown {
  const parts = () =>
    [
      ['body', '$input.body'],
      ["path('$')", "$input.path('$')"],
      ['params()', '$input.params()'],
    ].flatMap(([name = '', expression = '']) => {
      const watched = watch(expression, scope)
      return [
        watched.type === 'value'
          ? shownValue(name, watched.value, expression)
          : { name, value: watched.message },
      ]
    })
  return { name: '$input', value: 'payload and parameters', expression: '$input', count: 3, parts }
}

/** What a step made, each part of which can be changed. */
export function shownPayload(payload: Payload): Shown[] {
  const { status, method, url, headers, body } = payload
  return [
    ...(status === undefined
      ? []
      : [{ name: 'status', value: String(status), change: (text: string) => changeStatus(payload, text) }]),
    ...(method === undefined
      ? []
      : [
          {
            name: 'method',
            value: method,
            change: (text: string) => void (payload.method = plainText(text).toUpperCase()),
          },
        ]),
    ...(url === undefined
      ? []
      : [
          {
            name: 'url',
            value: url,
            change: (text: string) => void (payload.url = plainText(text)),
          },
        ]),
    ...(headers === undefined ? [] : [shownHeaders(payload)]),
    ...(body === undefined
      ? []
      : [
          {
            name: 'body',
            value: body,
            type: 'String',
            change: (text: string) => void (payload.body = plainText(text)),
          },
        ]),
  ]
}

function shownHeaders(payload: Payload): Shown {
  const headers = payload.headers ?? []
  const parts = () =>
    (payload.headers ?? []).map(([name, value], index) => ({
      name,
      value,
      change: (text: string) =>
        void (payload.headers = (payload.headers ?? []).map((field, at) =>
          at === index ? [name, plainText(text)] : field,
        )),
    }))
  return { name: 'headers', value: `${headers.length}`, count: headers.length, parts }
}

function changeStatus(payload: Payload, text: string): string | undefined {
  const status = Number(text)
  if (!Number.isInteger(status) || status < 100 || status > 599)
    return 'a status is a whole number from 100 to 599'
  payload.status = status
  return undefined
}

/** A text as it is typed: with quotes around it, as a debugger shows it, it is what they hold. */
function plainText(text: string): string {
  if (!/^".*"$/s.test(text)) return text
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : text
  } catch {
    return text
  }
}

function changeItem(list: JavaValue[], index: number): Shown['change'] {
  return text => changed(text, value => (list[index] = value))
}

function changeEntry(map: Map<JavaValue, JavaValue>, key: JavaValue): Shown['change'] {
  return text => changed(text, value => map.set(key, value))
}

function changed(text: string, take: (value: JavaValue) => unknown): string | undefined {
  const watched = watch(text, { get: () => undefined })
  if (watched.type === 'fault') return watched.message
  take(watched.value)
  return undefined
}

/** A value on one line, in the way of a debugger: strings in quotes. */
export function shortText(value: JavaValue): string {
  const text = textOf(value)
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text
}

function textOf(value: JavaValue): string {
  try {
    return jsonText(value)
  } catch {
    return toJavaText(value)
  }
}

function typeName(value: JavaValue): string {
  if (typeof value === 'string') return 'String'
  if (typeof value === 'boolean') return 'Boolean'
  if (value instanceof JavaDouble) return 'Double'
  return typeof value === 'bigint' || Math.abs(Number(value)) > 2_147_483_647 ? 'Long' : 'Integer'
}
