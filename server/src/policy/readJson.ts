import * as jsonc from 'jsonc-parser'
import { jsonDepth } from '../base/jsonDepth.ts'
import { createLineIndex, rangeAt } from '../base/text.ts'
import { pointerTo } from '../base/jsonPointer.ts'
import { reportJsonFaults } from './jsonFaults.ts'
import type { PolicyDiagnostic, PolicyMember, PolicyNode, PolicySource } from './policyTree.ts'

/** As deep as definitions may nest; a policy needs six levels. */
const deepest = 250
/** UTF-16 code units; AWS's largest policy, that of a VPC endpoint, has 20480 characters. */
const longest = 2_000_000

/**
 * Reads a policy, or a document around one, from JSON text. Never fails: faults are in `diagnostics`, with fixes, and
 * the tree holds what could be read around them. AWS takes no comments; files of our own may have some.
 */
export function readPolicyJson(
  file: string,
  text: string,
  { allowsComments = false }: { readonly allowsComments?: boolean } = {},
): PolicySource {
  const lines = createLineIndex(text)
  // The parser does not know a byte order mark; a space in its place keeps all offsets.
  const plain = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text
  const refusal = refusalOf(plain)
  if (refusal !== undefined) {
    const range = rangeAt(lines, 0, Math.min(1, text.length))
    const fault = {
      code: 'json-syntax',
      severity: 'error',
      message: refusal,
      file,
      range,
      pointer: '',
    } as const
    return { file, text, lines, root: undefined, diagnostics: [fault] }
  }
  const errors: jsonc.ParseError[] = []
  const tree = jsonc.parseTree(plain, errors, {
    disallowComments: !allowsComments,
    allowTrailingComma: false,
  })
  const diagnostics: PolicyDiagnostic[] = []
  const root = tree && convert(tree, '')
  const parsed = { file, text: plain, lines, root }
  reportJsonFaults(parsed, errors, diagnostics)
  if (root) reportDuplicates(parsed, root, diagnostics)
  return { ...parsed, text, diagnostics }
}

function refusalOf(text: string): string | undefined {
  if (text.trim() === '') {
    return "The text is empty, and AWS refuses an empty policy; write an object with 'Version' and 'Statement'"
  }
  if (text.length > longest) {
    return 'The text is longer than 2 million characters and was not read; AWS takes no policy near that size, so split it'
  }
  if (jsonDepth(text) > deepest) {
    return `The text nests deeper than ${deepest} levels and was not read; a policy needs six, so remove levels`
  }
  return undefined
}

function convert(node: jsonc.Node, pointer: string): PolicyNode {
  const place = { pointer, start: node.offset, end: node.offset + node.length }
  const children = node.children ?? []
  if (node.type === 'array') {
    const items = children.map((child, index) => convert(child, pointerTo(pointer, index)))
    return { type: 'list', items, ...place }
  }
  if (node.type === 'object') {
    return { type: 'object', members: children.flatMap(child => memberFrom(child, pointer)), ...place }
  }
  const value: unknown = node.value
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return { type: 'scalar', value: isPlain ? value : null, ...place }
}

function memberFrom(property: jsonc.Node, pointer: string): PolicyMember[] {
  const [key, value] = property.children ?? []
  if (!key) return []
  const name = String(key.value)
  const inner = pointerTo(pointer, name)
  const end = key.offset + key.length
  const place = property.colonOffset === undefined ? end : property.colonOffset + 1
  // A key whose value is missing was reported as a fault of the notation; nothing more can be said of it.
  const read: PolicyNode = value
    ? convert(value, inner)
    : { type: 'unknown', pointer: inner, start: place, end: place }
  return [{ name, key: { pointer: inner, start: key.offset, end }, value: read }]
}

function reportDuplicates(
  source: Omit<PolicySource, 'diagnostics'>,
  node: PolicyNode,
  diagnostics: PolicyDiagnostic[],
): void {
  if (node.type === 'list') for (const item of node.items) reportDuplicates(source, item, diagnostics)
  if (node.type !== 'object') return
  const first = new Map<string, PolicyMember>()
  for (const member of node.members) {
    const earlier = first.get(member.name)
    if (earlier) {
      diagnostics.push({
        code: 'duplicate-key',
        severity: 'error',
        message: `The key '${member.name}' stands twice in this object, which AWS refuses; merge both into one`,
        file: source.file,
        range: rangeAt(source.lines, member.key.start, member.key.end),
        pointer: member.key.pointer,
        documentation: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
        related: [
          {
            file: source.file,
            range: rangeAt(source.lines, earlier.key.start, earlier.key.end),
            message: 'the first one',
          },
        ],
      })
    } else first.set(member.name, member)
    reportDuplicates(source, member.value, diagnostics)
  }
}
