/** An environment that notes what is asked of it. */
export class WatchedVariables extends Map<string, string> {
  readonly asked = new Map<string, string | null>()
  /** Whether somebody looked at all of it, whatever the names. */
  wasListed = false

  override get(name: string): string | undefined {
    const value = super.get(name)
    this.asked.set(name, value ?? null)
    return value
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined
  }

  override entries(): MapIterator<[string, string]> {
    this.wasListed = true
    return super.entries()
  }

  override keys(): MapIterator<string> {
    this.wasListed = true
    return super.keys()
  }

  override values(): MapIterator<string> {
    this.wasListed = true
    return super.values()
  }

  override [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries()
  }

  override forEach(callback: (value: string, name: string, map: Map<string, string>) => void): void {
    for (const [name, value] of this.entries()) callback(value, name, this)
  }
}
