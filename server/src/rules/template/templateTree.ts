import type { Definition } from '../../api/api.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import type { RuleContext } from '../rule.ts'
import { withGlobals } from '../../definitions/samGlobals.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf } from '../../syntax/node.ts'
import { derivedCell, keep, noteRead, withoutReads } from '../../syntax/reads.ts'

/** A resource of a template as its text has it. */
export interface TemplateResource {
  readonly id: string
  readonly type: string
  readonly entry: Entry
  readonly properties: Node | undefined
}

/** An event of a SAM function or state machine. */
export interface TemplateEvent {
  readonly id: string
  /** `Api`, `SQS`, ... */
  readonly type: string
  readonly entry: Entry
  readonly properties: Node | undefined
}

/** The types whose properties say what a Lambda function is. */
export const functionTypes = ['AWS::Lambda::Function', 'AWS::Serverless::Function'] as const

/** The root of the template, undefined for what is none. */
export function templateRoot({ kind, file }: Definition, { documents }: RuleContext): Node | undefined {
  return kind === 'cloudformation' || kind === 'sam' ? documents.get(file)?.root : undefined
}

/** The resources of a template; loops (`Fn::ForEach`) are left out. */
export function resourcesOf(root: Node | undefined): readonly TemplateResource[] {
  if (!root) return []
  return keep(root, 'resources', () =>
    entriesOf(childAt(root, 'Resources')).flatMap(entry => {
      const { name, value } = entry
      if (name.startsWith('Fn::') || value.type !== 'mapping') return []
      return keep(value, `resource ${name}`, () => ({
        id: name,
        type: stringOf(entryOf(value, 'Type')?.value) ?? '',
        entry,
        properties: entryOf(value, 'Properties')?.value,
      }))
    }),
  )
}

/** The resources of some types, with what `Globals` adds to SAM's. */
export function resourcesOfType(root: Node | undefined, ...types: readonly string[]): TemplateResource[] {
  const globals = childAt(root, 'Globals')
  if (!root) return []
  const find = (): readonly TemplateResource[] => withoutReads(() => resourcesAmong(root, types))
  const found = find()
  // Whoever asks for some types does not hang on the resources of all others.
  noteRead(derivedCell(() => !isSameList(found, find())))
  return found.map(resource =>
    keep(resource, globals, () => ({
      ...resource,
      properties: withGlobals(globals, resource.type, resource.properties, resource.entry.value),
    })),
  )
}

function resourcesAmong(root: Node, types: readonly string[]): readonly TemplateResource[] {
  return keep(root, `resources of ${types.join(' ')}`, () =>
    resourcesOf(root).filter(({ type }) => types.includes(type)),
  )
}

function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index])
}

/** The events of a SAM function or state machine. */
export function eventsOf(resource: TemplateResource): readonly TemplateEvent[] {
  return keep(resource, 'events', () =>
    entriesOf(childAt(resource.properties, 'Events')).map(entry => ({
      id: entry.name,
      type: stringOf(childAt(entry.value, 'Type')) ?? '',
      entry,
      properties: childAt(entry.value, 'Properties'),
    })),
  )
}

/** The logical id that `Ref`, `Fn::GetAtt` or a `Fn::Sub` of nothing else names; undefined for any other value. */
export function referencedId(node: Node | undefined): string | undefined {
  const call = intrinsicOf(node)
  if (!call) return undefined
  const { name, argument } = call
  if (name === 'Ref') return stringOf(argument)
  if (name === 'Fn::GetAtt') return stringOf(itemsOf(argument)[0] ?? argument)?.split('.')[0]
  return name === 'Fn::Sub'
    ? /^\$\{([\w.]+)\}$/.exec(stringOf(argument) ?? '')?.[1]?.split('.')[0]
    : undefined
}

/** Whether a value, or some of what it holds, is only known when the template is processed. */
export function isComputed(node: Node | undefined): boolean {
  if (node?.type === 'scalar') return typeof node.value === 'string' && /\$\{|\{\{resolve:/.test(node.value)
  return node?.type === 'mapping' && node.entries.some(({ name }) => /^(Ref|Fn::.+)$/.test(name))
}

/** What a resource says it waits for. */
export function dependsOn({ entry }: TemplateResource): string[] {
  const node = childAt(entry.value, 'DependsOn')
  return [node, ...itemsOf(node)].flatMap(item => stringOf(item) ?? [])
}
