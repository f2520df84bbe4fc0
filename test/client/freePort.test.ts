import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { assignPorts, isPortFree } from '../../client/src/freePort.ts'

describe('ports of gateways', () => {
  const assign = (names: string[], first: number, before: [string, number][] = [], used: number[] = []) =>
    Object.fromEntries(assignPorts(names, first, new Map(before), new Set(used)))

  it('count up from the setting', () => {
    expect(assign(['Shop', 'Chat'], 3000)).toEqual({ Shop: 3000, Chat: 3001 })
  })

  it('leave out those of our other gateways', () => {
    expect(assign(['Notes'], 3000, [], [3000, 3001])).toEqual({ Notes: 3002 })
  })

  it('stay the same over a restart', () => {
    expect(assign(['Shop', 'Chat'], 3000, [['Shop', 3007]])).toEqual({ Shop: 3007, Chat: 3000 })
    expect(assign(['Shop'], 3000, [['Shop', 3007]], [3007])).toEqual({ Shop: 3000 })
  })

  it('are left to the system with 0', () => {
    expect(assign(['Shop', 'Chat'], 0, [['Shop', 3007]])).toEqual({ Shop: 0, Chat: 0 })
  })
})

it('a port is free or taken', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // A TCP server that listens has an address of this kind.
  const { port } = server.address() as AddressInfo
  expect(await isPortFree('127.0.0.1', port)).toBe(false)
  await new Promise(resolve => server.close(resolve))
  expect(await isPortFree('127.0.0.1', port)).toBe(true)
})
