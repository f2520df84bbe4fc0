import type {
  Api,
  Definition,
  HttpApi,
  Method,
  Resource,
  RestApi,
  Route,
  Stage,
  WebSocketApi,
} from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { Integration } from '../api/integration.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Files } from '../base/files.ts'
import type { Diagnostic, Fix, RelatedPlace, Severity } from '../base/diagnostic.ts'
import type { Origin } from '../base/origin.ts'
import type { ActionData } from '../policy/actionData.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import type { ParsedTemplate } from '../template/parser.ts'
import type { Span } from '../template/tree.ts'

/**
 * One rule, one file. A rule says which parts of the Api it wants to see (`visit`) and never walks the Api itself;
 * `check.ts` walks once for all rules. The examples run as tests.
 */
export interface Rule {
  /** Kebab-case, subject first, then the fault: `authorizer-undefined`. The file is the id in camelCase. */
  readonly id: string
  readonly severity: Severity
  /** One sentence: what the rule finds. */
  readonly summary: string
  /** What AWS does with it: refuses at import, fails at deploy, answers 500. */
  readonly aws: string
  /** The AWS page (or cfn-lint id's page) it stands on. */
  readonly documentation: string
  /** Shown in docs/rules.md and run as tests: the rule finds something in `bad` and nothing in `good`. */
  readonly examples: RuleExamples
  readonly visit: Visitor
}

/** Definitions as a user writes them, in YAML. */
export interface RuleExamples {
  readonly bad: string
  readonly good: string
  /** Files beside the definition, by relative path. */
  readonly files?: Readonly<Record<string, string>>
}

/** What a rule may ask for. Each is called once for every such part. */
export interface Visitor {
  readonly definition?: (definition: Definition, context: RuleContext) => Iterable<Finding>
  /** Each path of an OpenAPI document as it stands in the text, where the model keeps less than a rule needs. */
  readonly openApiPath?: (pathItem: Node, context: RuleContext) => Iterable<Finding>
  readonly api?: (api: Api, context: RuleContext) => Iterable<Finding>
  readonly restApi?: (api: RestApi, context: RuleContext) => Iterable<Finding>
  readonly httpApi?: (api: HttpApi, context: RuleContext) => Iterable<Finding>
  readonly webSocketApi?: (api: WebSocketApi, context: RuleContext) => Iterable<Finding>
  readonly resource?: (resource: Resource, api: RestApi, context: RuleContext) => Iterable<Finding>
  readonly method?: (
    method: Method,
    resource: Resource,
    api: RestApi,
    context: RuleContext,
  ) => Iterable<Finding>
  readonly route?: (route: Route, api: HttpApi | WebSocketApi, context: RuleContext) => Iterable<Finding>
  readonly integration?: (
    integration: Integration,
    owner: IntegrationOwner,
    context: RuleContext,
  ) => Iterable<Finding>
  /** Each mapping template of an integration of a REST or WebSocket API, and each `.vtl` file. */
  readonly mappingTemplate?: (template: MappingTemplate, context: RuleContext) => Iterable<Finding>
  /** Each body of a gateway response, which is no VTL. */
  readonly gatewayTemplate?: (template: GatewayTemplate, context: RuleContext) => Iterable<Finding>
  /** Each policy in the documents of a definition, and each Lambda permission. */
  readonly policy?: (policy: StatedPolicy, context: RuleContext) => Iterable<Finding>
  readonly authorizer?: (authorizer: Authorizer, api: Api, context: RuleContext) => Iterable<Finding>
  readonly stage?: (stage: Stage, api: Api, context: RuleContext) => Iterable<Finding>
  readonly function?: (fn: LambdaFunction, context: RuleContext) => Iterable<Finding>
}

export interface IntegrationOwner {
  readonly api: Api
  /** `GET /books` */
  readonly label: string
  readonly method?: Method
  readonly route?: Route
}

/** A mapping template where it stands. Offsets are those of its text. */
export interface MappingTemplate {
  readonly text: string
  readonly parsed: ParsedTemplate
  /** Undefined for a template that is a file of its own and that no known definition takes in. */
  readonly use: TemplateUse | undefined
  /** Names it in messages: `The request template of 'GET /books'`. */
  readonly label: string
  readonly place: TemplatePlace
}

/** What a definition does with a template. */
export interface TemplateUse {
  readonly owner: IntegrationOwner
  readonly integration: Integration
  readonly direction: 'request' | 'response'
  /** Of the request it is for, or of the response it makes; of a WebSocket API its selection key. */
  readonly mediaType: string
}

/** The body of a gateway response, which is no VTL: API Gateway fills in `$context.x` and the like, and no more. */
export interface GatewayTemplate {
  readonly text: string
  readonly label: string
  readonly place: TemplatePlace
}

/** Where a template's text is written. */
export interface TemplatePlace {
  readonly origin: (span: Span) => Origin
  /** A fix of one or more edits; none where they cannot be written safely. */
  readonly fix: (title: string, edits: readonly TemplateEdit[], isPreferred?: boolean) => Fix[]
  /** Whether some of it is only known when the definition is deployed. */
  readonly isComputed: (span: Span) => boolean
  readonly hasComputed: boolean
}

/** A policy where a document states it. */
export interface StatedPolicy {
  /** What it is, as `gatehouse policy lint --type` names it. */
  readonly type: string
  readonly node: Node
  /** What the linter finds in it under one code; it runs once, when it is first asked. */
  readonly findings: (code: string) => readonly Finding[]
}

export interface TemplateEdit extends Span {
  readonly newText: string
}

export interface RuleContext {
  readonly definition: Definition
  /** Every document the definition was read from, by absolute path; for fixes that look at the text. */
  readonly documents: ReadonlyMap<string, SourceDocument>
  readonly files: Files
  /** Reads AWS's actions, resource types and condition keys, once; gives undefined where none were packed. */
  readonly actionData?: ActionDataSource | undefined
}

/** Called when a policy is met, and not before: reading takes some milliseconds. */
export type ActionDataSource = () => ActionData | undefined

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
