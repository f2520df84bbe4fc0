import { existsSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import type * as esbuildModule from 'esbuild'
import type { BuildFailure, BuildOptions, BuildResult, Loader } from 'esbuild'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { isBelow } from './codeRoots.ts'
import type { FunctionCode, MissingCode } from './functionCode.ts'
import type { HandlerPlace } from './runtimeProcess.ts'

/** A function whose sources were bundled. */
export interface BundledCode {
  readonly type: 'bundle'
  /** The folder of the result, which is `/var/task`. */
  readonly taskRoot: string
  /** The source of the handler. */
  readonly source: string
  /** Folders of all sources outside `node_modules`. */
  readonly watched: readonly string[]
  readonly notes: readonly string[]
}

/** Sources that are no JavaScript, in the order in which a handler's name finds them. */
const extensions = ['.ts', '.mts', '.cts', '.tsx', '.jsx']

/**
 * Bundles the source of a Node handler as `sam build` does with `BuildMethod: esbuild`; also without that Metadata, when
 * the handler's name finds a TypeScript or JSX source and no JavaScript. Undefined where there is nothing to bundle.
 */
export async function bundleSource(
  lambda: LambdaFunction,
  code: FunctionCode,
  roots: readonly string[],
  ownFile: string,
): Promise<BundledCode | MissingCode | undefined> {
  const entries = entriesOf(lambda, code)
  const [source] = entries
  if (source === undefined) return undefined
  const outside = entries.find(entry => !roots.some(root => isBelow(root, entry)))
  if (outside !== undefined) return failed(lambda, `its source ('${outside}') lies outside the folder`)
  const esbuild = findEsbuild([ownFile, path.join(code.taskRoot, 'x.js'), path.join(code.root, 'x.js')])
  if (!esbuild) {
    return failed(
      lambda,
      `its source ('${path.basename(source)}') is bundled by esbuild, which was not found: npm install --save-dev esbuild`,
      { file: source, line: 0 },
    )
  }
  const built = await buildOnce(esbuild, optionsOf(lambda, code, entries), source)
  if (built.type === 'failed') {
    return {
      type: 'missing',
      isFault: true,
      message: `'${lambda.id}' cannot be built: ${built.message}`,
      place: built.place,
    }
  }
  const sources = built.inputs.filter(file => !file.includes(`${path.sep}node_modules${path.sep}`))
  return {
    type: 'bundle',
    taskRoot: built.folder,
    source,
    watched: outermost([code.taskRoot, ...code.watched, ...sources.map(file => path.dirname(file))]),
    notes: lambda.build
      ? []
      : [`the source of '${lambda.id}' was bundled by esbuild, since nothing is built`],
  }
}

/** Removes what was bundled. */
export function removeBundles(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
  bundles.clear()
}

function entriesOf(lambda: LambdaFunction, code: FunctionCode): string[] {
  const isBuilt = lambda.build && valueOf(lambda.build.method) === 'esbuild'
  const named = isBuilt ? known(lambda.build.entryPoints) : []
  const entries = named.map(entry => path.resolve(code.taskRoot, entry))
  // In what was built already there are none.
  if (entries.length > 0 && entries.every(isFile)) return entries
  const base = path.resolve(code.taskRoot, code.handler.replace(/\.[^./]*$/, ''))
  if (['', '.js', '.mjs', '.cjs'].some(extension => isFile(base + extension))) return []
  return extensions
    .map(extension => base + extension)
    .filter(isFile)
    .slice(0, 1)
}

type Esbuild = typeof esbuildModule

function findEsbuild(from: readonly string[]): Esbuild | undefined {
  for (const file of from) {
    try {
      // A package that calls itself so has its interface.
      return createRequire(file)('esbuild') as Esbuild
    } catch {
      // Not there: the next place.
    }
  }
  return undefined
}

function optionsOf(lambda: LambdaFunction, code: FunctionCode, entries: readonly string[]): BuildOptions {
  const { build } = lambda
  const version = /^nodejs(\d+)/.exec(valueOf(lambda.runtime) ?? '')?.[1] ?? '20'
  const isModule = valueOf(build?.format) === 'esm'
  const pairs = (facts: readonly Fact<string>[] | undefined) =>
    Object.fromEntries(
      known(facts ?? []).map(text => [text.split('=')[0] ?? '', text.replace(/^[^=]*=/, '')]),
    )
  return {
    entryPoints: [...entries],
    bundle: true,
    platform: 'node',
    // The handler's name is that of the result: SAM's lies at the root, else the folders of the source are kept.
    ...(!build && { outbase: code.taskRoot }),
    target: valueOf(build?.target) ?? `node${version}`,
    format: isModule ? 'esm' : 'cjs',
    outExtension: isModule ? { '.js': '.mjs', ...pairs(build?.outExtension) } : pairs(build?.outExtension),
    external: known(build?.external ?? []),
    // The values are names of loaders; esbuild refuses others with a message.
    loader: { '.node': 'copy', ...(pairs(build?.loader) as Record<string, Loader>) },
    banner: pairs(build?.banner),
    define: pairs(build?.define),
    ...(build?.mainFields && { mainFields: (valueOf(build.mainFields) ?? '').split(',') }),
    sourcemap: 'linked',
    keepNames: true,
    metafile: true,
    absWorkingDir: code.taskRoot,
    logLevel: 'silent',
  }
}

interface Bundle {
  readonly folder: string
  /** Absolute paths. */
  readonly inputs: readonly string[]
  /** Of each input when it was read. */
  readonly changed: readonly number[]
}

type Built =
  | ({ readonly type: 'built' } & Bundle)
  | { readonly type: 'failed'; readonly message: string; readonly place: HandlerPlace }

/** By its options: every process of a function runs the same result until a source changes. */
const bundles = new Map<string, Bundle>()
const folders = new Set<string>()

async function buildOnce(esbuild: Esbuild, options: BuildOptions, source: string): Promise<Built> {
  const key = JSON.stringify(options)
  const earlier = bundles.get(key)
  if (earlier?.inputs.every((file, index) => changeTime(file) === earlier.changed[index]))
    return { type: 'built', ...earlier }
  // Node gives a debugger the real path of a script, by which it finds the sources that the map names.
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'gatehouse-bundle-'))
  try {
    const result = await esbuild.build({ ...options, outdir: folder, metafile: true })
    const inputs = inputsOf(result, options.absWorkingDir ?? '')
    const bundle = { folder, inputs, changed: inputs.map(changeTime) }
    bundles.set(key, bundle)
    // Processes of the one before may still run: its folder is removed with the rest.
    folders.add(folder)
    return { type: 'built', ...bundle }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    return { type: 'failed', ...faultOf(error, options.absWorkingDir ?? '', source) }
  }
}

function inputsOf({ metafile }: BuildResult<{ metafile: true }>, folder: string): string[] {
  return Object.keys(metafile.inputs).map(file => path.resolve(folder, file))
}

function faultOf(error: unknown, folder: string, source: string): { message: string; place: HandlerPlace } {
  // What esbuild's `build` rejects with.
  const [first] = (error as Partial<BuildFailure>).errors ?? []
  const location = first?.location
  if (!location) return { message: first?.text ?? String(error), place: { file: source, line: 0 } }
  const message = `${location.file}:${location.line}:${location.column + 1}: ${first.text}`
  return { message, place: { file: path.resolve(folder, location.file), line: location.line - 1 } }
}

function changeTime(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function known(facts: readonly Fact<string>[]): string[] {
  return facts.flatMap(fact => valueOf(fact) ?? [])
}

/** Folders of a list that lie in no other of it. */
function outermost(all: readonly string[]): string[] {
  const unique = [...new Set(all)]
  return unique.filter(folder => !unique.some(other => other !== folder && isBelow(other, folder)))
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile()
}

function failed(lambda: LambdaFunction, why: string, place?: HandlerPlace): MissingCode {
  const { file, range } = lambda.origin
  return {
    type: 'missing',
    message: `'${lambda.id}' cannot run here: ${why}`,
    place: place ?? { file, line: range.start.line },
  }
}
