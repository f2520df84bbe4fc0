import { readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { ActionData } from '../policy/actionData.ts'
import { readActionData } from '../policy/actionData.ts'

const largestText = 16_000_000

let shipped: { readonly data: ActionData | undefined } | undefined

/** The data that stands beside the running program; read once, at the first call. */
export function shippedActionData(): ActionData | undefined {
  shipped ??= { data: loadActionData(programFolder()) }
  return shipped.data
}

function programFolder(): string {
  const program = process.argv[1]
  if (program === undefined) return ''
  try {
    return path.dirname(realpathSync(program))
  } catch {
    return path.dirname(program)
  }
}

/**
 * The actions, resource types and condition keys that the build packed beside the program; undefined when the build had
 * none to pack.
 */
export function loadActionData(folder: string): ActionData | undefined {
  let packed: Buffer
  try {
    packed = readFileSync(path.join(folder, 'policyActions.br'))
  } catch {
    return undefined
  }
  return readActionData(brotliDecompressSync(packed, { maxOutputLength: largestText }).toString('utf8'))
}
