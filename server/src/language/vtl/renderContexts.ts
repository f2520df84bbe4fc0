import type { MadeContext } from '../../protocol/rendering.ts'
import { namesOf } from '../../rules/mappingTemplate/templateNodes.ts'
import { samplePayload } from './contextPayload.ts'
import type { ContextParts } from './contextParts.ts'
import { contextParts, contextText } from './contextParts.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { usesOf } from './templateName.ts'

/**
 * Contexts to try a template with: an ordinary one, made of the model, the declared parameters and what the template reads,
 * and the same with what callers and backends send when things go wrong.
 */
export function madeContexts(placed: PlacedTemplate): MadeContext[] {
  const [use] = usesOf(placed)
  const { template } = placed.parsed()
  const parts = contextParts(use, namesOf(template))
  const payload = samplePayload(placed, use)
  const body = payload.value === undefined ? payload.text : JSON.stringify(payload.value, undefined, 2)
  const ordinary: MadeContext = {
    label: payload.model === undefined ? 'Example' : `Example of ${payload.model}`,
    detail: payload.model === undefined ? 'what the template reads' : "from the method's model",
    text: contextText({ ...parts, body }),
  }
  const isResponse = use?.direction === 'response'
  return [ordinary, ...hostile(parts, payload.value), ...edges(parts, payload.value, isResponse)]
}

/** Texts that a caller may send, in every string of the payload and in every parameter. */
function hostile(parts: ContextParts, payload: unknown): MadeContext[] {
  const texts: readonly (readonly [label: string, detail: string, text: string])[] = [
    ['Text with quotes', 'ends a JSON string and adds a member', 'x", "admin": "true'],
    ['Text with line ends', 'line feed, tab, backslash', 'two\nlines\tand a \\ backslash'],
    ['Text beyond ASCII', 'accents, Japanese, an emoji, U+2028', 'é 本 😀 \u2028 end'],
    ["Text with Velocity's marks", 'must come out as it stands', '$context.apiId #set($x = 1) ${x}'],
  ]
  return texts.map(([label, detail, text]) => ({
    label,
    detail,
    text: contextText({
      ...withParameters(parts, text),
      body: bodyOf(replaced(payload, (leaf, strings) => (strings && typeof leaf !== 'string' ? leaf : text))),
    }),
  }))
}

function edges(parts: ContextParts, payload: unknown, isResponse: boolean): MadeContext[] {
  const made = (
    label: string,
    detail: string,
    body: string | undefined,
    params?: ContextParts['params'],
  ) => ({
    label,
    detail,
    text: contextText({ ...parts, ...(params && { params }), body }),
  })
  const none = { path: parts.params.path, querystring: {}, header: {} }
  const bare = Array.isArray(payload) ? '[]' : '{}'
  return [
    made('Missing fields', 'no member, no parameter', bare, none),
    made('Nulls', 'every value is null', bodyOf(replaced(payload, () => null))),
    made('Big numbers', 'more digits than a double has', bigNumbers(payload)),
    made('Empty body', 'no payload at all', ''),
    made('Body that is no JSON', 'a form', 'title=text&count=1'),
    ...(isResponse
      ? [
          made(
            'Error of a function',
            'as Lambda returns it',
            bodyOf({ errorMessage: 'no such order "7"', errorType: 'Error', trace: [] }),
          ),
        ]
      : []),
  ]
}

function bodyOf(value: unknown): string {
  return JSON.stringify(value ?? {}, undefined, 2)
}

/** A double cannot hold it, so it is written into the text. */
function bigNumbers(payload: unknown): string {
  const marked = replaced(payload, (leaf, _, numbers) => (numbers && typeof leaf !== 'number' ? leaf : mark))
  return bodyOf(marked).replaceAll(JSON.stringify(mark), '12345678901234567890')
}

const mark = 'a big number stands here'

/** A copy with other leaves; `change` is told whether there are any strings and any numbers at all. */
function replaced(
  payload: unknown,
  change: (leaf: unknown, strings: boolean, numbers: boolean) => unknown,
): unknown {
  const leaves: unknown[] = []
  const visit = (value: unknown, each: (leaf: unknown) => unknown): unknown => {
    if (Array.isArray(value)) return value.map(item => visit(item, each))
    if (typeof value !== 'object' || value === null) return each(value)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, visit(member, each)]))
  }
  visit(payload, leaf => leaves.push(leaf))
  const strings = leaves.some(leaf => typeof leaf === 'string')
  const numbers = leaves.some(leaf => typeof leaf === 'number')
  return payload === undefined ? {} : visit(payload, leaf => change(leaf, strings, numbers))
}

/** Path parameters stay: a request with others would take another route. */
function withParameters(parts: ContextParts, text: string): ContextParts {
  const all = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.keys(names).map(name => [name, text]))
  const { path, querystring, header } = parts.params
  return { ...parts, params: { path, querystring: all(querystring), header: all(header) } }
}
