/** Milliseconds in which a compiler that watches may turn a saved file into the code that runs. */
const goodForMs = 15_000

/** The files that were saved in the editor and have not yet led to anything: each does so once. */
export class SavedFiles {
  private readonly saved = new Map<string, Save>()
  /** Of these the gateway tells by itself, whatever becomes of code. */
  private readonly ofDefinitions = new Set<string>()

  /** `at` in milliseconds, as of `spend`. */
  save(file: string, at: number): void {
    if (this.ofDefinitions.has(file)) return
    this.saved.delete(file)
    this.saved.set(file, { at, spentBy: new Set() })
  }

  /** A definition was read with this file, which stands for no code therefore. */
  leaveToDefinition(file: string): void {
    this.ofDefinitions.add(file)
    this.saved.delete(file)
  }

  /**
   * The save that stands behind files which have changed on disk: that of one of them, else the newest of a source that a
   * compiler may have made them of. Undefined where there is none: then something else wrote them. Each gateway (`definition`)
   * spends a save once: several may run the same code.
   */
  spend(definition: string, changed: readonly string[], at: number): string | undefined {
    for (const [file, save] of this.saved) if (at - save.at > goodForMs) this.saved.delete(file)
    const saved = [...this.saved].filter(([, { spentBy }]) => !spentBy.has(definition)).map(([file]) => file)
    const own = saved.filter(file => changed.includes(file))
    const found = own.at(-1) ?? saved.findLast(isSource)
    for (const file of [...own, ...(found === undefined ? [] : [found])])
      this.saved.get(file)?.spentBy.add(definition)
    return found
  }
}

interface Save {
  /** In milliseconds, as of `spend`. */
  readonly at: number
  /** Definitions of the gateways that it has stood for. */
  readonly spentBy: Set<string>
}

/** Whether compilers and bundlers read a file: code, and data that is no tool's own, as `.vscode/settings.json` is. */
function isSource(file: string): boolean {
  return code.test(file) || (data.test(file) && !/[\\/]\.vscode[\\/]/.test(file))
}

const code =
  /\.([cm]?[jt]sx?|coffee|elm|vue|svelte|py|pyx|rb|go|rs|java|kts?|scala|clj|groovy|cs|fs|vb|swift|dart|php|ex|exs|erl|hs|ml|zig|nim|c|cc|cpp|h|hpp|proto|graphql|gql|sql)$/i
/** A second ending is that of a tool: `orders.trace.json`, `gatehouse.identities.json`. */
const data = /[\\/][^\\/.]+\.json$/i
