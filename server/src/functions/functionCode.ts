import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { CdkAsset } from './cdkAsset.ts'
import { cdkAssetOf } from './cdkAsset.ts'
import { isBelow } from './codeRoots.ts'
import type { HandlerPlace } from './runtimeProcess.ts'
import { samBuildOf } from './samBuild.ts'
import { takeUnpackedFolders, unpackZip } from './zipArchive.ts'

/** Where a function's code lies, ready to be run. */
export interface FunctionCode {
  readonly type: 'code'
  /** Absolute path of the folder that is `/var/task` on Lambda. */
  readonly taskRoot: string
  /** The folder that may be run and holds it: what belongs to the code (a virtual environment) is looked for up to here. */
  readonly root: string
  /** For a custom runtime that names none, `bootstrap`. */
  readonly handler: string
  /** Folders to watch for saved files; none for code that stands in the definition itself. */
  readonly watched: readonly string[]
  /** Folder of an older build, which has the dependencies that the sources lack. */
  readonly dependencies?: string
  readonly notes?: readonly string[]
}

/** Why a function cannot run here, for the user. */
export interface MissingCode {
  readonly type: 'missing'
  /** The code is there, with a mistake in it. */
  readonly isFault?: true
  readonly message: string
  readonly place: HandlerPlace
}

/**
 * Finds the code of a function. Only code below one of `roots` is run: a definition must not make this program run
 * whatever lies elsewhere on the machine.
 */
export async function findCode(
  lambda: LambdaFunction,
  roots: readonly string[],
): Promise<FunctionCode | MissingCode> {
  const refused = refuse(lambda)
  if (refused) return refused
  const runtime = valueOf(lambda.runtime)
  const isCustom = runtime?.startsWith('provided') === true
  const handler = isCustom && !lambda.handler ? 'bootstrap' : known(lambda, lambda.handler, 'Handler')
  if (typeof handler !== 'string') return handler
  const inline = valueOf(lambda.inlineCode)
  if (inline !== undefined) return writeInlineCode(inline, handler, runtime)
  const code = known(lambda, lambda.code ?? lambda.inlineCode, 'CodeUri')
  if (typeof code !== 'string') return code
  const origin = lambda.code?.origin ?? lambda.origin
  const stat = statSync(code, { throwIfNoEntry: false })
  if (stat === undefined) {
    return missing(
      origin,
      `the code of '${lambda.id}' is not there: create or build '${code}', or correct CodeUri`,
    )
  }
  if (stat.isFile() && /\.(?:zip|jar)$/i.test(code)) return zippedCode(lambda, code, handler, roots)
  if (stat.isFile() && !/\.(?:[cm]?js|py|rb)$/i.test(code)) {
    return missing(
      origin,
      `'${path.basename(code)}' of '${lambda.id}' is neither a folder, an archive nor a source file: let CodeUri name the folder it is made from`,
    )
  }
  const taskRoot = stat.isFile() ? path.dirname(code) : code
  const handlerFile = path.resolve(taskRoot, handler)
  const outside = [taskRoot, handlerFile].find(file => !roots.some(root => isBelow(root, file)))
  if (outside !== undefined) {
    return isOutside(lambda, outside, outside === taskRoot ? origin : (lambda.handler?.origin ?? origin))
  }
  const root = roots.find(folder => isBelow(folder, taskRoot)) ?? taskRoot
  const sources: FunctionCode = { type: 'code', taskRoot, root, handler, watched: [taskRoot] }
  const asset = cdkAssetOf(taskRoot, roots)
  if (asset) return assetCode(lambda, sources, asset, roots)
  const build = samBuildOf(lambda, taskRoot)
  if (!build) return sources
  if (!build.isFresh) return { ...sources, dependencies: build.folder }
  const note = `'${lambda.id}' ran as 'sam build' made it: no source is newer than '${build.folder}'`
  return { ...sources, taskRoot: build.folder, notes: [note] }
}

// A copy that is older than its source is not what its author expects to run.
function assetCode(
  lambda: LambdaFunction,
  code: FunctionCode,
  { source, isOld }: CdkAsset,
  roots: readonly string[],
): FunctionCode {
  const asset = path.basename(code.taskRoot)
  if (source === undefined) {
    const note = `'${lambda.id}' ran as 'cdk synth' made it ('${asset}'), and code of the app is newer: run 'cdk synth' again if it belongs to the function`
    return isOld ? { ...code, notes: [note] } : code
  }
  const watched = [...code.watched, source]
  if (!isOld) return { ...code, watched }
  const note = `'${lambda.id}' ran from '${source}', which is newer than its asset '${asset}'; 'cdk synth' makes that anew`
  const root = roots.find(folder => isBelow(folder, source)) ?? source
  return { ...code, taskRoot: source, root, watched, notes: [note] }
}

// What is packed is run from a folder of its own, as on Lambda; the archive itself is watched.
async function zippedCode(
  lambda: LambdaFunction,
  archive: string,
  handler: string,
  roots: readonly string[],
): Promise<FunctionCode | MissingCode> {
  const origin = lambda.code?.origin ?? lambda.origin
  if (!roots.some(root => isBelow(root, archive))) return isOutside(lambda, archive, origin)
  try {
    const taskRoot = await unpackZip(archive)
    if (isBelow(taskRoot, path.resolve(taskRoot, handler))) {
      return { type: 'code', taskRoot, root: taskRoot, handler, watched: [path.dirname(archive)] }
    }
    return isOutside(lambda, path.resolve(taskRoot, handler), lambda.handler?.origin ?? origin)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return missing(
      origin,
      `'${path.basename(archive)}' of '${lambda.id}' cannot be unpacked (${why}): pack it again, or let CodeUri name the folder it is made from`,
    )
  }
}

function isOutside(lambda: LambdaFunction, outside: string, origin: LambdaFunction['origin']): MissingCode {
  return missing(
    origin,
    `the code of '${lambda.id}' lies outside the folder of its definition ('${outside}') and is not run: move it, or start Gatehouse in a folder that holds both`,
  )
}

/** Removes the files written for code that stands in a definition or came out of an archive. */
export function removeWrittenCode(): void {
  for (const folder of [...inlineFolders, ...takeUnpackedFolders()])
    rmSync(folder, { recursive: true, force: true })
  inlineFolders.clear()
}

const inlineFolders = new Set<string>()

function refuse(lambda: LambdaFunction): MissingCode | undefined {
  if (valueOf(lambda.packageType)?.toLowerCase() === 'image') {
    return missing(
      lambda.packageType?.origin ?? lambda.origin,
      `container images are not emulated yet: '${lambda.id}' has PackageType Image and cannot run here`,
    )
  }
  return undefined
}

function known(
  lambda: LambdaFunction,
  fact: Fact<string> | undefined,
  property: string,
): string | MissingCode {
  if (fact === undefined) {
    return missing(lambda.origin, `'${lambda.id}' has no ${property}, so there is nothing to run: add it`)
  }
  if (fact.known) return fact.value
  return missing(
    fact.origin,
    `${property} of '${lambda.id}' is not known on this machine (${fact.reason}), so it cannot run here`,
  )
}

function missing(origin: LambdaFunction['origin'], message: string): MissingCode {
  return { type: 'missing', message, place: { file: origin.file, line: origin.range.start.line } }
}

function writeInlineCode(text: string, handler: string, runtime: string | undefined): FunctionCode {
  const taskRoot = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-inline-'))
  inlineFolders.add(taskRoot)
  // Lambda calls the file 'index' whatever the handler says.
  writeFileSync(path.join(taskRoot, `index.${inlineExtension(text, runtime)}`), text)
  return { type: 'code', taskRoot, root: taskRoot, handler, watched: [] }
}

function inlineExtension(text: string, runtime: string | undefined): string {
  if (runtime?.startsWith('python')) return 'py'
  return /^\s*(?:export\s|import\s[^(])/m.test(text) ? 'mjs' : 'js'
}
