import type { Fact, Origin } from '../base/origin.ts'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { childAt, originOfEntry } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { children, known, list } from './reader.ts'
import { functionLogicalId } from './serverlessNames.ts'

/** A service of the Serverless Framework that is being read. */
export interface Service {
  /** With its variables filled in. */
  readonly document: SourceDocument
  /** Its `resources`, whose intrinsic functions may stand anywhere in the service. */
  readonly template: Template
  readonly reader: Reader
  /** `dev-books` is the name of its REST API. */
  readonly name: string
  readonly stage: string
  /** Where the stage is stated. */
  readonly stageOrigin: Origin | undefined
  readonly provider: Properties
  readonly functions: readonly ServiceFunction[]
  /** By the logical id of what the framework makes. */
  readonly extensions: ReadonlyMap<string, Extension>
  /** What the framework makes beside APIs and functions, known to the intrinsic functions as soon as it is put here. */
  readonly generated: Map<string, TemplateResource>
  /** False when a part of `functions` stands in a file that is not here: then no name can be called undefined. */
  readonly hasEveryFunction: boolean
}

/** What `resources.extensions` changes in a generated resource, or an entry of `Resources` that is merged with one. */
export interface Extension {
  readonly isMerged: boolean
  readonly entry: Entry
  readonly properties: Properties
}

/** One entry of `functions`. */
export interface ServiceFunction {
  /** Its key. */
  readonly key: string
  readonly origin: Origin
  readonly properties: Properties
  /** `books-dev-list`, or what `name` says. */
  readonly name: string
  readonly arn: string
}

/** Name and stage of a service, which the names of all its parts follow. */
export interface ServiceIdentity {
  readonly name: string
  readonly stage: string
  readonly stageOrigin: Origin | undefined
}

/** The name and stage of a service; `stage` among the parameters stands for `--stage`. */
export function identityOf(root: Node | undefined, reader: Reader): ServiceIdentity {
  const properties = propertiesOf(reader, root)
  const service = properties.value('service')
  const named =
    service?.type === 'mapping' ? properties.inner('service').text('name') : properties.text('service')
  const provider = properties.inner('provider')
  const { parameters, stage: wanted } = reader.options
  const stage = wanted ?? parameters?.get('stage') ?? valueOf(provider.text('stage')) ?? 'dev'
  return { name: valueOf(named) ?? 'service', stage, stageOrigin: provider.origin('stage') }
}

/** The functions of a service; `functions` may be a list of mappings. */
export function functionsOf(
  root: Node | undefined,
  reader: Reader,
  identity: ServiceIdentity,
  locality: { readonly region: string; readonly accountId: string },
): Pick<Service, 'functions' | 'hasEveryFunction'> {
  const parts = list(reader, childAt(root, 'functions'))
  const functions = parts.flatMap(part =>
    isKnownPart(part)
      ? children(reader, part).map(({ entry, value }) => {
          const properties = propertiesOf(reader, partOf(value))
          const given = properties.text('name')
          const name = given
            ? (valueOf(given) ?? entry.name)
            : `${identity.name}-${identity.stage}-${entry.name}`
          const arn = `arn:aws:lambda:${locality.region}:${locality.accountId}:function:${name}`
          return { key: entry.name, origin: originOfEntry(entry), properties, name, arn }
        })
      : [],
  )
  return { functions, hasEveryFunction: parts.every(isKnownPart) }
}

/** A mapping or list that is there; undefined for one that a variable brings in and nobody knows here. */
export function partOf(node: Node | undefined): Node | undefined {
  return node && isKnownPart(node) ? node : undefined
}

/** The function that a text names by its key. */
export function functionNamed(service: Service, key: string): ServiceFunction | undefined {
  return service.functions.find(candidate => candidate.key === key)
}

/** The ARN of a function as a fact stated at `origin`. */
export function arnAt(fn: ServiceFunction, origin: Origin): Fact<string> {
  return known(fn.arn, origin)
}

/** The function whose generated logical id (`ListLambdaFunction`) this is. */
export function functionOfLogicalId(
  functions: readonly ServiceFunction[],
  id: string,
): ServiceFunction | undefined {
  return functions.find(({ key }) => functionLogicalId(key) === id)
}

function isKnownPart(node: Node): boolean {
  return intrinsicOf(node) === undefined
}
