import { describe, expect, it, test } from 'vitest'
import { toJavaText } from '../../server/src/template/javaText.ts'
import type { TemplateContext } from '../../server/src/template/scope.ts'
import { compileTemplate } from '../../server/src/template/template.ts'
import { createTemplateScope, readOverrides } from '../../server/src/template/scope.ts'
import type { JavaMap, JavaValue } from '../../server/src/template/values.ts'
import { JavaException } from '../../server/src/template/javaException.ts'
import { JavaObject } from '../../server/src/template/values.ts'
import { findContextVariable } from '../../server/src/template/vocabulary.ts'

function call(context: TemplateContext, object: string, name: string, ...args: JavaValue[]): string {
  const value = createTemplateScope(context).get(object)
  if (!(value instanceof JavaObject)) throw new Error(`${object} is no object`)
  try {
    const result = value.call(name, args)
    return result === undefined ? 'no such method' : toJavaText(result)
  } catch (error) {
    if (error instanceof JavaException) return 'exception'
    throw error
  }
}

function mapAt(map: JavaValue | undefined, ...names: string[]): JavaMap {
  let value = map
  for (const name of names) value = value instanceof Map ? value.get(name) : undefined
  if (value instanceof Map) return value
  throw new Error(`${names.join('.')} is no map`)
}

describe('$input', () => {
  const params = { path: { id: '7', n: 'path' }, querystring: { n: 'query' }, header: { Host: 'local' } }

  test.each([
    // An empty payload is '{}', recorded: https://github.com/ToQoz/api-gateway-mapping-template test/_.md
    ['', 'json', ['$'], '{}'],
    ['{"a":1}', 'json', ['$.b'], '""'],
    ['{"a":1}', 'path', ['$'], '{a=1}'],
    ['{"a":null}', 'path', ['$.a'], 'null'],
    ['{a', 'path', ['$'], 'exception'],
    ['', 'params', ['n'], 'path'],
    ['', 'params', ['host'], ''],
    ['', 'params', [], '{path={id=7, n=path}, querystring={n=query}, header={Host=local}}'],
    ['', 'nothing', [], 'no such method'],
  ])('of %j: %s(%j)', (body, name, args, expected) => {
    expect(call({ body, params }, 'input', name, ...args)).toBe(expected)
  })

  it('gives one parameter as the map of all has it, whether a template has changed it before or after', () => {
    const input = createTemplateScope({ params: { path: { id: '7', list: ['a'] } } }).get('input')
    if (!(input instanceof JavaObject)) throw new Error('no $input')
    expect(input.call('params', ['id'])).toBe('7')
    expect(input.call('params', ['list'])).toBe(input.call('params', ['list']))
    mapAt(input.call('params', []), 'path').set('id', '8')
    expect(input.call('params', ['id'])).toBe('8')
  })
})

describe('$input and $util', () => {
  it('are true in an #if', () => {
    const { output } = compileTemplate('#if($input)in#end #if($util)util#end').render(createTemplateScope({}))
    expect(output).toBe('in util')
  })

  it('give lists that print as JSON, sets and arrays in them too', () => {
    const text = '#set($l = $input.path("$"))#set($m = {"k": 1})$l.add($m.keySet())$l.toJSONString()'
    const { output } = compileTemplate(text).render(createTemplateScope({ body: '[1]' }))
    expect(output).toBe('true[1,["k"]]')
  })
})

describe('$util', () => {
  test.each([
    ['escapeJavaScript', `It's "a/b" \\ é\n\u0001`, `It\\'s \\"a\\/b\\" \\\\ \\u00E9\\n\\u0001`],
    ['urlEncode', '{"a": 1} é*~', '%7B%22a%22%3A+1%7D+%C3%A9*%7E'],
    ['urlDecode', '%7B%22a%22%3A+1%7D%C3%A9', '{"a": 1}é'],
    ['urlDecode', '100%', 'exception'],
    ['base64Encode', 'é and 😀', 'w6kgYW5kIPCfmIA='],
    ['base64Encode', '\ud800', 'Pw=='],
    ['base64Decode', 'w6kgYW5kIPCfmIA=', 'é and 😀'],
    ['base64Decode', 'a b', 'exception'],
    ['parseJson', '{"a":[1.0]}', '{a=[1.0]}'],
    ['parseJson', '{a', 'exception'],
    ['toJson', 'AppSync only', 'no such method'],
  ])('%s(%j)', (name, text, expected) => {
    expect(call({}, 'util', name, text)).toBe(expected)
  })
})

describe('$context', () => {
  it('iterates as a java.util.HashMap and prints its maps as the empty string', () => {
    // The order is recorded: localstack, tests/aws/services/apigateway, test_sqs_amz_json_protocol.
    const identity = Object.fromEntries(
      ['user', 'userAgent', 'userArn', 'caller', 'sourceIp', 'accountId'].map(name => [name, name]),
    )
    const context = createTemplateScope({ context: { identity, stage: 'dev' } }).get('context')
    expect([...mapAt(context, 'identity').keys()]).toEqual([
      'accountId',
      'caller',
      'sourceIp',
      'userArn',
      'userAgent',
      'user',
    ])
    expect(toJavaText(context ?? null)).toBe('')
    expect(toJavaText(mapAt(context, 'identity'))).toBe('')
  })

  it('takes overrides, which can be read back', () => {
    const scope = createTemplateScope({ context: { stage: 'dev' } })
    const context = scope.get('context')
    mapAt(context, 'requestOverride', 'header').set('X-One', 'a')
    mapAt(context, 'requestOverride', 'path').set('id', 7)
    mapAt(context, 'responseOverride', 'header').set('X-Many', ['a', 'b'])
    mapAt(context, 'responseOverride').set('status', 404)
    expect([...mapAt(context).keys()]).toEqual(['stage'])
    expect(readOverrides(scope)).toEqual({
      request: { header: new Map([['X-One', 'a']]), querystring: new Map(), path: new Map([['id', '7']]) },
      response: { header: new Map([['X-Many', ['a', 'b']]]), status: '404' },
      repeated: [],
    })
  })

  it('remembers what was overridden twice, which API Gateway answers with a 5XX', () => {
    const scope = createTemplateScope({ context: { responseOverride: { header: { 'X-One': 'before' } } } })
    const context = scope.get('context')
    for (const status of [400, 404]) mapAt(context, 'responseOverride').set('status', status)
    mapAt(context, 'responseOverride', 'header').set('X-One', 'once')
    mapAt(context, 'requestOverride', 'header').set('X-Two', 'a').set('X-Two', 'b')
    expect(readOverrides(scope).repeated).toEqual(['requestOverride.header.X-Two', 'responseOverride.status'])
  })
})

it('holds whole numbers as Integer, others as Double, and keeps prototypes out of reach', () => {
  const scope = createTemplateScope({
    variables: { n: 1, d: 1.5, l: [1, { a: null }], m: JSON.parse('{"__proto__":{"x":1}}') as never },
    stageVariables: { table: 'orders' },
  })
  expect(['n', 'd', 'l', 'm'].map(name => `${name}=${toJavaText(scope.get(name) ?? null)}`)).toEqual([
    'n=1',
    'd=1.5',
    'l=[1, {a=null}]',
    'm={__proto__={x=1}}',
  ])
  expect(mapAt(scope.get('stageVariables')).get('constructor')).toBeUndefined()
})

describe('what is known of $context', () => {
  test.each([
    ['rest', 'identity.sourceIp', 'identity.sourceIp'],
    ['rest', 'identity', 'map'],
    ['rest', 'authorizer.claims.sub', 'authorizer.claims.PROPERTY'],
    ['rest', 'authorizer.principalId', 'authorizer.principalId'],
    ['rest', 'authorizer.tenant', 'authorizer.PROPERTY'],
    ['rest', 'responseOverride.header.X-One', 'responseOverride.header.NAME'],
    ['rest', 'integration.latency', 'unknown'],
    ['restAccessLog', 'integration.latency', 'integration.latency'],
    ['restAccessLog', 'stage', 'stage'],
    ['gatewayResponse', 'error.messageString', 'error.messageString'],
    ['rest', 'error.message', 'unknown'],
    ['rest', 'connectionId', 'unknown'],
    ['websocket', 'connectionId', 'connectionId'],
    ['http', 'routeKey', 'routeKey'],
    ['rest', 'stagee', 'unknown'],
  ] as const)('%s: %s', (use, name, expected) => {
    const found = findContextVariable(name.split('.'), use)
    expect(found === undefined ? 'unknown' : found === 'map' ? found : found.name).toBe(expected)
  })
})
