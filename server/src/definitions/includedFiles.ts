/** A definition's root file and the files that were read for it, by absolute path. */
interface ReadFiles {
  readonly file: string
  readonly documents: readonly string[]
}

/** The files that stand as parts of another definition. Of files that read each other, the first stands for all. */
export function includedFiles(definitions: readonly ReadFiles[]): ReadonlySet<string> {
  const reads = new Map(definitions.map(({ file, documents }) => [file, new Set(documents)]))
  const included = new Set<string>()
  const earlier = new Set<string>()
  for (const { file, documents } of definitions) {
    for (const document of documents) {
      const isMutual = reads.get(document)?.has(file) === true
      if (document !== file && !(isMutual && earlier.has(document))) included.add(document)
    }
    earlier.add(file)
  }
  return included
}
