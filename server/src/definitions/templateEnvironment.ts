import type { TemplateParameter } from '../api/api.ts'
import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Environment } from '../syntax/intrinsics.ts'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import type { Locality } from './locality.ts'
import type { Reader } from './reader.ts'
import type { NestedStacks, Resources } from './templateResources.ts'
import { known, unknown } from '../syntax/intrinsicFunctions.ts'
import { childAt, documentOf, entriesOf, entryOf, originOfEntry, stringOf, toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { noteRead, unsteady } from '../syntax/reads.ts'
import { localityOf } from './locality.ts'
import { lookedUpText, ssmValue } from './lookedUpText.ts'
import { attributeOf, refOf } from './resourceValues.ts'

/** The files that `AWS::Include` brought in, by the file that names them. */
export type IncludedFiles = Map<string, Set<string>>

/** What the intrinsic functions of one template look names up in. */
export function createEnvironment(
  document: SourceDocument,
  reader: Reader,
  resources: Resources,
  included: IncludedFiles,
  nested: NestedStacks,
): Environment {
  const { root } = document
  const locality = localityOf(reader)
  return {
    ref: name =>
      pseudoParameter(name, locality) ??
      parameterValue(entryOf(entryOf(root, 'Parameters')?.value, name), reader) ??
      refOf(name, resources, locality),
    attribute: (name, attribute) =>
      nestedOutput(nested, name, attribute) ?? attributeOf(name, attribute, resources, locality),
    refAll: type => refAll(type, root, reader),
    condition: name => childAt(root, 'Conditions', name),
    mapping: name => childAt(root, 'Mappings', name),
    include: (location, from) => include(location, from, document, reader, included),
    importValue: name => importValue(name, reader),
    lookedUp: text => lookedUpText(text, reader.options),
  }
}

/** The template's parameters with the values used here. */
export function readParameters(root: Node | undefined, reader: Reader): TemplateParameter[] {
  return entriesOf(entryOf(root, 'Parameters')?.value).map(entry => {
    const text = givenText(entry, reader)
    return { name: entry.name, origin: originOfEntry(entry), ...(text === undefined ? {} : { value: text }) }
  })
}

function nestedOutput(nested: NestedStacks, name: string, attribute: string): Outcome | undefined {
  const output = /^Outputs\.(.+)$/.exec(attribute)?.[1]
  if (output === undefined) return undefined
  // What a template of its own gives is not noted part by part.
  noteRead(unsteady)
  return nested.output(name, output)
}

function pseudoParameter(
  name: string,
  { region, accountId, stackName = 'local' }: Locality,
): Outcome | undefined {
  const stack = `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/00000000-0000-0000-0000-000000000000`
  const values: Readonly<Record<string, unknown>> = {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': stack,
    'AWS::NotificationARNs': [],
  }
  return Object.hasOwn(values, name) ? known(values[name]) : undefined
}

function importValue(name: string, { options }: Reader): Outcome {
  const given = options.imports?.get(name)
  if (given !== undefined) return known(given)
  return options.exportOf?.(name) ?? unknown(`export '${name}' comes from another stack`)
}

function givenText(entry: Entry, reader: Reader): string | undefined {
  const fallback = childAt(entry.value, 'Default')
  const written = fallback?.type === 'scalar' && fallback.value !== null ? String(fallback.value) : undefined
  return reader.options.parameters?.get(entry.name) ?? written
}

function parameterValue(entry: Entry | undefined, reader: Reader): Outcome | undefined {
  if (!entry) return undefined
  const type = stringOf(childAt(entry.value, 'Type')) ?? 'String'
  const isGiven = reader.options.parameters?.has(entry.name) === true
  const written = givenText(entry, reader)
  const isLookedUp = type.startsWith('AWS::SSM::Parameter::Value')
  // Its value is the name of what is looked up; who gives something else gives what would be found.
  const found = isLookedUp && written !== undefined ? ssmValue(written, reader.options) : undefined
  if (isLookedUp && !isGiven && found === undefined) {
    return unknown(`parameter '${entry.name}' is looked up in the Systems Manager of an AWS account`)
  }
  const text = found ?? written
  if (text === undefined) return unknown(`parameter '${entry.name}' has no default and no value was given`)
  const isList = type === 'CommaDelimitedList' || type.includes('List<')
  return known(isList ? listOf(text) : text)
}

// A parameters file may give a list as one.
function listOf(text: string): string[] {
  const items = text.startsWith('[') ? toValue(parseText('list', text).root) : undefined
  return Array.isArray(items) ? items.map(String) : text.split(',').map(item => item.trim())
}

function refAll(type: string, root: Node | undefined, reader: Reader): Outcome {
  const values: unknown[] = []
  for (const entry of entriesOf(entryOf(root, 'Parameters')?.value)) {
    if (stringOf(childAt(entry.value, 'Type')) !== type) continue
    const outcome = parameterValue(entry, reader) ?? unknown(`parameter '${entry.name}' has no value`)
    if (!outcome.known) return outcome
    values.push(outcome.value)
  }
  return known(values.flat())
}

function include(
  location: string,
  from: Node,
  template: SourceDocument,
  reader: Reader,
  included: IncludedFiles,
): Node | string {
  // It also leaves a trace in `included`.
  noteRead(unsteady)
  if (/^\w[\w+.-]+:\/\//.test(location)) return `'${location}' is not on this machine`
  const source = documentOf(from).file
  const path = reader.files.resolve(reader.files.folderOf(template.file), location)
  if (reaches(included, path, source)) return `'${location}' includes itself`
  included.set(source, (included.get(source) ?? new Set()).add(path))
  return reader.open(path)?.root ?? `file '${location}' cannot be read`
}

function reaches(included: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set([from])
  for (const file of seen) {
    if (file === to) return true
    for (const next of included.get(file) ?? []) seen.add(next)
  }
  return false
}
