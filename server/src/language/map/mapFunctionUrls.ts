import type { Api, Definition } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type { FunctionUrl, LambdaFunction } from '../../api/lambdaFunction.ts'
import { targetOfFunction } from './mapTargets.ts'
import type { MapGuard, MapRow } from './mapRow.ts'

/**
 * The function URLs of a definition: doors to functions that no authorizer of the API guards. Where the definition has
 * several APIs, those of functions that this one calls.
 */
export function functionUrlRows(definition: Definition, api: Api, routes: readonly MapRow[]): MapRow[] {
  const called = new Set(routes.flatMap(({ target }) => target?.key ?? []))
  return definition.surroundings.functionUrls.flatMap(url => {
    const fn = functionOf(url, definition.functions)
    const target = fn && targetOfFunction(fn)
    const isOfApi = definition.apis.length === 1 || (target !== undefined && called.has(target.key))
    if (!isOfApi || !definition.apis.includes(api)) return []
    const name = fn?.id ?? valueOf(url.functionArn) ?? url.id
    const alias = valueOf(url.qualifier)
    const mode = valueOf(url.invokeMode) ?? 'BUFFERED'
    return {
      key: `url ${url.id}`,
      method: 'URL',
      path: alias === undefined ? name : `${name}:${alias}`,
      origin: url.origin,
      guard: guardOf(url),
      needsApiKey: false,
      isCached: false,
      integration: { text: mode, isMapped: false, title: `Function URL, ${mode}`, origin: url.origin },
      ...(target && { target }),
    }
  })
}

function functionOf(
  { functionArn }: FunctionUrl,
  functions: readonly LambdaFunction[],
): LambdaFunction | undefined {
  const given = valueOf(functionArn)
  return functions.find(({ id, name, arn }) => given === arn || given === name || given === id)
}

function guardOf({ authType, origin }: FunctionUrl): MapGuard {
  const type = valueOf(authType)
  const isOpen = type === 'NONE'
  return {
    key: `url ${type ?? 'unknown'}`,
    name: isOpen ? 'Function URL, open' : `Function URL, ${type ?? 'unknown'}`,
    title: isOpen ? 'Function URLs without authorization' : `Function URLs, ${type ?? 'not known here'}`,
    isOpen,
    origin: authType?.origin ?? origin,
    isDirect: true,
  }
}
