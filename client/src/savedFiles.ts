/** Milliseconds in which a compiler that watches may turn a saved file into the code that runs. */
const goodForMs = 15_000

/** The files that were saved in the editor and have not yet led to anything: each does so once. */
export class SavedFiles {
  private readonly saved = new Map<string, number>()

  /** `at` in milliseconds, as of `spend`. */
  save(file: string, at: number): void {
    this.saved.delete(file)
    this.saved.set(file, at)
  }

  /**
   * The save that stands behind files which have changed on disk: that of one of them, else the newest (a compiler wrote
   * the files). Undefined where nothing was saved: then something else wrote them.
   */
  spend(changed: readonly string[], at: number): string | undefined {
    for (const [file, time] of this.saved) if (at - time > goodForMs) this.saved.delete(file)
    const own = [...this.saved.keys()].filter(file => changed.includes(file))
    const found = own.at(-1) ?? [...this.saved.keys()].at(-1)
    for (const file of [...own, ...(found === undefined ? [] : [found])]) this.saved.delete(file)
    return found
  }
}
