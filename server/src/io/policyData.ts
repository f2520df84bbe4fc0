import { readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { ActionData } from '../policy/actionData.ts'
import { readActionData } from '../policy/actionData.ts'
import type { ActionTexts } from '../policy/actionTexts.ts'
import { readActionTexts } from '../policy/actionTexts.ts'

const largestText = 16_000_000

let shipped: { readonly data: ActionData | undefined } | undefined
let shippedTexts: { readonly texts: ActionTexts | undefined } | undefined

/** The data that stands beside the running program; read once, at the first call. */
export function shippedActionData(): ActionData | undefined {
  shipped ??= { data: loadActionData(programFolder()) }
  return shipped.data
}

/** The descriptions that stand beside the running program; read once, at the first call. */
export function shippedActionTexts(): ActionTexts | undefined {
  shippedTexts ??= { texts: loadActionTexts(programFolder()) }
  return shippedTexts.texts
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
