#!/usr/bin/env node
// Installs the newest of AWS's runtime interface clients for Node.js from npm, so that its test runs
// (test/functions/interfaceClient.test.ts), with a Node that it takes where this one is too old.
//   node scripts/installRic.mjs
// Its postinstall builds a native addon from sources that the package brings: that takes a minute and needs cmake, make and a
// C++ compiler, so it is no devDependency.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  '../node_modules/.cache/aws-lambda-ric',
)
/** The oldest Node that the client takes. */
const oldestNode = 22

/** `{ node, client, version }`: the programs, where they are installed; else why not. */
export function installedRic() {
  const client = path.join(folder, 'node_modules', 'aws-lambda-ric', 'index.mjs')
  if (!existsSync(path.join(path.dirname(client), 'rapid-client.node'))) {
    return 'aws-lambda-ric is not installed: node scripts/installRic.mjs'
  }
  const node = path.join(folder, 'node_modules', 'node', 'bin', 'node')
  const { version } = createRequire(client)('./package.json')
  return { node: existsSync(node) ? node : process.execPath, client, version }
}

function install() {
  const started = Date.now()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n')
  const isTooOld = Number(process.versions.node.split('.')[0]) < oldestNode
  if (isTooOld) npm(`node@${oldestNode}`)
  npm('aws-lambda-ric@latest')
  const installed = installedRic()
  if (typeof installed === 'string') throw new Error('aws-lambda-ric was installed without its native addon')
  const seconds = ((Date.now() - started) / 1000).toFixed(0)
  console.log(`aws-lambda-ric ${installed.version} is installed in ${seconds} s`)
}

function npm(name) {
  // The addon is built by and for the Node that runs it.
  const search = `${path.join(folder, 'node_modules', 'node', 'bin')}${path.delimiter}${process.env.PATH}`
  const { status, stdout, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', name], {
    cwd: folder,
    env: { ...process.env, PATH: search },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`npm install ${name} failed:\n${stdout}\n${stderr}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    install()
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
