import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Environment } from '../syntax/intrinsics.ts'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { IncludedFiles } from './templateEnvironment.ts'
import type { TemplateResource } from './templateResources.ts'
import type { Locality } from './locality.ts'
import type { Extension, Service, ServiceIdentity } from './serverlessService.ts'
import { known, unknown } from '../syntax/intrinsicFunctions.ts'
import { createIntrinsics, intrinsicOf } from '../syntax/intrinsics.ts'
import { childAt, entriesOf, entryOf, itemsOf, MappingNode, stringOf } from '../syntax/node.ts'
import { localityOf } from './locality.ts'
import { authorizerLogicalId, resourceLogicalId, serviceApis } from './serverlessNames.ts'
import { functionOfLogicalId, functionsOf, identityOf } from './serverlessService.ts'
import { createNestedStacks } from './nestedStacks.ts'
import { propertiesOf } from './properties.ts'
import { openTemplate } from './template.ts'
import { unknownReason } from './serverlessTree.ts'
import { attributeOf, refOf } from './resourceValues.ts'
import { createEnvironment } from './templateEnvironment.ts'
import { readAnew, readResources } from './templateResources.ts'

/** Opens a service whose variables are filled in: its names, its functions, and `resources` as a template. */
export function openService(document: SourceDocument, plainReader: Reader): Service {
  const { root } = document
  const local = withRegion(plainReader, root)
  const resources = new Map<string, TemplateResource>()
  const included: IncludedFiles = new Map()
  const template = templateDocument(document)
  const generated: Made = { functions: [], resources: new Map() }
  const nested = createNestedStacks(
    () => resources,
    { ...local, evaluate: node => intrinsics.evaluate(node) },
    [document.file],
    openTemplate,
  )
  const environment = withGenerated(
    createEnvironment(template, local, resources, included, nested),
    generated,
    localityOf(local),
  )
  const intrinsics = createIntrinsics(environment)
  const reader: Reader = { ...local, settle: intrinsics.settle, evaluate: intrinsics.evaluate }
  const identity: ServiceIdentity = identityOf(root, reader)
  const locality = localityOf(local)
  const named = functionsOf(root, reader, identity, locality)
  generated.functions = named.functions
  readResources(reader, template.root, resources)
  const extensions = readExtensions(root, reader, named.functions)
  const made = [...resources].filter(([id, { body }]) => {
    if (extensions.get(id)?.isMerged) return false
    const condition = stringOf(entryOf(body, 'Condition')?.value)
    const outcome = condition === undefined ? undefined : intrinsics.condition(condition)
    return !outcome?.known || outcome.value !== false
  })
  return {
    document,
    reader,
    ...identity,
    ...named,
    extensions,
    generated: generated.resources,
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
      remember: readAnew,
      noteResource: () => undefined,
      includedFiles: () => new Set([...included.values()].flatMap(files => [...files])),
    },
  }
}

/** What `resources` may refer to besides its own. */
interface Made {
  functions: Service['functions']
  readonly resources: Map<string, TemplateResource>
}

/** The parts of `resources`: one template, or a list of them. Those that nobody knows here are left out. */
export function resourceParts(root: Node | undefined): Node[] {
  const node = entryOf(root, 'resources')?.value
  const parts = node?.type === 'sequence' ? itemsOf(node) : node ? [node] : []
  return parts.filter(part => part.type === 'mapping' && !intrinsicOf(part))
}

function readExtensions(
  root: Node | undefined,
  reader: Reader,
  functions: Service['functions'],
): ReadonlyMap<string, Extension> {
  const parts = resourceParts(root)
  const read = (entry: Entry, isMerged: boolean): [string, Extension] => {
    const properties = propertiesOf(reader, entryOf(entry.value, 'Properties')?.value)
    return [entry.name, { isMerged, entry, properties }]
  }
  const merged = parts
    .flatMap(part => entriesOf(entryOf(part, 'Resources')?.value))
    .filter(({ name, value }) => isFrameworks(name, value, functions))
  const stated = parts.flatMap(part => entriesOf(entryOf(part, 'extensions')?.value))
  return new Map([...merged.map(entry => read(entry, true)), ...stated.map(entry => read(entry, false))])
}

// The framework merges `Resources` into what it has made: an entry of such a name adds to that.
function isFrameworks(name: string, value: Node, functions: Service['functions']): boolean {
  if (value.type !== 'mapping' || intrinsicOf(value)) return false
  const apis: readonly string[] = Object.values(serviceApis)
  const isMade = apis.includes(name) || functionOfLogicalId(functions, name) !== undefined
  return isMade || entryOf(value, 'Type') === undefined
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
  const under = (entries: Entry[]): MappingNode => {
    const mapping = new MappingNode(node, entries, false)
    mapping.parent = node
    return mapping
  }
  const entries = [...sections.values()].map(({ entry, entries: inside }) => ({
    ...entry,
    value: under(inside),
  }))
  return { ...document, root: under(entries) }
}

// `resources` may refer to what the framework makes of functions and events.
function withGenerated(environment: Environment, generated: Made, locality: Locality): Environment {
  const apis: readonly string[] = Object.values(serviceApis)
  const ref = (name: string): Outcome | undefined => {
    const reason = unknownReason(name)
    if (reason !== undefined) return unknown(reason)
    const fn = functionOfLogicalId(generated.functions, name)
    if (fn) return known(fn.name)
    const guard = generated.functions.find(({ key }) => authorizerLogicalId(key) === name)
    if (guard) return known(guard.key)
    if (apis.includes(name) || name.startsWith(resourceLogicalId(''))) return known(name)
    return refOf(name, generated.resources, locality)
  }
  const attribute = (name: string, property: string): Outcome | undefined => {
    const fn = functionOfLogicalId(generated.functions, name)
    if (fn && property === 'Arn') return known(fn.arn)
    return name === serviceApis.rest && property === 'RootResourceId'
      ? known(`${name}.RootResourceId`)
      : attributeOf(name, property, generated.resources, locality)
  }
  return {
    ...environment,
    ref: name => ref(name) ?? environment.ref(name),
    attribute: (name, property) => attribute(name, property) ?? environment.attribute(name, property),
  }
}
