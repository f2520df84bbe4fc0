import path from 'node:path'
import type { Api, Definition } from '../api/api.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import { loadDefinition } from '../definitions/load.ts'
import { exportOpenApi } from '../definitions/openApiWriter/exportOpenApi.ts'
import { diskFiles } from '../io/files.ts'
import { noDefinition, writeExport } from './exportedFile.ts'
import { noApi } from './gatewayHostApis.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

const verb = 'export openapi'

/**
 * `gatehouse export openapi DEFINITION`: prints an API of a definition as the OpenAPI document that AWS would export of it;
 * `--output` names a new file for it. Exit status 0 when it was exported, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv)
  if (options instanceof UsageError) return reportUsage(verb, options)
  const { file, read, output, format } = options
  const result = loadDefinition(file, diskFiles, read)
  const { definition } = result
  if (!definition) return noDefinition(verb, file, result)
  const api = chosenApi(definition, options)
  const exported =
    typeof api === 'string' ? api : exportOpenApi(result, api, { format, isResolved: options.isResolved })
  return writeExport(verb, exported, output)
}

interface Options {
  readonly file: string
  readonly api?: string
  readonly read: ReadOptions
  readonly output: string | undefined
  readonly format: 'json' | 'yaml'
  readonly isResolved: boolean
}

function readOptions(argv: readonly string[]): Options | UsageError {
  const parsed = parseOptions(argv, {
    output: { type: 'text', short: 'o' },
    format: { type: 'text', oneOf: ['yaml', 'json'] },
    resolved: { type: 'flag' },
    api: { type: 'text' },
    'api-type': { type: 'text', oneOf: ['rest', 'http'] },
    ...givenOptions,
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const [definition, ...others] = positionals
  if (definition === undefined || others.length > 0) return new UsageError('takes one DEFINITION')
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const apiType = values['api-type']
  const { output } = values
  return {
    file: path.resolve(definition),
    read: { ...given, ...(apiType === 'rest' || apiType === 'http' ? { apiType } : {}) },
    output,
    format: (values.format ?? path.extname(output ?? '').slice(1)) === 'json' ? 'json' : 'yaml',
    isResolved: values.resolved,
    ...(values.api !== undefined && { api: values.api }),
  }
}

/** The API that is asked for, else the only one that can be exported; a text says why there is none. */
function chosenApi(definition: Definition, options: Options): Api | string {
  const { apis } = definition
  const named = apis.filter(({ id }) => options.api === undefined || id === options.api)
  const documented = named.filter(({ type }) => type !== 'websocket')
  const [api, ...others] = documented.length > 0 ? documented : named
  if (!api) return noApi(definition, options)
  const names = [api, ...others].map(({ id }) => `'${id}'`).join(', ')
  return others.length > 0 ? `it has several APIs: name one of ${names} with --api` : api
}
