import type { Hover } from 'vscode-languageserver-types'
import type { Position } from '../../base/text.ts'
import { namesOf } from '../../rules/mappingTemplate/templateNodes.ts'
import type { Workspace } from '../workspace.ts'
import { candidateAt } from './candidates.ts'
import { describePayload, payloadsOf, typeText } from './payloadSchema.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { templateAt } from './placedTemplate.ts'
import { readableTemplate } from './readable.ts'
import { readReference, valueOf } from './values.ts'

/** What a word of a mapping template is; undefined where no template stands, and for words that say nothing. */
export function vtlHover(workspace: Workspace, file: string, position: Position): Hover | undefined {
  const placed = templateAt(workspace, file, position)
  const offset = placed?.offsetAt(position)
  if (!placed || offset === undefined) return undefined
  const found = candidateAt(placed, offset)
  if (!found) return undefined
  const { span, cursor, candidate } = found
  const { name } = candidate
  const isOwn = candidate.kind === 'variable'
  const text = [
    `\`\`\`${isOwn ? 'velocity' : 'text'}\n${candidate.detail === '' ? name : candidate.detail}\n\`\`\``,
    isOwn ? describeVariable(name, placed) : candidate.documentation,
  ]
  const start =
    cursor.kind === 'variable' || cursor.kind === 'directive'
      ? markStart(placed.text, span.start)
      : span.start
  return {
    contents: { kind: 'markdown', value: text.filter(each => each !== '').join('\n\n') },
    range: placed.rangeOf({ start, end: span.end }),
  }
}

function markStart(text: string, start: number): number {
  return start - (/(?:\$!?|#)\{?$/.exec(text.slice(Math.max(start - 3, 0), start))?.[0].length ?? 0)
}

function describeVariable(name: string, placed: PlacedTemplate): string {
  const template = readableTemplate(placed.text)
  const reference = readReference(`$${name}`)
  if (!reference) return ''
  const { classes, payload } = valueOf(reference, template, payloadsOf(placed.uses))
  const types = payload.flatMap(each => typeText(each) ?? [])
  const count = namesOf(template).assignments.get(name)?.length ?? 0
  return [
    types.length > 0 ? `A value of the payload: ${types.join(' or ')}.` : '',
    types.length === 0 && classes.length > 0 ? `Java: ${classes.join(' or ')}.` : '',
    ...payload.map(describePayload),
    count > 1 ? `Set in ${count} places.` : '',
  ]
    .filter(each => each !== '')
    .join('\n\n')
}
