/** Hears that code of functions was saved. */
export type CodeListener = (functions: readonly string[], file: string | undefined) => void

/** An editor writes a file in several steps, a build many files. */
const settleMs = 30

/**
 * Gathers what the disk tells of saved code for a moment and tells it once: the functions, and the files that are known.
 */
export function gatheredCode(
  tell: (functions: readonly string[], files: readonly string[]) => void,
): CodeListener {
  const functions = new Set<string>()
  const files = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  return (ids, file) => {
    for (const id of ids) functions.add(id)
    if (file !== undefined) files.add(file)
    timer ??= setTimeout(() => {
      timer = undefined
      const told = { functions: [...functions], files: [...files] }
      functions.clear()
      files.clear()
      tell(told.functions, told.files)
    }, settleMs)
    timer.unref()
  }
}
