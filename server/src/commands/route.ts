import path from 'node:path'
import type { HttpApi, RestApi } from '../api/api.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { loadDefinition } from '../definitions/load.ts'
import { explainRouting } from '../gateway/routeExplainer.ts'
import type { RouteVerdict } from '../gateway/routeExplainer.ts'
import { diskFiles } from '../io/files.ts'
import { noApi, placed } from './gatewayHostApis.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

/**
 * `gatehouse route DEFINITION METHOD PATH`: which route takes a request, which others would and lose, and why. Exit
 * status 0 when a route takes it, 1 when none does or the definition cannot be read, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, {
    format: { type: 'text', oneOf: ['text', 'json'] },
    api: { type: 'text' },
    ...givenOptions,
  })
  if (parsed instanceof UsageError) return reportUsage('route', parsed)
  const { values, positionals } = parsed
  const [given, method, target, ...others] = positionals
  if (given === undefined || method === undefined || target === undefined || others.length > 0)
    return reportUsage('route', new UsageError('takes DEFINITION METHOD PATH'))
  if (!target.startsWith('/'))
    return reportUsage('route', new UsageError(`PATH begins with '/': '${target}'`))
  const read = readGivenOptions(values)
  if (read instanceof UsageError) return reportUsage('route', read)
  const file = path.resolve(given)
  const { definition, diagnostics } = loadDefinition(file, diskFiles, read)
  if (!definition) {
    const [first] = diagnostics
    const name = path.basename(file)
    if (!first) return tell(`'${name}' is no API definition: name ${definitionFormats}`)
    return tell(placed({ file: first.file, ...first.range.start }, first.message))
  }
  const api = definition.apis.find(
    (each): each is RestApi | HttpApi =>
      each.type !== 'websocket' && (values.api === undefined || values.api === each.id),
  )
  if (!api) return tell(noApi(definition, { file, api: values.api }))
  const { taker, others: rest } = explainRouting(api, method.toUpperCase(), target.split('?')[0] ?? '/')
  const verdicts = [...(taker ? [taker] : []), ...rest]
  await print(
    values.format === 'json'
      ? `${JSON.stringify(verdicts.map(asJson), null, 2)}\n`
      : `${[...(taker ? [] : ['no route takes it']), ...verdicts.map(asText)].join('\n')}\n`,
  )
  return taker ? 0 : 1
}

function asJson({ name, verdict, why, origin }: RouteVerdict): object {
  const { line, character } = origin.range.start
  return { route: name, verdict, why, file: origin.file, line: line + 1, column: character + 1 }
}

const marks: Readonly<Record<RouteVerdict['verdict'], string>> = {
  takes: '✓ takes it',
  loses: '- loses   ',
  otherMethod: '· no      ',
  otherPath: '· no      ',
}

function asText({ name, verdict, why, origin }: RouteVerdict): string {
  const at = placed({ file: origin.file, ...origin.range.start }, '').replace(/: $/, '')
  return `${marks[verdict]}  ${name}: ${why.replaceAll('`', '')}\n      ${at}`
}

function tell(message: string): number {
  process.stderr.write(`gatehouse route: ${message}\n`)
  return 1
}
