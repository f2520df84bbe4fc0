import { describe, expect, it } from 'vitest'
import { eventReads } from '../../server/src/migration/handlerReads.ts'
import { dedent } from '../support/cursor.ts'

/** `line: path` of every read. */
function readsIn(file: string, text: string, handler: string | undefined = 'handler'): string[] {
  return eventReads(file, dedent(text), handler).map(
    ({ path, range }) => `${range.start.line + 1}: ${path.join('.')}`,
  )
}

describe('what a handler reads of its event', () => {
  it('is found by points, brackets and question marks', () => {
    expect(
      readsIn(
        'a.js',
        `
        exports.handler = async event => {
          const id = event.pathParameters.id
          log(event?.requestContext?.identity.sourceIp, event['headers']["X-Token"])
          return event.body.trim()
        }
        `,
      ),
    ).toEqual([
      '2: pathParameters.id',
      '3: requestContext.identity.sourceIp',
      '3: headers.X-Token',
      '4: body',
    ])
  })

  it('is found by whatever the parameter is called', () => {
    expect(
      readsIn(
        'a.ts',
        'export const handler = async (req: APIGatewayProxyEvent): Promise<R> => req.httpMethod',
      ),
    ).toEqual(['1: httpMethod'])
    expect(readsIn('a.ts', 'export const handler: Handler<E, R> = async (req) => req.path')).toEqual([
      '1: path',
    ])
    expect(
      readsIn('a.mjs', 'export async function handler(req, context) { return req.path + context.path }'),
    ).toEqual(['1: path'])
    expect(readsIn('a.js', 'module.exports.handler = function (e) { return e.resource }')).toEqual([
      '1: resource',
    ])
  })

  it('is found in patterns, and in what they give names to', () => {
    expect(
      readsIn(
        'a.js',
        `
        exports.handler = async ({ httpMethod: method, requestContext: { authorizer, identity }, 'body': text = '' }) => {
          const { sourceIp } = identity
          return authorizer.claims.sub + method + text
        }
        `,
      ),
    ).toEqual([
      '1: httpMethod',
      '1: body',
      '2: requestContext.identity.sourceIp',
      '3: requestContext.authorizer.claims.sub',
    ])
  })

  it('is found behind names for a part of it', () => {
    expect(
      readsIn(
        'a.js',
        `
        exports.handler = async event => {
          const context = event.requestContext
          const { headers = {}, path } = event
          let who = context.identity
          return headers.Accept + who.userArn + path
        }
        `,
      ),
    ).toEqual(['3: path', '5: headers.Accept', '5: requestContext.identity.userArn'])
  })

  it('is found in Python', () => {
    expect(
      readsIn(
        'a.py',
        `
        def handler(event, context):
            # event['resource'] is no read
            headers = event.get('headers') or {}
            method = event['httpMethod']
            ip = event["requestContext"]["identity"].get('sourceIp', '')
            return headers.get('X-Token')
        `,
      ),
    ).toContain('5: requestContext.identity.sourceIp')
  })

  it('is nothing that stands in comments, in other objects, or behind another name', () => {
    expect(
      readsIn(
        'a.js',
        `
        // event.path
        /* event.resource */
        const url = 'https://example.com' // event.body
        exports.handler = async event => my.event.path + events.path + thing(url)
        `,
      ),
    ).toEqual([])
  })

  it('does not take what a call gives for a part of the event', () => {
    expect(
      readsIn(
        'a.js',
        'exports.handler = async event => { const headers = parse(event); return headers.Accept }',
      ),
    ).toEqual([])
  })

  it('is not looked for in a bundle', () => {
    expect(readsIn('a.js', `exports.handler = event => event.path${' '.repeat(1_000_001)}`)).toEqual([])
  })

  it('survives any broken source in good time', () => {
    const pieces = [
      'exports.handler = ',
      'event',
      '.',
      '[',
      "'",
      '"',
      '{',
      '}',
      '(',
      ')',
      '=>',
      'const {',
      ' = ',
      'headers',
      '...',
      ':',
      ',',
      '\n',
      '/*',
      '//',
      '`',
      'async ',
      'def handler(',
      '?.',
    ]
    let seed = 7
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648)
    for (let run = 0; run < 300; run++) {
      const text = Array.from({ length: 400 }, () => pieces[next() % pieces.length]).join('')
      expect(() => eventReads(run % 2 ? 'a.js' : 'a.py', text, 'handler')).not.toThrow()
    }
    expect(
      eventReads('a.js', `exports.handler = event => event${'.a'.repeat(50_000)}`, 'handler'),
    ).toHaveLength(1)
    expect(eventReads('a.js', `const { ${'{ '.repeat(20_000)}`, 'handler')).toEqual([])
  })
})
