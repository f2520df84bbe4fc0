/** Where the package of action data lies; undefined when it is not installed. */
export function policyDataPackage(from?: string): string | undefined

/** Writes both packed files into a folder; gives their sizes in bytes. */
export function buildPolicyData(options: {
  readonly from?: string | undefined
  readonly out: string
}): { readonly version: string; readonly index: number; readonly descriptions: number } | undefined

/** Both files' texts before compression, from the package's folder. */
export function policyDataTexts(folder: string): {
  readonly index: string
  readonly descriptions: string
  readonly version: string
}
