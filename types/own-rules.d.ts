// Types for rules of your own: see docs/own-rules.md.

// Made by scripts/ownRuleTypes.mjs from server/src: do not edit

/** A rule of the user's own: an export of an ES module that `gatehouse.json` names under `ownRules`. */
export interface OwnRule {
  /** Kebab-case, subject first, then the fault: `operation-name-missing`. None of Gatehouse's own ids. */
  readonly id: string
  readonly severity: Severity
  /** One sentence: what the rule finds. */
  readonly summary: string
  /** Address of a page that explains the rule; the editor links the finding to it. */
  readonly documentation?: string
  /** The checks: which parts of the Api the rule wants to see. */
  readonly visit: OwnVisitor
}

/** How bad a finding is: an error is something AWS refuses or that cannot work. */
export type Severity = 'error' | 'warning' | 'info' | 'hint'

/** Each check is called once for every such part. */
export interface OwnVisitor {
  readonly definition?: (definition: Definition, context: OwnContext) => OwnFindings
  readonly api?: (api: Api, context: OwnContext) => OwnFindings
  readonly restApi?: (api: RestApi, context: OwnContext) => OwnFindings
  readonly httpApi?: (api: HttpApi, context: OwnContext) => OwnFindings
  readonly webSocketApi?: (api: WebSocketApi, context: OwnContext) => OwnFindings
  readonly resource?: (resource: Resource, api: RestApi, context: OwnContext) => OwnFindings
  readonly method?: (method: Method, resource: Resource, api: RestApi, context: OwnContext) => OwnFindings
  readonly route?: (route: Route, api: HttpApi | WebSocketApi, context: OwnContext) => OwnFindings
  readonly integration?: (
    integration: Integration,
    owner: IntegrationOwner,
    context: OwnContext,
  ) => OwnFindings
  readonly authorizer?: (authorizer: Authorizer, api: Api, context: OwnContext) => OwnFindings
  readonly stage?: (stage: Stage, api: Api, context: OwnContext) => OwnFindings
  readonly function?: (fn: LambdaFunction, context: OwnContext) => OwnFindings
}

/** Everything one definition says: its APIs and the functions behind them. Data only. */
export interface Definition {
  readonly kind: 'openapi' | 'cloudformation' | 'sam' | 'cdk' | 'serverless' | 'terraform'
  /** Absolute path of the file it starts from; further files stand in origins. */
  readonly file: string
  readonly apis: readonly Api[]
  readonly functions: readonly LambdaFunction[]
  readonly permissions: readonly LambdaPermission[]
  readonly parameters: readonly TemplateParameter[]
}

/** What a check is given beside its part. */
export interface OwnContext {
  readonly definition: Definition
  /** The value of a fact; undefined when there is no fact, or when only AWS knows it. */
  readonly valueOf: <T>(fact: Fact<T> | undefined) => T | undefined
  /** What stands at a place of the text, as plain data: lists, objects, texts, numbers. */
  readonly written: (origin: Origin) => unknown
  /** The place a JSON pointer names in a file of the definition; undefined when nothing stands there. */
  readonly originAt: (file: string, pointer: string) => Origin | undefined
  /** The text of a file, named relative to the definition's folder; undefined when it cannot be read. */
  readonly read: (path: string) => string | undefined
  /** The fix that writes another word in place of the one at `origin`; none when something else stands there. */
  readonly replaceFix: (origin: Origin, written: string, word: string) => Fix[]
  /** The fix that adds a property to the mapping at `origin`; `value` is JSON text. */
  readonly insertFix: (origin: Origin, name: string, value: string) => Fix[]
  /** The fix that puts in the one of `names` which was most likely meant. */
  readonly nearestFix: (origin: Origin, written: string, names: Iterable<string>) => Fix[]
}

/** What a check gives: its findings as a list or a generator, or nothing. */
export type OwnFindings = Iterable<Finding> | undefined

export type Api = RestApi | HttpApi | WebSocketApi

/** https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html */
export interface RestApi extends ApiBase {
  readonly type: 'rest'
  /** Every resource that has a method, in the order of the definition. */
  readonly resources: readonly Resource[]
  readonly requestValidators: readonly RequestValidator[]
  readonly gatewayResponses: readonly GatewayResponse[]
  readonly binaryMediaTypes: readonly Fact<string>[]
  /** EDGE, REGIONAL, PRIVATE. */
  readonly endpointTypes: readonly Fact<string>[]
  /** HEADER or AUTHORIZER. */
  readonly apiKeySource?: Fact<string>
  readonly minimumCompressionSize?: Fact<number>
  /** Where a resource policy stands, when there is one. */
  readonly policy?: Origin
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html (protocol HTTP) */
export interface HttpApi extends ApiBase {
  readonly type: 'http'
  readonly routes: readonly Route[]
  readonly cors?: CorsConfiguration
}

/** The same, protocol WEBSOCKET. */
export interface WebSocketApi extends ApiBase {
  readonly type: 'websocket'
  readonly routes: readonly Route[]
  readonly routeSelectionExpression?: Fact<string>
}

export interface Resource {
  /** Begins with `/`, placeholders as written: `/books/{bookId}`, `/{proxy+}`. */
  readonly path: string
  readonly origin: Origin
  readonly methods: readonly Method[]
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html */
export interface Method {
  /** Upper case; `ANY` for all. */
  readonly httpMethod: string
  readonly origin: Origin
  readonly authorization: Authorization
  readonly apiKeyRequired?: Fact<boolean>
  readonly operationName?: string
  readonly requestParameters: readonly RequestParameter[]
  readonly requestValidator?: Fact<string>
  /** Model name by media type. */
  readonly requestModels: ReadonlyMap<string, Fact<string>>
  /** An example body the definition gives, as text. */
  readonly requestExample?: Fact<string>
  readonly integration?: Integration
  readonly responses: readonly MethodResponse[]
  /** Made by us as AWS or SAM would make it (CORS preflight); it has no text of its own. */
  readonly isGenerated?: boolean
  readonly unmodelled: readonly UnmodelledProperty[]
}

/** A route of an HTTP or WebSocket API. */
export interface Route {
  /** `GET /notes/{id}`, `ANY /{proxy+}`, `$default`, `$connect`. */
  readonly routeKey: string
  readonly origin: Origin
  /** Parts of the key; both unset for `$default` and WebSocket routes. */
  readonly httpMethod?: string
  readonly path?: string
  readonly authorization: Authorization
  readonly apiKeyRequired?: Fact<boolean>
  readonly operationName?: string
  readonly requestParameters: readonly RequestParameter[]
  readonly requestExample?: Fact<string>
  readonly integration?: Integration
  readonly unmodelled: readonly UnmodelledProperty[]
}

/**
 * How a method or route reaches its backend, REST and HTTP APIs alike.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */
export interface Integration {
  readonly origin: Origin
  /** As written in upper case; a rule reports a word AWS does not know. */
  readonly type: Fact<string>
  readonly httpMethod?: Fact<string>
  /** With intrinsics resolved; stage variables (`${stageVariables.x}`) stay for the gateway to fill. */
  readonly uri?: Fact<string>
  /** HTTP APIs: `Kinesis-PutRecord` and the like. */
  readonly subtype?: Fact<string>
  readonly credentials?: Fact<string>
  readonly connectionType?: Fact<string>
  readonly connectionId?: Fact<string>
  readonly payloadFormatVersion?: Fact<string>
  readonly timeoutInMillis?: Fact<number>
  readonly passthroughBehavior?: Fact<string>
  readonly contentHandling?: Fact<string>
  readonly responseTransferMode?: Fact<string>
  /** By destination: `integration.request.header.x`, or `append:header.x` on an HTTP API. */
  readonly requestParameters: ReadonlyMap<string, Fact<string>>
  /** By media type. */
  readonly requestTemplates: ReadonlyMap<string, Fact<string>>
  readonly cacheKeyParameters: readonly Fact<string>[]
  readonly cacheNamespace?: Fact<string>
  readonly responses: readonly IntegrationResponse[]
  readonly unmodelled: readonly UnmodelledProperty[]
}

export interface IntegrationOwner {
  readonly api: Api
  /** `GET /books` */
  readonly label: string
  readonly method?: Method
  readonly route?: Route
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html and its v2 counterpart. */
export interface Authorizer {
  /** Name by which methods refer to it: key of the security scheme, logical id, or SAM's name. */
  readonly name: string
  /** What AWS calls it, where that is not `name`. */
  readonly listedName?: string
  readonly origin: Origin
  /** v1: TOKEN, REQUEST, COGNITO_USER_POOLS; v2: REQUEST, JWT. Upper case; unset when the definition gives none. */
  readonly type?: Fact<string>
  readonly uri?: Fact<string>
  readonly identitySource: readonly Fact<string>[]
  readonly identityValidationExpression?: Fact<string>
  readonly resultTtlInSeconds?: Fact<number>
  readonly credentials?: Fact<string>
  readonly providerArns: readonly Fact<string>[]
  readonly payloadFormatVersion?: Fact<string>
  readonly enableSimpleResponses?: Fact<boolean>
  readonly jwt?: { readonly issuer?: Fact<string>; readonly audience: readonly Fact<string>[] }
  readonly unmodelled: readonly UnmodelledProperty[]
}

export interface Stage {
  readonly name: string
  /** The definition states no stage: this one stands in, so that the API can be served. */
  readonly isInvented?: boolean
  readonly origin: Origin
  readonly variables: ReadonlyMap<string, Fact<string>>
  readonly unmodelled: readonly UnmodelledProperty[]
}

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

/** A parameter of a CloudFormation or SAM template, with the value used here (given, else its default). */
export interface TemplateParameter {
  readonly name: string
  readonly origin: Origin
  readonly value?: string
}

/** Something a definition says, known or not. */
export type Fact<T> = KnownFact<T> | UnknownFact

/** Where in the user's files a fact stands. */
export interface Origin {
  /** Absolute path of the file. */
  readonly file: string
  /** JSON Pointer of the node inside that file, `''` for the root. */
  readonly pointer: string
  /** The stretch of text to mark. */
  readonly range: Range
}

/** A way to mend a finding, applied as one undoable step. */
export interface Fix {
  /** What the lightbulb shows: verb first, no closing full stop. */
  readonly title: string
  readonly edits: readonly TextEdit[]
  /** The one fix to apply without asking; at most one fix of a diagnostic has it. */
  readonly isPreferred?: boolean
}

/** What a rule reports; severity, code and documentation come from the rule. */
export interface Finding {
  readonly origin: Origin
  readonly message: string
  /** Where this finding is worse or less bad than the rule's others. */
  readonly severity?: Severity
  readonly fixes?: readonly Fix[]
  readonly related?: readonly RelatedPlace[]
  /** `unnecessary` is shown faded: taking it out changes nothing. */
  readonly tags?: Diagnostic['tags']
}

export interface ApiBase {
  /** Logical id in a template; in an OpenAPI document its title, made an identifier (`Pet Store` is `PetStore`). */
  readonly id: string
  /** What the tree shows: the API's name, else the logical id. */
  readonly name: string
  readonly origin: Origin
  readonly authorizers: readonly Authorizer[]
  readonly models: readonly Model[]
  /** At least one; the first is served unless another is asked for. */
  readonly stages: readonly Stage[]
  readonly settings?: ApiSettings
  readonly unmodelled: readonly UnmodelledProperty[]
}

export interface RequestValidator {
  /** Name by which methods refer to it: key in the document, or logical id. */
  readonly name: string
  /** What AWS calls it, where that is not `name`. */
  readonly listedName?: string
  readonly origin: Origin
  readonly validateRequestBody?: Fact<boolean>
  readonly validateRequestParameters?: Fact<boolean>
}

export interface GatewayResponse {
  /** `DEFAULT_4XX`, `UNAUTHORIZED`, ... */
  readonly type: string
  readonly origin: Origin
  readonly statusCode?: Fact<string>
  /** By destination: `gatewayresponse.header.NAME`. */
  readonly responseParameters: ReadonlyMap<string, Fact<string>>
  readonly responseTemplates: ReadonlyMap<string, Fact<string>>
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export interface CorsConfiguration {
  readonly origin: Origin
  readonly allowOrigins: readonly Fact<string>[]
  readonly allowMethods: readonly Fact<string>[]
  readonly allowHeaders: readonly Fact<string>[]
  readonly exposeHeaders: readonly Fact<string>[]
  readonly allowCredentials?: Fact<boolean>
  /** Seconds. */
  readonly maxAge?: Fact<number>
}

/** Who may call a method or route. */
export interface Authorization {
  readonly origin: Origin
  /** AWS's `authorizationType`. */
  readonly type: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS' | 'JWT' | 'UNKNOWN'
  /** Name of the authorizer for CUSTOM, COGNITO_USER_POOLS and JWT. */
  readonly authorizer?: Fact<string>
  readonly scopes: readonly Fact<string>[]
}

export interface RequestParameter {
  readonly location: 'path' | 'querystring' | 'header'
  readonly name: string
  readonly isRequired: boolean
  readonly origin: Origin
  readonly example?: string
}

export interface MethodResponse {
  readonly statusCode: string
  readonly origin: Origin
  /** `method.response.header.NAME` by header name. */
  readonly headers: ReadonlyMap<string, Origin>
  readonly models: ReadonlyMap<string, Fact<string>>
}

/** A property that a definition states and our model does not hold; said aloud wherever it would matter. */
export interface UnmodelledProperty {
  /** AWS's name of the property: `TracingEnabled`. */
  readonly name: string
  readonly origin: Origin
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html */
export interface IntegrationResponse {
  readonly origin: Origin
  readonly statusCode: Fact<string>
  /** Undefined or empty for the default response. */
  readonly selectionPattern?: Fact<string>
  readonly responseParameters: ReadonlyMap<string, Fact<string>>
  readonly responseTemplates: ReadonlyMap<string, Fact<string>>
  readonly contentHandling?: Fact<string>
}

/** A value that the definition states, with the place that states it. */
export interface KnownFact<T> {
  readonly known: true
  readonly value: T
  readonly origin: Origin
}

/**
 * A value that cannot be known on this machine (an import, an SSM parameter, a parameter without a default).
 * Every check accepts it; the gateway says that it cannot use it.
 */
export interface UnknownFact {
  readonly known: false
  /** Why it is unknown, in words a user understands: `parameter 'Stage' has no default`. */
  readonly reason: string
  readonly origin: Origin
}

/** A half-open stretch of text. */
export interface Range {
  readonly start: Position
  readonly end: Position
}

/** One replacement of text in a file. */
export interface TextEdit {
  /** Absolute path. */
  readonly file: string
  readonly range: Range
  readonly newText: string
}

/** Another place that belongs to a finding (the first of two duplicates, the declaration). */
export interface RelatedPlace {
  readonly file: string
  readonly range: Range
  readonly message: string
}

/** A finding in a user's file. The message says what is wrong, why it matters, what to do. */
export interface Diagnostic {
  /** Rule id in kebab-case, stable: users name it in settings and comments. */
  readonly code: string
  readonly severity: Severity
  readonly message: string
  /** Absolute path. */
  readonly file: string
  readonly range: Range
  /** The page of AWS's documentation (or of ours) that the finding stands on. */
  readonly documentation?: string
  readonly related?: readonly RelatedPlace[]
  readonly fixes?: readonly Fix[]
  readonly tags?: readonly ('unnecessary' | 'deprecated')[]
}

export interface Model {
  readonly name: string
  readonly origin: Origin
  readonly contentType: string
  readonly description?: string
  /** The JSON Schema as plain data, undefined when it cannot be known. */
  readonly schema: unknown
}

/**
 * What AWS keeps of an API beside its routes, by AWS's names. No request depends on it here; what would matter to a
 * request on AWS stands in `unmodelled` as well, so that it is said aloud.
 */
export interface ApiSettings {
  readonly description?: Fact<string>
  readonly version?: Fact<string>
  readonly disableExecuteApiEndpoint?: Fact<boolean>
  readonly securityPolicy?: Fact<string>
  readonly endpointAccessMode?: Fact<string>
  /** HTTP APIs: version of the import's algorithm. */
  readonly importExportVersion?: Fact<string>
  readonly tags?: ReadonlyMap<string, Fact<string>>
  readonly documentation?: Documentation
  /** Made of an OpenAPI document: such an API lacks the models Empty and Error that AWS gives to one made empty. */
  readonly isImported?: boolean
  /** REST APIs: paths of resources without a method, as `Resource.path`. */
  readonly pathsWithoutMethod?: readonly string[]
}

/** A place in a text, zero-based; `character` counts UTF-16 code units, as LSP does. */
export interface Position {
  readonly line: number
  readonly character: number
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-documentation.html */
export interface Documentation {
  readonly version?: Fact<string>
  readonly parts: readonly DocumentationPart[]
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPart.html */
export interface DocumentationPart {
  readonly origin: Origin
  /** What is documented: `type`, `path`, `method`, `name`, `statusCode`. */
  readonly location: ReadonlyMap<string, Fact<string>>
  /** The documentation as plain data, undefined when it cannot be known. */
  readonly properties: unknown
}
