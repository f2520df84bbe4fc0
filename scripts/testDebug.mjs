#!/usr/bin/env node
// `npm run test:debug`: starts debug sessions 50 times in a row, each of which has to hit its breakpoints: in a handler by
// the protocol alone, and in a template and a handler in a real VS Code. It takes about ten minutes.
import { spawn } from 'node:child_process'

const env = { ...process.env, GATEHOUSE_DEBUG_STARTS: '50' }
const parts = [
  ['node_modules/vitest/vitest.mjs', 'run', 'test/functions/debugging.test.ts', '-t', 'in a row'],
  ['scripts/build.mjs'],
  ['test/editor/run.mjs', 'suite'],
]
for (const args of parts) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env })
  const code = await new Promise(resolve => child.once('exit', resolve))
  if (code !== 0) process.exit(code ?? 1)
}
