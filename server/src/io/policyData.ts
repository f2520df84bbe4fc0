import { readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { ActionData } from '../policy/actionData.ts'
import { readActionData } from '../policy/actionData.ts'

const largestText = 16_000_000

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
