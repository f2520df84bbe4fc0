import * as jsonc from 'jsonc-parser'
import { jsonDepth } from '../base/jsonDepth.ts'
import { createLineIndex } from '../base/text.ts'
import type { Findings } from './build.ts'
import {
  createFindings,
  createMapping,
  createScalar,
  createSequence,
  maximumDepth,
  reportDuplicateKeys,
} from './build.ts'
import { reportJsonErrors } from './jsonErrors.ts'
import type { Entry, Node, ScalarNode, SourceDocument } from './node.ts'
import { mendJson } from './jsonMending.ts'
import { createDocument } from './node.ts'

/**
 * Reads JSON, and with `isJsonc` also comments and trailing commas; without it both are reported and still read.
 * Broken text gives findings and whatever could be read around them.
 */
export function parseJson(file: string, text: string, isJsonc: boolean): SourceDocument {
  const lines = createLineIndex(text)
  // The parser does not know a byte order mark; a space in its place keeps all offsets.
  const plain = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text
  const errors: jsonc.ParseError[] = []
  const options = { disallowComments: !isJsonc, allowTrailingComma: isJsonc }
  const written = { file, text: plain, findings: createFindings(file, lines) }
  const first = plain.trim() === '' ? undefined : build(written, options, errors)
  const mended = first === undefined || first === 'too deep' ? undefined : buildMended(written, errors, lines)
  const { root, source } = mended ?? { root: first, source: written }
  if (root !== 'too deep') {
    reportJsonErrors(plain, errors, source.findings)
    return createDocument({ file, text, language: 'json', lines, root, diagnostics: source.findings.list })
  }
  // What was found on the way says nothing of a file that is not read.
  const { list: diagnostics, add } = createFindings(file, lines)
  const message = `This file nests deeper than ${maximumDepth} levels and was not read; remove levels of nesting`
  add({ start: 0, end: Math.min(text.length, 1) }, message)
  return createDocument({ file, text, language: 'json', lines, root: undefined, diagnostics })
}

/** Characters; a larger text would take too long to be read twice at a keystroke. */
const largestMended = 1_000_000

/** The tree of a half-typed text without what reaches from one line into others, where that leaves fewer faults. */
function buildMended(
  { file, text }: Source,
  errors: readonly jsonc.ParseError[],
  lines: readonly number[],
): { root: Node; source: Source } | undefined {
  // What only a strict reader minds breaks no tree.
  const faults = errors.filter(({ error }) => !isStrictness(error)).length
  if (faults === 0 || text.length > largestMended) return undefined
  const source = { file, text: mendJson(text, -1).text, written: text, findings: createFindings(file, lines) }
  const left: jsonc.ParseError[] = []
  const root = build(source, { disallowComments: false, allowTrailingComma: true }, left)
  return root && root !== 'too deep' && left.length < faults ? { root, source } : undefined
}

/** `InvalidCommentToken`, which the library declares as a constant that only its own build can see. */
function isStrictness(error: number): boolean {
  return error === 10
}

interface Source {
  readonly file: string
  readonly text: string
  /** The text as it is written, where `text` is a mended one: a string may be closed in it by the end of its line. */
  readonly written?: string
  readonly findings: Findings
}

/** A mapping or a sequence whose end was not met yet. */
interface Open {
  readonly start: number
  /** Of a mapping. */
  readonly entries: Entry[]
  /** Of a sequence. */
  readonly items: Node[]
  /** The key whose value comes next, and where one that is missing would stand. */
  key: ScalarNode | undefined
  valuePlace: number
}

class TooDeep extends Error {}

/**
 * Builds the nodes while the parser walks, without a tree of its own between them. Gives the root. The parser recurses,
 * and a stack that overflows inside a regular expression ends the process: a text that nests too deep is left at once.
 */
function build(
  source: Source,
  options: jsonc.ParseOptions,
  errors: jsonc.ParseError[],
): Node | 'too deep' | undefined {
  try {
    return walk(source, options, errors, maximumDepth)
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    if (jsonDepth(source.text) > maximumDepth) return 'too deep'
    // The walk is not told of the end of what a bracket of the other kind closes, so its levels may be too many.
    errors.length = 0
    source.findings.list.length = 0
    return walk(source, options, errors, Infinity)
  }
}

function walk(
  source: Source,
  options: jsonc.ParseOptions,
  errors: jsonc.ParseError[],
  deepest: number,
): Node | undefined {
  const around: Open[] = []
  let root: Node | undefined
  let open: Open | undefined
  const begin = (start: number): void => {
    if (open) around.push(open)
    if (around.length >= deepest) throw new TooDeep()
    open = { start, entries: [], items: [], key: undefined, valuePlace: 0 }
  }
  const add = (node: Node): void => {
    if (!open) root ??= node
    else if (open.key) {
      open.entries.push({ key: open.key, name: String(open.key.value), value: node })
      open.key = undefined
    } else open.items.push(node)
  }
  const addMissing = (): void => {
    if (!open?.key) return
    const place = open.valuePlace
    add(createScalar({ start: place, end: place }, null, 'json'))
  }
  const finish = (make: (parts: Open) => Node): void => {
    addMissing()
    const parts = open
    open = around.pop()
    if (parts) add(make(parts))
  }
  jsonc.visit(
    source.text,
    {
      onObjectBegin: begin,
      onArrayBegin: begin,
      onObjectProperty: (name, offset, length) => {
        if (!open) return
        open.key = createScalar({ start: offset, end: offset + length }, name, 'json')
        open.valuePlace = offset + length
      },
      onSeparator: (character, offset) => {
        if (character === ',') addMissing()
        else if (open) open.valuePlace = offset + 1
      },
      onLiteralValue: (value: unknown, offset, length) => {
        const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        const end = offset + length
        const isClosedByLine = source.written !== undefined && /[\r\n]/.test(source.written[end - 1] ?? '')
        add(
          createScalar(
            { start: offset, end: isClosedByLine ? end - 1 : end },
            isPlain ? value : null,
            'json',
          ),
        )
      },
      onObjectEnd: (offset, length) =>
        finish(({ start, entries }) => {
          reportDuplicateKeys(source.file, entries, source.findings)
          return createMapping({ start, end: offset + length }, entries, true)
        }),
      onArrayEnd: (offset, length) =>
        finish(({ start, items }) => createSequence({ start, end: offset + length }, items, true)),
      onError: (error, offset, length) => errors.push({ error, offset, length }),
    },
    options,
  )
  return root
}
