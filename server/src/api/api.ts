import type { Fact, Origin } from '../base/origin.ts'
import type { Authorization, Authorizer } from './authorizer.ts'
import type { CorsConfiguration } from './cors.ts'
import type { DocumentedResponse } from './documentedAnswers.ts'
import type { Integration, UnmodelledProperty } from './integration.ts'
import type { LambdaFunction, LambdaPermission } from './lambdaFunction.ts'
import type { PolicyDocument } from './policy.ts'
import type { Deployment, Stage } from './stage.ts'
import type { Surroundings } from './surroundings.ts'

export type { CorsConfiguration } from './cors.ts'
export type { Stage } from './stage.ts'

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

/** A parameter of a CloudFormation or SAM template, with the value used here (given, else its default). */
export interface TemplateParameter {
  readonly name: string
  readonly origin: Origin
  readonly value?: string
}

export type Api = RestApi | HttpApi | WebSocketApi

interface ApiBase {
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

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-documentation.html */
export interface Documentation {
  readonly version?: Fact<string>
  readonly parts: readonly DocumentationPart[]
  /** `AWS::ApiGateway::DocumentationVersion`: the snapshots that are taken. */
  readonly versions?: readonly Fact<string>[]
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPart.html */
export interface DocumentationPart {
  readonly origin: Origin
  /** What is documented: `type`, `path`, `method`, `name`, `statusCode`. */
  readonly location: ReadonlyMap<string, Fact<string>>
  /** The documentation as plain data, undefined when it cannot be known. */
  readonly properties: unknown
}

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

/** What an OpenAPI document shows of the answers of one operation. */
export interface DocumentedAnswers {
  readonly responses: readonly DocumentedResponse[]
  /** The document's named schemas, to which those of the answers refer as models do. */
  readonly models: readonly Model[]
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

export interface Model {
  readonly name: string
  readonly origin: Origin
  readonly contentType: string
  readonly description?: string
  /** The JSON Schema as plain data, undefined when it cannot be known. */
  readonly schema: unknown
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
