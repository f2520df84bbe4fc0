import type { Api, RestApi, Route } from '../../api/api.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { Fix } from '../../base/diagnostic.ts'
import type { KnownFact } from '../../base/origin.ts'
import { lambdaTargetOf } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import { addProperty, freeName } from '../../syntax/edits.ts'
import { childAt, entryOf, toValue } from '../../syntax/node.ts'
import type { RuleContext } from '../rule.ts'

/**
 * The fix that lets an API of a template call a function of the same template. It is never applied without asking: it
 * grants access. None for an alias or version, which needs a permission of its own.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-permissions
 */
export function permissionFix(
  context: RuleContext,
  uri: KnownFact<string>,
  fn: LambdaFunction,
  api: Api,
): Fix[] {
  const { definition, documents } = context
  if (definition.kind !== 'cloudformation' && definition.kind !== 'sam') return []
  const resources = childAt(documents.get(uri.origin.file)?.root, 'Resources')
  const caller = entryOf(resources, api.id)
  const called = entryOf(resources, fn.id)
  if (resources?.type !== 'mapping' || !caller || !called) return []
  const condition = commonCondition(
    [caller.value, called.value].map(node => toValue(childAt(node, 'Condition'))),
  )
  const target = lambdaTargetOf(uri.value)
  if (condition === undefined || !target || target.qualifier !== undefined) return []
  const name = freeName(resources, `${fn.id}Permission`)
  const source = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api.id}}/${callerPath(api, target.functionArn)}`
  const edit = addProperty(resources, called, name, {
    Type: 'AWS::Lambda::Permission',
    ...(condition !== '' && { Condition: condition }),
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: fn.id },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Sub': source },
    },
  })
  return edit ? [{ title: `Add an 'AWS::Lambda::Permission' for '${fn.id}'`, edits: [edit] }] : []
}

/** The condition under which both exist; empty for always, undefined where nobody can tell. */
function commonCondition(conditions: readonly unknown[]): string | undefined {
  const stated = [...new Set(conditions.filter(condition => condition !== undefined))]
  const [only = ''] = stated
  return stated.length <= 1 && typeof only === 'string' ? only : undefined
}

/** The one route that calls the function, by its stages, method and path; all of the API where there are more. */
function callerPath(api: Api, functionArn: string): string {
  const [only, ...others] = callersOf(api).get(functionArn) ?? []
  if (only?.path === undefined || only.httpMethod === undefined || others.length > 0) return '*'
  const method = only.httpMethod === 'ANY' ? '*' : only.httpMethod
  return `*/${method}${only.path.replace(/\{[^}]*\}/g, '*')}`
}

type Caller = Pick<Route, 'httpMethod' | 'path' | 'integration'>

// Every finding asks, and each may be about another function.
const callers = new WeakMap<object, ReadonlyMap<string, readonly Caller[]>>()

/** The routes by the ARN of the function they call, without its version. */
function callersOf(api: Api): ReadonlyMap<string, readonly Caller[]> {
  const parts = api.type === 'rest' ? api.resources : api.routes
  const known = callers.get(parts)
  if (known) return known
  const made = new Map<string, Caller[]>()
  for (const route of api.type === 'rest' ? methodsOf(api) : api.routes) {
    const target = lambdaTargetOf(valueOf(route.integration?.uri) ?? '')
    if (target) made.set(target.functionArn, [...(made.get(target.functionArn) ?? []), route])
  }
  callers.set(parts, made)
  return made
}

function methodsOf({ resources }: RestApi): Caller[] {
  return resources.flatMap(({ path, methods }) => methods.map(method => ({ ...method, path })))
}
