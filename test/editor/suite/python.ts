import { spawnSync } from 'node:child_process'
import { describe } from 'mocha'
import * as vscode from 'vscode'

// Debian's package serves Debian's Python.
const python = ['/usr/bin/python3', 'python3'].find(
  file => spawnSync(file, ['-c', 'import debugpy']).status === 0,
)
if (python === undefined)
  console.warn(
    'not run: debugging in Python, because no Python here has debugpy (apt-get install python3-debugpy)',
  )

/** `describe` where a Python with debugpy is at hand; else its tests are skipped. */
export const withPython = python === undefined ? describe.skip : describe

/** Has that Python run functions, until it is disposed. */
export function usePython(): vscode.Disposable {
  const before = process.env['GATEHOUSE_PYTHON']
  if (python !== undefined) process.env['GATEHOUSE_PYTHON'] = python
  return new vscode.Disposable(() => {
    if (before === undefined) delete process.env['GATEHOUSE_PYTHON']
    else process.env['GATEHOUSE_PYTHON'] = before
  })
}
