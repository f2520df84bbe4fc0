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
import type { Fix, Severity } from '../base/diagnostic.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Finding, IntegrationOwner } from './rule.ts'

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

/** What a check gives: its findings as a list or a generator, or nothing. */
export type OwnFindings = Iterable<Finding> | undefined

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
