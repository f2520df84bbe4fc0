/** Steps of a path into a JSON body: `petstore.pets[0].name`. */
export type BodyPath = readonly (string | number)[]

/**
 * Reads the JSONPath of a mapping source, without the `body` in front: dotted names, `[0]`, `['name']`. Undefined for
 * anything beyond that (wildcards, filters, recursive descent).
 */
export function readBodyPath(text: string): BodyPath | undefined {
  const steps: (string | number)[] = []
  let rest = text
  while (rest !== '') {
    const step = /^(?:\.([^.[\]*?()@]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\])/.exec(rest)
    if (!step) return undefined
    steps.push(step[2] === undefined ? (step[1] ?? step[3] ?? step[4] ?? '') : Number(step[2]))
    rest = rest.slice(step[0].length)
  }
  return steps
}

/** The value at a path, undefined when there is none. A step into a string reads it as JSON first, as AWS does for the `errorMessage` of a function. */
export function valueAt(root: unknown, path: BodyPath): unknown {
  let value = root
  for (const step of path) {
    const holder = typeof value === 'string' ? parsedOrUndefined(value) : value
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return undefined
    // Checked above; only the index signature is unknown to the compiler.
    value = (holder as Record<string | number, unknown>)[step]
  }
  return value
}

/** A value of a body as the text of a header: strings as they are, the rest as JSON. */
export function bodyValueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
