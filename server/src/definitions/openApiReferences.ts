import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { Entry, Node } from '../syntax/node.ts'
import { documentOf, entryOf, rangeOf } from '../syntax/node.ts'
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
  const inResponses: Node[] = []
  const walk = (start: Node[], onResponses: (node: Node) => void, most: Severity): void => {
    for (let node = start.pop(); node; node = start.pop()) {
      if (seen.has(node)) continue
      seen.add(node)
      const isReference = referenceText(node) !== undefined
      const diagnostic = isReference && follow(document, node, target => start.push(target))
      if (!isReference) start.push(...valuesOf(node, document, onResponses))
      const key = diagnostic && `${diagnostic.file} ${JSON.stringify(diagnostic.range)}`
      if (!diagnostic || !key || reported.has(key)) continue
      reported.add(key)
      const severity = diagnostic.severity === 'error' ? most : diagnostic.severity
      document.plain.report({ ...diagnostic, severity })
    }
  }
  walk([document.root], node => inResponses.push(node), 'error')
  walk(inResponses, node => inResponses.push(node), 'warning')
}

/** What is wrong with a reference; what it leads to is looked at too, in another file as far as this document uses it. */
function follow(
  document: OpenApiDocument,
  node: Node,
  onTarget: (target: Node) => void,
): Diagnostic | undefined {
  const target = document.resolve(node)
  if (target.type === 'found') onTarget(target.node)
  return diagnosticOf(node, target)
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
