import type { Definition } from '../../api/api.ts'
import type { FunctionUrl, LambdaFunction, LambdaPermission } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import { compilePolicy } from '../../policy/evaluate/compilePolicy.ts'
import { evaluatePolicies } from '../../policy/evaluate/evaluatePolicies.ts'
import { treeOfValue } from '../../policy/policyTree.ts'
import { callerContext } from '../access/callerContext.ts'
import { everything } from '../authorizers/signedCall.ts'
import type { Incoming } from '../incoming.ts'
import type { KnownCaller } from '../trust.ts'
import type { UrlRefusal } from '../why/functionUrls.ts'

/** What a call through a function URL takes; both, since October 2025. */
const actions = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']

/** The permissions of a function as the resource-based policy that Lambda keeps of them. */
export function functionPolicy(definition: Definition, lambda: LambdaFunction): CompiledPolicy {
  const own = definition.permissions.filter(({ functionName }) => isOf(lambda, valueOf(functionName)))
  const document = {
    Version: '2012-10-17',
    Statement: own.map(permission => statementOf(permission, lambda)),
  }
  return compilePolicy(treeOfValue(document), () => lambda.origin)
}

function isOf({ id, name, arn }: LambdaFunction, named: string | undefined): boolean {
  return (
    named !== undefined && (named === id || named === name || named === arn || named.startsWith(`${arn}:`))
  )
}

function statementOf(permission: LambdaPermission, { arn }: LambdaFunction): object {
  const principal = valueOf(permission.principal) ?? ''
  const authType = valueOf(permission.functionUrlAuthType)
  const isForUrl = valueOf(permission.invokedViaFunctionUrl)
  const sourceArn = valueOf(permission.sourceArn)
  const sourceAccount = valueOf(permission.sourceAccount)
  return {
    Effect: 'Allow',
    Principal: principalOf(principal),
    Action: valueOf(permission.action) ?? '',
    Resource: arn,
    Condition: {
      StringEquals: {
        ...(authType !== undefined && { 'lambda:FunctionUrlAuthType': authType }),
        ...(sourceAccount !== undefined && { 'aws:SourceAccount': sourceAccount }),
      },
      ...(sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } }),
      ...(isForUrl !== undefined && { Bool: { 'lambda:InvokedViaFunctionUrl': String(isForUrl) } }),
    },
  }
}

function principalOf(principal: string): unknown {
  if (principal === '*') return '*'
  return /^(\d{12}|arn:.*)$/.test(principal) ? { AWS: principal } : { Service: principal }
}

/**
 * Who is refused what; undefined when the function's permissions or the caller's policies allow it.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function refusalOf(
  url: FunctionUrl,
  lambda: LambdaFunction,
  policy: CompiledPolicy,
  incoming: Incoming,
  caller: KnownCaller | undefined,
): UrlRefusal | undefined {
  const [, , , region = '', account = ''] = lambda.arn.split(':')
  const signer = caller && callerContext(caller.identity, { isPrivate: false, place: { region } })
  const context = new Map<string, readonly string[]>([
    ['aws:securetransport', ['true']],
    ['aws:sourceip', [incoming.request.sourceIp]],
    ['lambda:functionurlauthtype', [valueOf(url.authType) ?? '']],
    ['lambda:invokedviafunctionurl', ['true']],
    ['lambda:functionarn', [lambda.arn]],
    ...(signer?.values ?? []),
  ])
  const principal = signer?.principal ?? ({ type: 'Anonymous' } as const)
  const isSameAccount = caller?.identity.principal?.account === account
  const { identity, boundary } = policiesOf(caller)
  const missing = actions.flatMap(action => {
    const decision = evaluatePolicies(
      { action, resource: lambda.arn, principal, context, isSameAccount },
      { identity, resource: policy, ...(boundary && { boundary }) },
    )
    return decision.decision === 'allow' ? [] : [{ action, decision }]
  })
  if (missing.length === 0) return undefined
  return { who: caller ? `\`${caller.identity.name}\`` : 'everybody', missing }
}

/** A refusal in words. */
export function refusalText({ who, missing }: UrlRefusal, { id }: LambdaFunction): string {
  return `nothing allows ${who} ${missing.map(({ action }) => `\`${action}\``).join(' and ')} on **${id}**: a function URL takes both`
}

function policiesOf(caller: KnownCaller | undefined): {
  identity: readonly CompiledPolicy[]
  boundary?: readonly CompiledPolicy[]
} {
  const policies = caller?.identity.principal?.policies
  const read = (compiled: typeof everything) => compiled.leaning(() => true).restrictive
  if (!policies || policies.type === 'nothing') return { identity: [] }
  if (policies.type === 'everything') return { identity: read(everything) }
  return {
    identity: read(policies.identity),
    ...(policies.boundary && { boundary: read(policies.boundary) }),
  }
}
