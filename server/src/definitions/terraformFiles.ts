import type { Entry, MappingNode, Node, SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import { childAt, documentOf, entriesOf } from '../syntax/node.ts'

/** The `.tf.json` files of one folder, which together are a module. */
export interface TerraformFiles {
  /** Absolute. */
  readonly folder: string
  /** The roots of the files that make something, in the order of their names; one that is asked for by name is first. */
  readonly primary: () => readonly Node[]
  /** The roots of the files that change what the others make; the one that counts most is first. */
  readonly overrides: () => readonly Node[]
}

/** The files of a folder; `document` is one of them that is open already. Each is read when it is asked for. */
export function filesOfModule(folder: string, reader: Reader, document?: SourceDocument): TerraformFiles {
  const { files } = reader
  const names = [...files.list(folder)].filter(name => name.endsWith('.tf.json')).sort()
  const others = names.filter(name => files.resolve(folder, name) !== document?.file)
  const open = (isWanted: (name: string) => boolean) => (): readonly Node[] =>
    others.filter(isWanted).flatMap(name => reader.open(files.resolve(folder, name))?.root ?? [])
  const primary = once(open(name => !isOverride(name)))
  const overrides = once(open(isOverride))
  return {
    folder,
    primary: once(() => [...(document?.root ? [document.root] : []), ...primary()]),
    overrides: once(() => overrides().toReversed()),
  }
}

/** What stands at a path of the first file that has it, the overrides before the others. */
export function statedAt(files: TerraformFiles, ...path: readonly string[]): Node | undefined {
  for (const root of [...files.overrides(), ...files.primary()]) {
    const found = childAt(root, ...path)
    if (found) return found
  }
  return undefined
}

/**
 * A block with the arguments that override files give it: each of theirs stands for the whole of the original's, nested
 * blocks of a type too. https://developer.hashicorp.com/terraform/language/files/override
 */
export function overridden(block: MappingNode, files: TerraformFiles, path: readonly string[]): MappingNode {
  const changes = files.overrides().flatMap(root => entriesOf(childAt(root, ...path)))
  if (changes.length === 0) return block
  // The first is of the file that counts most.
  const chosen = changes.filter(
    ({ name }, index) => changes.findIndex(other => other.name === name) === index,
  )
  const kept = block.entries.filter(({ name }) => !chosen.some(change => change.name === name))
  return block.withEntries([...kept, ...chosen])
}

/** The blocks of override files that have nothing to change. */
export function unmatchedOverrides(files: TerraformFiles): { entry: Entry; name: string }[] {
  const isMade = (...path: readonly string[]) => files.primary().some(root => childAt(root, ...path))
  return files.overrides().flatMap(root => [
    ...['module', 'variable', 'output'].flatMap(section =>
      entriesOf(childAt(root, section))
        .filter(({ name }) => !isMade(section, name))
        .map(entry => ({ entry, name: `${section} '${entry.name}'` })),
    ),
    ...['resource', 'data'].flatMap(section =>
      entriesOf(childAt(root, section)).flatMap(({ name: type, value }) =>
        entriesOf(value)
          .filter(({ name }) => !isMade(section, type, name))
          .map(entry => ({ entry, name: `${section} '${type}.${entry.name}'` })),
      ),
    ),
  ])
}

/** Whether a document is an override file by its name. */
export function isOverrideFile(root: Node): boolean {
  return isOverride(documentOf(root).file)
}

function isOverride(name: string): boolean {
  return /(^|[\\/_])override\.tf\.json$/.test(name)
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
