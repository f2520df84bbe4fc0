import type { Diagnostic } from '../base/diagnostic.ts'
import type { TestFileOutline, TestKind } from '../protocol/testRun.ts'
import { validateTests } from '../schema/validate.ts'
import type { MappingNode, Node, SourceDocument } from '../syntax/node.ts'
import { entryOf, itemsOf, rangeOf, toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { findingAt, wrongExpressions } from './expressions.ts'

/** A file of tests. */
export interface TestFile {
  /** Absolute path. */
  readonly file: string
  readonly root: Node | undefined
  readonly tests: readonly StatedTest[]
  /** A file with an error among them is not run. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A test as it is written. */
export interface StatedTest {
  readonly kind: TestKind
  readonly name: string
  /** `route: A book that is there`. */
  readonly id: string
  readonly node: MappingNode
  /** The value of `name`. */
  readonly nameNode: Node
  readonly skip: string | undefined
}

const lists: readonly { readonly key: string; readonly kind: TestKind }[] = [
  { key: 'routes', kind: 'route' },
  { key: 'templates', kind: 'template' },
  { key: 'policies', kind: 'policy' },
]

/** Reads a file of tests; what is wrong with it is in its diagnostics. */
export function readTestFile(file: string, text: string): TestFile {
  return testsOfDocument(parseText(file, text))
}

/** The same of a document that is read already. */
export function testsOfDocument({ file, root, diagnostics, text }: SourceDocument): TestFile {
  const tests = lists.flatMap(({ key, kind }) => statedTests(entryOf(root, key)?.value, kind))
  const found = [
    ...diagnostics,
    ...(root?.type === 'mapping' ? validateTests(root) : [noTests(file, text, root)]),
    ...tests.flatMap(({ node }) => wrongExpressions(node)),
    ...repeatedNames(tests),
  ]
  return { file, root, tests, diagnostics: found }
}

/** What an editor lists of a file. */
export function outlineOf({ tests, diagnostics }: TestFile): TestFileOutline {
  const fault = diagnostics.find(({ severity }) => severity === 'error')
  return {
    tests: tests.map(({ id, name, kind, node, nameNode, skip }) => ({
      id,
      name,
      kind,
      range: rangeOf(node),
      nameRange: rangeOf(nameNode),
      ...(skip !== undefined && { skip }),
    })),
    ...(fault && { fault: { message: fault.message, range: fault.range } }),
  }
}

function statedTests(list: Node | undefined, kind: TestKind): StatedTest[] {
  return itemsOf(list).flatMap(node => {
    const nameNode = entryOf(node, 'name')?.value
    if (node.type !== 'mapping' || nameNode?.type !== 'scalar' || nameNode.value === null) return []
    const name = String(nameNode.value)
    const skip = toValue(entryOf(node, 'skip')?.value)
    const reason = skip === true ? '' : typeof skip === 'string' ? skip : undefined
    return [{ kind, name, id: `${kind}: ${name}`, node, nameNode, skip: reason }]
  })
}

function repeatedNames(tests: readonly StatedTest[]): Diagnostic[] {
  const seen = new Set<string>()
  return tests.flatMap(({ id, name, kind, nameNode }) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    const message = `'${name}' is the name of another ${kind} test above: a report could not tell them apart; choose another name`
    return [findingAt(nameNode, 'test-name', message)]
  })
}

function noTests(file: string, text: string, root: Node | undefined): Diagnostic {
  const code = 'test-file'
  const message = `This file holds no tests: write 'routes', 'templates' or 'policies' with a list of them`
  if (root) return findingAt(root, code, message)
  const start = { line: 0, character: 0 }
  const end = { line: 0, character: text === '' ? 0 : 1 }
  return { code, severity: 'error', message, file, range: { start, end } }
}
