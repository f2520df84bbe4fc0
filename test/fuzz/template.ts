import { childrenOf } from '../../server/src/template/tree.ts'
import type { TemplateNode } from '../../server/src/template/tree.ts'
import type { ParsedTemplate } from '../../server/src/template/parser.ts'
import { createTemplateScope } from '../../server/src/template/scope.ts'
import type { CompiledTemplate } from '../../server/src/template/template.ts'
import { compileTemplate } from '../../server/src/template/template.ts'
import { seededNumbers } from '../support/treeChecks.ts'
import type { Random } from './templateGenerator.ts'
import { generateTemplate } from './templateGenerator.ts'

export interface TemplateFuzzOptions {
  readonly inputs: number
  readonly seed: number
  /** Milliseconds that one template may take. */
  readonly limitMs: number
  readonly onProgress?: (done: number) => void
}

/** A template that broke something. */
export interface BrokenTemplate {
  readonly why: string
  readonly text: string
}

/**
 * Reads and renders random and generated templates, the latter whole or broken. What it looks for: an exception, a
 * template that takes too long, a tree that does not cover its text.
 */
export function fuzzTemplates({ inputs, seed, limitMs, onProgress }: TemplateFuzzOptions): BrokenTemplate[] {
  const random = seededNumbers(seed)
  const broken: BrokenTemplate[] = []
  for (let done = 0; done < inputs; done++) {
    const { template, variables } = generateTemplate(random)
    const text =
      random(4) === 0 ? randomText(random) : random(4) === 0 ? shuffled(template, random) : template
    const why = tryOne(text, variables, limitMs)
    if (why !== undefined) broken.push({ why, text })
    if (done % 1000 === 999) onProgress?.(done + 1)
  }
  return broken
}

/** Faults of a template's tree: nodes outside of their parent, gaps between statements. */
export function treeFaults(text: string, { template, diagnostics }: ParsedTemplate): string[] {
  const faults: string[] = []
  if (template.start !== 0 || template.end !== text.length) faults.push('the tree does not cover the text')
  checkNode(template, faults)
  for (const { message, start, end } of diagnostics) {
    if (start < 0 || end < start || end > text.length) faults.push(`'${message}' lies outside of the text`)
  }
  return faults
}

function checkNode(node: TemplateNode, faults: string[]): void {
  const children = childrenOf(node)
  const label = () => `${node.kind} ${node.start}-${node.end}`
  for (const child of children) {
    if (child.start < node.start || child.end > node.end || child.end < child.start) {
      faults.push(`${child.kind} ${child.start}-${child.end} lies outside of ${label()}`)
    }
    checkNode(child, faults)
  }
  if (node.kind !== 'template' && node.kind !== 'block') return
  let at = node.start
  for (const child of children) {
    if (child.start !== at) faults.push(`a gap in ${label()} before ${child.start}`)
    at = child.end
  }
  if (at !== node.end && children.length > 0) faults.push(`a gap at the end of ${label()}`)
}

const limits = { steps: 200_000, output: 1_000_000 }

function tryOne(text: string, variables: Record<string, unknown>, limitMs: number): string | undefined {
  try {
    const started = performance.now()
    const compiled = render(text, variables)
    const [fault] = treeFaults(text, compiled)
    if (fault !== undefined) return fault
    if (performance.now() - started <= limitMs) return undefined
    // Once more by the processor's time: other work on the machine does not count, nor what is compiled once.
    const before = process.cpuUsage()
    render(text, variables)
    const { user, system } = process.cpuUsage(before)
    const ms = (user + system) / 1000
    return ms > limitMs ? `took ${ms.toFixed(0)} ms` : undefined
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

function render(text: string, variables: Record<string, unknown>): CompiledTemplate {
  // JSON is what the generator makes.
  const scope = createTemplateScope({ body: '{"a": [1]}', variables: variables as Record<string, string> })
  const compiled = compileTemplate(text)
  compiled.render(scope, limits)
  return compiled
}

const pieces = [
  '#if(',
  '#foreach(',
  '#set($x = ',
  '#end',
  '#else',
  '#elseif(',
  '#define($d)',
  '#macro(',
  '#[[',
  ']]#',
  '##',
  '#*',
  '*#',
  '$',
  '$!',
  '${',
  '}',
  '(',
  ')',
  '[',
  ']',
  '{',
  '"',
  "'",
  '\\',
  '\n',
  ' ',
  '.',
  ',',
  '..',
  '$a.b(',
  '.c',
  '$input.path(',
  '$util.',
  '1',
  '-',
  '+',
  '==',
  '\\u0041',
  'é',
  '\u0000',
  '$x',
  ' in ',
  ':',
  '😀',
  '#',
]

function randomText(random: Random): string {
  return Array.from({ length: random(60) }, () => pieces[random(pieces.length)] ?? '').join('')
}

/** Stretches of a template in another order. */
function shuffled(text: string, random: Random): string {
  const at = random(text.length + 1)
  const length = random(40)
  const put = random(text.length + 1)
  const cut = text.slice(at, at + length)
  return text.slice(0, put) + cut + text.slice(put, put + random(30)) + text.slice(put + random(20))
}
