import path from 'node:path'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import type { OptionValues } from './options.ts'
import { diskFiles } from '../io/files.ts'
import { environmentOf, namedValues, UsageError } from './options.ts'

/** The options by which every verb that reads a definition is told what this machine cannot know. */
export const givenOptions = {
  parameter: { type: 'texts' },
  // As the Serverless Framework calls it.
  param: { type: 'texts' },
  'parameters-file': { type: 'texts' },
  stage: { type: 'text' },
} as const

/** What these options and the environment of the process say. */
export function readGivenOptions(values: OptionValues<typeof givenOptions>): ReadOptions | UsageError {
  const parameters = namedValues('parameter', values.parameter)
  if (parameters instanceof UsageError) return parameters
  const param = namedValues('param', values.param)
  if (param instanceof UsageError) return param
  const parametersFiles = values['parameters-file'].map(name => path.resolve(name))
  const missing = values['parameters-file'].find(name => diskFiles.kind(path.resolve(name)) !== 'file')
  if (missing !== undefined) return new UsageError(`--parameters-file names '${missing}', which is no file`)
  return {
    parameters: new Map([
      ...parameters,
      ...[...param].map(([name, value]) => [`param:${name}`, value] as const),
    ]),
    environment: environmentOf(process.env),
    ...(parametersFiles.length > 0 && { parametersFiles }),
    ...(values.stage !== undefined && { stage: values.stage }),
  }
}
