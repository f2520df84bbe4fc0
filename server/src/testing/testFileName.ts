/** Whether a file holds tests, by its name: `orders.gatehouse.yaml`. */
export function isTestFileName(name: string): boolean {
  return /[^/\\]\.gatehouse\.ya?ml$/i.test(name)
}

/** The beginning of the names that a test file's own definition may have: `/shop/template` for `/shop/template.gatehouse.yaml`. */
export function definitionStem(file: string): string {
  return file.replace(/\.gatehouse\.ya?ml$/i, '')
}
