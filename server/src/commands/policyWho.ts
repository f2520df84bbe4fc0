import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Definition } from '../api/api.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { loadDefinition } from '../definitions/load.ts'
import { isAddress } from '../gateway/access/apiIdentities.ts'
import type { Identity } from '../gateway/access/identity.ts'
import { readIdentities, readIdentitiesText } from '../gateway/access/readIdentities.ts'
import { whoMayCall } from '../gateway/access/whoMayCall.ts'
import { diskFiles } from '../io/files.ts'
import { noApi, placed } from './gatewayHostApis.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { whoText } from './policyWhoText.ts'
import { print } from './print.ts'

const specs = {
  format: { type: 'text', oneOf: ['text', 'json'] },
  api: { type: 'text' },
  'api-type': { type: 'text', oneOf: ['rest', 'http'] },
  identity: { type: 'texts' },
  'only-given': { type: 'flag' },
  'source-ip': { type: 'text' },
  'vpc-endpoint': { type: 'text' },
  ...givenOptions,
} as const

/**
 * `gatehouse policy who DEFINITION`: prints which identities may call which routes, and what decides. JSON is one matrix,
 * or an array of them where the definition has several APIs and `--api` names none. Exit status 0 when there are answers,
 * 1 when the definition has none to give, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readWhoOptions(argv)
  if (options instanceof UsageError) return reportUsage('policy who', options)
  const { file, read, values } = options
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
  const apis = definition.apis.filter(({ id }) => values.api === undefined || values.api === id)
  if (apis.length === 0) {
    tell(noApi(definition, { file, ...(values.api !== undefined && { api: values.api }) }))
    return 1
  }
  const { stage } = values
  const without = apis.find(api => stage !== undefined && !api.stages.some(({ name }) => name === stage))
  if (without && stage !== undefined && apis.length === 1) {
    const names = without.stages.map(({ name }) => `'${name}'`).join(', ')
    tell(`the API '${without.id}' has no stage '${stage}'; it has ${names}`)
    return 1
  }
  const identities = identitiesOf(values.identity, definition)
  if (typeof identities === 'string') {
    tell(identities)
    return 1
  }
  const matrices = apis.map(api =>
    whoMayCall(definition, api, {
      identities,
      onlyGiven: values['only-given'],
      ...(stage !== undefined && api.stages.some(({ name }) => name === stage) && { stage }),
      ...(values['source-ip'] !== undefined && { sourceIp: values['source-ip'] }),
      ...(values['vpc-endpoint'] !== undefined && { vpcEndpoint: values['vpc-endpoint'] }),
    }),
  )
  await print(
    values.format === 'json'
      ? `${JSON.stringify(matrices.length === 1 ? matrices[0] : matrices, undefined, 2)}\n`
      : matrices.map(whoText).join('\n'),
  )
  return 0
}

function readWhoOptions(argv: readonly string[]) {
  const parsed = parseOptions(argv, specs)
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const [definition, ...others] = positionals
  if (definition === undefined || others.length > 0) return new UsageError('takes one DEFINITION')
  if (values['only-given'] && values.identity.length === 0) {
    return new UsageError('--only-given needs identities: --identity FILE')
  }
  const sourceIp = values['source-ip']
  if (sourceIp !== undefined && !isAddress(sourceIp)) {
    return new UsageError(`--source-ip takes an IP address, not '${sourceIp}'`)
  }
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const apiType = values['api-type']
  const read: ReadOptions = { ...given, ...(apiType === 'rest' || apiType === 'http' ? { apiType } : {}) }
  return { file: path.resolve(definition), read, values }
}

function identitiesOf(names: readonly string[], definition: Definition): Identity[] | string {
  const identities: Identity[] = []
  for (const name of names) {
    let text: string
    try {
      text = readFileSync(name, 'utf8')
    } catch {
      return `'${name}' cannot be read`
    }
    const read = readIdentities(readIdentitiesText(path.resolve(name), text), definition)
    if (typeof read === 'string') return `${name}: ${read}`
    identities.push(...read)
  }
  return identities
}

function tell(message: string): void {
  process.stderr.write(`gatehouse policy who: ${message}\n`)
}
