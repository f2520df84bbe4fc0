import type { Found, ServerlessSources, UnknownValue } from './serverlessSources.ts'
import type { Source, Variable } from './serverlessSyntax.ts'
import type { Reader } from './reader.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import { maximumText } from '../syntax/intrinsicFunctions.ts'
import { childAt, originOf } from '../syntax/node.ts'
import { createSources } from './serverlessSources.ts'
import { textParts } from './serverlessSyntax.ts'

const tooDeep = 60

/**
 * Looks up the variables of one service. It remembers what it found and what it is looking for, so a variable that
 * needs itself is reported (`variable-cycle`) and unknown; one that only `self` could give and does not is an error
 * (`variable-undefined`), as the framework refuses it.
 */
export class ServerlessVariables {
  readonly #reader: Reader
  readonly #sources: ServerlessSources
  readonly #found = new Map<Node, Found>()
  readonly #active = new Set<Node>()
  readonly #reported = new Set<Node>()
  #depth = 0

  constructor(document: SourceDocument, reader: Reader) {
    this.#reader = reader
    this.#sources = createSources(document, reader, {
      walk: (from, address) => this.#walk(from, address),
    })
  }

  /** What a node stands for; for anything but a text with variables that is the node itself. */
  valueOf(node: Node): Found {
    const text = node.type === 'scalar' && typeof node.value === 'string' ? node.value : ''
    if (!text.includes('${')) return { type: 'node', node }
    const earlier = this.#found.get(node)
    if (earlier) return earlier
    if (this.#active.has(node)) return this.reportCycle(node)
    this.#active.add(node)
    const found = this.#valueOfText(text, node)
    this.#active.delete(node)
    this.#found.set(node, found)
    return found
  }

  /** Says that what stands at `node` needs itself. */
  reportCycle(node: Node): UnknownValue {
    this.#report(
      node,
      'variable-cycle',
      'This variable needs itself, so the framework cannot resolve it; break the circle',
    )
    return { type: 'unknown', reason: 'the variable needs itself' }
  }

  // Inside another variable a missing value leaves the choice to that one's next source.
  #valueOfText(text: string, node: Node, isNested = false): Found {
    const parts = textParts(text.trim())
    const [first] = parts
    if (parts.every(part => typeof part === 'string')) return { type: 'node', node }
    if (parts.length === 1 && typeof first === 'object') return this.#given(first, node, isNested)
    return this.#joined(textParts(text), node, isNested)
  }

  #joined(parts: readonly (string | Variable)[], node: Node, isNested: boolean): Found {
    let text = ''
    for (const part of parts) {
      const found: Found =
        typeof part === 'string' ? { type: 'value', value: part } : this.#given(part, node, isNested)
      if (found.type === 'unknown' || found.type === 'missing') return found
      const scalar = found.type === 'node' && found.node.type === 'scalar' ? found.node : undefined
      const value = found.type === 'value' ? found.value : scalar?.value
      if (value === undefined) return { type: 'unknown', reason: 'a text cannot hold a list or a mapping' }
      text += String(value ?? '')
      if (text.length > maximumText) return { type: 'unknown', reason: 'its text grows too long' }
    }
    return { type: 'value', value: text }
  }

  #given(variable: Variable, node: Node, isNested: boolean): Found {
    if (this.#depth >= tooDeep) return { type: 'unknown', reason: 'it is nested too deeply' }
    this.#depth++
    const found = this.#firstOf(variable.sources, node)
    this.#depth--
    if (found.type !== 'missing' || isNested) return found
    if (variable.sources.every(source => source.type === 'lookup' && source.name === 'self')) {
      const message = `'${variable.text}' names nothing in this file, so the framework refuses to deploy; define it or give a fallback`
      this.#report(node, 'variable-undefined', message)
    }
    return { type: 'unknown', reason: `'${variable.text}' has no value here` }
  }

  #firstOf(sources: readonly Source[], node: Node): Found {
    let last: Found = { type: 'missing' }
    for (const source of sources) {
      const found = this.#lookUp(source, node)
      if (found.type !== 'missing' && !isNull(found)) return found
      // A null counts only where nothing else is said.
      if (found.type !== 'missing') last = found
    }
    return last
  }

  #lookUp(source: Source, node: Node): Found {
    if (source.type === 'literal') return { type: 'value', value: source.value }
    if (source.type === 'text') {
      const isPlain = textParts(source.text).every(part => typeof part === 'string')
      return isPlain ? { type: 'missing' } : this.#valueOfText(source.text, node, true)
    }
    const parameter = this.#plain(source.parameter, node)
    const address = this.#plain(source.address, node)
    if (typeof parameter !== 'string') return parameter
    if (typeof address !== 'string') return address
    return this.#sources.lookUp({ name: source.name, parameter, address }, node)
  }

  #plain(text: string, node: Node): string | Found {
    if (!text.includes('${')) return text
    const found = this.#joined(textParts(text), node, true)
    return found.type === 'value' ? String(found.value) : found
  }

  // Follows `a.b.0.c` from a node, through variables on the way.
  #walk(from: Node | undefined, address: string): Found {
    let current: Node | undefined = from
    for (const name of address === '' ? [] : address.split('.')) {
      const found: Found = current ? this.valueOf(current) : { type: 'missing' }
      if (found.type !== 'node') return found.type === 'value' ? { type: 'missing' } : found
      current = childAt(found.node, name)
    }
    return current ? this.valueOf(current) : { type: 'missing' }
  }

  #report(node: Node, code: string, message: string): void {
    if (this.#reported.has(node)) return
    this.#reported.add(node)
    const { file, range } = originOf(node)
    this.#reader.report({ code, severity: 'error', message, file, range, documentation })
  }
}

function isNull(found: Found): boolean {
  return found.type === 'value'
    ? found.value === null
    : found.type === 'node' && found.node.type === 'scalar' && found.node.value === null
}

const documentation = 'https://www.serverless.com/framework/docs/providers/aws/guide/variables'
