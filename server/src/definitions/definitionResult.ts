import type { Definition } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Memory } from '../syntax/memory.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { GivenValues } from './givenValues.ts'

/** What reading a file gave: always everything that could be read, and what was wrong on the way. */
export interface DefinitionResult {
  /** Undefined when the file is no gateway definition (or cannot be read at all). */
  readonly definition: Definition | undefined
  /** The root file and every file that was read for it, by absolute path. */
  readonly documents: ReadonlyMap<string, SourceDocument>
  /** Syntax and reading faults; rules and schemas come on top. */
  readonly diagnostics: readonly Diagnostic[]
  /** The stacks it consists of, each a definition of its own; unset when it is one document. */
  readonly parts?: readonly DefinitionResult[]
  /** Which of the documents only give values (parameters files). */
  readonly parametersFiles?: readonly string[]
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html */
export type BasePathMode = 'ignore' | 'prepend' | 'split'

/** What a reader may be told from outside. */
export interface ReadOptions extends GivenValues {
  /** Absolute paths of files with further values; a later one goes before an earlier one, `parameters` before all. */
  readonly parametersFiles?: readonly string[]
  /** What the other stacks of the same definition export. */
  readonly exportOf?: (name: string) => Outcome | undefined
  /** The stage to deploy a service of the Serverless Framework to, as its `--stage`. */
  readonly stage?: string
  /** Reads an OpenAPI document that could be either as this kind. */
  readonly apiType?: 'rest' | 'http'
  /** What the import does with the base path of an OpenAPI document; default `ignore`. */
  readonly basePath?: BasePathMode
  /** Reads the examples and schemas of answers too, which only stub mode needs. */
  readonly documentedAnswers?: boolean
  /** Default `us-east-1`. */
  readonly region?: string
  /** Default `123456789012`. */
  readonly accountId?: string
  /** `AWS::StackName`, and what AWS puts before the name of a function that states none. */
  readonly stackName?: string
  /** What is known from the last time these files were read; left out where a definition is read once. */
  readonly memory?: Memory
}
