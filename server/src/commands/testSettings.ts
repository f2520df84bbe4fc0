import path from 'node:path'
import { baseName } from '../base/files.ts'
import { diskFiles } from '../io/files.ts'
import type { Node } from '../syntax/node.ts'
import { entriesOf, entryOf } from '../syntax/node.ts'
import { instantOf } from '../testing/expressions.ts'
import type { Variables } from '../testing/placeholders.ts'
import { TestFault, textAt, textOf, valueAt } from '../testing/placeholders.ts'
import type { StatedTest, TestFile } from '../testing/testFile.ts'
import { definitionStem } from '../testing/testFileName.ts'

/** What a test is run against; what it leaves open says its file. */
export interface TestSettings {
  /** Absolute path. */
  readonly definition: string
  readonly api: string | undefined
  readonly stage: string | undefined
  readonly stageVariables: ReadonlyMap<string, string>
  /** Absolute path of the file of identities; undefined where there is none. */
  readonly identities: string | undefined
  /** Variables of all functions. */
  readonly environment: ReadonlyMap<string, string>
  /** Where canned answers are stated: a mapping, or the path of a file. */
  readonly canned: Node | undefined
  readonly stub: boolean | undefined
  /** The gateway's time at the beginning, milliseconds since 1970. */
  readonly clock: number | undefined
  /** Where the test or its file asks for the contract to be checked. */
  readonly contract: Node | undefined
}

/** Reads what a test is run against. Throws a `TestFault`. */
export function testSettings(test: StatedTest, file: TestFile, variables: Variables): TestSettings {
  const stated = (name: string) => entryOf(test.node, name)?.value ?? entryOf(file.root, name)?.value
  const text = (name: string) => {
    const node = stated(name)
    return node && textAt(node, variables)
  }
  const definition = definitionOf(test, file, variables)
  const identities = stated('identities')
  const setups = [entryOf(file.root, 'setup')?.value, entryOf(test.node, 'setup')?.value]
  const setup = (name: string) => setups.map(each => entryOf(each, name)?.value).findLast(node => node)
  const clock = setup('clock')
  const stub = setup('stub')
  const contract = stated('contract')
  return {
    definition,
    api: text('api'),
    stage: text('stage'),
    stageVariables: merged(
      [file.root, test.node].map(each => entryOf(each, 'stageVariables')?.value),
      variables,
    ),
    identities: identities
      ? existing(identities, fileAt(identities, file, variables))
      : nearestIdentities(definition),
    environment: merged(
      setups.map(each => entryOf(each, 'env')?.value),
      variables,
    ),
    canned: setup('canned'),
    stub: stub && valueAt(stub, variables) === true,
    clock: clock && instant(clock, variables),
    contract: contract && valueAt(contract, variables) === true ? contract : undefined,
  }
}

/** The absolute path that a place of a test file names. */
export function fileAt(node: Node, { file }: Pick<TestFile, 'file'>, variables: Variables): string {
  return path.resolve(path.dirname(file), textAt(node, variables))
}

/** The definition of a test; throws where none is named and none stands beside the file. */
export function definitionOf(test: StatedTest, file: TestFile, variables: Variables): string {
  const node = entryOf(test.node, 'definition')?.value ?? entryOf(file.root, 'definition')?.value
  if (node) return existing(node, fileAt(node, file, variables))
  const stem = definitionStem(file.file)
  const found = ['.yaml', '.yml', '.json', '.template', '.tf.json']
    .map(extension => stem + extension)
    .find(each => diskFiles.kind(each) === 'file')
  if (found !== undefined) return found
  const name = baseName(stem)
  throw new TestFault(
    test.nameNode,
    `no definition is named: write 'definition: PATH', or put this file beside '${name}.yaml'`,
  )
}

function existing(node: Node, file: string): string {
  if (diskFiles.kind(file) !== undefined) return file
  throw new TestFault(node, `there is no file '${path.relative('', file)}'`)
}

function nearestIdentities(definition: string): string | undefined {
  for (let folder = path.dirname(definition); ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'gatehouse.identities.json')
    if (diskFiles.kind(file) === 'file') return file
    if (folder === path.dirname(folder)) return undefined
  }
}

function merged(nodes: readonly (Node | undefined)[], variables: Variables): ReadonlyMap<string, string> {
  return new Map(
    nodes.flatMap(node =>
      entriesOf(node).map(({ name, value }) => [name, textOf(valueAt(value, variables))] as const),
    ),
  )
}

function instant(node: Node, variables: Variables): number {
  const text = textAt(node, variables)
  const ms = instantOf(text)
  if (ms === undefined)
    throw new TestFault(node, `'${text}' is no instant: write one as 2026-11-22T09:30:00Z`)
  return ms
}
