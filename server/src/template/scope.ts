import { ContextMap, OverrideMap, RootContextMap } from './contextMap.ts'
import { parameterPlaces, TemplateInput } from './input.ts'
import { toJavaText } from './javaText.ts'
import { TemplateUtil } from './utilFunctions.ts'
import type { TemplateScope } from './template.ts'
import type { JavaList, JavaMap, JavaValue } from './values.ts'
import { JavaDouble, JavaObject, JsonArray } from './values.ts'

/** A value of a context: JSON, or a value as templates hold them. Whole numbers are Integer or Long, others Double. */
export type ContextValue =
  | JavaValue
  | undefined
  | readonly ContextValue[]
  | { readonly [name: string]: ContextValue }
  | ReadonlyMap<string, ContextValue>

export type ContextValues = { readonly [name: string]: ContextValue } | ReadonlyMap<string, ContextValue>

/** What a template is rendered with. */
export interface TemplateContext {
  /** The payload as text; empty or left out it is `{}`. */
  readonly body?: string | undefined
  /** `path`, `querystring` and `header`, each with its parameters. */
  readonly params?: ContextValues | undefined
  /** `$context`. */
  readonly context?: ContextValues | undefined
  readonly stageVariables?: ContextValues | undefined
  /** Further variables, that a caller sets beforehand. */
  readonly variables?: ContextValues | undefined
}

/**
 * The variables that a template begins with: `input`, `util`, `context`, `stageVariables`, and the caller's own. Each is
 * made when it is first asked for: most templates name few, and a context has dozens of values.
 */
export class TemplateVariables implements TemplateScope {
  readonly #given: TemplateContext
  readonly #made = new Map<string, JavaValue | undefined>()

  constructor(given: TemplateContext) {
    this.#given = given
  }

  get(name: string): JavaValue | undefined {
    const made = this.#made.get(name)
    if (made !== undefined || this.#made.has(name)) return made
    const value = this.#make(name)
    this.#made.set(name, value)
    return value
  }

  /** Whether somebody has asked for a variable. */
  isMade(name: string): boolean {
    return this.#made.has(name)
  }

  #make(name: string): JavaValue | undefined {
    const given = this.#given
    switch (name) {
      case 'input':
        return new TemplateInput(
          given.body ?? '',
          () => parametersOf(given.params),
          (place, parameter) => {
            const values = memberOf(given.params, place)
            return isValues(values) ? copyValue(memberOf(values, parameter), 2) : undefined
          },
        )
      case 'util':
        return new TemplateUtil()
      case 'context':
        return contextOf(given.context)
      case 'stageVariables':
        return copyMap(given.stageVariables, 0)
      default: {
        const value = memberOf(given.variables, name)
        return value === undefined ? undefined : copyValue(value, 0)
      }
    }
  }
}

/** The variables of a context, for a template to begin with. */
export function createTemplateScope(context: TemplateContext): TemplateVariables {
  return new TemplateVariables(context)
}

/** What a template overrides of a request or a response. A list is a header with several values. */
export interface Overrides {
  readonly request: {
    readonly header: ReadonlyMap<string, OverrideValue>
    readonly querystring: ReadonlyMap<string, OverrideValue>
    readonly path: ReadonlyMap<string, OverrideValue>
  }
  readonly response: {
    readonly header: ReadonlyMap<string, OverrideValue>
    /** As text: what is no number is an error of API Gateway's. */
    readonly status: string | undefined
  }
  /** Overridden more than once, as `requestOverride.header.name`: API Gateway answers with a 5XX. */
  readonly repeated: readonly string[]
}

export type OverrideValue = string | readonly string[]

/** Reads what a template has overridden, from the scope that it was rendered with. */
export function readOverrides(scope: TemplateScope): Overrides {
  const context = scope.get('context')
  const [request, response] =
    context instanceof RootContextMap
      ? [mapAt(context, 'requestOverride'), mapAt(context, 'responseOverride')]
      : [undefined, undefined]
  const status = response?.get('status')
  return {
    request: {
      header: valuesIn(request, 'header'),
      querystring: valuesIn(request, 'querystring'),
      path: valuesIn(request, 'path'),
    },
    response: {
      header: valuesIn(response, 'header'),
      status: status === undefined || status === null ? undefined : toJavaText(status),
    },
    repeated: [...repeatedIn(request, 'requestOverride'), ...repeatedIn(response, 'responseOverride')],
  }
}

function mapAt(map: JavaMap | undefined, name: string): JavaMap | undefined {
  const value = map?.get(name)
  return value instanceof Map ? value : undefined
}

function valuesIn(map: JavaMap | undefined, name: string): ReadonlyMap<string, OverrideValue> {
  const values = new Map<string, OverrideValue>()
  for (const [key, value] of mapAt(map, name) ?? [])
    if (value !== null)
      values.set(toJavaText(key), Array.isArray(value) ? value.map(toJavaText) : toJavaText(value))
  return values
}

function repeatedIn(map: JavaMap | undefined, name: string): string[] {
  if (!map) return []
  const own = map instanceof OverrideMap ? map.repeated.map(key => `${name}.${key}`) : []
  const nested = [...map].flatMap(([key, value]) =>
    value instanceof OverrideMap ? value.repeated.map(each => `${name}.${toJavaText(key)}.${each}`) : [],
  )
  return [...own, ...nested]
}

/** How deep values of a context may lie in each other; deeper ones are left out. */
const maxDepth = 200

function entriesOf(values: ContextValues | undefined): [string, ContextValue][] {
  if (values === undefined) return []
  return isMap(values) ? [...values] : Object.entries(values)
}

function memberOf(values: ContextValues | undefined, name: string): ContextValue {
  if (values === undefined) return undefined
  if (isMap(values)) return values.get(name)
  return Object.hasOwn(values, name) ? values[name] : undefined
}

/** A Map of a context has strings for its keys. */
function isMap(values: ContextValues): values is ReadonlyMap<string, ContextValue> {
  return values instanceof Map
}

function copyMap(values: ContextValues | undefined, depth: number): JavaMap {
  const map: JavaMap = new Map()
  for (const [name, value] of entriesOf(values)) map.set(name, copyValue(value, depth + 1))
  return map
}

/** Plain lists and maps, whatever made them: what a template changes stays in its scope. */
function copyValue(value: ContextValue, depth: number): JavaValue {
  if (value === undefined || depth > maxDepth) return null
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : new JavaDouble(value)
  if (value === null || typeof value !== 'object') return value
  if (value instanceof JavaDouble || value instanceof JavaObject) return value
  if (Array.isArray(value) || value instanceof JsonArray) return copyList(value, depth)
  return copyMap(value as ContextValues, depth)
}

function copyList(values: readonly ContextValue[], depth: number): JavaList {
  return values.map(value => copyValue(value, depth + 1))
}

/** All places are there, in API Gateway's order, whether the request has such parameters or not. */
function parametersOf(params: ContextValues | undefined): JavaMap {
  const given = copyMap(params, 0)
  const map: JavaMap = new Map()
  for (const place of parameterPlaces) map.set(place, given.get(place) ?? new Map())
  for (const [name, value] of given) map.set(name, value)
  return map
}

function contextOf(values: ContextValues | undefined): RootContextMap {
  const root = new RootContextMap(
    overrideOf(memberOf(values, 'requestOverride'), ['header', 'querystring', 'path']),
    overrideOf(memberOf(values, 'responseOverride'), ['header']),
  )
  const members = new Map<JavaValue, JavaValue>()
  for (const [name, value] of entriesOf(values)) {
    if (name === 'requestOverride') members.set(name, root.requestOverride)
    else if (name === 'responseOverride') members.set(name, root.responseOverride)
    else members.set(name, silentCopy(value, 1))
  }
  root.fill(members)
  return root
}

/** A map of overrides with the maps that can be assigned to in it. */
function overrideOf(given: ContextValue, places: readonly string[]): OverrideMap {
  const map = new OverrideMap()
  for (const [name, value] of entriesOf(isValues(given) ? given : undefined))
    map.preset(name, isValues(value) ? presetOf(value) : copyValue(value, 2))
  for (const place of places) if (!(map.get(place) instanceof Map)) map.preset(place, new OverrideMap())
  return map
}

function presetOf(values: ContextValues): OverrideMap {
  const map = new OverrideMap()
  for (const [name, value] of entriesOf(values)) map.preset(name, silentCopy(value, 3))
  return map
}

/** A copy whose maps print as nothing; those in lists print. */
function silentCopy(value: ContextValue, depth: number): JavaValue {
  if (!isValues(value) || depth > maxDepth) return copyValue(value, depth)
  const members = new Map<JavaValue, JavaValue>()
  for (const [name, member] of entriesOf(value)) members.set(name, silentCopy(member, depth + 1))
  const map = new ContextMap()
  map.fill(members)
  return map
}

function isValues(value: ContextValue): value is ContextValues {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof JavaDouble) &&
    !(value instanceof JavaObject)
  )
}
