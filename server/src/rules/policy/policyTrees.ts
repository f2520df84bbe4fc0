import { pointerTo } from '../../base/jsonPointer.ts'
import type { PolicyNotation, PolicyPlace } from '../../definitions/policyPlaces.ts'
import type { PolicyNode } from '../../policy/policyTree.ts'
import type { MappingNode, Node, ScalarNode, SourceDocument } from '../../syntax/node.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import { documentOf } from '../../syntax/node.ts'

/**
 * The policy at a place of a document in the shape that the linter reads; offsets are those of the document. What is only
 * known when the definition is deployed is unknown.
 */
export function policyTreeOf({ node, entry, holds, notation }: PolicyPlace): PolicyNode {
  const tree = treeOf(node, '', { notation, document: documentOf(node) })
  const marked = entry && tree.type === 'object' ? { ...tree, mark: spanOf(entry.key) } : tree
  return holds === 'statements' ? aroundStatements(marked) : marked
}

/** Whether a text holds a part that is filled in before AWS sees it. */
export function isFilledIn(text: string, notation: PolicyNotation): boolean {
  if (text.includes('{{')) return true
  if (!text.includes('${') || notation === 'plan') return false
  if (notation === 'serverless' || notation === 'terraform') return true
  // A variable of IAM names a key, `${aws:username}`, or is one of three signs; other braces wait for some other program.
  return [...text.matchAll(/\$\{([^}]*)\}/g)].some(([, inner = '']) => !isPolicyVariable(inner))
}

interface Reading {
  readonly notation: PolicyNotation
  readonly document: SourceDocument
}

function isPolicyVariable(inner: string): boolean {
  return /^\s*$|^[*?$]$|^[^:]*[^:\s][^:]*:[^:]/.test(inner)
}

function treeOf(node: Node, pointer: string, reading: Reading): PolicyNode {
  const place = { pointer, ...spanOf(node) }
  if (node.type === 'scalar') return scalarOf(node, place, reading)
  if (node.type === 'sequence') {
    const items = node.items.map((item, index) => treeOf(item, pointerTo(pointer, index), reading))
    return { type: 'list', items, ...place }
  }
  return objectOf(node, place, reading)
}

interface Place {
  readonly pointer: string
  readonly start: number
  readonly end: number
}

function objectOf(node: MappingNode, place: Place, reading: Reading): PolicyNode {
  const isComputed =
    intrinsicOf(node) !== undefined || node.entries.some(({ name }) => isSplice(name, reading))
  if (isComputed) return { type: 'unknown', ...place }
  const members = node.entries.map(({ key, name, value }) => {
    const pointer = pointerTo(place.pointer, name)
    const inner = treeOf(value, pointer, reading)
    // A key without a value has nothing else to mark.
    const shown = inner.start === inner.end ? { ...inner, ...spanOf(key) } : inner
    return { name, key: { pointer, ...spanOf(key) }, value: shown }
  })
  const [first] = members
  const mark = !node.isFlow && first ? { start: first.key.start, end: first.key.end } : undefined
  return { type: 'object', members, ...place, ...(mark && { mark }) }
}

// Keys that bring others with them.
function isSplice(name: string, { notation }: Reading): boolean {
  return name === '<<' || name.startsWith('Fn::') || isFilledIn(name, notation)
}

function scalarOf(node: ScalarNode, place: Place, { notation, document }: Reading): PolicyNode {
  const { value } = node
  if (typeof value === 'string') {
    return isFilledIn(value, notation) ? { type: 'unknown', ...place } : { type: 'scalar', value, ...place }
  }
  // CloudFormation and YAML's users write accounts and versions without quotes; what AWS gets is their text.
  const isText = typeof value === 'number' && (document.language === 'yaml' || notation === 'template')
  const written = isText ? document.text.slice(node.start, node.end) : value
  return { type: 'scalar', value: written, ...place }
}

// The framework adds the version by itself.
function aroundStatements(statements: PolicyNode): PolicyNode {
  if (statements.type === 'unknown') return statements
  const { start, end } = statements
  const member = (name: string, value: PolicyNode) => ({
    name,
    key: { pointer: '', start, end: start },
    value,
  })
  const version: PolicyNode = { type: 'scalar', value: '2012-10-17', pointer: '', start, end: start }
  const members = [member('Version', version), member('Statement', statements)]
  return { type: 'object', members, pointer: '', start, end, mark: { start, end: Math.min(start + 1, end) } }
}

function spanOf({ start, end }: { readonly start: number; readonly end: number }) {
  return { start, end }
}
