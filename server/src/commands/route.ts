import path from 'node:path'
import type { HttpApi, RestApi } from '../api/api.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { loadDefinition } from '../definitions/load.ts'
import { explainRouting } from '../gateway/routeExplainer.ts'
import type { RouteVerdict, RoutingExplanation } from '../gateway/routeExplainer.ts'
import { diskFiles } from '../io/files.ts'
import { noApi, placed } from './gatewayHostApis.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

/**
 * `gatehouse route DEFINITION METHOD PATH`: which route takes a request, which others would and lose, and why; of each API
 * unless one is named. Exit status 0 when a route takes it, 1 when none does or the definition cannot be read, 2 for wrong usage.
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
  const apis = definition.apis.filter(
    (each): each is RestApi | HttpApi =>
      each.type !== 'websocket' && (values.api === undefined || values.api === each.id),
  )
  if (apis.length === 0) return tell(noApi(definition, { file, api: values.api }))
  const asked = apis.map(api => ({
    api,
    explained: explainRouting(api, method.toUpperCase(), target.split('?')[0] ?? '/'),
  }))
  if (values.format === 'json') {
    const verdicts = asked.flatMap(({ api, explained }) =>
      verdictsOf(explained).map(verdict => asJson(api.id, verdict)),
    )
    await print(`${JSON.stringify(verdicts, null, 2)}\n`)
  } else {
    const texts = asked.map(({ api, explained }) =>
      [
        ...(apis.length > 1 ? [`API ${api.id}`] : []),
        ...(explained.taker ? [] : ['no route takes it']),
        ...verdictsOf(explained).map(asText),
      ].join('\n'),
    )
    await print(`${texts.join('\n\n')}\n`)
  }
  return asked.some(({ explained }) => explained.taker) ? 0 : 1
}

function verdictsOf({ taker, others }: RoutingExplanation): readonly RouteVerdict[] {
  return taker ? [taker, ...others] : others
}

function asJson(api: string, { name, verdict, why, origin }: RouteVerdict): object {
  const { line, character } = origin.range.start
  return { api, route: name, verdict, why, file: origin.file, line: line + 1, column: character + 1 }
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
