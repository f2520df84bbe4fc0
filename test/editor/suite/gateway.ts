import * as assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'mocha'
import * as vscode from 'vscode'
import { eventually, fileAt, open } from './editor.ts'

/** What the handler that these tests write answers. */
interface Answer {
  readonly proof: string
  readonly handler: number
  readonly parent: number
}

describe('The local gateway', () => {
  let port: number

  before(async () => {
    port = await freePort()
    await setPort(port)
    await open('template.yaml')
  })
  after(async () => {
    await vscode.commands.executeCommand('gatehouse.stopGateway')
    await setPort(undefined)
  })

  it('starts on the port of the setting and answers what the handler returns', async () => {
    const proof = await writeHandler()
    await vscode.commands.executeCommand('gatehouse.startGateway')
    const response = await fetch(`http://127.0.0.1:${port}/books/b-7`)
    assert.equal(response.status, 200)
    assert.equal((await answerOf(response)).proof, proof)
  })

  it('refuses a path without a route as AWS does', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/no-such-path`)
    assert.equal(response.status, 403)
    assert.deepEqual(await response.json(), { message: 'Missing Authentication Token' })
  })

  it('runs a handler that was changed', async () => {
    const proof = await writeHandler()
    await eventually('the changed handler answers', async () => {
      const response = await fetch(`http://127.0.0.1:${port}/books/b-7`)
      return (await answerOf(response)).proof === proof
    })
  })

  it('is gone after a stop, and so are its processes', async () => {
    const { handler, parent } = await answerOf(await fetch(`http://127.0.0.1:${port}/books/b-7`))
    assert.ok(isAlive(handler) && isAlive(parent))
    await vscode.commands.executeCommand('gatehouse.stopGateway')
    await assert.rejects(fetch(`http://127.0.0.1:${port}/books/b-7`))
    await eventually(`processes ${handler} and ${parent} ended`, () => !isAlive(handler) && !isAlive(parent))
  })
})

/** Gives `GET /books/{bookId}` a handler whose answer nobody can know before; returns what it will say. */
async function writeHandler(): Promise<string> {
  const proof = randomUUID()
  const code = `exports.handler = async () => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ proof: '${proof}', handler: process.pid, parent: process.ppid }),
})
`
  await vscode.workspace.fs.writeFile(fileAt('src/books/get.js'), new TextEncoder().encode(code))
  return proof
}

async function answerOf(response: Response): Promise<Answer> {
  // The handler above is all that answers here.
  return (await response.json()) as Answer
}

async function setPort(port: number | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('gatehouse')
  await settings.update('gateway.port', port, vscode.ConfigurationTarget.Workspace)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      // A TCP server that listens has an address of this kind.
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Signal 0 sends nothing; it asks whether the process is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
