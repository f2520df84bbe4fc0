import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { Entry, Node } from '../syntax/node.ts'
import { documentOf, entryOf, rangeOf } from '../syntax/node.ts'
import { isDivided } from '../syntax/parts.ts'
import { withoutReads } from '../syntax/reads.ts'
import type { ReferenceTarget } from '../syntax/references.ts'
import { referenceText } from '../syntax/references.ts'
import type { OpenApiDocument } from './openApiDocument.ts'

/**
 * Reports every `$ref` of a document that leads nowhere, used or not: `ref-unresolved` for a pointer that names nothing,
 * `ref-cyclic` for one that comes back to itself, `ref-file-missing` for a file that is not there. What responses refer
 * to has no effect on a request and is passed over by the import, so there it is a warning.
 */
export function reportReferences(document: OpenApiDocument): void {
  const reported = new Set<string>()
  const seen = new Set<Node>()
  const report = ({ node, target }: Faulty, most: Severity): void => {
    const fault = diagnosticOf(node, target)
    const key = fault && `${fault.file} ${JSON.stringify(fault.range)}`
    if (!fault || !key || reported.has(key)) return
    reported.add(key)
    document.plain.report(fault.severity === 'error' ? { ...fault, severity: most } : fault)
  }
  const walk = (start: Node[], which: 'own' | 'inResponses', most: Severity): void => {
    for (let node = start.pop(); node; node = start.pop()) {
      if (seen.has(node)) continue
      seen.add(node)
      const references = referencesIn(document, node)
      references[which].faulty.forEach(faulty => report(faulty, most))
      start.push(...references[which].elsewhere)
      if (which === 'inResponses') {
        references.own.faulty.forEach(faulty => report(faulty, most))
        start.push(...references.own.elsewhere)
      }
    }
  }
  walk([document.root], 'own', 'error')
  seen.delete(document.root)
  walk([document.root], 'inResponses', 'warning')
}

interface Faulty {
  readonly node: Node
  readonly target: ReferenceTarget
}

interface Found {
  readonly faulty: readonly Faulty[]
  /** What the references lead to and a walk over the rest of the document does not meet. */
  readonly elsewhere: readonly Node[]
}

interface References {
  readonly own: Found
  /** What stands under `responses`, which counts less. */
  readonly inResponses: Found
}

/** The references under a node. What stands in its parts is remembered by part. */
function referencesIn(document: OpenApiDocument, node: Node): References {
  return document.remember(node, 'references', [], () => {
    if (isDivided(node) && referenceText(node) === undefined && document.plain.settle(node) === node) {
      return together(
        node.entries.map(entry => {
          const inside = isExample(entry) ? none : referencesIn(document, entry.value)
          return entry.name === 'responses' ? asResponses(inside) : inside
        }),
      )
    }
    return referencesOf(document, node)
  })
}

const nothing: Found = { faulty: [], elsewhere: [] }

const none: References = { own: nothing, inResponses: nothing }

function referencesOf(document: OpenApiDocument, start: Node): References {
  const own = { faulty: [] as Faulty[], elsewhere: [] as Node[] }
  const inResponses = { faulty: [] as Faulty[], elsewhere: [] as Node[] }
  const pending: { readonly node: Node; readonly found: typeof own }[] = [{ node: start, found: own }]
  // A file may include itself.
  const seen = new Set<Node>()
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, found } = next
    if (seen.has(node)) continue
    seen.add(node)
    if (referenceText(node) === undefined) {
      const onResponses = (response: Node): void => void pending.push({ node: response, found: inResponses })
      for (const value of valuesOf(node, document, onResponses)) pending.push({ node: value, found })
      continue
    }
    const target = document.resolve(node)
    if (target.type !== 'found') found.faulty.push({ node, target })
    else if (withoutReads(() => isApart(document, target.node))) found.elsewhere.push(target.node)
  }
  return { own, inResponses }
}

function asResponses({ own, inResponses }: References): References {
  return { own: nothing, inResponses: joined([own, inResponses]) }
}

function together(all: readonly References[]): References {
  return {
    own: joined(all.map(({ own }) => own)),
    inResponses: joined(all.map(({ inResponses }) => inResponses)),
  }
}

function joined(all: readonly Found[]): Found {
  const some = all.filter(({ faulty, elsewhere }) => faulty.length > 0 || elsewhere.length > 0)
  if (some.length === 0) return nothing
  return {
    faulty: some.flatMap(({ faulty }) => faulty),
    elsewhere: some.flatMap(({ elsewhere }) => elsewhere),
  }
}

/** Whether a node stands in another file or under `responses`. */
function isApart({ root }: OpenApiDocument, node: Node): boolean {
  let child: Node = node
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (child === root) return false
    const current = child
    const isResponse =
      parent.type === 'mapping' &&
      parent.entries.some(entry => entry.name === 'responses' && entry.value === current)
    if (isResponse) return true
    child = parent
  }
  return child !== root
}

function valuesOf(node: Node, document: OpenApiDocument, onResponses: (node: Node) => void): readonly Node[] {
  const settled = document.plain.settle(node)
  // What an include brings in belongs to this document too.
  if (settled && settled !== node) return [settled]
  if (node.type === 'sequence') return node.items
  if (node.type === 'scalar') return []
  const values: Node[] = []
  for (const entry of node.entries) {
    if (entry.name === 'responses') onResponses(entry.value)
    else if (!isExample(entry)) values.push(entry.value)
  }
  return values
}

/** An example shows what a client sends: a `$ref` deep in it is the client's, not ours. */
function isExample(entry: Entry): boolean {
  return entry.name === 'example' && referenceText(entry.value) === undefined
}

// API Gateway gives every REST API these two models; documents refer to them without defining them.
const builtInModel = /^\/(components\/schemas|definitions)\/(Empty|Error)$/

function diagnosticOf(node: Node, target: ReferenceTarget): Diagnostic | undefined {
  const place = { file: documentOf(node).file, range: rangeOf(entryOf(node, '$ref')?.value ?? node) }
  const text = referenceText(node) ?? ''
  if (target.type === 'missing-file') {
    const message = `'${text}' names a file that is not there, so what it describes is left out; create the file or correct the path`
    return { ...place, code: 'ref-file-missing', severity: 'warning', message }
  }
  if (target.type === 'missing-pointer' && !builtInModel.test(target.pointer)) {
    const where = target.file === undefined ? 'this document' : `'${target.file}'`
    const message = `'${text}' leads to nothing: ${where} has no '${target.pointer.replace(/^(?!\/)/, '#')}'; define it or correct the reference`
    return { ...place, code: 'ref-unresolved', severity: 'error', message }
  }
  if (target.type === 'cyclic') {
    const message = `'${text}' leads back to itself, so it never becomes a value; point it at the definition itself`
    return { ...place, code: 'ref-cyclic', severity: 'error', message }
  }
  return undefined
}
