import type { Api, Definition } from '../api/api.ts'
import type { RuleContext } from './rule.ts'

/** That something was looked at, and what it was. */
interface Look {
  /** An API by its place among the definition's; undefined for the definition itself. */
  readonly api: number | undefined
  readonly name: string
  readonly value: unknown
}

/** What a rule has looked at beside the part that it was asked about. */
export interface Looks {
  readonly list: readonly Look[]
  /** It has seen all routes, all APIs or a text, so that any edit may change what it finds. */
  readonly isWide: boolean
}

/** A definition that notes what is looked at. */
export interface WatchedDefinition {
  readonly context: RuleContext
  /** In the order of the definition. */
  readonly apis: readonly Api[]
  /** Runs a rule and tells what it has looked at. */
  readonly watch: <T>(run: () => T) => { readonly value: T; readonly looks: Looks }
  /** Whether all that was looked at is still the same. */
  readonly holds: (looks: readonly Look[]) => boolean
}

/** The parts that are asked about one by one: whoever looks at all of them hangs on each of them. */
const wideNames: ReadonlySet<string> = new Set(['resources', 'routes', 'settings', 'apis', 'documents'])

/** Puts watchers around a definition and its APIs. The parts of an API are handed out as they are. */
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
        else list?.push({ api, name, value })
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
      const looks = { list: noted.filter(({ value: seen }) => seen !== definition), isWide }
      list = undefined
      return { value, looks }
    },
    holds: looks =>
      looks.every(({ api, name, value }) => {
        const target: object | undefined =
          api === undefined ? (name === 'files' ? given : given.definition) : given.definition.apis[api]
        return target !== undefined && Reflect.get(target, name) === value
      }),
  }
}
