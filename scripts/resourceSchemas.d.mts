/** Schema files by name, with the types of AWS's resource specification added. */
export function withResourceTypes(
  documents: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>>
