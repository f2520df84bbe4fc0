import path from 'node:path'
import type { Api, Definition } from '../api/api.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import { loadDefinition } from '../definitions/load.ts'
import { diskFiles } from '../io/files.ts'
import { wholeMap } from '../language/map/designMap.ts'
import { mapSvg } from '../language/map/mapSvg.ts'
import type { MapTheme, MapView } from '../protocol/designMap.ts'
import { noDefinition, writeExport } from './exportedFile.ts'
import { noApi } from './gatewayHostApis.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

const verb = 'export map'

/**
 * `gatehouse export map DEFINITION`: prints the design map of an API as an SVG picture; `--output` names a new file for it.
 * Exit status 0 when it was made, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv)
  if (options instanceof UsageError) return reportUsage(verb, options)
  const { file, read, output, theme, view } = options
  const result = loadDefinition(file, diskFiles, read)
  const { definition } = result
  if (!definition) return noDefinition(verb, file, result)
  const api = chosenApi(definition, options)
  if (typeof api === 'string') return writeExport(verb, api, output)
  const map = wholeMap(definition, api, view)
  if (map.shown === 0 && map.routes > 0) {
    return writeExport(verb, `no route of '${api.id}' fits '${view.filter ?? ''}'`, output)
  }
  return writeExport(verb, { text: mapSvg(map, theme), notes: [] }, output)
}

interface Options {
  readonly file: string
  readonly api?: string
  readonly read: ReadOptions
  readonly output: string | undefined
  readonly theme: MapTheme
  readonly view: MapView
}

function readOptions(argv: readonly string[]): Options | UsageError {
  const parsed = parseOptions(argv, {
    output: { type: 'text', short: 'o' },
    api: { type: 'text' },
    'api-type': { type: 'text', oneOf: ['rest', 'http'] },
    theme: { type: 'text', oneOf: ['light', 'dark'] },
    'group-by': { type: 'text', oneOf: ['authorizer', 'path'] },
    filter: { type: 'text' },
    ...givenOptions,
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const [definition, ...others] = positionals
  if (definition === undefined || others.length > 0) return new UsageError('takes one DEFINITION')
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const apiType = values['api-type']
  return {
    file: path.resolve(definition),
    read: { ...given, ...(apiType === 'rest' || apiType === 'http' ? { apiType } : {}) },
    output: values.output,
    theme: values.theme === 'dark' ? 'dark' : 'light',
    view: {
      groupBy: values['group-by'] === 'path' ? 'path' : 'authorizer',
      ...(values.filter !== undefined && { filter: values.filter }),
    },
    ...(values.api !== undefined && { api: values.api }),
  }
}

/** The API that is asked for, else the only one; a text says why there is none. */
function chosenApi(definition: Definition, options: Options): Api | string {
  const named = definition.apis.filter(({ id }) => options.api === undefined || id === options.api)
  const [api, ...others] = named
  if (!api) return noApi(definition, options)
  const names = named.map(({ id }) => `'${id}'`).join(', ')
  return others.length > 0 ? `it has several APIs: name one of ${names} with --api` : api
}
