import type { Fact } from '../base/origin.ts'
import type { Entry, Node } from '../syntax/node.ts'
import type { Written } from './madeNodes.ts'
import type { Properties } from './properties.ts'
import type { PluginRoute, WrittenResponse } from './serverlessPluginRoutes.ts'
import type { Service } from './serverlessService.ts'
import { valueOf } from '../base/origin.ts'
import { childAt, entriesOf, entryOf, itemsOf } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { textFact } from './reader.ts'
import { normalised } from './serverlessNames.ts'
import { pluginCorsHeaders, roleFor, routePath } from './serverlessPluginRoutes.ts'
import { partOf } from './serverlessService.ts'
import { executionTemplates, proxyTemplates } from './serverlessStateMachineTemplates.ts'

/**
 * The routes of `stepFunctions.stateMachines.*.events`: each `http` event starts an execution, or calls another action.
 * https://github.com/serverless-operations/serverless-step-functions#api-gateway
 */
export function readStateMachineEvents(service: Service): { routes: PluginRoute[]; unread: Node[] } {
  const routes: PluginRoute[] = []
  const unread: Node[] = []
  const machines = partOf(childAt(service.document.root, 'stepFunctions', 'stateMachines'))
  for (const machine of entriesOf(machines)) {
    for (const event of itemsOf(childAt(machine.value, 'events'))) {
      const entry = entryOf(event, 'http')
      const route = entry && routeOf(service, machine, entry)
      if (route) routes.push(route)
      else if (entry) unread.push(entry.value)
    }
  }
  return { routes, unread }
}

function routeOf(service: Service, machine: Entry, { value }: Entry): PluginRoute | undefined {
  const { reader, provider } = service
  const isLong = value.type === 'mapping'
  const short = isLong ? undefined : textOf(textFact(reader, value))
  const given = propertiesOf(reader, isLong ? value : undefined)
  const [shortMethod, shortPath] = short?.trim().split(/\s+/) ?? []
  const method = (shortMethod ?? valueOf(given.text('method')))?.toUpperCase()
  const path = shortPath ?? valueOf(given.text('path'))
  if (method === undefined || path === undefined || !methods.test(method)) return undefined
  const action = valueOf(given.text('action'))
  const response = given.inner('response')
  const headers = Object.fromEntries(
    entriesOf(response.value('headers')).map(entry => [`method.response.header.${entry.name}`, entry.value]),
  )
  const role = 'ApigatewayToStepFunctionsRole'
  const call = action ?? 'StartExecution'
  return {
    at: value,
    properties: given,
    path: routePath(path),
    method,
    allowedHeaders: pluginCorsHeaders,
    written: {
      Integration: {
        IntegrationHttpMethod: 'POST',
        Type: 'AWS',
        Credentials: entryOf(given.node, 'iamRole')?.value ?? { 'Fn::GetAtt': [role, 'Arn'] },
        Uri: { 'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:states:action/${call}` },
        PassthroughBehavior: action === undefined ? 'NEVER' : 'WHEN_NO_TEMPLATES',
        RequestTemplates: requestTemplates(given, machine, action),
        TimeoutInMillis:
          given.value('timeoutInMillis') ?? provider.inner('apiGateway').value('timeoutInMillis'),
      },
    },
    statuses: new Map([
      [200, Object.keys(headers)],
      [400, []],
    ]),
    responses: statedResponses(given) ?? [
      responseOf(200, '', headers, response.value('template')),
      responseOf(400, '400', {}, undefined),
    ],
    authorizer: given.value('authorizer'),
    role: roleFor(
      role,
      'apigatewaytostepfunctions',
      [{ Effect: 'Allow', Action: [...new Set(['states:StartExecution', `states:${call}`])], Resource: '*' }],
      value,
    ),
  }
}

const methods = /^(GET|POST|PUT|PATCH|OPTIONS|HEAD|DELETE|ANY)$/

function textOf(fact: Fact<string> | undefined): string | undefined {
  return fact && valueOf(fact)
}

// `lambda_proxy` is the word for a request like the event of a proxy integration.
function requestTemplates(given: Properties, machine: Entry, action: string | undefined): Written {
  const custom = given.inner('request').value('template')
  const arn = machineArn(machine)
  if (custom?.type === 'scalar' && custom.value === 'lambda_proxy') return proxyTemplates(arn)
  if (!custom) return action === undefined ? executionTemplates(arn) : {}
  const own = Object.fromEntries(entriesOf(custom).map(({ name, value }) => [name, value]))
  return { ...executionTemplates(arn), ...own }
}

// A machine without a name gets one from CloudFormation that begins with its logical id.
function machineArn({ name, value }: Entry): Written {
  const id = entryOf(value, 'id')?.value
  const logicalId = normalised(id?.type === 'scalar' ? String(id.value) : `${name}StepFunctionsStateMachine`)
  const machine = entryOf(value, 'name')?.value ?? logicalId
  const arn = 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${Name}'
  return { 'Fn::Sub': [arn, { Name: machine }] }
}

function statedResponses(given: Properties): WrittenResponse[] | undefined {
  if (!given.value('responses')) return undefined
  return entriesOf(given.value('responses')).map(({ name, value }) => {
    const parameters = entriesOf(entryOf(value, 'responseParameters')?.value)
    return responseOf(
      entryOf(value, 'statusCode')?.value ?? name,
      entryOf(value, 'selectionPattern')?.value ?? name,
      Object.fromEntries(parameters.map(entry => [entry.name, entry.value])),
      entryOf(value, 'responseTemplates')?.value,
    )
  })
}

function responseOf(
  StatusCode: Written,
  SelectionPattern: Written,
  ResponseParameters: Readonly<Record<string, Written>>,
  templates: Node | undefined,
): WrittenResponse {
  return { StatusCode, SelectionPattern, ResponseParameters, ResponseTemplates: templates ?? {} }
}
