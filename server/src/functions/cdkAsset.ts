import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { isBelow } from './codeRoots.ts'
import { filesBelow } from './sourceFiles.ts'

/** What `cdk synth` copied of an app, and whether it is still what the app has. */
export interface CdkAsset {
  /** The folder of the app that it is a copy of; undefined for what was bundled, and where that cannot be told. */
  readonly source: string | undefined
  /** Whether the source, or without one any code of the app, was saved after it. */
  readonly isOld: boolean
}

/**
 * Finds out about the asset of a function; undefined for what is none. The CDK does not write down where an asset comes
 * from: its source is the one folder below the app, and below a root, that has all of its files, most of them unchanged
 * and none changed before the last synthesis. What was found once holds, so that later changes do not hide it.
 */
export function cdkAssetOf(taskRoot: string, roots: readonly string[]): CdkAsset | undefined {
  const assembly = path.dirname(taskRoot)
  const manifest = statSync(path.join(assembly, 'manifest.json'), { throwIfNoEntry: false })
  if (!manifest || !path.basename(taskRoot).startsWith('asset.')) return undefined
  const app: App = { folder: path.dirname(assembly), assembly, synthesized: manifest.mtimeMs }
  if (!roots.some(root => isBelow(root, app.folder))) return undefined
  const key = `${taskRoot} ${app.synthesized}`
  const source = sources.has(key) ? sources.get(key) : findSource(taskRoot, app)
  sources.set(key, source)
  const newer = [...filesBelow(source ?? app.folder, [assembly])].filter(
    ({ mtimeMs }) => mtimeMs > app.synthesized,
  )
  const isOld = newer.some(({ relative }) =>
    source === undefined
      ? isCode.test(relative)
      : !isSame(path.join(source, relative), path.join(taskRoot, relative)),
  )
  return { source, isOld }
}

const sources = new Map<string, string | undefined>()
const isCode = /\.(?:[cm]?[jt]sx?|py|rb|java|kt|go|rs|cs)$/

interface App {
  readonly folder: string
  readonly assembly: string
  /** Milliseconds since 1970. */
  readonly synthesized: number
}

function findSource(asset: string, { folder, assembly, synthesized }: App): string | undefined {
  const files = [...filesBelow(asset)].map(({ relative }) => relative)
  const [first] = files
  if (first === undefined) return undefined
  const found = [...filesBelow(folder, [assembly])]
    .filter(({ relative }) => relative === first || relative.endsWith(`${path.sep}${first}`))
    .map(({ relative }) => path.join(folder, relative.slice(0, relative.length - first.length)))
    .map(each => path.resolve(each))
    .filter(candidate => isSource(candidate, asset, files, synthesized))
  return found.length === 1 ? found[0] : undefined
}

function isSource(candidate: string, asset: string, files: readonly string[], synthesized: number): boolean {
  let unchanged = 0
  for (const file of files) {
    const stat = statSync(path.join(candidate, file), { throwIfNoEntry: false })
    if (!stat) return false
    if (isSame(path.join(candidate, file), path.join(asset, file))) unchanged++
    else if (stat.mtimeMs <= synthesized) return false
  }
  return unchanged > files.length / 2
}

function isSame(one: string, other: string): boolean {
  try {
    return statSync(one).size === statSync(other).size && readFileSync(one).equals(readFileSync(other))
  } catch {
    return false
  }
}
