import path from 'node:path'
import type { Api, Definition } from '../api/api.ts'
import type { BasePathMode, ReadOptions } from '../definitions/definitionResult.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { loadDefinition } from '../definitions/load.ts'
import { listApi } from '../definitions/listing.ts'
import { diskFiles } from '../io/files.ts'
import { noApi, placed } from './gatewayHostApis.ts'
import { listingText } from './listText.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

/**
 * `gatehouse list DEFINITION`: prints what AWS would list after the import or deploy. JSON is one listing, or an array
 * of them where the definition has several APIs and `--api` names none. Exit status 0 when there is something to list,
 * 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readListOptions(argv)
  if (options instanceof UsageError) return reportUsage('list', options)
  const { file, read, format } = options
  const result = loadDefinition(file, diskFiles, read)
  for (const { severity, message, file: place, range } of result.diagnostics) {
    if (severity === 'error') tell(`error: ${placed({ file: place, ...range.start }, message)}`)
  }
  const { definition } = result
  if (!definition) {
    const [first] = result.diagnostics
    const name = path.basename(file)
    if (first?.severity !== 'error')
      tell(first?.message ?? `'${name}' is no API definition: name ${definitionFormats}`)
    return 1
  }
  if (read.basePath !== undefined && definition.kind !== 'openapi') {
    const message = `--basepath is for an OpenAPI document; a template says it itself: 'Parameters: {basepath: ${read.basePath}}'`
    return reportUsage('list', new UsageError(message))
  }
  const apis = chosen(definition, options.api)
  if (apis.length === 0) {
    tell(noApi(definition, options))
    return 1
  }
  const listings = apis.map(listApi)
  await print(
    format === 'json'
      ? `${JSON.stringify(listings.length === 1 ? listings[0] : listings, undefined, 2)}\n`
      : apis.map(listingText).join('\n'),
  )
  return 0
}

interface ListOptions {
  readonly file: string
  readonly api?: string
  readonly read: ReadOptions
  readonly format: 'text' | 'json'
}

function readListOptions(argv: readonly string[]): ListOptions | UsageError {
  const parsed = parseOptions(argv, {
    format: { type: 'text', oneOf: ['text', 'json'] },
    basepath: { type: 'text', oneOf: modes },
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
  const basePath = modes.find(mode => mode === values.basepath)
  return {
    file: path.resolve(definition),
    read: {
      ...given,
      ...(apiType === 'rest' || apiType === 'http' ? { apiType } : {}),
      ...(basePath && { basePath }),
    },
    format: values.format === 'json' ? 'json' : 'text',
    ...(values.api !== undefined && { api: values.api }),
  }
}

const modes: readonly BasePathMode[] = ['ignore', 'prepend', 'split']

function chosen(definition: Definition, id: string | undefined): readonly Api[] {
  return definition.apis.filter(api => id === undefined || api.id === id)
}

function tell(message: string): void {
  process.stderr.write(`gatehouse list: ${message}\n`)
}
