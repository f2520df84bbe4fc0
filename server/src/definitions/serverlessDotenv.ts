import type { Reader } from './reader.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { childAt, stringOf } from '../syntax/node.ts'
import { readDotenvText } from './dotenv.ts'
import { hasVariable } from './serverlessSyntax.ts'

/**
 * The variables of the `.env` files beside a service that asks for them with `useDotenv: true`; those of the stage win.
 * They are read before any variable, so the stage is that of the command line or one that is written out.
 * https://www.serverless.com/framework/docs/environment-variables
 */
export function readDotenv(
  { root, file }: SourceDocument,
  { files, options }: Reader,
): ReadonlyMap<string, string> {
  const wanted = childAt(root, 'useDotenv')
  if (wanted?.type !== 'scalar' || wanted.value !== true) return new Map()
  const written = stringOf(childAt(root, 'provider', 'stage')) ?? 'dev'
  const stage = options.stage ?? options.parameters?.get('stage') ?? (hasVariable(written) ? 'dev' : written)
  const folder = files.folderOf(file)
  const texts = ['.env', `.env.${stage}`].map(name => files.read(files.resolve(folder, name)) ?? '')
  return new Map(texts.flatMap(text => [...readDotenvText(text).variables]))
}
