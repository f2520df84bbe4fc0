import path from 'node:path'
import type { Api, Definition } from '../api/api.ts'
import type { DefinitionResult, ReadOptions } from '../definitions/definitionResult.ts'
import { loadDefinition } from '../definitions/load.ts'
import type { ExportedOpenApi } from '../definitions/openApiWriter/exportOpenApi.ts'
import { diskFiles } from '../io/files.ts'
import { noDefinition } from './exportedFile.ts'
import { noApi } from './gatewayHostApis.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import type { OptionValues } from './options.ts'
import { UsageError } from './options.ts'

/** The options by which a verb that exports an API is told which one, and where to. */
export const exportedApiOptions = {
  output: { type: 'text', short: 'o' },
  api: { type: 'text' },
  'api-type': { type: 'text', oneOf: ['rest', 'http'] },
  ...givenOptions,
} as const

/** Which API of which definition is exported. */
export interface ExportChoice {
  /** Absolute path. */
  readonly file: string
  readonly api?: string
  readonly read: ReadOptions
  readonly output: string | undefined
}

/** Reads these options and the one DEFINITION of a verb. */
export function readExportChoice(
  values: OptionValues<typeof exportedApiOptions>,
  [definition, ...others]: readonly string[],
): ExportChoice | UsageError {
  if (definition === undefined || others.length > 0) return new UsageError('takes one DEFINITION')
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const apiType = values['api-type']
  return {
    file: path.resolve(definition),
    read: { ...given, ...(apiType === 'rest' || apiType === 'http' ? { apiType } : {}) },
    output: values.output,
    ...(values.api !== undefined && { api: values.api }),
  }
}

/**
 * The chosen API as `write` makes an OpenAPI document of it, and its name. A text says why there is none; a number is the exit
 * status of a file that is no definition, which has been told.
 */
export function exportedApi(
  verb: string,
  choice: ExportChoice,
  write: (result: DefinitionResult, api: Api) => ExportedOpenApi | string,
): (ExportedOpenApi & { readonly name: string }) | string | number {
  const result = loadDefinition(choice.file, diskFiles, choice.read)
  const { definition } = result
  if (!definition) return noDefinition(verb, choice.file, result)
  const api = onlyApi(definition, documented(definition, choice), choice)
  if (typeof api === 'string') return api
  const exported = write(result, api)
  return typeof exported === 'string' ? exported : { ...exported, name: api.name }
}

/** The API that is asked for, else the only one of some; a text says why there is none. */
export function onlyApi(definition: Definition, some: readonly Api[], choice: ExportChoice): Api | string {
  const [api, ...others] = some.filter(({ id }) => choice.api === undefined || id === choice.api)
  if (!api) return noApi(definition, choice)
  const names = [api, ...others].map(({ id }) => `'${id}'`).join(', ')
  return others.length > 0 ? `it has several APIs: name one of ${names} with --api` : api
}

// OpenAPI cannot say a WebSocket API: it is meant only where there is no other.
function documented({ apis }: Definition, choice: ExportChoice): readonly Api[] {
  const named = apis.filter(({ id }) => choice.api === undefined || id === choice.api)
  const others = named.filter(({ type }) => type !== 'websocket')
  return others.length > 0 ? others : named
}
