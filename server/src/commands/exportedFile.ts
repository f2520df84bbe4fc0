import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { firstFault } from '../definitions/openApiWriter/exportOpenApi.ts'
import { print } from './print.ts'

/** What an export gives: a text, and what it lacks. */
interface Exported {
  readonly text: string
  readonly notes: readonly string[]
}

/**
 * Prints what was exported, or writes it into the new file `output`; its notes go to stderr. A text in its place says why
 * nothing was exported. Returns the exit status.
 */
export async function writeExport(
  verb: string,
  exported: Exported | string,
  output: string | undefined,
): Promise<number> {
  if (typeof exported === 'string') return tell(verb, exported)
  if (output === undefined) await print(exported.text)
  else if (existsSync(output))
    return tell(verb, `'${output}' is there already; name another file or remove it`)
  else writeFileSync(output, exported.text)
  for (const note of exported.notes) tell(verb, note)
  return 0
}

/** Says why a file is no definition; returns the exit status. */
export function noDefinition(verb: string, file: string, { diagnostics }: DefinitionResult): number {
  const unreadable = diagnostics[0]?.message
  const foreign = `'${path.basename(file)}' is no API definition: name ${definitionFormats}`
  return tell(verb, firstFault(diagnostics) ?? unreadable ?? foreign)
}

function tell(verb: string, message: string): number {
  process.stderr.write(`gatehouse ${verb}: ${message}\n`)
  return 1
}
