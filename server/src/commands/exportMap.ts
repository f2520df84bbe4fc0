import { loadDefinition } from '../definitions/load.ts'
import { diskFiles } from '../io/files.ts'
import { wholeMap } from '../language/map/designMap.ts'
import { mapSvg } from '../language/map/mapSvg.ts'
import type { MapTheme, MapView } from '../protocol/designMap.ts'
import type { ExportChoice } from './exportedApi.ts'
import { exportedApiOptions, onlyApi, readExportChoice } from './exportedApi.ts'
import { noDefinition, writeExport } from './exportedFile.ts'
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
  const api = onlyApi(definition, definition.apis, options)
  if (typeof api === 'string') return writeExport(verb, api, output)
  const map = wholeMap(definition, api, view)
  if (map.shown === 0 && map.routes > 0) {
    return writeExport(verb, `no route of '${api.id}' fits '${view.filter ?? ''}'`, output)
  }
  return writeExport(verb, { text: mapSvg(map, theme), notes: [] }, output)
}

interface MapChoice extends ExportChoice {
  readonly theme: MapTheme
  readonly view: MapView
}

function readOptions(argv: readonly string[]): MapChoice | UsageError {
  const parsed = parseOptions(argv, {
    ...exportedApiOptions,
    theme: { type: 'text', oneOf: ['light', 'dark'] },
    'group-by': { type: 'text', oneOf: ['authorizer', 'path'] },
    filter: { type: 'text' },
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const choice = readExportChoice(values, positionals)
  if (choice instanceof UsageError) return choice
  return {
    ...choice,
    theme: values.theme === 'dark' ? 'dark' : 'light',
    view: {
      groupBy: values['group-by'] === 'path' ? 'path' : 'authorizer',
      ...(values.filter !== undefined && { filter: values.filter }),
    },
  }
}
