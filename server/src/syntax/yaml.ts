import type { Document } from 'yaml'
import { isAlias, isCollection, isScalar, parseDocument } from 'yaml'
import { createLineIndex } from '../base/text.ts'
import type { Findings } from './build.ts'
import { createFindings, maximumDepth } from './build.ts'
import { yamlDepth } from './depth.ts'
import type { Node, SourceDocument } from './node.ts'
import { createDocument } from './node.ts'
import { reportYamlErrors } from './yamlErrors.ts'
import { firstOpenValue, joinLines } from './yamlContinuations.ts'
import { mendReaches } from './yamlMending.ts'
import { convertYaml } from './yamlTree.ts'

/**
 * Reads YAML 1.2 (core schema, so dates stay strings) with anchors, merge keys and CloudFormation's short tags.
 * Of several documents the first counts. Broken text gives findings and whatever could be read around them.
 */
export function parseYaml(file: string, text: string): SourceDocument {
  const lines = createLineIndex(text)
  const findings = createFindings(file, lines)
  const { root, hasAnchors } = readRoot(file, text, findings)
  return createDocument({
    file,
    text,
    language: 'yaml',
    lines,
    root,
    diagnostics: findings.list,
    ...(hasAnchors && { hasAnchors }),
  })
}

interface ReadRoot {
  readonly root: Node | undefined
  readonly hasAnchors: boolean
}

const nothing: ReadRoot = { root: undefined, hasAnchors: false }

function readRoot(file: string, text: string, findings: Findings): ReadRoot {
  if (yamlDepth(text, maximumDepth) > maximumDepth) {
    const message = `This file nests deeper than ${maximumDepth} levels and was not read; remove levels of nesting`
    findings.add({ start: 0, end: Math.min(text.length, 1) }, message)
    return nothing
  }
  const parsed = parseJoined(text, findings)
  if (!parsed) return nothing
  reportYamlErrors(text, parsed.document.errors, findings)
  const mended =
    parsed.document.errors.length > 0 ? parseMended(text, parsed.document.errors.length) : undefined
  const { document, isJoined } = mended ?? parsed
  const contents: unknown = document.contents
  const isNode = isScalar(contents) || isCollection(contents) || isAlias(contents)
  if (!isNode || isEmptyScalar(contents)) return nothing
  return convertYaml(contents, { file, text: mended?.text ?? text, findings, isJoined })
}

/** Characters; a larger text would take too long to be read again and again at a keystroke. */
const largestMended = 1_000_000

/** A text without what reaches from a half-typed line into others, where that leaves fewer faults. */
function parseMended(
  text: string,
  faults: number,
): { document: Document; isJoined: boolean; text: string } | undefined {
  if (text.length > largestMended) return undefined
  const mended = mendReaches(text)
  if (mended === text) return undefined
  const parsed = parseJoined(mended, createFindings('', []))
  return parsed && parsed.document.errors.length < faults ? { ...parsed, text: mended } : undefined
}

/** Reads a text; where lines of brackets or quotes stand too far left for YAML 1.2, AWS's readers take them, and so here. */
function parseJoined(
  text: string,
  findings: Findings,
): { document: Document; isJoined: boolean } | undefined {
  let document = parse(text, findings)
  let current = text
  const tried = new Set<number>()
  while (document && document.errors.length > 0 && tried.size < joinsFor(text)) {
    const open = firstOpenValue(document, current, tried)
    if (!open) break
    tried.add(open.start)
    const joined = current.slice(0, open.start) + joinLines(current, open) + current.slice(open.end)
    const next = parse(joined, findings)
    if (!next || next.errors.length >= document.errors.length) continue
    document = next
    current = joined
  }
  return document && { document, isJoined: current !== text }
}

function joinsFor(text: string): number {
  return text.length > largestMended ? 0 : 8
}

function parse(text: string, findings: Findings): Document | undefined {
  try {
    // Duplicate keys are found in our own tree, where a message can name both.
    return parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false })
  } catch {
    // The library collects its errors; one that it throws must not end the reading of other files.
    findings.add(
      { start: 0, end: Math.min(text.length, 1) },
      'This file could not be read as YAML; check its first lines and its indentation',
    )
    return undefined
  }
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.source === ''
}
