import type { Definition } from '../api/api.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import { entriesOf, originOf, originOfEntry } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { readDotenvText } from './dotenv.ts'
import { known } from './reader.ts'
import { samConfigOf } from './samConfig.ts'

/** What says what functions find in their environment on this machine: files, by absolute paths, and more. */
export interface EnvironmentFiles {
  /** What `sam local` takes as `--env-vars`. */
  readonly envVars?: string
  /** `.env` files; a later one goes before an earlier one. */
  readonly dotenv: readonly string[]
  /** Variables that are stated themselves; they go before those of files. */
  readonly stated?: ReadonlyMap<string, string>
}

/** A definition whose functions have the variables of this machine. */
export interface WithEnvironment {
  readonly definition: Definition
  /** The files that were asked for, absolute paths. */
  readonly files: readonly string[]
  /** An error leaves a file, or a part of it, without effect; a warning is about a name or a line. */
  readonly diagnostics: readonly Diagnostic[]
}

type Variables = ReadonlyMap<string, Fact<string>>
type Report = (severity: Severity, origin: Pick<Origin, 'file' | 'range'>, message: string) => void

/**
 * Sets the variables of these files on the functions: all of an `.env` file, and over them those of an `--env-vars` file
 * that a function declares. Without such a file the one counts that `samconfig.toml` names.
 */
export function withEnvironmentFiles(
  definition: Definition,
  given: EnvironmentFiles,
  files: Files,
): WithEnvironment {
  const configured = definition.kind === 'sam' ? samConfigOf(definition.file, files).envVars : undefined
  const envVars = given.envVars ?? configured
  const asked = [...given.dotenv, ...(envVars === undefined ? [] : [envVars])]
  const stated = statedVariables(given, definition)
  if (asked.length === 0 && stated.length === 0) return { definition, files: [], diagnostics: [] }
  const diagnostics: Diagnostic[] = []
  const report: Report = (severity, { file, range }, message) =>
    void diagnostics.push({ code: 'environment-file', severity, message, file, range })
  const dotenv = given.dotenv.map(file => readDotenv(file, files, report))
  const overrides = envVars === undefined ? noOverrides : readEnvVars(envVars, files, report)
  reportUnused(overrides, definition, report)
  const functions = definition.functions.map(lambda => {
    const own = overridesOf(lambda, overrides, definition.kind)
    const declared = [...own].filter(([name]) => lambda.environment.has(name))
    return {
      ...lambda,
      localEnvironment: new Map([...dotenv.flatMap(each => [...each]), ...declared, ...stated]),
    }
  })
  return { definition: { ...definition, functions }, files: asked, diagnostics }
}

function statedVariables({ stated = new Map() }: EnvironmentFiles, { file }: Definition) {
  return [...stated].map(([name, value]) => [name, known(value, startOf(file))] as const)
}

function readDotenv(file: string, files: Files, report: Report): Variables {
  const text = readText(file, files, report)
  return text === undefined ? new Map() : variablesOf(file, text, report)
}

function readText(file: string, files: Files, report: Report): string | undefined {
  const text = files.read(file)
  const message = `'${file}' cannot be read, so its variables are missing; correct the path`
  if (text === undefined) report('error', startOf(file), message)
  return text
}

function variablesOf(file: string, text: string, report: Report): Variables {
  const { variables, strayLines } = readDotenvText(text)
  for (const line of strayLines) {
    report('warning', startOf(file, line), 'This line sets no variable; write NAME=value')
  }
  return new Map([...variables].map(([name, value]) => [name, known(value, startOf(file))]))
}

/** What an `--env-vars` file says. */
interface Overrides {
  /** For every function that declares them. */
  readonly all: Variables
  /** By what the file calls the function. */
  readonly byFunction: ReadonlyMap<string, { readonly origin: Origin; readonly variables: Variables }>
}

const noOverrides: Overrides = { all: new Map(), byFunction: new Map() }

/**
 * `{"Function": {"NAME": value}, "Parameters": {"NAME": value}}`, or an `.env` file, which is about all functions.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-invoke.html#serverless-sam-cli-using-invoke-environment-file
 */
function readEnvVars(file: string, files: Files, report: Report): Overrides {
  const text = readText(file, files, report)
  if (text === undefined) return noOverrides
  const isJson = /\.json$/i.test(file) || /^\ufeff?\s*[{[]/.test(text)
  if (!isJson) return { ...noOverrides, all: variablesOf(file, text, report) }
  const document = parseText(file, text)
  for (const { severity, range, message } of document.diagnostics) report(severity, { file, range }, message)
  const { root } = document
  if (root?.type !== 'mapping') {
    report('error', startOf(file), 'This is no object; write {"FunctionId": {"NAME": "value"}}')
    return noOverrides
  }
  const isObject = (entry: Entry) => {
    if (entry.value.type === 'mapping') return true
    const message = `'${entry.name}' has to be an object of variables, so it has no effect; write {"NAME": "value"}`
    report('error', originOfEntry(entry), message)
    return false
  }
  const sections = new Map(
    root.entries.filter(isObject).map(entry => [
      entry.name,
      {
        origin: originOfEntry(entry),
        variables: new Map(
          entriesOf(entry.value).map(({ name, value }) => [
            name,
            known(textOf(value, document), originOf(value)),
          ]),
        ),
      },
    ]),
  )
  const all = sections.get('Parameters')?.variables ?? new Map()
  sections.delete('Parameters')
  return { all, byFunction: sections }
}

function overridesOf(
  lambda: LambdaFunction,
  { all, byFunction }: Overrides,
  kind: Definition['kind'],
): Variables {
  const named = ways.flatMap(isCalled =>
    [...byFunction].flatMap(([called, { variables }]) => (isCalled(lambda, called, kind) ? [variables] : [])),
  )
  return new Map([...all, ...(named.find(({ size }) => size > 0) ?? [])])
}

/**
 * How SAM knows a function, the first way that finds something counts: by its logical id, by the id of its construct in a
 * CDK app, by its name, by the path of ids that leads to it through nested stacks.
 */
const ways: readonly ((lambda: LambdaFunction, called: string, kind: Definition['kind']) => boolean)[] = [
  ({ id }, called) => called === id,
  ({ id }, called, kind) =>
    kind === 'cdk' && /[0-9A-F]{8}$/.test(id) && called.replace(/\W|_/g, '') === id.slice(0, -8),
  ({ name }, called) => called === name,
  ({ id }, called) => {
    const stacks = called.split('/')
    const own = stacks.pop() ?? ''
    return stacks.length > 0 && (own === id || `local-${stacks.join('-')}/${own}` === id)
  },
]

/** Tells names without effect: as SAM, only what a function declares is set. */
function reportUnused({ all, byFunction }: Overrides, definition: Definition, report: Report): void {
  const tell = (variables: Variables, functions: readonly LambdaFunction[], whose: string) => {
    for (const [name, { origin }] of variables) {
      if (functions.some(({ environment }) => environment.has(name))) continue
      report(
        'warning',
        origin,
        `'${name}' is not set: ${whose}; add it to its Environment, or use an .env file`,
      )
    }
  }
  for (const [called, { origin, variables }] of byFunction) {
    const functions = definition.functions.filter(lambda =>
      ways.some(isCalled => isCalled(lambda, called, definition.kind)),
    )
    if (functions.length > 0) tell(variables, functions, `'${called}' declares no such variable`)
    else
      report(
        'warning',
        origin,
        `No function is called '${called}', so this has no effect; use its logical id`,
      )
  }
  tell(all, definition.functions, 'no function declares such a variable')
}

/**
 * A value as the SAM command line hands it over: numbers as Python writes them, nothing for null, lists and objects.
 * https://github.com/aws/aws-sam-cli/blob/develop/samcli/local/lambdafn/env_vars.py
 */
function textOf(node: Node, { text }: SourceDocument): string {
  if (node.type !== 'scalar' || node.value === null) return ''
  if (typeof node.value !== 'number') return String(node.value)
  const written = text.slice(node.start, node.end)
  if (/^-?\d+$/.test(written)) return written === '-0' ? '0' : written
  const size = Math.abs(node.value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return node.value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  }
  return Number.isInteger(node.value) ? `${node.value}.0` : String(node.value)
}

function startOf(file: string, line = 0): Origin {
  const start = { line, character: 0 }
  return { file, pointer: '', range: { start, end: { line, character: 1 } } }
}
