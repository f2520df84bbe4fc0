import type { Reader } from './reader.ts'
import type { Node, ScalarNode, SourceDocument } from '../syntax/node.ts'
import { originOf } from '../syntax/node.ts'
import { textDocument } from '../syntax/textDocument.ts'
import { isTemplateFile } from '../template/templateFileName.ts'
import type { GivenValues } from './givenValues.ts'
import { secretValue, ssmValue } from './lookedUpText.ts'
import { readDotenv } from './serverlessDotenv.ts'
import { localityOf } from './locality.ts'

/** What looking up a variable gave: a place of a file, a value, why it cannot be known, or nothing. */
export type Found =
  | { readonly type: 'node'; readonly node: Node }
  | { readonly type: 'value'; readonly value: ScalarNode['value'] }
  | UnknownValue
  | { readonly type: 'missing' }

/** A value that this machine cannot know. */
export interface UnknownValue {
  readonly type: 'unknown'
  readonly reason: string
}

/** `self:custom.table`, `file(./a.yml):b`, `opt:stage`, `strToBool(yes)`. */
export interface Lookup {
  readonly name: string
  readonly parameter: string
  readonly address: string
}

/** The places where variables are looked up. */
export interface ServerlessSources {
  readonly lookUp: (lookup: Lookup, at: Node) => Found
}

/** What the sources need of the variables: to follow a path from a node, through other variables. */
export interface Walking {
  readonly walk: (from: Node | undefined, address: string) => Found
}

const missing: Found = { type: 'missing' }

/** The sources of a service. Options and parameters come from `ReadOptions.parameters`, `env` from its environment. */
export function createSources(document: SourceDocument, reader: Reader, walking: Walking): ServerlessSources {
  const { root } = document
  const { options } = reader
  const given = (name: string): Found => valueOrMissing(options.parameters?.get(name))
  const option = (name: string): Found =>
    first(name === 'stage' ? valueOrMissing(options.stage) : missing, () => given(name))
  const stage = (): string =>
    textOf(first(option('stage'), () => walking.walk(root, 'provider.stage'))) ?? 'dev'
  const region = (): string =>
    textOf(first(option('region'), () => walking.walk(root, 'provider.region'))) ?? localityOf(reader).region
  const dotenv = once(() => readDotenv(document, reader))
  const byName: Readonly<Record<string, (lookup: Lookup, at: Node) => Found>> = {
    self: ({ address }) => {
      const found = walking.walk(root, address)
      if (found.type !== 'missing') return found
      // The framework fills these two in before it resolves the rest.
      if (address === 'provider.stage') return { type: 'value', value: 'dev' }
      return address === 'provider.region' ? { type: 'value', value: 'us-east-1' } : found
    },
    opt: ({ address }) => option(address),
    env: ({ address }) => valueOrMissing(options.environment?.get(address) ?? dotenv().get(address)),
    sls: ({ address }) =>
      address === 'stage' ? { type: 'value', value: stage() } : unknown('is made up at each deployment'),
    aws: ({ address }) => awsValue(address, region(), localityOf(reader).accountId),
    param: ({ address }) => first(given(address), () => parameterOf(root, stage(), address, walking)),
    strToBool: ({ parameter }) => booleanOf(parameter),
    ssm: ({ address }) => ssmFound(address, options),
    file: (lookup, at) => fileValue(lookup, at, document, reader, walking),
  }
  return {
    lookUp: (lookup, at) => {
      const { name, parameter, address } = lookup
      const own = Object.hasOwn(byName, name) ? byName[name] : undefined
      const written = `${name}${parameter === '' ? '' : `(${parameter})`}${address === '' ? '' : `:${address}`}`
      const stated = given(written)
      if (stated.type !== 'missing') return stated
      return own ? own(lookup, at) : unknown(`'${written}' is looked up when the service is deployed`)
    },
  }
}

// A secret of the Secrets Manager is read as a parameter, too.
function ssmFound(address: string, given: GivenValues): Found {
  const name = address.replace(/~(true|false|split)$/, '')
  const secret = /^\/aws\/reference\/secretsmanager\/(.+)$/.exec(name)?.[1]
  const text = secret === undefined ? ssmValue(name, given) : secretValue(secret, '', given)
  return text === undefined
    ? unknown(`'ssm:${address}' is looked up when the service is deployed`)
    : { type: 'value', value: text }
}

function awsValue(address: string, region: string, accountId: string): Found {
  if (address === 'region') return { type: 'value', value: region }
  return address === 'accountId'
    ? { type: 'value', value: accountId }
    : unknown(`'aws:${address}' exists in AWS only`)
}

// v3 has `params.STAGE`, v4 `stages.STAGE.params`; `default` stands in for a stage that says nothing.
function parameterOf(root: Node | undefined, stage: string, name: string, { walk }: Walking): Found {
  const paths = [
    'params.STAGE.NAME',
    'stages.STAGE.params.NAME',
    'params.default.NAME',
    'stages.default.params.NAME',
  ]
  return paths.reduce<Found>(
    (found, path) =>
      first(found, () =>
        walk(
          root,
          path.replace('STAGE', () => stage).replace('NAME', () => name),
        ),
      ),
    missing,
  )
}

function fileValue(
  { parameter, address }: Lookup,
  at: Node,
  document: SourceDocument,
  reader: Reader,
  { walk }: Walking,
): Found {
  const { files } = reader
  const path = files.resolve(files.folderOf(document.file), parameter)
  if (/\.[cm]?[jt]s$/.test(parameter)) return unknown(`'${parameter}' is code that runs at each deployment`)
  if (files.kind(path) !== 'file') {
    reportMissingFile(parameter, at, reader)
    return missing
  }
  if (!/\.(ya?ml|json|tfstate)$/i.test(parameter)) return textFound(path, files.read(path))
  return walk(reader.open(path)?.root, address)
}

// A template stands in its own file; any other text where it is taken in.
function textFound(file: string, text: string | undefined): Found {
  const root = text === undefined || !isTemplateFile(file) ? undefined : textDocument(file, text).root
  return root ? { type: 'node', node: root } : valueOrMissing(text)
}

function reportMissingFile(name: string, at: Node, reader: Reader): void {
  const { file, range } = originOf(at)
  const message = `'${name}' is not there, so what the service takes from it is unknown here; add it or correct the path`
  reader.report({ code: 'variable-file-missing', severity: 'info', message, file, range })
}

function booleanOf(text: string): Found {
  if (/^(true|1)$/i.test(text)) return { type: 'value', value: true }
  return /^(false|0)$/i.test(text) ? { type: 'value', value: false } : missing
}

function first(found: Found, next: () => Found): Found {
  return found.type === 'missing' ? next() : found
}

function textOf(found: Found): string | undefined {
  const node = found.type === 'node' && found.node.type === 'scalar' ? found.node : undefined
  const value = found.type === 'value' ? found.value : node?.value
  return value === undefined || value === null ? undefined : String(value)
}

function valueOrMissing(text: string | undefined): Found {
  return text === undefined ? missing : { type: 'value', value: text }
}

function unknown(reason: string): Found {
  return { type: 'unknown', reason }
}

function once<T extends object>(find: () => T): () => T {
  let found: T | undefined
  return () => (found ??= find())
}
