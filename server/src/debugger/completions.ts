import type { JavaClass } from '../template/javaMethodDocs.ts'
import { javaMethodsOf } from '../template/javaMethodDocs.ts'
import { parseTemplate } from '../template/parser.ts'
import type { JavaValue } from '../template/values.ts'
import { JavaDouble } from '../template/values.ts'
import { members, templateVariables } from '../template/vocabulary.ts'
import { watch } from '../template/watch.ts'
import { scopeOf } from './evaluation.ts'
import type { Held } from './heldRequest.ts'

/** What may stand where somebody types in the debug console. */
export interface Completion {
  readonly label: string
  /** What is inserted; the label when unset. */
  readonly text?: string
  readonly type: 'method' | 'property' | 'variable'
  readonly detail?: string
}

/** Proposals for the end of a text, and how many characters of it they replace. */
export interface Completions {
  readonly proposals: readonly Completion[]
  readonly replaced: number
}

/** Proposes variables after a `$`, members and methods after a dot: those of the value that stands before it now. */
export function completionsFor(held: Held, before: string): Completions {
  const [dotted, member = ''] = /\.([\w-]*)$/.exec(before) ?? []
  if (dotted !== undefined) {
    const target = referenceAtEnd(before.slice(0, -dotted.length))
    return { proposals: target === undefined ? [] : membersOf(held, target), replaced: member.length }
  }
  const [typed] = /\$!?\{?[\w-]*$/.exec(before) ?? ['']
  const names = held.type === 'template' ? [...held.view.variables.keys()] : Object.keys(held.payload ?? {})
  const known = [...new Set([...names, ...templateVariables.keys()])]
  const proposals = known.map(name => ({ label: `$${name}`, type: 'variable' as const }))
  return { proposals, replaced: typed.length }
}

/** The reference that a text ends with, as long as it goes; a brace that is still open is closed. */
function referenceAtEnd(text: string): string | undefined {
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) {
    const tail = text.slice(at)
    const reference = /^\$!?\{[^}]*$/.test(tail) ? `${tail}}` : tail
    const [first, ...others] = parseTemplate(reference).template.body
    if (first?.kind === 'reference' && others.length === 0 && first.end === reference.length) return reference
  }
  return undefined
}

function membersOf(held: Held, target: string): Completion[] {
  const name = target.replace(/^\$!?\{?|\}$/g, '')
  const given = name === 'input' || name === 'util' ? members.get(name) : undefined
  if (given) return given.map(member => ({ label: member.name, type: member.type, detail: member.signature }))
  const watched = watch(target, scopeOf(held))
  if (watched.type === 'fault') return []
  const { value } = watched
  const keys = value instanceof Map ? [...value.keys()].filter(key => typeof key === 'string') : []
  const javaClass = classOf(value)
  return [
    ...keys
      .filter(key => /^[A-Za-z][\w-]*$/.test(key))
      .map(key => ({ label: key, type: 'property' as const })),
    ...(javaClass ? javaMethodsOf(javaClass) : []).map(method => ({
      label: method.name,
      text: `${method.name}(`,
      type: 'method' as const,
      detail: `${method.name}(${method.parameters.join(', ')}): ${method.gives}`,
    })),
  ]
}

function classOf(value: JavaValue): JavaClass | undefined {
  if (typeof value === 'string') return 'String'
  if (typeof value === 'boolean') return 'Boolean'
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof JavaDouble) return 'Integer'
  if (Array.isArray(value)) return 'List'
  return value instanceof Map ? 'Map' : undefined
}
