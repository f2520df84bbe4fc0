import { describe, expect, it } from 'vitest'
import { isRouteReference, readFromPanel } from '../../client/src/fromPanel.ts'

const request = { method: 'GET', target: '/books?x=1', headers: [['Accept', '*/*']] }
const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } }

describe('messages of the panel', () => {
  it.each([
    { type: 'ready' },
    { type: 'send', request, stage: 'dev' },
    { type: 'send', request, stage: 'dev', isDebugged: true },
    { type: 'send', request: { ...request, bodyText: '{}' }, stage: '' },
    { type: 'send', request, stage: 'dev', identity: 'ann' },
    { type: 'openIdentities' },
    { type: 'openIdentities', line: 6 },
    { type: 'mintToken', target: 'header', order: { use: 'id', claims: { sub: 'ann' }, expiresIn: -60 } },
    { type: 'mintToken', target: 'clipboard', order: { use: 'access', scopes: ['a'], identity: 'ann' } },
    { type: 'cancel' },
    { type: 'continue' },
    { type: 'openSource', source: { file: '/shop/template.yaml', line: 41, character: 0 } },
    { type: 'openLocation', location: { uri: 'file:///shop/template.yaml', range } },
    { type: 'copy', text: '{}', what: 'body' },
    { type: 'openText', text: '{}', language: 'json' },
    { type: 'copyAs', format: 'awscurl', request, stage: 'dev' },
    { type: 'showHistory' },
    { type: 'repeat', count: 50, atOnce: 4, request, stage: 'dev' },
    { type: 'openRepeated', number: 7 },
    { type: 'saveRequest', request, stage: 'dev', circumstances: { release: 'canary', sourceIp: '1.2.3.4' } },
    {
      type: 'send',
      request,
      stage: 'dev',
      isReplay: true,
      circumstances: { stageVariables: { level: 'info' } },
    },
    { type: 'send', request, stage: 'dev', body: { type: 'file', path: '/shop/a.png' } },
    { type: 'send', request, stage: '', body: { type: 'multipart', parts: [{ name: 'a', path: '/b' }] } },
    { type: 'pickFile', at: 'body' },
    { type: 'pickFile', at: 3 },
    { type: 'openDiff', title: 'Run 1 ↔ run 2', before: '', after: '{}', language: 'json' },
    { type: 'saveTrace', format: 'otlp', requestId: 'r' },
    { type: 'compareTrace', requestId: 'r' },
    { type: 'showLog' },
    { type: 'openSettings' },
    { type: 'manageTrust' },
  ])('$type is taken', message => {
    expect(readFromPanel(message)).toBe(message)
  })

  it.each([
    undefined,
    null,
    'send',
    [],
    {},
    { type: 'unknown' },
    { type: 'constructor' },
    { type: 'send', stage: 'dev' },
    { type: 'send', request, stage: 1 },
    { type: 'send', request: { ...request, target: 'http://elsewhere.example/' }, stage: 'dev' },
    { type: 'send', request: { ...request, headers: [['Accept']] }, stage: 'dev' },
    { type: 'send', request: { ...request, bodyText: {} }, stage: 'dev' },
    { type: 'openSource', source: { file: '/shop/template.yaml', line: -1, character: 0 } },
    { type: 'openSource', source: { file: 1, line: 1, character: 0 } },
    { type: 'openLocation', location: { uri: 'file:///a', range: {} } },
    { type: 'saveTrace', format: 'svg', requestId: 'r' },
    { type: 'saveTrace', format: 'otlp' },
    { type: 'copy', text: '{}' },
    { type: 'copyAs', format: 'wget', request, stage: 'dev' },
    { type: 'repeat', count: 0, atOnce: 4, request, stage: 'dev' },
    { type: 'repeat', count: 5, atOnce: 500, request, stage: 'dev' },
    { type: 'send', request, stage: 'dev', circumstances: { release: 'green' } },
    { type: 'send', request, stage: 'dev', circumstances: { stageVariables: { level: 1 } } },
    { type: 'send', request, stage: 'dev', body: { type: 'url' } },
    { type: 'send', request, stage: 'dev', body: { type: 'multipart', parts: [{ value: 'a' }] } },
    { type: 'pickFile', at: 'key' },
    { type: 'send', request, stage: 'dev', identity: 1 },
    { type: 'openIdentities', line: -1 },
    { type: 'mintToken', target: 'file', order: { use: 'id' } },
    { type: 'mintToken', target: 'header', order: { use: 'refresh' } },
    { type: 'mintToken', target: 'header', order: { use: 'id', scopes: [1] } },
    { type: 'mintToken', target: 'header', order: { use: 'id', claims: [] } },
  ])('%j is refused', message => {
    expect(readFromPanel(message)).toBeUndefined()
  })
})

it('a route is known by its four texts', () => {
  const route = { definition: 'file:///t.yaml', apiId: 'Shop', method: '$default', path: '' }
  expect(isRouteReference(route)).toBe(true)
  expect(isRouteReference({ ...route, path: undefined })).toBe(false)
  expect(isRouteReference(null)).toBe(false)
})
