import type { Api } from '../../api/api.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { Fix } from '../../base/diagnostic.ts'
import type { KnownFact } from '../../base/origin.ts'
import { functionOfUri, lambdaTargetOf } from '../../api/lambdaFunction.ts'
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
  if (condition === undefined || lambdaTargetOf(uri.value)?.qualifier !== undefined) return []
  const name = freeName(resources, `${fn.id}Permission`)
  const source = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api.id}}/${callerPath(api, fn, context)}`
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
function callerPath(api: Api, fn: LambdaFunction, { definition }: RuleContext): string {
  const routes =
    api.type === 'rest'
      ? api.resources.flatMap(({ path, methods }) =>
          methods.map(({ httpMethod, integration }) => ({ httpMethod, path, integration })),
        )
      : api.routes
  const [first, ...others] = routes.filter(
    ({ integration }) => functionOfUri(valueOf(integration?.uri) ?? '', definition.functions) === fn,
  )
  if (first?.path === undefined || first.httpMethod === undefined || others.length > 0) return '*'
  const method = first.httpMethod === 'ANY' ? '*' : first.httpMethod
  return `*/${method}${first.path.replace(/\{[^}]*\}/g, '*')}`
}
