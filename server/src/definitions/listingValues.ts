import type { ApiSettings, Stage } from '../api/api.ts'
import type { Authorization, Authorizer } from '../api/authorizer.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'

/** A part of a listing by its names in AWS. */
export type Listed = Readonly<Record<string, unknown>>

/** The value of a fact, null when it cannot be known, undefined when nobody states it. */
export function listed<T>(fact: Fact<T> | undefined): T | null | undefined {
  if (fact === undefined) return undefined
  return fact.known ? fact.value : null
}

/** The same with AWS's default where nobody states a value. */
export function listedOr<T, D>(fact: Fact<T> | undefined, byDefault: D): T | D | null {
  return fact === undefined ? byDefault : fact.known ? fact.value : null
}

/** A map of facts as an object, undefined when it is empty. */
export function listedMap<T>(facts: ReadonlyMap<string, Fact<T>>): Listed | undefined {
  return some([...facts].map(([name, fact]) => [name, listed(fact)] as const))
}

/** A list of facts, undefined when it is empty. */
export function listedTexts(facts: readonly Fact<string>[]): unknown[] | undefined {
  return facts.length > 0 ? facts.map(fact => listed(fact)) : undefined
}

/** An object of these entries, undefined when there are none. */
export function some(entries: readonly (readonly [string, unknown])[]): Listed | undefined {
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** Parts by the names that AWS calls them. */
export function byName<T extends { readonly name: string; readonly listedName?: string }>(
  parts: readonly T[],
  list: (part: T) => Listed,
): Readonly<Record<string, Listed>> {
  return Object.fromEntries(parts.map(part => [part.listedName ?? part.name, list(part)]))
}

/** The name that AWS calls a part by which a definition refers to by another one. */
export function namedPart(
  reference: Fact<string> | undefined,
  parts: readonly { readonly name: string; readonly listedName?: string }[],
): string | null | undefined {
  const name = listed(reference)
  return parts.find(part => part.name === name)?.listedName ?? name
}

/** Who may call a method or route. */
export function listAuthorization(authorization: Authorization, authorizers: readonly Authorizer[]): Listed {
  const { type, scopes, authorizer } = authorization
  return {
    authorizationType: type === 'UNKNOWN' ? null : type,
    ...defined({
      authorizer: namedPart(authorizer, authorizers),
      authorizationScopes: listedTexts(scopes),
    }),
  }
}

/** What REST, HTTP and WebSocket APIs state of themselves alike. */
export function listSettings(settings: ApiSettings | undefined): Listed {
  return {
    disableExecuteApiEndpoint: false,
    ...defined({
      description: listed(settings?.description),
      version: listed(settings?.version),
      disableExecuteApiEndpoint: listed(settings?.disableExecuteApiEndpoint),
      tags: listedMap(settings?.tags ?? new Map()),
    }),
  }
}

/** The stages that the definition states, with their variables under `variables`. */
export function listStages(stages: readonly Stage[], variables: string): Readonly<Record<string, Listed>> {
  const stated = stages.filter(stage => stage.isInvented !== true)
  return byName(stated, stage => defined({ [variables]: listedMap(stage.variables) }))
}

/** `connectionType` and `connectionId`; the internet is the way to every HTTP backend unless another is stated. */
export function listConnection(integration: {
  readonly type: Fact<string>
  readonly connectionType?: Fact<string>
  readonly connectionId?: Fact<string>
}): Listed {
  const isHttp = /^HTTP(_PROXY)?$/.test(valueOf(integration.type) ?? '')
  return defined({
    connectionType: listedOr(integration.connectionType, isHttp ? 'INTERNET' : undefined),
    connectionId: listed(integration.connectionId),
  })
}
