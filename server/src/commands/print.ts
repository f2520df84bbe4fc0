/** Writes to stdout; resolves when a slow pipe has taken everything. A reader that has gone is no failure. */
export function print(text: string): Promise<void> {
  return new Promise(resolve => {
    process.stdout.once('error', () => resolve())
    process.stdout.write(text, () => resolve())
  })
}
