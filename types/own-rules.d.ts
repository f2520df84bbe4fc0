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
  /** Keys, plans, domain names, user pools, ...: what the APIs meet outside themselves. */
  readonly surroundings: Surroundings
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
  /** The resource policy: `Policy`, `x-amazon-apigateway-policy`, or what SAM makes of a `ResourcePolicy`. */
  readonly policy?: PolicyDocument
  /** Of a private API: the VPC endpoints it is bound to. */
  readonly vpcEndpointIds?: readonly Fact<string>[]
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
  /** `$request.header.x-api-key` (AWS's default) or `$context.authorizer.usageIdentifierKey`. */
  readonly apiKeySelectionExpression?: Fact<string>
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
  /** Only where they were asked for (`ReadOptions.documentedAnswers`). */
  readonly documentedAnswers?: DocumentedAnswers
  /** Made by us as AWS or SAM would make it (CORS preflight); it has no text of its own. */
  readonly isGenerated?: boolean
  readonly unmodelled: readonly UnmodelledProperty[]
}

/** A route of an HTTP or WebSocket API. */
export interface Route {
  /** `GET /notes/{id}`, `ANY /{proxy+}`, `$default`, `$connect`. */
  readonly routeKey: string
  readonly origin: Origin
  /** Made by quick create of an HTTP API. */
  readonly isManaged?: boolean
  /** Parts of the key; both unset for `$default` and WebSocket routes. */
  readonly httpMethod?: string
  readonly path?: string
  readonly authorization: Authorization
  readonly apiKeyRequired?: Fact<boolean>
  readonly operationName?: string
  readonly requestParameters: readonly RequestParameter[]
  readonly requestExample?: Fact<string>
  /** Only where they were asked for (`ReadOptions.documentedAnswers`). */
  readonly documentedAnswers?: DocumentedAnswers
  /** WebSocket APIs: model name by selection key. */
  readonly requestModels?: ReadonlyMap<string, Fact<string>>
  /** WebSocket APIs: which of `requestModels` a message is held against. */
  readonly modelSelectionExpression?: Fact<string>
  /** WebSocket APIs: `$default` when the route answers on the connection. */
  readonly routeResponseSelectionExpression?: Fact<string>
  readonly routeResponses?: readonly RouteResponse[]
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
  readonly tlsConfig?: TlsConfig
  /** REST APIs: ARN of the load balancer or listener behind a v2 VPC link. */
  readonly integrationTarget?: Fact<string>
  /** WebSocket APIs: which of `requestTemplates` is rendered. */
  readonly templateSelectionExpression?: Fact<string>
  /** WebSocket APIs: the responses that are chosen by key. */
  readonly keyedResponses?: readonly KeyedIntegrationResponse[]
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

/**
 * A stage of a REST API (https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html) or of an HTTP or WebSocket
 * API (https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html).
 */
export interface Stage {
  readonly name: string
  /** The definition states no stage: this one stands in, so that the API can be served. */
  readonly isInvented?: boolean
  /** Made by quick create of an HTTP API, with its route and integration. */
  readonly isManaged?: boolean
  /** Not written by anybody: the stage `Stage` that SAM's deployment makes beside the one asked for. */
  readonly isGenerated?: boolean
  readonly origin: Origin
  /** Logical id in a template, where the stage is a resource of its own. */
  readonly id?: string
  readonly variables: ReadonlyMap<string, Fact<string>>
  readonly description?: Fact<string>
  /** Logical id of its deployment. */
  readonly deploymentId?: Fact<string>
  readonly documentationVersion?: Fact<string>
  readonly accessLog?: AccessLogSettings
  readonly clientCertificateId?: Fact<string>
  readonly tracingEnabled?: Fact<boolean>
  readonly tags?: ReadonlyMap<string, Fact<string>>
  /** REST APIs, in the order of the definition. */
  readonly methodSettings?: readonly MethodSetting[]
  readonly cacheCluster?: CacheCluster
  readonly canary?: CanarySettings
  /** HTTP and WebSocket APIs: for every route without settings of its own. */
  readonly defaultRouteSettings?: RouteSettings
  /** HTTP and WebSocket APIs: by route key. */
  readonly routeSettings?: ReadonlyMap<string, RouteSettings>
  readonly autoDeploy?: Fact<boolean>
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

/** A parameter of a CloudFormation or SAM template, with the value used here (given, else its default). */
export interface TemplateParameter {
  readonly name: string
  readonly origin: Origin
  readonly value?: string
}

/** What stands around the APIs in their account. Parts name each other by AWS's references; nothing is nested twice. */
export interface Surroundings {
  readonly apiKeys: readonly ApiKey[]
  readonly usagePlans: readonly UsagePlan[]
  readonly usagePlanKeys: readonly UsagePlanKey[]
  readonly domainNames: readonly DomainName[]
  readonly apiMappings: readonly ApiMapping[]
  readonly routingRules: readonly RoutingRule[]
  readonly domainNameAccessAssociations: readonly DomainNameAccessAssociation[]
  readonly vpcLinks: readonly VpcLink[]
  readonly clientCertificates: readonly ClientCertificate[]
  readonly accounts: readonly GatewayAccount[]
  readonly functionUrls: readonly FunctionUrl[]
  readonly functionAliases: readonly FunctionAlias[]
  readonly functionVersions: readonly FunctionVersion[]
  readonly layerVersions: readonly LayerVersion[]
  readonly userPools: readonly UserPool[]
  readonly userPoolClients: readonly UserPoolClient[]
  readonly resourceServers: readonly ResourceServer[]
  readonly userPoolGroups: readonly UserPoolGroup[]
  readonly userPoolDomains: readonly UserPoolDomain[]
  readonly roles: readonly IamRole[]
  readonly principals: readonly IamPrincipal[]
  readonly policies: readonly IamPolicy[]
  readonly webAcls: readonly WebAcl[]
  readonly webAclAssociations: readonly WebAclAssociation[]
  readonly alarms: readonly Alarm[]
  readonly compositeAlarms: readonly CompositeAlarm[]
  readonly metricFilters: readonly MetricFilter[]
  readonly logGroups: readonly LogGroup[]
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
  readonly deployments?: readonly Deployment[]
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

/** An IAM policy where a definition states it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyDocument {
  /** Where it begins: the property that holds it. */
  readonly origin: Origin
  /** `Version`, `Statement`, ... as written; made by us as SAM makes it from the lists of a `ResourcePolicy`. */
  readonly document: DataTree
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html; a function URL has the same. */
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
  /** Those of them that are stated as required: AWS keeps the flag and does nothing by it. An import states none. */
  readonly requiredHeaders?: ReadonlySet<string>
  readonly models: ReadonlyMap<string, Fact<string>>
}

/** What an OpenAPI document shows of the answers of one operation. */
export interface DocumentedAnswers {
  readonly responses: readonly DocumentedResponse[]
  /** The document's named schemas, to which those of the answers refer as models do. */
  readonly models: readonly Model[]
}

/** A property that a definition states and our model does not hold; said aloud wherever it would matter. */
export interface UnmodelledProperty {
  /** AWS's name of the property: `TracingEnabled`. */
  readonly name: string
  readonly origin: Origin
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid-routeresponses.html */
export interface RouteResponse {
  readonly origin: Origin
  /** `$default`. */
  readonly routeResponseKey?: Fact<string>
  readonly modelSelectionExpression?: Fact<string>
  readonly responseModels: ReadonlyMap<string, Fact<string>>
  /** Names of `route.response.header.NAME` with whether they are required. */
  readonly responseParameters: ReadonlyMap<string, Fact<boolean>>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html and its v2 counterpart. */
export interface TlsConfig {
  readonly origin: Origin
  /** REST APIs. */
  readonly insecureSkipVerification?: Fact<boolean>
  /** HTTP APIs: private integrations. */
  readonly serverNameToVerify?: Fact<string>
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid-integrationresponses.html */
export interface KeyedIntegrationResponse {
  readonly origin: Origin
  /** `$default`, or `/REGULAR EXPRESSION/` over the backend's status. */
  readonly integrationResponseKey?: Fact<string>
  readonly templateSelectionExpression?: Fact<string>
  readonly responseParameters: ReadonlyMap<string, Fact<string>>
  readonly responseTemplates: ReadonlyMap<string, Fact<string>>
  readonly contentHandling?: Fact<string>
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

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export interface AccessLogSettings {
  readonly origin: Origin
  /** ARN of a log group or Firehose stream. */
  readonly destinationArn?: Fact<string>
  /** Text with `$context` variables. */
  readonly format?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html */
export interface MethodSetting {
  readonly origin: Origin
  /** `/books/{bookId}`, or `/*` for every resource; each `/` inside may be written `~1`, as AWS lists it. */
  readonly resourcePath?: Fact<string>
  /** `GET`, or `*` for every method. */
  readonly httpMethod?: Fact<string>
  readonly metricsEnabled?: Fact<boolean>
  /** OFF, ERROR or INFO. */
  readonly loggingLevel?: Fact<string>
  readonly dataTraceEnabled?: Fact<boolean>
  readonly throttle?: ThrottleSettings
  readonly cachingEnabled?: Fact<boolean>
  /** Seconds, 0 to 3600; AWS's default is 300. */
  readonly cacheTtlInSeconds?: Fact<number>
  readonly cacheDataEncrypted?: Fact<boolean>
  readonly requireAuthorizationForCacheControl?: Fact<boolean>
  /** FAIL_WITH_403, SUCCEED_WITH_RESPONSE_HEADER or SUCCEED_WITHOUT_RESPONSE_HEADER. */
  readonly unauthorizedCacheControlHeaderStrategy?: Fact<string>
}

export interface CacheCluster {
  readonly origin: Origin
  readonly isEnabled?: Fact<boolean>
  /** GB as text: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237. */
  readonly size?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CanarySettings.html */
export interface CanarySettings {
  readonly origin: Origin
  /** 0 to 100. */
  readonly percentTraffic?: Fact<number>
  readonly stageVariableOverrides: ReadonlyMap<string, Fact<string>>
  readonly useStageCache?: Fact<boolean>
  /** Logical id of the canary's deployment. */
  readonly deploymentId?: Fact<string>
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html#apis-apiid-stages-stagename-model-routesettings */
export interface RouteSettings {
  readonly origin: Origin
  readonly detailedMetricsEnabled?: Fact<boolean>
  /** WebSocket APIs: OFF, ERROR or INFO. */
  readonly loggingLevel?: Fact<string>
  readonly dataTraceEnabled?: Fact<boolean>
  readonly throttle?: ThrottleSettings
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

/** https://docs.aws.amazon.com/apigateway/latest/api/API_ApiKey.html */
export interface ApiKey {
  /** Logical id, which stands for the id that AWS makes up. */
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly description?: Fact<string>
  /** What a client sends; AWS makes one up when none is given. */
  readonly value?: Fact<string>
  /** AWS's default is false. */
  readonly isEnabled?: Fact<boolean>
  readonly generateDistinctId?: Fact<boolean>
  readonly customerId?: Fact<string>
  /** `StageKeys`: stages it is meant for; without a usage plan it opens nothing there. */
  readonly stageKeys: readonly StageReference[]
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html */
export interface UsagePlan {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly description?: Fact<string>
  readonly apiStages: readonly UsagePlanStage[]
  /** For each key of the plan. */
  readonly throttle?: ThrottleSettings
  readonly quota?: Quota
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlanKey.html */
export interface UsagePlanKey {
  readonly id: string
  readonly origin: Origin
  /** Id of an `ApiKey`. */
  readonly keyId?: Fact<string>
  /** API_KEY. */
  readonly keyType?: Fact<string>
  readonly usagePlanId?: Fact<string>
}

/**
 * A custom domain name: `AWS::ApiGateway::DomainName`, `AWS::ApiGateway::DomainNameV2` (private) or
 * `AWS::ApiGatewayV2::DomainName`. https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html
 */
export interface DomainName {
  readonly id: string
  readonly origin: Origin
  /** `api.example.com`. */
  readonly name?: Fact<string>
  /** `arn:aws:apigateway:REGION::/domainnames/NAME`, with the local region. */
  readonly arn: string
  /** EDGE, REGIONAL or PRIVATE; several while a domain name moves from one to the other. */
  readonly endpointTypes: readonly Fact<string>[]
  readonly certificateArns: readonly Fact<string>[]
  readonly ownershipVerificationCertificateArn?: Fact<string>
  readonly securityPolicy?: Fact<string>
  readonly endpointAccessMode?: Fact<string>
  readonly ipAddressType?: Fact<string>
  /** API_MAPPING_ONLY (AWS's default), ROUTING_RULE_ONLY or ROUTING_RULE_THEN_API_MAPPING. */
  readonly routingMode?: Fact<string>
  readonly mutualTls?: MutualTls
  /** Private domain names: who may call. */
  readonly policy?: PolicyDocument
}

/** `AWS::ApiGateway::BasePathMapping`, `AWS::ApiGateway::BasePathMappingV2` or `AWS::ApiGatewayV2::ApiMapping`. */
export interface ApiMapping {
  readonly id: string
  /** AWS's type, which decides what a path may look like. */
  readonly type: string
  readonly origin: Origin
  /** Name or ARN of a domain name. */
  readonly domainName?: Fact<string>
  readonly apiId?: Fact<string>
  /** Without one the first segment of the path names the stage. */
  readonly stageName?: Fact<string>
  /** Base path without slashes around it, `orders` or `v1/orders`; unset, empty or `(none)` for the domain's root. */
  readonly path?: Fact<string>
}

/**
 * `AWS::ApiGatewayV2::RoutingRule`: the first rule, by priority, whose conditions all hold decides.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
 */
export interface RoutingRule {
  readonly id: string
  readonly origin: Origin
  /** ARN of a domain name. */
  readonly domainNameArn?: Fact<string>
  /** 1 to 1,000,000; the lowest is asked first. */
  readonly priority?: Fact<number>
  /** All of them have to hold; a rule without any always does. */
  readonly conditions: readonly RoutingCondition[]
  readonly actions: readonly RoutingAction[]
}

/** `AWS::ApiGateway::DomainNameAccessAssociation`: a VPC endpoint that may call a private domain name. */
export interface DomainNameAccessAssociation {
  readonly id: string
  readonly origin: Origin
  readonly domainNameArn?: Fact<string>
  /** VPCE. */
  readonly sourceType?: Fact<string>
  /** Id of a VPC endpoint. */
  readonly source?: Fact<string>
}

/** `AWS::ApiGateway::VpcLink` or `AWS::ApiGatewayV2::VpcLink`. */
export interface VpcLink {
  /** Logical id, which is its id on this machine. */
  readonly id: string
  readonly version: 1 | 2
  readonly origin: Origin
  readonly name?: Fact<string>
  /** v1: network load balancers. */
  readonly targetArns: readonly Fact<string>[]
  /** v2. */
  readonly subnetIds: readonly Fact<string>[]
  readonly securityGroupIds: readonly Fact<string>[]
}

/** `AWS::ApiGateway::ClientCertificate`: what API Gateway shows a backend. */
export interface ClientCertificate {
  /** Logical id, which is its id on this machine. */
  readonly id: string
  readonly origin: Origin
  readonly description?: Fact<string>
}

/** `AWS::ApiGateway::Account`: the role that writes execution logs. */
export interface GatewayAccount {
  readonly id: string
  readonly origin: Origin
  readonly cloudWatchRoleArn?: Fact<string>
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

/** `AWS::Cognito::UserPool`. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html */
export interface UserPool {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  /** `REGION_LOGICALID` on this machine. */
  readonly poolId: string
  readonly arn: string
  /** `https://cognito-idp.REGION.amazonaws.com/POOLID`: what its tokens have as `iss`. */
  readonly issuer: string
}

/** `AWS::Cognito::UserPoolClient`. */
export interface UserPoolClient {
  /** Logical id, which is its client id on this machine. */
  readonly id: string
  readonly origin: Origin
  readonly userPoolId?: Fact<string>
  readonly name?: Fact<string>
  readonly allowedOAuthFlows: readonly Fact<string>[]
  /** `openid`, `IDENTIFIER/SCOPE`. */
  readonly allowedOAuthScopes: readonly Fact<string>[]
  readonly callbackUrls: readonly Fact<string>[]
  readonly explicitAuthFlows: readonly Fact<string>[]
  readonly supportedIdentityProviders: readonly Fact<string>[]
  /** In the unit of `tokenValidityUnits`; AWS's default is one hour. */
  readonly accessTokenValidity?: Fact<number>
  readonly idTokenValidity?: Fact<number>
  /** By `AccessToken`, `IdToken`, `RefreshToken`: seconds, minutes, hours or days. */
  readonly tokenValidityUnits: ReadonlyMap<string, Fact<string>>
}

/** `AWS::Cognito::UserPoolResourceServer`. */
export interface ResourceServer {
  readonly id: string
  readonly origin: Origin
  readonly userPoolId?: Fact<string>
  readonly identifier?: Fact<string>
  /** Names; a token carries `IDENTIFIER/NAME`. */
  readonly scopes: readonly Fact<string>[]
}

/** `AWS::Cognito::UserPoolGroup`. */
export interface UserPoolGroup {
  readonly id: string
  readonly origin: Origin
  readonly userPoolId?: Fact<string>
  readonly name?: Fact<string>
  readonly roleArn?: Fact<string>
  readonly precedence?: Fact<number>
}

/** `AWS::Cognito::UserPoolDomain`. */
export interface UserPoolDomain {
  readonly id: string
  readonly origin: Origin
  readonly userPoolId?: Fact<string>
  readonly domain?: Fact<string>
}

/** `AWS::IAM::Role`. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export interface IamRole {
  readonly id: string
  readonly origin: Origin
  readonly name: string
  /** `arn:aws:iam::ACCOUNT:role/NAME`, with the local account. */
  readonly arn: string
  /** Who may take the role. */
  readonly trust?: PolicyDocument
  readonly policies: readonly NamedPolicy[]
  readonly managedPolicyArns: readonly Fact<string>[]
  readonly permissionsBoundary?: Fact<string>
}

/** `AWS::IAM::User` or `AWS::IAM::Group`. */
export interface IamPrincipal {
  readonly id: string
  readonly kind: 'user' | 'group'
  readonly origin: Origin
  readonly name: string
  readonly arn: string
  readonly policies: readonly NamedPolicy[]
  readonly managedPolicyArns: readonly Fact<string>[]
  /** Of a user: names of groups. */
  readonly groups: readonly Fact<string>[]
  readonly permissionsBoundary?: Fact<string>
}

/** `AWS::IAM::Policy` or `AWS::IAM::ManagedPolicy`. */
export interface IamPolicy extends NamedPolicy {
  readonly id: string
  /** Of a managed policy. */
  readonly arn?: string
  /** Names of those it is attached to. */
  readonly roles: readonly Fact<string>[]
  readonly users: readonly Fact<string>[]
  readonly groups: readonly Fact<string>[]
}

/** `AWS::WAFv2::WebACL`. https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html */
export interface WebAcl {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly arn: string
  /** REGIONAL for API Gateway, CLOUDFRONT. */
  readonly scope?: Fact<string>
  /** `{Allow: {}}` or `{Block: {}}`. */
  readonly defaultAction?: DataTree
  /** Its rules as AWS writes them. */
  readonly rules?: DataTree
  readonly customResponseBodies?: DataTree
}

/** `AWS::WAFv2::WebACLAssociation` or `AWS::WAFRegional::WebACLAssociation`. */
export interface WebAclAssociation {
  readonly id: string
  readonly origin: Origin
  /** `arn:aws:apigateway:REGION::/restapis/API/stages/STAGE`. */
  readonly resourceArn?: Fact<string>
  /** ARN (WAFv2) or id. */
  readonly webAcl?: Fact<string>
}

/** `AWS::CloudWatch::Alarm`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
export interface Alarm {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly description?: Fact<string>
  /** Unset when `metrics` says what is watched. */
  readonly metric?: Metric
  /** `Average`, `Sum`, `p99`, ... */
  readonly statistic?: Fact<string>
  /** Seconds. */
  readonly period?: Fact<number>
  readonly unit?: Fact<string>
  readonly metrics: readonly MetricQuery[]
  readonly comparisonOperator?: Fact<string>
  readonly threshold?: Fact<number>
  /** Id of the query whose band is the threshold. */
  readonly thresholdMetricId?: Fact<string>
  readonly evaluationPeriods?: Fact<number>
  readonly datapointsToAlarm?: Fact<number>
  /** breaching, notBreaching, ignore, missing (AWS's default). */
  readonly treatMissingData?: Fact<string>
  readonly evaluateLowSampleCountPercentile?: Fact<string>
  readonly actionsEnabled?: Fact<boolean>
}

/** `AWS::CloudWatch::CompositeAlarm`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_CompositeAlarm.html */
export interface CompositeAlarm {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly description?: Fact<string>
  /** `ALARM("a") OR ALARM("b")` */
  readonly alarmRule?: Fact<string>
  readonly actionsEnabled?: Fact<boolean>
}

/** `AWS::Logs::MetricFilter`. */
export interface MetricFilter {
  readonly id: string
  readonly origin: Origin
  readonly logGroupName?: Fact<string>
  readonly filterPattern?: Fact<string>
  readonly transformations: readonly MetricTransformation[]
}

/** `AWS::Logs::LogGroup`. */
export interface LogGroup {
  readonly id: string
  readonly origin: Origin
  readonly name: string
  /** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*`. */
  readonly arn: string
  readonly retentionInDays?: Fact<number>
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

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Deployment.html and its v2 counterpart. */
export interface Deployment {
  readonly id: string
  readonly origin: Origin
  readonly description?: Fact<string>
  /** The stage that is made with it, or pointed at it. */
  readonly stageName?: Fact<string>
  /** `DeploymentCanarySettings`: the canary it becomes on a stage that exists. */
  readonly canary?: CanarySettings
}

/** What AWS keeps of an API beside its routes, by AWS's names. */
export interface ApiSettings {
  readonly description?: Fact<string>
  readonly version?: Fact<string>
  readonly disableExecuteApiEndpoint?: Fact<boolean>
  readonly securityPolicy?: Fact<string>
  readonly endpointAccessMode?: Fact<string>
  /** ipv4 or dualstack. */
  readonly ipAddressType?: Fact<string>
  /** REST APIs with a body: merge or overwrite. */
  readonly mode?: Fact<string>
  readonly failOnWarnings?: Fact<boolean>
  /** WebSocket APIs. */
  readonly disableSchemaValidation?: Fact<boolean>
  /** REST APIs: id of the API it starts as a copy of. */
  readonly cloneFrom?: Fact<string>
  /** HTTP APIs: version of the import's algorithm. */
  readonly importExportVersion?: Fact<string>
  readonly tags?: ReadonlyMap<string, Fact<string>>
  readonly documentation?: Documentation
  /** Made of an OpenAPI document: such an API lacks the models Empty and Error that AWS gives to one made empty. */
  readonly isImported?: boolean
  /** REST APIs: paths of resources without a method, as `Resource.path`. */
  readonly pathsWithoutMethod?: readonly string[]
}

/**
 * Structured data of a definition (a policy, the rules of a web ACL) with the place of every part, so that a part which
 * cannot be known leaves the others readable.
 */
export type DataTree = DataValue | DataList | DataMap

/** What an OpenAPI document shows of one answer of an operation. */
export interface DocumentedResponse {
  /** `200`, `2XX` or `default`. */
  readonly status: string
  readonly origin: Origin
  /** By name; of each an example or a schema. */
  readonly headers: ReadonlyMap<string, DocumentedHeader>
  readonly contents: readonly DocumentedContent[]
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_ThrottleSettings.html */
export interface ThrottleSettings {
  readonly origin: Origin
  /** Requests per second that refill the bucket. */
  readonly rateLimit?: Fact<number>
  /** Size of the bucket in requests. */
  readonly burstLimit?: Fact<number>
}

/** A stage of an API, as keys and plans name it. */
export interface StageReference {
  readonly origin: Origin
  /** Id of an API. */
  readonly apiId?: Fact<string>
  readonly stageName?: Fact<string>
}

export interface UsagePlanStage extends StageReference {
  /** By `/RESOURCE/PATH/METHOD`, as AWS writes it: `/books/GET`. */
  readonly throttle: ReadonlyMap<string, ThrottleSettings>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html */
export interface Quota {
  readonly origin: Origin
  /** Requests per period. */
  readonly limit?: Fact<number>
  /** Requests taken off the limit of the first period. */
  readonly offset?: Fact<number>
  /** DAY, WEEK or MONTH. */
  readonly period?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html */
export interface MutualTls {
  readonly origin: Origin
  /** `s3://BUCKET/KEY` of a PEM file. */
  readonly truststoreUri?: Fact<string>
  readonly truststoreVersion?: Fact<string>
}

/** One condition: any of its base paths, or any of its headers. */
export interface RoutingCondition {
  readonly origin: Origin
  readonly basePaths?: readonly Fact<string>[]
  readonly headers?: readonly HeaderMatch[]
}

/** `InvokeApi`. */
export interface RoutingAction {
  readonly origin: Origin
  readonly apiId?: Fact<string>
  readonly stageName?: Fact<string>
  /** Whether the matched base path is taken off before the API sees the path. */
  readonly stripBasePath?: Fact<boolean>
}

export interface NamedPolicy extends PolicyDocument {
  readonly name?: Fact<string>
}

export interface Metric {
  /** `AWS/ApiGateway`. */
  readonly namespace?: Fact<string>
  /** `5XXError`, `Latency`, ... */
  readonly metricName?: Fact<string>
  /** `ApiName`, `Stage`, `Resource`, `Method` (REST), `ApiId`, `Stage`, `Route` (HTTP, WebSocket). */
  readonly dimensions: ReadonlyMap<string, Fact<string>>
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export interface MetricQuery {
  readonly origin: Origin
  readonly id?: Fact<string>
  /** Metric mathematics over the ids of other queries. */
  readonly expression?: Fact<string>
  readonly metric?: Metric
  readonly statistic?: Fact<string>
  /** Seconds. */
  readonly period?: Fact<number>
  /** The one query that the alarm compares with its threshold. */
  readonly returnData?: Fact<boolean>
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
export interface MetricTransformation {
  readonly origin: Origin
  readonly metricName?: Fact<string>
  readonly metricNamespace?: Fact<string>
  /** A number or a field of the filter's pattern: `$.latency`. */
  readonly metricValue?: Fact<string>
  readonly defaultValue?: Fact<number>
  readonly unit?: Fact<string>
  readonly dimensions: ReadonlyMap<string, Fact<string>>
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
  /** `AWS::ApiGateway::DocumentationVersion`: the snapshots that are taken. */
  readonly versions?: readonly Fact<string>[]
}

/** A text, number, Boolean or null; or a part of any shape that cannot be known here. */
export interface DataValue {
  readonly type: 'value'
  readonly fact: Fact<string | number | boolean | null>
}

export interface DataList {
  readonly type: 'list'
  readonly origin: Origin
  readonly items: readonly DataTree[]
}

export interface DataMap {
  readonly type: 'map'
  readonly origin: Origin
  readonly entries: ReadonlyMap<string, DataTree>
}

export interface DocumentedHeader extends Documented {
  /** Whether every such answer has it. */
  readonly isRequired?: boolean
}

export interface DocumentedContent extends Documented {
  readonly mediaType: string
}

export interface HeaderMatch {
  readonly origin: Origin
  readonly header?: Fact<string>
  /** `*` at its start or end stands for anything. */
  readonly valueGlob?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPart.html */
export interface DocumentationPart {
  readonly origin: Origin
  /** What is documented: `type`, `path`, `method`, `name`, `statusCode`. */
  readonly location: ReadonlyMap<string, Fact<string>>
  /** The documentation as plain data, undefined when it cannot be known. */
  readonly properties: unknown
}

export interface Documented {
  /** Plain data by name; the unnamed example has none. */
  readonly examples: ReadonlyMap<string, unknown>
  /** JSON Schema as plain data; undefined where there is none or a part of it cannot be known. */
  readonly schema: unknown
}
