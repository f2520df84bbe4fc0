import type { Definition } from '../../server/src/api/api.ts'
import type { Diagnostic } from '../../server/src/base/diagnostic.ts'
import type { ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { memoryFiles } from './memoryFiles.ts'

/** A service read from `/shop/serverless.yml`; `text` follows `service: shop` and a provider named aws unless it has its own. */
export function readService(
  text: string,
  others: Record<string, string> = {},
  options: ReadOptions = {},
): { definition: Definition; diagnostics: readonly Diagnostic[]; errors: string[] } {
  const provider = /^provider:/m.test(text) ? '' : 'provider: {name: aws, runtime: nodejs22.x}\n'
  const files = memoryFiles({ '/shop/serverless.yml': `service: shop\n${provider}${text}`, ...others })
  const result = loadDefinition('/shop/serverless.yml', files, options)
  if (!result.definition) throw new Error('no definition')
  const all = diagnose(result, files)
  const errors = all
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`)
  return { definition: result.definition, diagnostics: all, errors }
}
