import { pointerTo } from '../../base/jsonPointer.ts'
import type { Definition } from '../../api/api.ts'
import { readArn } from '../../policy/arn.ts'
import { readIpRange } from '../../policy/ipRange.ts'
import type { PolicyNode, PolicyObject, PolicySource } from '../../policy/policyTree.ts'
import { memberOf, originOfPart, textOf, textsOf, valuesOf } from '../../policy/policyTree.ts'
import type { ApiKeyGiven, Identity, PrincipalPolicies, SigningPrincipal, Token } from './identity.ts'
import { readPolicyJson } from '../../policy/readJson.ts'
import { managedPolicy } from './managedPolicies.ts'
import type { PlacedPolicy } from './policies.ts'
import { compilePolicies, namedPolicy, unknownPolicy } from './policies.ts'
import { principalOf, signersOf } from './principals.ts'

/** Reads the text of an identities file; it may have comments. */
export function readIdentitiesText(file: string, text: string): PolicySource {
  return readPolicyJson(file, text, { allowsComments: true })
}

/**
 * Reads identities that a user states as JSON, one object or a list of them (docs/policy-who.md has the form). A text
 * says what is wrong with them.
 */
export function readIdentities(source: PolicySource, definition: Definition): Identity[] | string {
  const [fault] = source.diagnostics
  if (fault) return `line ${fault.range.start.line + 1}: ${fault.message}`
  const identities: Identity[] = []
  for (const node of valuesOf(source.root)) {
    const read = node.type === 'object' ? readIdentity(node, source, definition) : 'an identity is no object'
    if (typeof read === 'string') return `line ${lineOf(node, source)}: ${read}`
    identities.push(read)
  }
  return identities
}

const members = [
  'name',
  'detail',
  'principal',
  'sourceIp',
  'vpcEndpoint',
  'vpc',
  'token',
  'credentials',
  'apiKey',
  'context',
  'accessKeyId',
  'claims',
  'groups',
  'headers',
  'authorizer',
]

function readIdentity(node: PolicyObject, source: PolicySource, definition: Definition): Identity | string {
  const unknown = node.members.find(({ name }) => !members.includes(name))
  if (unknown) return `'${unknown.name}' is none of ${members.join(', ')}`
  const at = (name: string) => memberOf(node, name)?.value
  const name = textOf(at('name'))
  if (name === undefined) return "an identity has no 'name'"
  const sourceIp = textOf(at('sourceIp'))
  if (sourceIp !== undefined && (!readIpRange(sourceIp) || sourceIp.includes('/'))) {
    return `'${sourceIp}' is no IP address`
  }
  const principal = readPrincipal(at('principal'), source, definition)
  if (typeof principal === 'string') return principal
  const [vpcEndpoint, vpc] = [textOf(at('vpcEndpoint')), textOf(at('vpc'))]
  const apiKey = readApiKey(at('apiKey'))
  const token = readToken(at('token'))
  const parts: Partial<Identity> = {
    origin: originOfPart(source, node),
    ...(principal && { principal }),
    ...(sourceIp !== undefined && { sourceIp }),
    ...((vpcEndpoint ?? vpc) !== undefined && {
      network: { ...(vpcEndpoint !== undefined && { vpcEndpoint }), ...(vpc !== undefined && { vpc }) },
    }),
    ...(token && { token }),
    ...(isTrue(at('credentials')) && { hasAuthorizerCredentials: true }),
    ...(apiKey && { apiKey }),
    ...(at('context') && { context: readContext(at('context')) }),
    ...readCredentials(node),
  }
  return { name, detail: textOf(at('detail')) ?? detailOf(parts), ...parts }
}

/** What an identity brings, where the file does not say it in words. */
export function detailOf({ principal, token, apiKey, hasAuthorizerCredentials }: Partial<Identity>): string {
  const parts = [
    ...(principal ? ['IAM'] : []),
    ...(token ? ['token'] : []),
    ...(hasAuthorizerCredentials === true ? ['credentials'] : []),
    ...(apiKey ? ['API key'] : []),
  ]
  return parts.length > 0 ? parts.join(', ') : 'no credentials'
}

function readPrincipal(
  node: PolicyNode | undefined,
  source: PolicySource,
  definition: Definition,
): SigningPrincipal | undefined | string {
  if (!node) return undefined
  const written = textOf(node) ?? textOf(memberOf(node, 'arn')?.value)
  if (written === undefined)
    return "a 'principal' is an ARN, a role or user of the definition, or an object with 'arn'"
  const own = signersOf(definition).find(({ arn, name, id }) => [arn, name, id].includes(written))
  const policies = statedPolicies(memberOf(node, 'policies')?.value, source)
  const found = own && principalOf(definition, own)
  if (found) return policies ? { ...found, policies } : found
  const arn = readArn(written)
  if (!arn || !/^\d{12}$/.test(arn.account))
    return `'${written}' is no ARN of a principal, and no role or user of the definition`
  const role = /^role\/(?:.*\/)?([^/]+)$/.exec(arn.resource)?.[1]
  const session = /^assumed-role\/([^/]+)\/[^/]+$/.exec(arn.resource)?.[1]
  return {
    arn:
      role === undefined ? written : `arn:${arn.partition}:sts::${arn.account}:assumed-role/${role}/session`,
    principalArn:
      session === undefined ? written : `arn:${arn.partition}:iam::${arn.account}:role/${session}`,
    account: arn.account,
    policies: policies ?? { type: 'everything' },
  }
}

/** Documents, or ARNs of AWS's managed policies; undefined when none are stated. */
function statedPolicies(node: PolicyNode | undefined, source: PolicySource): PrincipalPolicies | undefined {
  if (!node) return undefined
  const policies = valuesOf(node).map((each): PlacedPolicy => {
    const origin = originOfPart(source, each)
    const arn = textOf(each)
    if (arn === undefined) {
      return { root: each, originOf: pointer => originOfPart(source, partAt(source.root ?? each, pointer)) }
    }
    const managed = managedPolicy(arn)
    return managed?.type === 'document' ? namedPolicy(managed.document, origin) : unknownPolicy(origin)
  })
  return { type: 'stated', identity: compilePolicies(policies) }
}

/** The part with a pointer, or the nearest around it. */
function partAt(root: PolicyNode, pointer: string): PolicyNode {
  const inner =
    root.type === 'object' ? root.members.map(({ value }) => value) : root.type === 'list' ? root.items : []
  const next = inner.find(each => pointer === each.pointer || pointer.startsWith(pointerTo(each.pointer, '')))
  return next ? partAt(next, pointer) : root
}

function readToken(node: PolicyNode | undefined): Token | undefined {
  if (!node) return undefined
  const texts = (name: string) => textsOf(memberOf(node, name)?.value).map(({ text }) => text)
  const [issuers, audience] = [texts('issuer'), texts('audience')]
  return {
    ...(issuers.length > 0 && { issuers: issuers.map(text => text.replace(/\/$/, '')) }),
    ...(audience.length > 0 && { audience }),
    use: textOf(memberOf(node, 'use')?.value) === 'id' ? 'id' : 'access',
    scopes: texts('scopes').flatMap(text => text.split(' ')),
  }
}

/** What a gateway needs to know of an identity that calls it. */
function readCredentials(node: PolicyObject): Partial<Identity> {
  const at = (name: string) => memberOf(node, name)?.value
  const [accessKeyId, claims, authorizer] = [
    textOf(at('accessKeyId')),
    plainOf(at('claims')),
    at('authorizer'),
  ]
  const groups = textsOf(at('groups')).map(({ text }) => text)
  const headers = plainOf(at('headers'))
  return {
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(isRecord(claims) && { claims }),
    ...(groups.length > 0 && { groups }),
    ...(isRecord(headers) && {
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
    }),
    ...(authorizer && { authorizer: readAuthorizer(authorizer) }),
  }
}

function readAuthorizer(node: PolicyNode): NonNullable<Identity['authorizer']> {
  const at = (name: string) => memberOf(node, name)?.value
  const [principalId, usageIdentifierKey] = [textOf(at('principalId')), textOf(at('usageIdentifierKey'))]
  const context = plainOf(at('context'))
  const values = isRecord(context) ? Object.entries(context) : []
  return {
    context: new Map(
      values.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
    ...(principalId !== undefined && { principalId }),
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  }
}

function plainOf(node: PolicyNode | undefined): unknown {
  if (!node || node.type === 'unknown') return undefined
  if (node.type === 'scalar') return node.value
  if (node.type === 'list') return node.items.map(plainOf)
  return Object.fromEntries(node.members.map(({ name, value }) => [name, plainOf(value)]))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readApiKey(node: PolicyNode | undefined): ApiKeyGiven | undefined {
  const id = textOf(node)
  if (id !== undefined) return { type: 'named', id }
  return isTrue(node) ? { type: 'ofPlan' } : undefined
}

function readContext(node: PolicyNode | undefined): ReadonlyMap<string, readonly string[]> {
  const entries = node?.type === 'object' ? node.members : []
  return new Map(
    entries.map(({ name, value }) => [
      name.toLowerCase(),
      valuesOf(value).flatMap(each =>
        each.type === 'scalar' && each.value !== null ? [String(each.value)] : [],
      ),
    ]),
  )
}

function isTrue(node: PolicyNode | undefined): boolean {
  return node?.type === 'scalar' && node.value === true
}

function lineOf(node: PolicyNode, source: PolicySource): number {
  return originOfPart(source, node).range.start.line + 1
}
