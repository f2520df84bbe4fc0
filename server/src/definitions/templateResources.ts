import type { Origin } from '../base/origin.ts'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import type { Intrinsics } from '../syntax/intrinsics.ts'
import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { PlainReader } from './plainReader.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import { entryOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { withGlobals } from './samGlobals.ts'
import { propertiesOf } from './properties.ts'
import { expandLoops } from './forEach.ts'
import { withoutReads } from '../syntax/reads.ts'
import { WatchedResources } from './watchedResources.ts'

/** A CloudFormation or SAM template that is being read. */
export interface Template {
  readonly document: SourceDocument
  /** Resolves the template's intrinsic functions. */
  readonly reader: Reader
  /** Hands back what stands in a file that CloudFormation does not process, as `DefinitionUri` names it. */
  readonly plainReader: Reader
  readonly intrinsics: Intrinsics
  readonly region: string
  readonly accountId: string
  readonly stackName?: string
  /** The resources that are made: their condition is not false. In the order of the text. */
  readonly resources: Resources
  /** Every resource, made or not. */
  readonly allResources: Resources
  /** The files that `AWS::Include` has brought in so far. */
  readonly includedFiles: () => ReadonlySet<string>
  readonly nested: NestedStacks
  /** Paths of the API Gateway resources that a framework adds to the template, by logical id. */
  readonly generatedPaths?: ReadonlyMap<string, string>
  /**
   * The result of `compute` for a resource, made anew only when something that it has read is no longer the same, or one
   * of `inputs`. It has to be data, and asks nothing that was read of the template before.
   */
  readonly remember: <T>(
    resource: TemplateResource,
    key: string,
    inputs: readonly unknown[],
    compute: () => T,
  ) => T
  /** Says that a resource was read, or `Globals` where SAM makes the resource. */
  readonly noteResource: (id: string) => void
  /** Names that a tool around the template defines. */
  readonly isGenerated?: (name: string) => boolean
}

/** `Template.remember` where nothing is kept. */
export const readAnew: Template['remember'] = (_resource, _key, _inputs, compute) => compute()

/** Resources by logical id. */
export type Resources = ReadonlyMap<string, TemplateResource>

/** A stack that a template makes from another template on this machine. */
export interface NestedStack {
  readonly stackName: string
  readonly template: Template
  readonly reader: PlainReader
}

/** The nested stacks of one template, each opened when it is first asked for. */
export interface NestedStacks {
  /** Every one whose template can be read, in the order of the text. */
  readonly all: () => readonly NestedStack[]
  /** What `Fn::GetAtt Stack.Outputs.Name` gives here; undefined when `id` is no nested stack on this machine. */
  readonly output: (id: string, name: string) => Outcome | undefined
}

/** One entry of `Resources`. */
export interface TemplateResource {
  readonly id: string
  /** `AWS::Lambda::Function`; empty when none is given. */
  readonly type: string
  readonly entry: Entry
  /** Its whole mapping: `Type`, `Properties`, `Condition`, `DependsOn`, ... */
  readonly body: Node
  /** With the `Globals` of SAM merged in. */
  readonly properties: Properties
  readonly origin: Origin
  /** It does not stand in the text as it is here: a loop or a function has made it, or some of it. */
  readonly isComputed?: boolean
}

/**
 * Reads the entries of `Resources` into `resources`, where the intrinsic functions that are met on the way look.
 * Entries that are no mapping are left to the schema.
 */
export function readResources(
  reader: Reader,
  root: Node | undefined,
  resources: Map<string, TemplateResource>,
): void {
  const globals = entryOf(root, 'Globals')?.value
  const section = reader.settle(entryOf(root, 'Resources')?.value)
  const entries = section?.type === 'mapping' ? expandLoops(reader, section).entries : []
  for (const entry of entries) {
    const value = reader.settle(entry.value)
    if (value?.type !== 'mapping' || entry.name.startsWith('Fn::')) continue
    const type = stringOf(entryOf(value, 'Type')?.value) ?? ''
    const stated = entryOf(value, 'Properties')?.value
    const own = reader.settle(stated)
    const isComputed = value !== entry.value || own !== stated || value.parent !== section
    const merged = withGlobals(globals, type, own, value)
    const properties = propertiesOf(reader, merged)
    resources.set(entry.name, {
      id: entry.name,
      type,
      entry,
      body: value,
      properties,
      origin: originOfEntry(entry),
      ...(isComputed && { isComputed }),
    })
  }
}

/** The resources of one type, in the order of the text. */
export function resourcesOf({ resources }: Template, ...types: readonly string[]): TemplateResource[] {
  const find = (among: Resources): TemplateResource[] => withoutReads(() => ofTypes(among, types))
  const found = find(resources)
  if (resources instanceof WatchedResources) resources.noteFound(found, find)
  return found
}

function ofTypes(resources: Resources, types: readonly string[]): TemplateResource[] {
  const index = indexOf(resources)
  const [only] = types
  if (types.length === 1 && only !== undefined) return [...(index.get(only) ?? [])]
  const kinds = types.flatMap(type => index.get(type) ?? [])
  return kinds.length > 1 ? [...resources.values()].filter(each => types.includes(each.type)) : kinds
}

// Readers ask for some forty types each; the resources of a template do not change once it is open.
const indices = new WeakMap<Resources, Map<string, TemplateResource[]>>()

function indexOf(resources: Resources): ReadonlyMap<string, readonly TemplateResource[]> {
  const found = indices.get(resources)
  if (found) return found
  const index = new Map<string, TemplateResource[]>()
  for (const resource of resources.values()) {
    const same = index.get(resource.type)
    if (same) same.push(resource)
    else index.set(resource.type, [resource])
  }
  indices.set(resources, index)
  return index
}
