import type { DefinitionKind } from '../../definitions/detect.ts'
import type { Way } from '../../definitions/policyPlaces.ts'
import { waysByType, waysOfGlobals, waysOfService } from '../../definitions/policyPlaces.ts'
import type { PolicyKind } from '../../policy/lint/policyKind.ts'
import { authorizerPolicy, policyKinds } from '../../policy/lint/policyKind.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, stringOf } from '../../syntax/node.ts'
import type { DocumentPath } from '../site.ts'

/** A part of a document that follows the grammar of policies. */
export interface PolicyPlace {
  readonly holds: PolicyForm
  readonly kind: PolicyKind
  /** How many segments of the path lead to it. */
  readonly depth: number
}

/**
 * What stands at a place: a whole policy; the list under `Statement`; one statement; the properties of a Lambda
 * permission; what an authorizer returns (`http`: to an HTTP API).
 */
export type PolicyForm = 'policy' | 'statements' | 'statement' | 'permission' | 'response' | 'httpResponse'

/** Finds the policy that a path leads into; undefined outside of policies. Stand-alone ones are `standAlonePlace`'s. */
export function policyPlaceAt(
  path: DocumentPath,
  root: Node | undefined,
  definition: DefinitionKind,
): PolicyPlace | undefined {
  const extension = path.indexOf('x-amazon-apigateway-policy')
  if (extension >= 0)
    return { holds: 'policy', kind: kindNamed('resource:execute-api'), depth: extension + 1 }
  const resources = path.indexOf('Resources')
  if (resources >= 0 && path[resources + 2] === 'Properties') {
    const type = stringOf(childAt(root, ...path.slice(0, resources + 2), 'Type'))
    return type === undefined ? undefined : placeIn(propertyPlaces.get(type), path, resources + 3)
  }
  if (path[0] === 'Globals') return placeIn(placesOfGlobals, path, 1)
  return definition === 'serverless' ? placeIn(placesOfService, path, 0) : undefined
}

/** The segments of a path inside a policy; those of `Fn::If` are looked through. */
export function pathInPolicy(path: DocumentPath, { depth }: PolicyPlace): string[] {
  return withoutConditions(path.slice(depth).map(String))
}

function kindNamed(name: string): PolicyKind {
  return policyKinds.get(name) ?? authorizerPolicy
}

interface PropertyPlace {
  /** Names of properties; `*` stands for an item of a list or any name. */
  readonly path: readonly string[]
  readonly holds: PolicyForm
  readonly kind: PolicyKind
}

function place(path: string, kind: PolicyKind, holds: PolicyForm = 'policy'): PropertyPlace {
  return { path: path === '' ? [] : path.split('.'), holds, kind }
}

function placeOf([way, type, holds]: Way): PropertyPlace {
  if (type === 'lambda-permission') return place(way, kindNamed('resource:lambda'), 'permission')
  return place(way, kindNamed(type), holds)
}

/** The longest way first: an item of `Policies` goes before `Policies` as one policy. */
function placesOf(ways: readonly Way[]): readonly PropertyPlace[] {
  return ways.map(placeOf).sort((a, b) => b.path.length - a.path.length)
}

function resourcePolicy(name: string, ...services: string[]): PolicyKind {
  return { ...kindNamed('resource:sqs'), name, services }
}

/** What is explained and completed only: the linter has no checks of its own for these. */
const furtherPlaces = new Map<string, readonly PropertyPlace[]>([
  ['AWS::IoT::Policy', [place('PolicyDocument', kindNamed('identity'))]],
  ['AWS::S3::AccessPoint', [place('Policy', kindNamed('resource:s3'))]],
  ['AWS::ECR::Repository', [place('RepositoryPolicyText', resourcePolicy("repository's policy", 'ecr'))]],
  // One statement, not a list of them.
  ['AWS::Events::EventBusPolicy', [place('Statement', kindNamed('resource:events'), 'statement')]],
  ['AWS::Kinesis::ResourcePolicy', [place('ResourcePolicy', resourcePolicy("stream's policy", 'kinesis'))]],
  [
    'AWS::DynamoDB::Table',
    [place('ResourcePolicy.PolicyDocument', resourcePolicy("table's policy", 'dynamodb'))],
  ],
  [
    'AWS::EFS::FileSystem',
    [place('FileSystemPolicy', resourcePolicy("file system's policy", 'elasticfilesystem'))],
  ],
  ['AWS::OpenSearchService::Domain', [place('AccessPolicies', resourcePolicy("domain's policy", 'es'))]],
  ['AWS::VpcLattice::AuthPolicy', [place('Policy', resourcePolicy('auth policy', 'vpc-lattice-svcs'))]],
])

const propertyPlaces: ReadonlyMap<string, readonly PropertyPlace[]> = new Map([
  ...[...waysByType].map(([type, ways]) => [type, placesOf(ways)] as const),
  ...furtherPlaces,
])
const placesOfGlobals = placesOf(waysOfGlobals)
const placesOfService = placesOf(waysOfService)

function placeIn(
  places: readonly PropertyPlace[] | undefined,
  path: DocumentPath,
  from: number,
): PolicyPlace | undefined {
  const rest = path.slice(from).map(String)
  const looked = withoutConditions(rest)
  const found = places?.find(({ path: names }) => leadsThrough(names, looked))
  if (!found) return undefined
  // A branch of `Fn::If` on the way takes two segments more.
  let depth = found.path.length
  while (depth < rest.length && withoutConditions(rest.slice(0, depth)).length < found.path.length) depth++
  return { holds: found.holds, kind: found.kind, depth: from + depth }
}

// `Policies.*` is for lists only: the names in a single policy are its elements. Events and functions have names.
function leadsThrough(names: readonly string[], path: readonly string[]): boolean {
  return names.every((name, index) => {
    const segment = path[index]
    if (name !== '*') return segment === name
    return segment !== undefined && (/^\d+$/.test(segment) || names[0] !== 'Policies')
  })
}

function withoutConditions(path: readonly string[]): string[] {
  const kept: string[] = []
  for (let index = 0; index < path.length; index++) {
    if (path[index] === 'Fn::If') index++
    else kept.push(path[index] ?? '')
  }
  return kept
}
