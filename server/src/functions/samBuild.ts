import { statSync } from 'node:fs'
import path from 'node:path'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { filesBelow } from './sourceFiles.ts'

/** What `sam build` made of a function. */
export interface SamBuild {
  /** `.aws-sam/build/ID` beside the definition. */
  readonly folder: string
  /** Whether no source was saved after it. */
  readonly isFresh: boolean
}

/** Finds the build of a function; undefined where there is none, or its code is a build already. */
export function samBuildOf(lambda: LambdaFunction, sources: string): SamBuild | undefined {
  const folder = path.join(path.dirname(lambda.origin.file), '.aws-sam', 'build', lambda.id)
  const built = statSync(folder, { throwIfNoEntry: false })
  if (!built?.isDirectory() || sources.includes(`${path.sep}.aws-sam${path.sep}`)) return undefined
  return { folder, isFresh: newestChange(folder) >= newestChange(sources) }
}

/** What `sam build` writes last, when all functions of the definition are built; absolute path. */
export function samBuildTemplate(definition: string): string {
  const folder = path.dirname(definition)
  // The build's own template may be the definition.
  const [project = folder] = folder.split(`${path.sep}.aws-sam`)
  return path.join(project, '.aws-sam', 'build', 'template.yaml')
}

/** When a file below a folder was last saved, in milliseconds since 1970; 0 without files. */
function newestChange(folder: string): number {
  let newest = 0
  for (const { mtimeMs } of filesBelow(folder)) newest = Math.max(newest, mtimeMs)
  return newest
}
