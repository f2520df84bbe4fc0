import type { Fact, Origin } from '../base/origin.ts'
import type { CorsConfiguration } from './cors.ts'
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
  /** What files of this machine (`.env`, those of `--env-vars`) set over it. */
  readonly localEnvironment?: ReadonlyMap<string, Fact<string>>
  /** ARNs, in the order in which they are laid over each other at /opt. */
  readonly layers?: readonly Fact<string>[]
  /** Executions at the same time; 0 lets none through. */
  readonly reservedConcurrentExecutions?: Fact<number>
  /** ARN of its execution role. */
  readonly role?: Fact<string>
  readonly fileSystems?: readonly FileSystemConfig[]
  readonly imageConfig?: ImageConfig
  /** SAM: name of the alias that is moved to each new version; events call it. */
  readonly autoPublishAlias?: Fact<string>
  readonly deploymentPreference?: DeploymentPreference
  readonly build?: FunctionBuild
  readonly unmodelled: readonly UnmodelledProperty[]
}

/**
 * How the SAM command line builds a function, from its Metadata; the properties are those of `BuildMethod: esbuild`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html
 */
export interface FunctionBuild {
  readonly origin: Origin
  /** `esbuild`, `makefile`, `python3.12`, ... */
  readonly method: Fact<string>
  /** Source files below the code's folder. */
  readonly entryPoints: readonly Fact<string>[]
  readonly target?: Fact<string>
  /** `cjs` (the default) or `esm`. */
  readonly format?: Fact<string>
  readonly external: readonly Fact<string>[]
  readonly mainFields?: Fact<string>
  /** `.txt=text` */
  readonly loader: readonly Fact<string>[]
  /** `.js=.mjs` */
  readonly outExtension: readonly Fact<string>[]
  /** `js=...` */
  readonly banner: readonly Fact<string>[]
  /** `NAME=value` */
  readonly define: readonly Fact<string>[]
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_FileSystemConfig.html */
export interface FileSystemConfig {
  readonly origin: Origin
  /** ARN of an EFS access point. */
  readonly arn?: Fact<string>
  /** Below `/mnt/`. */
  readonly localMountPath?: Fact<string>
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ImageConfig.html */
export interface ImageConfig {
  readonly origin: Origin
  readonly entryPoint: readonly Fact<string>[]
  readonly command: readonly Fact<string>[]
  readonly workingDirectory?: Fact<string>
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deploymentpreference.html */
export interface DeploymentPreference {
  readonly origin: Origin
  /** AWS's default is true. */
  readonly isEnabled?: Fact<boolean>
  /** `Canary10Percent5Minutes`, `AllAtOnce`, ... */
  readonly type?: Fact<string>
}

/**
 * `AWS::Lambda::Alias`, or the one that SAM makes for `AutoPublishAlias`.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AliasConfiguration.html
 */
export interface FunctionAlias {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  /** Name or ARN of its function. */
  readonly functionName?: Fact<string>
  readonly functionVersion?: Fact<string>
  /** Share (0 to 1) of the events that go to further versions, by version. */
  readonly additionalVersionWeights: ReadonlyMap<string, Fact<number>>
}

/** `AWS::Lambda::Version`. */
export interface FunctionVersion {
  readonly id: string
  readonly origin: Origin
  readonly functionName?: Fact<string>
  readonly description?: Fact<string>
}

/** `AWS::Lambda::LayerVersion` and `AWS::Serverless::LayerVersion`. */
export interface LayerVersion {
  readonly id: string
  readonly origin: Origin
  readonly name: string
  /** `arn:aws:lambda:REGION:ACCOUNT:layer:NAME:1`, with the local account and region. */
  readonly arn: string
  /** Absolute path of the folder or zip; unknown when it lies in S3. */
  readonly content?: Fact<string>
  readonly compatibleRuntimes: readonly Fact<string>[]
}

/** `AWS::Lambda::Url` and SAM's `FunctionUrlConfig`. https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html */
export interface FunctionUrl {
  readonly id: string
  readonly origin: Origin
  /** Name or ARN of its function. */
  readonly functionArn?: Fact<string>
  /** Alias. */
  readonly qualifier?: Fact<string>
  /** AWS_IAM or NONE. */
  readonly authType?: Fact<string>
  readonly cors?: CorsConfiguration
  /** BUFFERED (AWS's default) or RESPONSE_STREAM. */
  readonly invokeMode?: Fact<string>
}

/** The layers of the definition that a function names, in its order. */
export function layersOf(lambda: LambdaFunction, layers: readonly LayerVersion[]): LayerVersion[] {
  return (lambda.layers ?? []).flatMap(
    fact => layers.find(({ arn }) => fact.known && fact.value === arn) ?? [],
  )
}

/** `AWS::Lambda::Permission`, explicit or implied by a SAM event. */
export interface LambdaPermission {
  readonly origin: Origin
  /** Logical id, name or ARN of the function as written and resolved. */
  readonly functionName: Fact<string>
  readonly principal: Fact<string>
  readonly action: Fact<string>
  readonly sourceArn?: Fact<string>
  readonly sourceAccount?: Fact<string>
  /** Of a function URL: AWS_IAM or NONE. */
  readonly functionUrlAuthType?: Fact<string>
  /** Whether it holds for calls through a function URL alone. */
  readonly invokedViaFunctionUrl?: Fact<boolean>
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
