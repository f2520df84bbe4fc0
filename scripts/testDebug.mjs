#!/usr/bin/env node
// `npm run test:debug`: starts debug sessions 50 times in a row, each of which has to hit a breakpoint in a handler.
import { spawn } from 'node:child_process'

const child = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/functions/debugging.test.ts', '-t', 'in a row'],
  { stdio: 'inherit', env: { ...process.env, GATEHOUSE_DEBUG_STARTS: '50' } },
)
child.once('exit', code => process.exit(code ?? 1))
