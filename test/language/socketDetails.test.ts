import { expect, test } from 'vitest'
import { codeLens } from '../../server/src/language/codeLens.ts'
import { socketDetails } from '../../server/src/language/socketDetails.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { testUris } from '../support/cursor.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import type { SocketTemplate } from '../support/webSocketApi.ts'
import { socketTemplate } from '../support/webSocketApi.ts'

const integration = { IntegrationType: 'MOCK' }
const model = {
  Type: 'AWS::ApiGatewayV2::Model',
  Properties: {
    ApiId: { Ref: 'Chat' },
    Name: 'Message',
    ContentType: 'application/json',
    Schema: {
      type: 'object',
      properties: { text: { type: 'string', example: 'Hello' }, action: { type: 'string' } },
    },
  },
}
const template: SocketTemplate = {
  routes: {
    $connect: { integration },
    $default: { integration, answers: true },
    sendMessage: { integration, route: { RequestModels: { $default: 'Message' } } },
    leave: { integration },
  },
  resources: { Message: model },
}

function open(of: SocketTemplate) {
  const workspace = createWorkspace(memoryFiles({ '/chat/template.json': socketTemplate(of) }), () => ({}))
  workspace.setCandidates(['/chat/template.json'])
  return workspace.result('/chat/template.json')
}

const examples = (of: SocketTemplate) =>
  socketDetails(open(of), 'Chat', testUris)?.routes.map(({ routeKey, exampleMessage, answers }) => [
    routeKey,
    exampleMessage,
    answers,
  ])

test('the console knows a message for each route, from its model and the route selection expression', () => {
  expect(examples(template)).toEqual([
    ['$default', '', true],
    ['sendMessage', '{"action":"sendMessage","text":"Hello"}', false],
    ['leave', '{"action":"leave"}', false],
  ])
  const byType = { ...template, api: { RouteSelectionExpression: '${request.body.type}' } }
  expect(examples(byType)?.at(-1)).toEqual(['leave', '{"type":"leave"}', false])
  const byHeader = { ...template, api: { RouteSelectionExpression: '$request.header.x' } }
  expect(examples(byHeader)?.at(-1)).toEqual(['leave', '', false])
  expect(socketDetails(open(template), 'Gone', testUris)).toBeUndefined()
})

test('a lens above each of its routes opens the console', () => {
  const lenses = codeLens('/chat/template.json', open(template), testUris)
  expect(lenses.map(({ command }) => command?.command)).toEqual(Array(4).fill('gatehouse.openConsole'))
})

test('the console knows which member chooses the route, and what a message of each may hold', () => {
  const details = socketDetails(open(template), 'Chat', testUris)
  expect(details?.selectionKey).toBe('action')
  expect(details?.routes.map(({ messageShape }) => messageShape)).toEqual([
    undefined,
    { type: 'object', properties: { text: { type: 'string' }, action: { type: 'string' } } },
    undefined,
  ])
  const byHeader = { ...template, api: { RouteSelectionExpression: '$request.header.x' } }
  expect(socketDetails(open(byHeader), 'Chat', testUris)).not.toHaveProperty('selectionKey')
})
