/** Writes to stdout; resolves when a slow pipe has taken everything. A reader that has gone is no failure. */
export function print(text: string): Promise<void> {
  const { stdout } = process
  return new Promise(resolve => {
    const end = (): void => resolve()
    stdout.once('error', end)
    stdout.write(text, error => {
      // An error is told to the listener after this.
      if (!error) stdout.removeListener('error', end)
      resolve()
    })
  })
}
