import { statSync } from 'node:fs'
import path from 'node:path'
import type { LambdaFunction, LayerVersion } from '../api/lambdaFunction.ts'
import { isBelow } from './codeRoots.ts'
import { unpackZip } from './zipArchive.ts'

/** What the layers of a function bring. */
export interface FunctionLayers {
  /** Folders of their contents, in the function's order: the last one lies on top. */
  readonly folders: readonly string[]
  /** What of them is missing here. */
  readonly notes: readonly string[]
}

/** Finds the contents of a function's layers: a folder, or an archive that is unpacked. Only what lies below a root is used. */
export async function findLayers(
  lambda: LambdaFunction,
  layers: readonly LayerVersion[],
  roots: readonly string[],
): Promise<FunctionLayers> {
  const folders: string[] = []
  const notes: string[] = []
  for (const fact of lambda.layers ?? []) {
    const name = fact.known ? fact.value : fact.reason
    const layer = layers.find(({ arn }) => fact.known && arn === fact.value)
    const content = layer?.content
    if (!content?.known) {
      notes.push(`layer '${name}' of '${lambda.id}' is not in the definition: what it brings is missing here`)
      continue
    }
    const folder = await contentFolder(content.value, roots)
    if (folder.type === 'folder') folders.push(folder.path)
    else notes.push(`layer '${layer?.id}' of '${lambda.id}' ${folder.reason}: what it brings is missing here`)
  }
  if (folders.length > 0)
    notes.push(`layers of '${lambda.id}' are found by search paths; nothing is mounted at /opt`)
  return { folders, notes }
}

type Content = { readonly type: 'folder'; readonly path: string } | { readonly type: 'none'; reason: string }

async function contentFolder(content: string, roots: readonly string[]): Promise<Content> {
  const stat = statSync(content, { throwIfNoEntry: false })
  if (!stat) return { type: 'none', reason: `('${content}') is not there` }
  if (!roots.some(root => isBelow(root, content))) {
    return { type: 'none', reason: `('${content}') lies outside the folder of the definition` }
  }
  if (stat.isDirectory()) return { type: 'folder', path: content }
  try {
    return { type: 'folder', path: await unpackZip(content) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { type: 'none', reason: `('${content}') cannot be unpacked (${why})` }
  }
}

/**
 * The variables by which runtimes search what lies at /opt on Lambda, over those of the definition and of the system;
 * Python finds the dependencies of an older build by them, too.
 * https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
 */
export function searchVariables(
  runtime: string,
  folders: readonly string[],
  dependencies: string | undefined,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const below = (...parts: string[]) => folders.toReversed().map(folder => path.join(folder, ...parts))
  const joined = (name: string, paths: readonly string[]) =>
    paths.length === 0 ? {} : { [name]: [...paths, ...(own[name] ? [own[name]] : [])].join(path.delimiter) }
  const [, language = '', version = ''] = /^([a-z]+)([\d.]*)/.exec(runtime) ?? []
  const built = dependencies === undefined ? [] : [dependencies]
  return {
    ...joined('PATH', below('bin')),
    ...joined('LD_LIBRARY_PATH', below('lib')),
    ...(language === 'nodejs' &&
      joined('NODE_PATH', [
        ...below('nodejs', `node${version.split('.')[0]}`, 'node_modules'),
        ...below('nodejs', 'node_modules'),
      ])),
    ...(language === 'python' &&
      joined('PYTHONPATH', [
        ...built,
        ...below('python', 'lib', runtime, 'site-packages'),
        ...below('python'),
      ])),
    ...(language === 'ruby' && {
      ...joined('RUBYLIB', below('ruby', 'lib')),
      ...joined('GEM_PATH', below('ruby', 'gems', `${version}.0`)),
    }),
  }
}
