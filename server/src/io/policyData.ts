import { readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { ActionData } from '../policy/actionData.ts'
import { readActionData } from '../policy/actionData.ts'
import type { ActionTexts } from '../policy/actionTexts.ts'
import { readActionTexts } from '../policy/actionTexts.ts'

const largestText = 16_000_000

/**
 * The actions, resource types and condition keys that the build packed beside the program; undefined when the build had
 * none to pack.
 */
export function loadActionData(folder: string): ActionData | undefined {
  const text = unpacked(folder, 'policyActions.br')
  return text === undefined ? undefined : readActionData(text)
}

/** The descriptions of actions and condition keys that the build packed; undefined when it had none to pack. */
export function loadActionTexts(folder: string): ActionTexts | undefined {
  const text = unpacked(folder, 'policyDescriptions.br')
  return text === undefined ? undefined : readActionTexts(text)
}

function unpacked(folder: string, name: string): string | undefined {
  let packed: Buffer
  try {
    packed = readFileSync(path.join(folder, name))
  } catch {
    return undefined
  }
  return brotliDecompressSync(packed, { maxOutputLength: largestText }).toString('utf8')
}
