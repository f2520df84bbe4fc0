import net from 'node:net'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { seededNumbers } from '../support/treeChecks.ts'
import type { Broken } from './definition.ts'
import { askGood, memory, startServer } from './httpServer.ts'

export interface HttpFuzzOptions {
  readonly inputs: number
  readonly seed: number
  /** Milliseconds that a good request may take between malformed ones. */
  readonly limitMs: number
  /** Malformed requests between two good ones; 1,000 unless stated. */
  readonly round?: number
  readonly onProgress?: (done: number) => void
  /** Told of memory and of the slowest good request. */
  readonly onFigures?: (text: string) => void
}

/**
 * Sends malformed requests by raw sockets, several at once: what comes back has to be HTTP and no fault of the gateway's
 * own, and after every round a good request is answered with 200 in time.
 */
export async function fuzzHttp(options: HttpFuzzOptions): Promise<Broken[]> {
  const { inputs, seed, limitMs, round = 1000, onProgress, onFigures } = options
  const random = seededNumbers(seed)
  const server = await startServer(1000)
  const broken: Broken[] = []
  const before = await memory()
  let slowest = 0
  for (let done = 0; done < inputs; done += round) {
    const left = Array.from({ length: Math.min(round, inputs - done) }, () => malformed(random))
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        for (let input = left.pop(); input; input = left.pop()) {
          const answer = await deliver(server.port, input)
          const why = faultOf(answer) ?? server.problems.splice(0).at(0)
          if (why !== undefined) broken.push({ why, file: 'request.bin', text: textOf(input) })
        }
      }),
    )
    const ms = await askGood(server.port)
    slowest = Math.max(slowest, ms ?? Infinity)
    if (ms === undefined || ms > limitMs) {
      const why =
        ms === undefined ? 'a good request is not answered' : `a good request took ${ms.toFixed(0)} ms`
      broken.push({ why, file: 'round.txt', text: `after ${done + round} inputs of seed ${seed}` })
    }
    onProgress?.(Math.min(inputs, done + round))
    if (broken.length > 20) break
  }
  onFigures?.(
    `good requests within ${slowest.toFixed(0)} ms; memory ${megabytes(before)} before, ${megabytes(await memory())} after`,
  )
  await server.close()
  return broken
}

/** `12 MB of heap, 80 MB resident` */
export function megabytes({ heap, resident }: { heap: number; resident: number }): string {
  const text = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`
  return `${text(heap)} of heap, ${text(resident)} resident`
}

type Random = (below: number) => number

interface Input {
  readonly parts: readonly Buffer[]
  /** How the client ends: closes its side and reads on, waits for the answer, or is gone. */
  readonly end: 'halfClose' | 'wait' | 'abort'
  /** Milliseconds between parts. */
  readonly pause: number
}

function malformed(random: Random): Input {
  const make = makers[random(makers.length)] ?? junk
  const bytes = make(random)
  const ends = ['halfClose', 'halfClose', 'wait', 'abort'] as const
  const isSlow = random(50) === 0
  const isSplit = isSlow || random(4) === 0
  return {
    parts: isSplit ? split(bytes, random) : [bytes],
    end: ends[random(ends.length)] ?? 'halfClose',
    pause: isSlow ? 10 : 0,
  }
}

const good =
  'POST /books/1?x=1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{"name":"abc"}'

function junk(random: Random): Buffer {
  return Buffer.from(Array.from({ length: random(600) }, () => random(256)))
}

/** A good request with a few bytes changed, put in, left out or said twice. */
function mutated(random: Random): Buffer {
  const bytes = [...Buffer.from(good)]
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(bytes.length)
    const kind = random(4)
    if (kind === 0) bytes[at] = random(256)
    else if (kind === 1) bytes.splice(at, 0, ...Array.from({ length: 1 + random(4) }, () => random(256)))
    else if (kind === 2) bytes.splice(at, 1 + random(8))
    else bytes.splice(at, 0, ...bytes.slice(random(bytes.length)).slice(0, 40))
  }
  return Buffer.from(bytes)
}

function largeHead(random: Random): Buffer {
  const many = Array.from({ length: random(3000) }, (_, at) => `x-${at}: ${'y'.repeat(random(20))}`)
  const long = `x-long: ${'z'.repeat(random(100_000))}`
  const lines = random(2) === 0 ? many : [long]
  const path = random(3) === 0 ? `/${'a'.repeat(random(80_000))}` : '/good'
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: x\r\n${lines.join('\r\n')}\r\n\r\n`)
}

function brokenChunks(random: Random): Buffer {
  const sizes = ['0', '1', '5', '-1', 'ff', 'fffffffffffffffff', 'zz', '5;a=b', ' 5', '0x5', '']
  const bodies = ['', 'a', 'hello', 'hello\r\n', '{"name":1}']
  const pick = (from: readonly string[]) => from[random(from.length)] ?? ''
  const chunks = Array.from({ length: random(6) }, () => `${pick(sizes)}\r\n${pick(bodies)}\r\n`)
  const codings = [
    'chunked',
    'chunked, chunked',
    'gzip, chunked',
    'identity',
    'xchunked',
    'chunked\r\nContent-Length: 5',
  ]
  return Buffer.from(
    `POST /books/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: ${pick(codings)}\r\n\r\n${chunks.join('')}0\r\nTrailer: x\r\n\r\n`,
  )
}

/** Several requests at once, some of them broken. */
function pipelined(random: Random): Buffer {
  const makersInside = [mutated, brokenChunks, badTarget, () => Buffer.from(good)]
  return Buffer.concat(
    Array.from({ length: 2 + random(6) }, () => (makersInside[random(makersInside.length)] ?? junk)(random)),
  )
}

function badTarget(random: Random): Buffer {
  const targets = [
    '/books/%',
    '/books/%zz?%=%',
    '/books/%00',
    '/books/%c0%af..',
    '//good',
    '/good?a=%ff&a&=&&',
    '*',
    'good',
    'http://[::1',
    'http://x/good',
    '/books/../good',
    '/books/\u00ff\u0080',
    '/?__proto__=1',
    '/books/${7*7}',
    '/.gatehouse/x',
  ]
  const methods = ['GET', 'get', 'CONNECT', 'PRI', 'TRACE', 'M-SEARCH', 'PROPFIND', 'X'.repeat(random(200))]
  const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'HTTP/1.1.1', 'RTSP/1.0', '']
  const pick = (from: readonly string[]) => from[random(from.length)] ?? ''
  const headers = [
    'Host: x',
    'Upgrade: h2c\r\nConnection: Upgrade',
    'Expect: 100-continue\r\nContent-Length: 5',
    'Expect: 200-ok',
    'Content-Length: -1',
    'Content-Length: 1e3',
    'Accept-Encoding: gzip;q=a,,;',
    'Cookie: =;;=',
    'X: \0',
    'X-Amz-Date: x\r\nAuthorization: AWS4-HMAC-SHA256 x',
    ': x',
    'Host: y',
  ]
  return Buffer.from(
    `${pick(methods)} ${pick(targets)} ${pick(versions)}\r\nHost: x\r\n${pick(headers)}\r\n${pick(headers)}\r\n\r\nhello`,
    'latin1',
  )
}

/** A body that is packed, broken, cut off, or not what it says. */
function packed(random: Random): Buffer {
  const body = Buffer.from(gzipSync('{"name":"'.concat('a'.repeat(random(5000)), '"}')))
  if (random(2) === 0) body[random(body.length)] = random(256)
  const bodies = [body, body.subarray(0, random(body.length)), deflateRawSync('x'), junk(random)]
  const sent = bodies[random(bodies.length)] ?? body
  const coding = ['gzip', 'deflate', 'br', 'gzip, gzip', 'x-gzip', ''][random(6)] ?? ''
  const head = `POST /books/1 HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nContent-Encoding: ${coding}\r\nContent-Length: ${sent.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), sent])
}

const makers = [junk, mutated, mutated, largeHead, brokenChunks, pipelined, badTarget, badTarget, packed]

function split(bytes: Buffer, random: Random): Buffer[] {
  const cuts = Array.from({ length: 1 + random(5) }, () => random(bytes.length + 1)).sort((a, b) => a - b)
  return [...cuts, bytes.length].map((cut, at) => bytes.subarray(cuts[at - 1] ?? 0, cut))
}

/** What comes back until the other end closes, or for a moment when it waits for more. */
function deliver(port: number, { parts, end, pause }: Input): Promise<string> {
  return new Promise(resolve => {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    let answer = ''
    const patience = setTimeout(() => socket.destroy(), end === 'wait' ? 50 : 1000)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => (answer += text))
    // The gateway may close while it is still being sent to.
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      clearTimeout(patience)
      resolve(answer)
    })
    const write = async () => {
      for (const part of parts) {
        socket.write(part)
        if (pause > 0) await new Promise(soon => setTimeout(soon, pause))
      }
      if (end === 'abort') socket.destroySoon()
      else if (end === 'halfClose') socket.end()
    }
    socket.on('connect', () => void write())
  })
}

function faultOf(answer: string): string | undefined {
  if (answer === '') return undefined
  const [, status = ''] = /^HTTP\/1\.1 (\d{3}) /.exec(answer) ?? []
  // A 500 of the definition's own making has the gateway's ids; those that are not are among the server's problems.
  return status === '' ? `this is no HTTP: ${JSON.stringify(answer.slice(0, 100))}` : undefined
}

function textOf({ parts, end, pause }: Input): string {
  return JSON.stringify({ end, pause, parts: parts.map(part => part.toString('latin1')) })
}
