import { minimatch } from 'minimatch'

/** Whether a path, relative to its folder and with `/` between names, matches one of the globs of what is not searched. */
export function isExcluded(relative: string, exclude: readonly string[]): boolean {
  return exclude.some(glob => minimatch(relative, glob, { dot: true }))
}
