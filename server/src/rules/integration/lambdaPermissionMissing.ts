import type { Definition } from '../../api/api.ts'
import type { LambdaFunction, LambdaPermission } from '../../api/lambdaFunction.ts'
import type { Rule } from '../rule.ts'
import { functionOfUri } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import { permissionFix } from './lambdaPermissionFix.ts'

export const lambdaPermissionMissing: Rule = {
  id: 'lambda-permission-missing',
  severity: 'warning',
  summary: "An integration calls the template's own function, but nothing lets API Gateway call it.",
  aws: "Deploys it and then answers 500 'Internal server error': Lambda refuses the call.",
  documentation:
    'https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-permissions',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties: { Handler: index.handler, Runtime: nodejs22.x, Role: 'arn:aws:iam::123456789012:role/list', Code: { ZipFile: '…' } }
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Notes, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt List.Arn, PayloadFormatVersion: '2.0' }
  All:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Call}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties: { Handler: index.handler, Runtime: nodejs22.x, Role: 'arn:aws:iam::123456789012:role/list', Code: { ZipFile: '…' } }
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Notes, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt List.Arn, PayloadFormatVersion: '2.0' }
  All:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Call}' }
  MayCall:
    Type: AWS::Lambda::Permission
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: !Ref List, Principal: apigateway.amazonaws.com }
`,
  },
  visit: {
    *integration({ uri, credentials }, { label, api }, context) {
      const { definition } = context
      // With a role of its own the call needs no permission on the function.
      if (!uri?.known || credentials) return
      const fn = functionOfUri(uri.value, definition.functions)
      if (!fn || isPermitted(fn, definition)) return
      yield {
        origin: uri.origin,
        message: `Nothing lets API Gateway call function '${fn.id}', so '${label}' would fail with 500; add an 'AWS::Lambda::Permission' with the principal 'apigateway.amazonaws.com'`,
        fixes: permissionFix(context, uri, fn, api),
      }
    },
  },
}

function isPermitted(fn: LambdaFunction, { permissions }: Definition): boolean {
  const { hasUnknown, names, beginnings, ends } = granteesOf(permissions)
  if (hasUnknown || beginnings.has(fn.arn) || ends.has(fn.name)) return true
  return [fn.id, fn.name, fn.arn].some(name => names.has(name))
}

/** The functions that API Gateway may call, as the permissions name them. */
interface Grantees {
  /** Nobody can tell which function it is, or who may call it. */
  readonly hasUnknown: boolean
  readonly names: ReadonlySet<string>
  /** What stands before a colon of a name: the ARN before its version. */
  readonly beginnings: ReadonlySet<string>
  /** What stands behind a colon. */
  readonly ends: ReadonlySet<string>
}

// Every integration asks, and there may be a permission for each of them.
const grantees = new WeakMap<Definition['permissions'], Grantees>()

function granteesOf(permissions: Definition['permissions']): Grantees {
  const known = grantees.get(permissions)
  if (known) return known
  const names = new Set<string>()
  const beginnings = new Set<string>()
  const ends = new Set<string>()
  let hasUnknown = false
  for (const permission of permissions) {
    const { functionName, principal } = permission
    if (isForUrl(permission)) continue
    if (!functionName.known || !principal.known) hasUnknown = true
    else if (/^(apigateway\.amazonaws\.com|\*)/.test(principal.value)) {
      const name = functionName.value
      names.add(name)
      for (let colon = name.indexOf(':'); colon >= 0; colon = name.indexOf(':', colon + 1)) {
        beginnings.add(name.slice(0, colon))
        ends.add(name.slice(colon + 1))
      }
    }
  }
  const made = { hasUnknown, names, beginnings, ends }
  grantees.set(permissions, made)
  return made
}

// A permission for function URLs says nothing of API Gateway, whose principal it seems to cover with '*'.
function isForUrl({ action, functionUrlAuthType, invokedViaFunctionUrl }: LambdaPermission): boolean {
  return (
    valueOf(action) === 'lambda:InvokeFunctionUrl' ||
    functionUrlAuthType !== undefined ||
    valueOf(invokedViaFunctionUrl) === true
  )
}
