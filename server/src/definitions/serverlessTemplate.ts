import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Environment } from '../syntax/intrinsics.ts'
import type { Entry, MappingNode, Node, SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { IncludedFiles } from './templateEnvironment.ts'
import type { TemplateResource } from './templateResources.ts'
import type { Service, ServiceIdentity } from './serverlessService.ts'
import { known, unknown } from '../syntax/intrinsicFunctions.ts'
import { createIntrinsics, intrinsicOf } from '../syntax/intrinsics.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'
import { localityOf } from './locality.ts'
import { serviceApis } from './serverlessNames.ts'
import { functionOfLogicalId, functionsOf, identityOf } from './serverlessService.ts'
import { createNestedStacks } from './nestedStacks.ts'
import { propertiesOf } from './properties.ts'
import { openTemplate } from './template.ts'
import { unknownReason } from './serverlessTree.ts'
import { createEnvironment } from './templateEnvironment.ts'
import { readResources } from './templateResources.ts'

/** Opens a service whose variables are filled in: its names, its functions, and `resources` as a template. */
export function openService(document: SourceDocument, plainReader: Reader): Service {
  const { root } = document
  const local = withRegion(plainReader, root)
  const resources = new Map<string, TemplateResource>()
  const included: IncludedFiles = new Map()
  const template = templateDocument(document)
  const generated: { functions: Service['functions'] } = { functions: [] }
  const nested = createNestedStacks(
    () => resources,
    { ...local, evaluate: node => intrinsics.evaluate(node) },
    [document.file],
    openTemplate,
  )
  const environment = withGenerated(
    createEnvironment(template, local, resources, included, nested),
    generated,
  )
  const intrinsics = createIntrinsics(environment)
  const reader: Reader = { ...local, settle: intrinsics.settle, evaluate: intrinsics.evaluate }
  const identity: ServiceIdentity = identityOf(root, reader)
  const locality = localityOf(local)
  const named = functionsOf(root, reader, identity, locality)
  generated.functions = named.functions
  readResources(reader, template.root, resources)
  const made = [...resources].filter(([, { body }]) => {
    const condition = stringOf(entryOf(body, 'Condition')?.value)
    const outcome = condition === undefined ? undefined : intrinsics.condition(condition)
    return !outcome?.known || outcome.value !== false
  })
  return {
    document,
    reader,
    ...identity,
    ...named,
    provider: propertiesOf(reader, entryOf(root, 'provider')?.value),
    template: {
      document: template,
      reader,
      plainReader: local,
      intrinsics,
      ...locality,
      allResources: resources,
      resources: new Map(made),
      nested,
      includedFiles: () => new Set([...included.values()].flatMap(files => [...files])),
    },
  }
}

// The service's region is that of its ARNs, unless the caller asks for another.
function withRegion(reader: Reader, root: Node | undefined): Reader {
  const { region: wanted, parameters } = reader.options
  const region = wanted ?? parameters?.get('region') ?? stringOf(childAt(root, 'provider', 'region'))
  return region === undefined ? reader : { ...reader, options: { ...reader.options, region } }
}

/** The CloudFormation template under `resources`; a list of templates is one, with the sections of all. */
function templateDocument(document: SourceDocument): SourceDocument {
  const node = entryOf(document.root, 'resources')?.value
  if (node?.type !== 'sequence')
    return { ...document, root: node?.type === 'mapping' && !intrinsicOf(node) ? node : undefined }
  const sections = new Map<string, { entry: Entry; entries: Entry[] }>()
  for (const entry of itemsOf(node).flatMap(part => (intrinsicOf(part) ? [] : entriesOf(part)))) {
    const section = sections.get(entry.name) ?? { entry, entries: [] }
    section.entries.push(...entriesOf(entry.value))
    sections.set(entry.name, section)
  }
  const root: MappingNode = {
    type: 'mapping',
    isFlow: false,
    start: node.start,
    end: node.end,
    parent: node,
    entries: [],
  }
  const entries = [...sections.values()].map(({ entry, entries: inside }) => ({
    ...entry,
    value: { ...root, entries: inside },
  }))
  return { ...document, root: { ...root, entries } }
}

// `resources` may refer to what the framework makes of functions and events.
function withGenerated(
  environment: Environment,
  generated: { functions: Service['functions'] },
): Environment {
  const apis: readonly string[] = Object.values(serviceApis)
  const ref = (name: string): Outcome | undefined => {
    const reason = unknownReason(name)
    if (reason !== undefined) return unknown(reason)
    const fn = functionOfLogicalId(generated.functions, name)
    if (fn) return known(fn.name)
    return apis.includes(name) ? known(name) : undefined
  }
  const attribute = (name: string, property: string): Outcome | undefined => {
    const fn = functionOfLogicalId(generated.functions, name)
    if (fn && property === 'Arn') return known(fn.arn)
    return name === serviceApis.rest && property === 'RootResourceId'
      ? known(`${name}.RootResourceId`)
      : undefined
  }
  return {
    ...environment,
    ref: name => ref(name) ?? environment.ref(name),
    attribute: (name, property) => attribute(name, property) ?? environment.attribute(name, property),
  }
}
