#!/usr/bin/env node
// What connections leave behind: opens and closes clients of a WebSocket API and compares the gateway's used heap (after
// a collection) and its memory with those after the first cycles; then holds idle connections open at once.
//   node scripts/soakWebSocket.mjs [--cycles 100000] [--first 5000] [--idle 5000] [--parallel 16] [--handlers]
// --handlers runs a function at $connect and $disconnect, too. Exit status 1 when something grew by more than 10 %.
// dist/ must be built. A WebSocket API takes 500 new connections a second, so a whole run lasts some minutes.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { WebSocket } from 'ws'

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100000' },
    first: { type: 'string', default: '5000' },
    idle: { type: 'string', default: '5000' },
    parallel: { type: 'string', default: '16' },
    handlers: { type: 'boolean', default: false },
  },
})
const [cycles, first, idle, parallel] = [values.cycles, values.first, values.idle, values.parallel].map(
  Number,
)
const program = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'gatehouse.js')
const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-soak-'))

writeFileSync(path.join(folder, 'template.yaml'), template())
writeFileSync(path.join(folder, 'index.js'), 'exports.handler = async () => ({ statusCode: 200 })\n')
// Node's own signal for a heap figure: the gateway itself knows nothing of this script.
writeFileSync(
  path.join(folder, 'heap.cjs'),
  `const fs = require('node:fs')
process.on('SIGUSR2', () => {
  globalThis.gc()
  globalThis.gc()
  fs.writeFileSync(${JSON.stringify(path.join(folder, 'heap'))}, String(process.memoryUsage().heapUsed))
})
`,
)

const gateway = spawn(
  process.execPath,
  ['--expose-gc', '-r', path.join(folder, 'heap.cjs'), program, 'serve', 'template.yaml', '--port', '0'],
  { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
)
let exitCode = 0
try {
  const url = await listening()
  await cycle(url, first)
  const before = await measure(`after ${first} cycles`)
  await cycle(url, cycles - first)
  const after = await measure(`after ${cycles} cycles`)
  for (const name of ['heap', 'rss']) {
    const growth = (after[name] / before[name] - 1) * 100
    const isGrown = growth > 10
    if (isGrown) exitCode = 1
    console.log(`${name}: ${growth.toFixed(1)} %${isGrown ? ', more than 10 %' : ''}`)
  }
  await hold(url, idle)
} finally {
  gateway.kill('SIGTERM')
  await new Promise(resolve => gateway.once('exit', resolve))
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = exitCode

function listening() {
  return new Promise((resolve, reject) => {
    let text = ''
    gateway.stdout.on('data', chunk => {
      text += chunk
      const url = /listening on (\S+)/.exec(text)?.[1]
      if (url) resolve(url)
    })
    gateway.once('exit', code => reject(new Error(`serve ended with ${code}`)))
  })
}

async function cycle(url, count) {
  let left = count
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (left > 0) {
        left--
        const socket = await connect(url)
        socket.close(1000)
        await new Promise(resolve => socket.once('close', resolve))
      }
    }),
  )
}

/** Connects; who is throttled waits and tries again. */
async function connect(url) {
  for (;;) {
    const socket = new WebSocket(url)
    const opened = await new Promise((resolve, reject) => {
      socket.once('open', () => resolve(true))
      socket.once('unexpected-response', (request, response) => {
        request.destroy()
        if (response.statusCode === 429) resolve(false)
        else reject(new Error(`the handshake was refused: ${response.statusCode}`))
      })
      socket.on('error', () => undefined)
    })
    if (opened) return socket
    await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 30))
  }
}

async function hold(url, count) {
  const sockets = []
  const started = Date.now()
  while (sockets.length < count)
    sockets.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(50, count - sockets.length) }, () => connect(url)),
      )),
    )
  const { rss } = await measure(`${count} idle connections (${Date.now() - started} ms to open)`)
  console.log(`${(rss / 1e6 / count).toFixed(4)} MB each`)
  const late = sockets.filter(socket => socket.readyState !== WebSocket.OPEN).length
  if (late > 0) {
    console.log(`${late} of them were closed`)
    exitCode = 1
  }
  for (const socket of sockets) socket.terminate()
}

async function measure(title) {
  await new Promise(resolve => setTimeout(resolve, 1500))
  const heapFile = path.join(folder, 'heap')
  rmSync(heapFile, { force: true })
  gateway.kill('SIGUSR2')
  const heap = await poll(() => Number(readFileSync(heapFile, 'utf8')) || undefined)
  const status = readFileSync(`/proc/${gateway.pid}/status`, 'utf8')
  const rss = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024
  console.log(`${title}: heap ${(heap / 1e6).toFixed(1)} MB, RSS ${(rss / 1e6).toFixed(1)} MB`)
  return { heap, rss }
}

async function poll(read) {
  for (;;) {
    try {
      const value = read()
      if (value !== undefined) return value
    } catch {
      // Not written yet.
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

function template() {
  const routes = values.handlers
    ? ['connect', 'disconnect']
        .map(
          name => `  ${name}:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: $${name}, Target: !Sub 'integrations/\${Call}' }
`,
        )
        .join('')
    : ''
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Dev:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Chat, StageName: dev }
  Fn:
    Type: AWS::Serverless::Function
    Properties: { Handler: index.handler, Runtime: nodejs20.x, CodeUri: . }
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Chat
      IntegrationType: AWS_PROXY
      IntegrationMethod: POST
      IntegrationUri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations
${routes}`
}
