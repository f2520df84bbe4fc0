import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Answers each line of stdin with one of stdout, JSON both; a bad line is answered and does not end the others. */
export async function answerLines(answer: (line: string) => unknown): Promise<number> {
  let isGone = false
  // A reader that has gone is no failure; there is nobody left to answer.
  process.stdout.on('error', () => (isGone = true))
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (isGone) return 0
    if (line.trim() === '') continue
    if (!process.stdout.write(`${JSON.stringify(answer(line))}\n`)) await once(process.stdout, 'drain')
  }
  return 0
}

/** The object of a line; a text says why it is none. */
export function objectOfLine(line: string): Readonly<Record<string, unknown>> | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return `the line is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : 'the line is no JSON object'
}
