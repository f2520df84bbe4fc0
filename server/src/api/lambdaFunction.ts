import type { Fact, Origin } from '../base/origin.ts'
import type { UnmodelledProperty } from './integration.ts'

/** A user's Lambda function, from `AWS::Lambda::Function` or `AWS::Serverless::Function`. */
export interface LambdaFunction {
  /** Logical id in the template. */
  readonly id: string
  readonly origin: Origin
  /** `FunctionName`, else the logical id. */
  readonly name: string
  /** `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, with the local account and region. */
  readonly arn: string
  /** `src/app.handler`; unset for container images and inline code of a custom runtime. */
  readonly handler?: Fact<string>
  readonly runtime?: Fact<string>
  /** Absolute path of the folder, file or zip that `CodeUri` or `Code` names; unknown when it lies in S3. */
  readonly code?: Fact<string>
  /** `InlineCode` or `ZipFile`. */
  readonly inlineCode?: Fact<string>
  readonly packageType?: Fact<string>
  /** Seconds; AWS's default is 3. */
  readonly timeout?: Fact<number>
  /** MB; AWS's default is 128. */
  readonly memorySize?: Fact<number>
  readonly environment: ReadonlyMap<string, Fact<string>>
  readonly unmodelled: readonly UnmodelledProperty[]
}

/** `AWS::Lambda::Permission`, explicit or implied by a SAM event. */
export interface LambdaPermission {
  readonly origin: Origin
  /** Logical id, name or ARN of the function as written and resolved. */
  readonly functionName: Fact<string>
  readonly principal: Fact<string>
  readonly action: Fact<string>
  readonly sourceArn?: Fact<string>
}

/** The function that an integration or authorizer URI calls. */
export interface LambdaTarget {
  /** Name or ARN part between `functions/` and `/invocations`. */
  readonly functionArn: string
  /** Version or alias after the name. */
  readonly qualifier?: string
}

/**
 * Reads `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations`, or a bare function ARN
 * as HTTP APIs take it. Undefined for a URI of something else.
 */
export function lambdaTargetOf(uri: string): LambdaTarget | undefined {
  const wrapped =
    /^arn:[\w-]+:apigateway:[^:]*:lambda:path\/[^/]+\/functions\/(.+?)\/(?:response-streaming-)?invocations\/?$/.exec(
      uri,
    )
  const functionArn = wrapped?.[1] ?? (/^arn:[\w-]+:lambda:[^:]*:[^:]*:function:/.test(uri) ? uri : undefined)
  if (functionArn === undefined) return undefined
  const parts = functionArn.split(':')
  const qualifier = parts.length === 8 ? parts[7] : undefined
  return qualifier === undefined ? { functionArn } : { functionArn: parts.slice(0, 7).join(':'), qualifier }
}

/** The definition's own function that a URI calls: matched by ARN, by name, or by logical id in the name's place. */
export function functionOfUri(uri: string, functions: readonly LambdaFunction[]): LambdaFunction | undefined {
  const target = lambdaTargetOf(uri)
  if (!target) return undefined
  const name = target.functionArn.split(':')[6] ?? target.functionArn
  return (
    functions.find(candidate => candidate.arn === target.functionArn) ??
    functions.find(candidate => candidate.name === name || candidate.id === name)
  )
}
