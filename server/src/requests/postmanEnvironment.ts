import { isSecretName } from '../base/secretNames.ts'
import type { JsonObject } from './importedRequest.ts'
import { isVariable, objectsOf, textOf, variableName } from './importedRequest.ts'

/** Environments of `.http` files: variables by the name of the environment. */
export type EnvironmentData = Readonly<Record<string, Readonly<Record<string, string>>>>

/** An environment of Postman: what is secret apart, for the file that is not committed. */
export interface ImportedEnvironment {
  readonly shared: EnvironmentData
  /** Undefined where nothing is secret. */
  readonly secret: EnvironmentData | undefined
  readonly count: number
}

/** Whether a JSON file is an environment, or the global variables, that Postman exported. */
export function isPostmanEnvironment({ name, values, _postman_variable_scope: scope }: JsonObject): boolean {
  return Array.isArray(values) && (typeof scope === 'string' || typeof name === 'string')
}

/** Reads one; global variables are `$shared`, below every environment. */
export function readPostmanEnvironment(file: JsonObject): ImportedEnvironment {
  const isGlobal = file['_postman_variable_scope'] === 'globals'
  const name = isGlobal ? '$shared' : (textOf(file['name']) ?? 'postman')
  const variables = objectsOf(file['values'])
    .filter(({ enabled }) => enabled !== false)
    .flatMap(({ key, value, type }) => {
      const stated = textOf(key)
      const text = textOf(value) ?? ''
      if (stated === undefined || stated === '') return []
      const isSecret = type === 'secret' || (isSecretName(stated) && !isVariable(text))
      return [{ name: variableName(stated), text, isSecret }]
    })
  const textsOf = (isSecret: boolean) =>
    Object.fromEntries(
      variables.filter(each => each.isSecret === isSecret).map(({ name: key, text }) => [key, text]),
    )
  const hasSecrets = variables.some(({ isSecret }) => isSecret)
  return {
    shared: { [name]: textsOf(false) },
    secret: hasSecrets ? { [name]: textsOf(true) } : undefined,
    count: variables.length,
  }
}
