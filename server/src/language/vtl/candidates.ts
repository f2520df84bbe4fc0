import type { Span, Template } from '../../template/tree.ts'
import { templateVariables } from '../../template/vocabulary.ts'
import { namesOf } from '../../rules/mappingTemplate/templateNodes.ts'
import type { Candidate, SnippetPart } from './candidate.ts'
import type { TemplateCursor } from './cursor.ts'
import { cursorAt } from './cursor.ts'
import { directiveDocs, velocityPage } from './directives.ts'
import { keyCandidates } from './keyCandidates.ts'
import { memberCandidates } from './memberCandidates.ts'
import { pathCandidates } from './pathCandidates.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { isGatewayResponse } from './placedTemplate.ts'
import { readableTemplate } from './readable.ts'
import { endsOpenBlock, loopAt } from './openBlocks.ts'

/** What may stand in a place of a template, and the word that it would replace. */
export interface Candidates {
  readonly span: Span
  readonly cursor: TemplateCursor
  readonly list: readonly Candidate[]
}

/** Undefined where nothing of VTL is written. */
export function candidatesAt(placed: PlacedTemplate, offset: number): Candidates | undefined {
  const template = readableTemplate(placed.text, offset)
  const cursor = cursorAt(placed.text, offset, template)
  if (!cursor) return undefined
  const list = isGatewayResponse(placed)
    ? ofGatewayResponse(cursor, placed, template)
    : ofTemplate(cursor, placed, template)
  return list && { span: cursor.span, cursor, list }
}

/** The candidate that is written at an offset, with its word. */
export function candidateAt(
  placed: PlacedTemplate,
  offset: number,
): (Omit<Candidates, 'list'> & { readonly candidate: Candidate }) | undefined {
  const found = candidatesAt(placed, wordEnd(placed.text, offset))
  if (!found) return undefined
  const { span, cursor, list } = found
  const name = placed.text.slice(span.start, span.end)
  const candidate = list.find(each => each.name === name)
  return candidate && { span, cursor, candidate }
}

/** The end of the word on which an offset stands; its `$` or `#` belongs to it. */
function wordEnd(text: string, offset: number): number {
  const mark = /^(?:\$!?\{?|#\{?)/.exec(text.slice(offset, offset + 3))?.[0].length ?? 0
  const word = /^[\w-]*/.exec(text.slice(offset + mark, offset + mark + 200))?.[0].length ?? 0
  return offset + mark + word
}

function ofTemplate(
  cursor: TemplateCursor,
  placed: PlacedTemplate,
  template: Template,
): readonly Candidate[] | undefined {
  switch (cursor.kind) {
    case 'directive':
      return directives(placed, cursor.span.start)
    case 'variable':
      return [...builtIns, ...ownVariables(template, placed, cursor.span.start)]
    case 'member':
      return memberCandidates(cursor.chain, placed, template)
    case 'key':
      return keyCandidates(cursor, placed, template)
    case 'path':
      return pathCandidates(cursor, placed)
  }
}

/** No VTL: `$context` and `$stageVariables` are filled in, and nothing else. */
function ofGatewayResponse(
  cursor: TemplateCursor,
  placed: PlacedTemplate,
  template: Template,
): readonly Candidate[] | undefined {
  if (cursor.kind === 'variable')
    return builtIns.filter(({ name }) => name === 'context' || name === 'stageVariables')
  if (cursor.kind !== 'member' || !/^\$(?:context|stageVariables)\b/.test(cursor.chain)) return undefined
  return memberCandidates(cursor.chain, placed, template)
}

const builtIns: readonly Candidate[] = [...templateVariables].map(([name, documentation]) => ({
  name,
  kind: 'constant' as const,
  detail: `$${name}`,
  documentation,
  goesOn: true,
}))

const loopVariables: readonly (readonly [string, string])[] = [
  [
    'foreach',
    'Where the loop stands: `.index` from 0, `.count` from 1, `.hasNext`, `.first`, `.last`, `.parent`.',
  ],
  ['velocityCount', 'The number of the pass, from 1; the older form of `$foreach.count`.'],
  ['velocityHasNext', 'Whether another element follows; the older form of `$foreach.hasNext`.'],
]

function ownVariables(template: Template, placed: PlacedTemplate, offset: number): Candidate[] {
  const own = [...namesOf(template).assignments].map(([name, [first]]): Candidate => ({
    name,
    kind: 'variable',
    detail: first ? firstLine(placed.text.slice(first.node.start, first.node.end)) : '',
    documentation: '',
    rank: 0,
  }))
  if (!loopAt(placed.text, offset)) return own
  return [
    ...own,
    ...loopVariables.map(([name, documentation]): Candidate => ({
      name,
      kind: 'constant',
      detail: `$${name}`,
      documentation: `${documentation} [Velocity](${velocityPage})`,
      goesOn: name === 'foreach',
    })),
  ]
}

function firstLine(text: string): string {
  const line = text.split(/[\r\n]/)[0] ?? ''
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}

function directives(placed: PlacedTemplate, offset: number): Candidate[] {
  const open = endsOpenBlock(placed.text, offset)
  return directiveDocs
    .filter(({ name }) => (/^else/.test(name) ? open === 'if' : name !== 'end' || open !== undefined))
    .map(({ name, signature, documentation }) => ({
      name,
      kind: 'directive',
      detail: signature,
      documentation: `${documentation} [Velocity](${velocityPage})`,
      ...(directiveSnippets[name] && { insert: directiveSnippets[name] }),
      rank: name === open || (name === 'end' && open !== undefined) ? 0 : 1,
    }))
}

const directiveSnippets: Readonly<Record<string, readonly SnippetPart[]>> = {
  set: ['set($', { stop: 1, text: 'name' }, ' = ', { stop: 2, text: 'value' }, ')'],
  if: ['if(', { stop: 1, text: 'condition' }, ')\n', { stop: 0 }, '\n#end'],
  elseif: ['elseif(', { stop: 1, text: 'condition' }, ')'],
  foreach: [
    'foreach($',
    { stop: 1, text: 'item' },
    ' in ',
    { stop: 2, text: '$list' },
    ')\n',
    { stop: 0 },
    '\n#end',
  ],
  define: ['define($', { stop: 1, text: 'block' }, ')\n', { stop: 0 }, '\n#end'],
}
