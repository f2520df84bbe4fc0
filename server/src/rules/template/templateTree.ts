import type { Definition } from '../../api/api.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import type { RuleContext } from '../rule.ts'
import { childAt, entriesOf, entryOf, stringOf } from '../../syntax/node.ts'

/** A resource of a template as its text has it. */
export interface TemplateResource {
  readonly id: string
  readonly type: string
  readonly entry: Entry
  readonly properties: Node | undefined
}

/** The root of the template, undefined for what is none. */
export function templateRoot({ kind, file }: Definition, { documents }: RuleContext): Node | undefined {
  return kind === 'cloudformation' || kind === 'sam' ? documents.get(file)?.root : undefined
}

/** The resources of a template; loops (`Fn::ForEach`) are left out. */
export function resourcesOf(root: Node | undefined): TemplateResource[] {
  return entriesOf(childAt(root, 'Resources'))
    .filter(({ name, value }) => !name.startsWith('Fn::') && value.type === 'mapping')
    .map(entry => ({
      id: entry.name,
      type: stringOf(entryOf(entry.value, 'Type')?.value) ?? '',
      entry,
      properties: entryOf(entry.value, 'Properties')?.value,
    }))
}
