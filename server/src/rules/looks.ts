import type { Api, Definition } from '../api/api.ts'
import type { RuleContext } from './rule.ts'

/** That something was looked at, and what it was. */
export interface Look {
  /** An API by its place among the definition's; undefined for the definition itself. */
  readonly api: number | undefined
  readonly name: string
  readonly value: unknown
}

/** A definition that notes what is looked at. */
export interface WatchedDefinition {
  readonly context: RuleContext
  /** In the order of the definition. */
  readonly apis: readonly Api[]
  /** Runs a rule and tells what it has looked at beside the part that it was asked about. */
  readonly watch: <T>(run: () => T) => Watched<T>
  /** Whether all that was looked at is still the same. */
  readonly holds: (looks: readonly Look[]) => boolean
}

/** A result and what it hangs on. */
export interface Watched<T> {
  readonly value: T
  readonly looks: readonly Look[]
  /** It has seen all routes or all APIs, so that any edit may change it. */
  readonly isWide: boolean
}

/** The parts that are asked about one by one: whoever looks at all of them hangs on each of them. */
const wideNames: ReadonlySet<string> = new Set(['resources', 'routes', 'settings', 'apis'])

/** What the memory notes by itself, and what never changes. */
const steadyNames: ReadonlySet<string> = new Set(['documents', 'actionData'])

/**
 * Puts watchers around a definition and its APIs. The parts of an API are handed out as they are; what is
 * read of `documents` the memory notes by itself.
 */
export function watchDefinition(given: RuleContext): WatchedDefinition {
  let list: Look[] | undefined
  let isWide = false
  const watched = <T extends object>(target: T, api: number | undefined): T =>
    new Proxy(target, {
      get: (object, name) => {
        // Names of this object's own properties: the target is plain data.
        const value: unknown = Reflect.get(object, name)
        if (typeof name !== 'string') return value
        if (wideNames.has(name)) isWide = true
        else if (!steadyNames.has(name)) list?.push({ api, name, value })
        return value
      },
    })
  const apis = given.definition.apis.map((api, index) => watched(api, index))
  const definition = watched<Definition>({ ...given.definition, apis }, undefined)
  const context = watched<RuleContext>({ ...given, definition }, undefined)
  return {
    context,
    apis,
    watch: run => {
      const noted: Look[] = []
      list = noted
      isWide = false
      const value = run()
      list = undefined
      return { value, looks: noted.filter(({ value: seen }) => seen !== definition), isWide }
    },
    holds: looks =>
      looks.every(({ api, name, value }) => {
        const target: object | undefined =
          api === undefined ? (name === 'files' ? given : given.definition) : given.definition.apis[api]
        return target !== undefined && Reflect.get(target, name) === value
      }),
  }
}
