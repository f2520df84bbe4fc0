import { wrongArguments } from './javaArguments.ts'
import { JavaException, PayloadException } from './javaException.ts'
import { readJsonPath } from './jsonPath/jsonPath.ts'
import { jsonText } from './jsonText.ts'
import { parsePermissiveJson, payloadFaultText } from './permissiveJson.ts'
import type { JavaMap, JavaValue } from './values.ts'
import { JavaObject } from './values.ts'
import type { Member } from './member.ts'

/** Where a request's parameters are, in the order in which `$input.params(name)` looks for one. */
export const parameterPlaces = ['path', 'querystring', 'header'] as const

/** The members of `$input`, as completion, hover and rules know them. */
export const inputMembers: readonly Member[] = [
  {
    name: 'body',
    type: 'property',
    signature: '$input.body',
    gives: 'string',
    documentation: 'The payload as it came, any text. An empty payload is `{}`.',
  },
  {
    name: 'json',
    type: 'method',
    signature: `$input.json(path)`,
    gives: 'string',
    documentation:
      'What a JSONPath finds in the payload, as JSON text: strings come in quotes, what is missing as `""`. `$input.json(\'$\')` is the whole payload.',
  },
  {
    name: 'path',
    type: 'method',
    signature: `$input.path(path)`,
    gives: 'value',
    documentation:
      'What a JSONPath finds in the payload, as an object whose members and methods can be used. Nothing if it finds nothing. A list prints as JSON, a map as Java prints it: `{name=value}`.',
  },
  {
    name: 'params',
    type: 'method',
    signature: `$input.params(name)`,
    gives: 'string',
    documentation:
      'The value of a request parameter, looked for in path, query string and headers, in this order. Case counts. Without a name: a map of all, `path`, `querystring` and `header`.',
  },
]

type ParameterPlace = (typeof parameterPlaces)[number]

/** Finds one parameter; most templates ask for few. */
export type FindParameter = (place: ParameterPlace, name: string) => JavaValue | undefined

/**
 * `$input`: the payload and the request's parameters. The payload is read when it is first asked for, and once: what a
 * template changes in what `$input.path` gives shows in `$input.json` as well.
 */
export class TemplateInput extends JavaObject {
  readonly #body: string
  readonly #makeParams: () => JavaMap
  readonly #find: FindParameter | undefined
  #params: JavaMap | undefined
  #document: JavaValue | undefined

  /** `makeParams` gives a map that the template may change, `find` the same as long as it has not asked for that. */
  constructor(body: string, makeParams: () => JavaMap, find?: FindParameter) {
    super()
    this.#body = body === '' ? '{}' : body
    this.#makeParams = makeParams
    this.#find = find
  }

  /** The text that Java gives an object of a class without its own; API Gateway's is not known. */
  override toText(): string {
    return ''
  }

  override property(name: string): JavaValue | undefined {
    return name === 'body' ? this.#body : undefined
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    const [first] = args
    if (name === 'params' && args.length === 0) return this.#allParams()
    if (name === 'params' && args.length > 1) throw wrongArguments()
    if (args.length !== 1 || first === undefined) return undefined
    if (name !== 'json' && name !== 'path' && name !== 'params') return undefined
    if (first === null) throw new JavaException('java.lang.NullPointerException')
    if (typeof first !== 'string') return undefined
    if (name === 'params') return this.#parameter(first)
    return name === 'json' ? this.#json(first) : this.#path(first)
  }

  #json(path: string): string {
    const value = this.#path(path)
    return value === null ? '""' : jsonText(value)
  }

  #path(path: string): JavaValue {
    this.#document ??= readPayload(this.#body)
    if (path === '$') return this.#document
    return readJsonPath(this.#document, path) ?? null
  }

  #allParams(): JavaMap {
    return (this.#params ??= this.#makeParams())
  }

  #parameter(name: string): JavaValue {
    const find = this.#params ? undefined : this.#find
    for (const place of parameterPlaces) {
      const found = find ? find(place, name) : this.#inMap(place, name)
      // What can be changed is the one object that the map has.
      const value = find && typeof found === 'object' && found !== null ? this.#inMap(place, name) : found
      if (value !== undefined && value !== null) return value
    }
    return ''
  }

  #inMap(place: ParameterPlace, name: string): JavaValue | undefined {
    const values = this.#allParams().get(place)
    return values instanceof Map ? values.get(name) : undefined
  }
}

function readPayload(body: string): JavaValue {
  const { value, fault } = parsePermissiveJson(body)
  if (fault) throw new PayloadException(payloadFaultText(fault))
  return value
}
