import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:https'
import { createServer } from 'node:https'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPlatform } from '../../server/src/functions/platform.ts'
import type { LocalHosts } from '../../server/src/functions/runtimeProcess.ts'
import type { KeyPair } from '../../server/src/io/certificates.ts'
import { serverCertificate } from '../../server/src/io/certificates.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'

const host = 'chat.execute-api.us-east-1.amazonaws.com'
const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-local-hosts-'))
let own: KeyPair
let server: Server
let port: number
let bench: Bench | undefined

beforeAll(async () => {
  own = await serverCertificate(folder, [host, 'localhost', '127.0.0.1'])
  server = createServer({ ...own }, (request, response) => {
    response.end(`${request.method} ${request.headers.host}${request.url}`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

afterEach(() => bench?.close())

async function run(files: Record<string, string>, runtime: string, knows = true): Promise<unknown> {
  const hosts: LocalHosts = {
    cert: own.cert,
    places: [{ hosts: [host], addresses: ['127.0.0.1', 'localhost'], port }],
  }
  bench = await openBench(files, { localHosts: async () => (knows ? hosts : undefined) })
  const function_ = lambda(bench.folder, 'index.handler', { runtime: fact(runtime), timeout: fact(20) })
  const event = JSON.stringify({
    urls: [`https://${host}/dev/@connections/x`, `https://127.0.0.1:${port}/dev`],
  })
  const { payload } = await bench.invoke(function_, { event })
  return JSON.parse(payload) as unknown
}

const answers = () => [`GET ${host}/dev/@connections/x`, `GET 127.0.0.1:${port}/dev`]

const nodeHandler = `
const https = require('node:https')
const asked = url => new Promise((resolve, reject) =>
  https.get(url, answer => answer.setEncoding('utf8').once('data', resolve)).once('error', reject))
exports.handler = async ({ urls }) => {
  const found = []
  for (const url of urls) found.push(await asked(url))
  for (const url of urls) found.push(await (await fetch(url)).text())
  return found
}`

describe('a function reaches the hosts that are on this machine', () => {
  it('in Node, by https and by fetch', async () => {
    expect(await run({ 'index.js': nodeHandler }, 'nodejs20.x')).toEqual([...answers(), ...answers()])
  })

  it('in an ES module that has taken connect by its name, by port and by options', async () => {
    const handler = `
import { connect } from 'node:tls'
const asked = (...where) => new Promise((resolve, reject) => {
  const socket = connect(...where, () => socket.write('GET /dev HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n'))
  socket.once('data', data => resolve(data.toString().slice(0, 15))).once('error', reject)
})
export const handler = async () => [await asked(443, '${host}', {}), await asked({ port: ${port} })]`
    expect(await run({ 'index.mjs': handler }, 'nodejs20.x')).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK'])
  })

  it('and believes the certificate nowhere else', async () => {
    const handler = `
const https = require('node:https')
exports.handler = () => new Promise(resolve => https.get('https://127.0.0.1:${port}').once('error', ({ code }) => resolve(code)))`
    expect(await run({ 'index.js': handler }, 'nodejs20.x', false)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  })

  it.runIf(createPlatform().findProgram('python3'))('in Python', async () => {
    const handler = `
import urllib.request

def handler(event, context):
    return [urllib.request.urlopen(url).read().decode() for url in event["urls"]]
`
    expect(await run({ 'index.py': handler }, 'python3.11')).toEqual(answers())
  })
})
