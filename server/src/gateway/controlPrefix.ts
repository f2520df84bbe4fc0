import type { Api } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'

/** The path below which the gateway itself answers, unless it is moved. */
export const defaultControlPrefix = '/.gatehouse'

/** The resources and routes that no request reaches, because their paths begin with the control prefix. */
export function hiddenByControl(
  api: Api,
  prefix: string,
): readonly { readonly path: string; readonly origin: Origin }[] {
  const paths =
    api.type === 'rest'
      ? api.resources
      : api.routes.flatMap(({ path, origin }) => (path === undefined ? [] : [{ path, origin }]))
  return paths.filter(({ path }) => path === prefix || path.startsWith(`${prefix}/`))
}
