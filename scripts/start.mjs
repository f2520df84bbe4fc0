#!/usr/bin/env node
// npm start: builds, checks the bookshop example, runs its gateway, prints what to try, opens VS Code where it is found.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const program = path.join(root, 'dist', 'gatehouse.js')
const folder = path.join(root, 'examples', 'bookshop')
const definition = path.join(folder, 'template.yaml')

const step = (title, script, ...parameters) => {
  console.log(`\n▸ ${title}`)
  const { status } = spawnSync(process.execPath, [script, ...parameters], { stdio: 'inherit', cwd: root })
  if (status !== 0) process.exit(status ?? 1)
}

step('Building', path.join(root, 'scripts', 'build.mjs'))
step('Checking examples/bookshop/template.yaml', program, 'check', definition)

console.log('\n▸ Starting the bookshop gateway')
const gateway = start(3000)

function start(port) {
  const child = spawn(
    process.execPath,
    [program, 'serve', definition, '--port', String(port), '--stdin-watch'],
    {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  let output = ''
  let isUp = false
  child.stdout.on('data', chunk => {
    process.stdout.write(chunk)
    output += chunk
    const url = /listening on (http:\S+)/.exec(output)?.[1]
    if (!url || isUp) return
    isUp = true
    printWhatToTry(url)
    openEditor()
  })
  child.on('exit', code => {
    // Another program may hold the port: any free one serves as well.
    if (!isUp && port !== 0) start(0)
    else process.exit(code ?? 0)
  })
  return child
}

function printWhatToTry(url) {
  console.log(`
Try, in another terminal:

  curl ${url}/books
  curl ${url}/books/b-1043
  curl '${url}/search?q=lighthouse'
  curl -X POST ${url}/orders -H 'Content-Type: application/json' -d '{"items":[{"bookId":"b-1043","quantity":2}]}'
  curl ${url}/health

What every step of the gateway did with one request:

  node dist/gatehouse.js invoke examples/bookshop/template.yaml GET /books/b-1043 --trace

Ctrl+C stops the gateway.
`)
}

function openEditor() {
  const code = process.platform === 'win32' ? 'code.cmd' : 'code'
  const found = (process.env.PATH ?? '')
    .split(path.delimiter)
    .some(entry => existsSync(path.join(entry, code)))
  if (!found) {
    console.log(`VS Code is not on the PATH. To see the extension, start it with:

  code --extensionDevelopmentPath="${root}" "${folder}"
`)
    return
  }
  console.log('Opening VS Code with the extension …')
  // A .cmd file needs the command interpreter on Windows; both arguments are paths of this checkout.
  const editor = spawn(code, [`--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'ignore',
    detached: true,
    shell: process.platform === 'win32',
  })
  editor.on('error', error => console.log(`VS Code did not start: ${error.message}`))
  editor.unref()
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => gateway.kill(signal))
