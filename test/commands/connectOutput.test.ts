import { describe, expect, it } from 'vitest'
import { connectOutput } from '../../server/src/commands/connectOutput.ts'
import type { OutputOptions } from '../../server/src/commands/connectOutput.ts'
import { chat } from '../support/webSocketApi.ts'

const functions = new Map([
  ['Full', '({ statusCode: 409 })'],
  ['Fails', 'fail("out of order")'],
  ['Echo', '({ statusCode: 200, body: event.body })'],
])

async function printed(options: OutputOptions, connect?: string): Promise<string[]> {
  const lines: string[] = []
  const output = connectOutput(line => lines.push(line), options)
  const routes = {
    $default: { function: 'Echo', answers: true },
    ...(connect && { $connect: { function: connect } }),
  }
  const client = await chat({ routes }, { functions }).connect()
  output.handshake(client.exchange)
  if (!client.connection) return lines
  output.sent(await client.send('hello'), 'hello')
  for (const frame of client.frames) output.received(frame)
  output.closed({ code: 1000, reason: 'bye' }, undefined)
  return lines.map(line => line.replace(client.connection?.client.id ?? '', 'ID'))
}

describe('what connect prints', () => {
  it('is a line for each thing that happens', async () => {
    expect(await printed({ format: 'text', trace: false, why: false })).toEqual([
      'connected ID',
      '> $default hello',
      '< hello',
      'closed 1000 bye',
    ])
  })

  it('has the steps below with --trace', async () => {
    const lines = await printed({ format: 'text', trace: true, why: false })
    expect(lines[1]).toContain("Route request: there is no route '$connect': the client may connect")
    expect(lines.filter(line => line.startsWith('    ')).length).toBeGreaterThan(4)
  })

  it('says with what a handshake was refused', async () => {
    expect(await printed({ format: 'text', trace: false, why: false }, 'Full')).toEqual([
      'refused 409 Conflict',
    ])
    expect(await printed({ format: 'text', trace: false, why: false }, 'Fails')).toEqual([
      expect.stringMatching(/^refused 502 Bad Gateway: \{"message": "Internal server error"/),
    ])
  })

  it('says why with --why', async () => {
    const lines = await printed({ format: 'text', trace: false, why: true }, 'Full')
    expect(lines.slice(0, 3)).toEqual([
      'refused 409 Conflict',
      '    Why 409? decided in step 8 of 8, Route response [connect-refused]',
      '      `$connect` refused the client: Full answered `statusCode` 409. Only 2XX lets a client in; it gets this status, and no body.',
    ])
    const [refused = ''] = await printed({ format: 'json', trace: false, why: true }, 'Full')
    expect(JSON.parse(refused)).toMatchObject({ why: { cause: 'connect-refused' } })
  })

  it('says why the gateway closed', () => {
    const lines: string[] = []
    const output = connectOutput(line => lines.push(line), { format: 'text', trace: false, why: true })
    const why = { cause: 'closed-idle', sentence: 'Chat **closed** it.', step: 'methodRequest' } as const
    output.closed(
      { code: 1001, reason: 'Going away' },
      { ...why, facts: [], fixes: [], documentation: 'https://docs' },
    )
    expect(lines).toEqual([
      'closed 1001 Going away',
      '    Why? [closed-idle]',
      '      Chat closed it.',
      '      https://docs',
    ])
  })

  it('is an object a line with --format json', async () => {
    const lines = await printed({ format: 'json', trace: true, why: false })
    expect(lines.map(line => JSON.parse(line) as unknown)).toMatchObject([
      { type: 'connected', status: 101, connectionId: 'ID', trace: { steps: expect.any(Array) as unknown } },
      { type: 'sent', route: '$default', text: 'hello', trace: { steps: expect.any(Array) as unknown } },
      { type: 'received', text: 'hello' },
      { type: 'closed', code: 1000, reason: 'bye' },
    ])
    const [refused = ''] = await printed({ format: 'json', trace: false, why: false }, 'Full')
    expect(JSON.parse(refused)).toMatchObject({ type: 'refused', status: 409 })
  })
})
